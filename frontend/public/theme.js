// Runs before the first paint: the chosen theme and language, and which of the shell's two pages to show.
(() => {
    const html = document.documentElement;
    html.dataset.page = location.pathname === "/" ? "start" : "inner";
    try {
        const theme = localStorage.getItem("qabul.theme");
        if (theme === "light" || theme === "dark") html.dataset.theme = theme;
    } catch {
        // storage is switched off: the system's theme it is
    }
})();
