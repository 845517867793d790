// Written by `cargo xtask web` from this text: fetches what the opened page needs, then starts the application.
const at = (name) => new URL(name, import.meta.url).href;
const early = (name) => {
    const link = document.createElement("link");
    link.rel = "preload";
    link.as = "fetch";
    link.crossOrigin = "anonymous";
    link.href = at(name);
    document.head.append(link);
};
const languages = __LANGUAGES__;
const named = new URLSearchParams(location.search).get("lang");
let language = languages.includes(named) ? named : languages[0];
try {
    // A link that names a language chooses it, as the links of the page do.
    if (language === named) localStorage.setItem("qabul.lang", named);
    const chosen = localStorage.getItem("qabul.lang");
    if (languages.includes(chosen)) language = chosen;
} catch {
    // storage is switched off: the named language it is, or the first one
}
if (named !== null) {
    // The choice leaves the address, where it would outlive the next one.
    const address = new URL(location.href);
    address.searchParams.delete("lang");
    history.replaceState(history.state, "", address);
}
document.documentElement.lang = language;
// The texts travel beside the program, which takes them from here; null makes it ask again and say what went wrong.
globalThis.qabulTexts = fetch(at(`./${language}.json`))
    .then((answer) => (answer.ok ? answer.text() : null))
    .catch(() => null);
// So does the state of the system: its strip stands above everything and would push the page down later. Nobody waits long.
globalThis.qabulStatus = Promise.race([
    fetch("/api/v1/system/status").then(async (answer) => (answer.ok ? `${Date.now()} ${await answer.text()}` : null)),
    new Promise((done) => setTimeout(done, 1500, null)),
]).catch(() => null);
for (const [prefix, modules] of __EARLY__) {
    if (location.pathname.startsWith(prefix)) modules.forEach(early);
}
// Digits are grouped with a no-break space for the eye; what is copied is the number.
addEventListener("copy", (event) => {
    const text = String(getSelection());
    const plain = text.replace(/(\d)\u00a0(?=\d{3}\b)/g, "$1");
    if (plain !== text) {
        event.clipboardData.setData("text/plain", plain);
        event.preventDefault();
    }
});
const failed = (error) => {
    console.error(error);
    document.getElementById("boot-failed")?.removeAttribute("hidden");
};
// The address must be the one the lazy modules import by, or there would be two applications in one page.
import("./__SCRIPT__")
    .then((app) => app.default({ module_or_path: at("./__MODULE__") }))
    .catch(failed);
