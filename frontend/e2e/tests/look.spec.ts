import type { Page } from "@playwright/test";

import { ApplicationPages } from "../support/application.js";
import { read } from "../support/pdf.js";
import { picture } from "../support/pictures.js";
import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { Registration } from "../support/registration.js";
import { accessible, expect, fits, sound, test } from "../support/test.js";
import { words, type Language } from "../support/words.js";

// Pictures of the pages, and checks that concern no single page; states.spec.ts checks every page in every state.

const sizes = { desktop: { width: 1280, height: 800 }, mobile: { width: 360, height: 740 } };

interface Look {
    name: string;
    width: keyof typeof sizes;
    language: Language;
    dark?: boolean;
}

/** Sets language, theme and size as if stored on the person's device. */
async function wear(page: Page, look: Look): Promise<void> {
    await page.setViewportSize(sizes[look.width]);
    await page.evaluate(([language, theme]) => {
        localStorage.setItem("qabul.lang", language ?? "az");
        localStorage.setItem("qabul.theme", theme ?? "light");
    }, [look.language, look.dark ? "dark" : "light"]);
}

async function show(page: Page, path: string, look: Look, name: string): Promise<void> {
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("lang", look.language);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await sound(page);
    await picture(page, `${name}-${look.name}`);
}

const looks: Look[] = [
    { name: "desktop", width: "desktop", language: "az" },
    { name: "mobile", width: "mobile", language: "az" },
    { name: "dark", width: "desktop", language: "az", dark: true },
    { name: "ru", width: "desktop", language: "ru" },
    { name: "dark-mobile", width: "mobile", language: "az", dark: true },
    { name: "en", width: "desktop", language: "en" },
    { name: "ru-mobile", width: "mobile", language: "ru" },
];

const drawn = process.env.PICTURES ? test : () => undefined;

drawn("public pages in every language, light and dark", async ({ page }) => {
    test.setTimeout(120_000);
    await page.goto("/check");
    for (const look of looks) {
        await wear(page, look);
        for (const [path, name] of [["/", "start"], ["/login", "login"], ["/register", "register"], ["/services", "services-public"], ["/help", "help"], ["/help/guide", "guide"], ["/help/commissions", "commissions"], ["/help/privacy", "privacy"]] as const) {
            await show(page, path, look, name);
        }
    }
});

drawn("a person's pages in every language, light and dark", async ({ page }) => {
    test.setTimeout(240_000);
    const portal = await Portal.register(page, person("6BT7G8J"));
    const pages = new ApplicationPages(page, await portal.filled());
    await portal.topUp(1250);
    const paths = [
        ["/services", "services"],
        ["/applications", "applications"],
        [pages.address, "application"],
        [`${pages.address}/personal`, "personal"],
        [`${pages.address}/education`, "education"],
        [`${pages.address}/exam`, "exam"],
        [`${pages.address}/check`, "check-answers"],
        ["/wallet", "wallet"],
        ["/notices", "notices"],
        ["/profile", "profile"],
    ] as const;
    for (const look of looks) {
        await wear(page, look);
        for (const [path, name] of paths) await show(page, path, look, name);
    }

    await portal.topUp(5000);
    for (const look of looks.filter(({ name }) => name === "desktop" || name === "dark-mobile")) {
        await wear(page, look);
        await page.goto(`${pages.address}/check`);
        await page.locator(".actions").getByRole("button").last().click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await sound(page);
        await picture(page, `consent-${look.name}`);
    }
    await portal.confirm(pages.id);
    for (const look of looks) {
        await wear(page, look);
        await show(page, `${pages.address}/done`, look, "done");
        await show(page, `${pages.address}/status`, look, "status");
    }
});

test("the language changes in place and keeps what is typed", async ({ page }) => {
    const registration = new Registration(page);
    await registration.open();
    await registration.citizen();
    const input = page.locator("input[name=fin]");
    await input.fill("5NM1A2C");
    for (const language of ["en", "ru", "az"] as const) {
        await page.getByRole("link", { name: language.toUpperCase() }).or(page.locator(`a[hreflang=${language}]`)).filter({ visible: true }).first().click();
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(words[language]("registration.identity_title"));
        await expect(input).toHaveValue("5NM1A2C");
        await sound(page);
    }
});

/** Sign, balance and menu of the header are in one row, and the name of the portal is there for those who do not see it. */
async function oneRow(page: Page): Promise<void> {
    for (const width of [320, 360, 390, 430]) {
        await page.setViewportSize({ width, height: 740 });
        await page.goto("/services");
        await expect(page.locator(".balance")).toBeVisible();
        const middles = await page.locator("header .mark, header .balance, #menu-button").evaluateAll((all) =>
            all.map((element) => element.getBoundingClientRect()).map((box) => Math.round(box.top + box.height / 2)));
        expect(middles, `${width} px`).toHaveLength(3);
        expect(Math.max(...middles) - Math.min(...middles), `${width} px`).toBeLessThan(8);
        await fits(page);
    }
    await expect(page.getByRole("banner").getByRole("link", { name: /Qəbul/ })).toHaveCount(1);
}

test("reflow: nothing scrolls sideways at 320 px, with a long name and wider letters", async ({ page }) => {
    test.setTimeout(120_000);
    const portal = await Portal.register(page, person("5UZ8S9U"));
    const id = await portal.open();
    for (const amount of [5_000, 120_000]) {
        await portal.topUp(amount);
        await oneRow(page);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto("/check");
    await page.evaluate(() => localStorage.setItem("qabul.lang", "ru"));
    for (const path of ["/", "/services", "/help", "/help/guide", "/help/commissions", "/wallet", "/notices", "/profile", ...["", "/personal", "/education", "/exam", "/check", "/status"].map((end) => `/applications/${id}${end}`)]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
        await fits(page);
        // WCAG 1.4.12, text spacing; set through the object model, which the content security policy allows.
        await page.evaluate(() => {
            for (const element of document.querySelectorAll<HTMLElement>("body *")) {
                element.style.lineHeight = "1.5";
                element.style.letterSpacing = "0.12em";
                element.style.wordSpacing = "0.16em";
            }
        });
        await fits(page);
    }
    await accessible(page);
});

test("forced colours: every control keeps a border", async ({ page }) => {
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto("/login");
    const bare = await page.locator("main input, main button").evaluateAll((all) => {
        // If a field shares its frame with a prefix or a button, the border is around both.
        const framed = (element: Element) => parseFloat(getComputedStyle(element).borderTopWidth) > 0;
        return all.filter((element) => !framed(element) && !framed(element.parentElement ?? element)).map((element) => element.outerHTML);
    });
    expect(bare).toEqual([]);
    await fits(page);
    // The colours are chosen by the system then.
    await accessible(page, { without: ["color-contrast"] });
});

test("printed from the browser: black on white without the frame, also out of the dark theme", async ({ page }) => {
    const portal = await Portal.register(page, person("5TN3M4P"));
    const id = await portal.open();
    await page.evaluate(() => localStorage.setItem("qabul.theme", "dark"));
    for (const path of ["/status", "/check"]) {
        await page.emulateMedia({ colorScheme: "dark", media: "screen" });
        await page.goto(`/applications/${id}${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
        await page.emulateMedia({ colorScheme: "dark", media: "print" });
        await expect(page.getByRole("banner")).toBeHidden();
        await expect(page.getByRole("contentinfo")).toBeHidden();
        await expect(page.locator("main .btn").filter({ visible: true })).toHaveCount(0);
        await expect(page.locator(".strip-test"), "a print of the demo carries its mark").toBeVisible();
        const pale = await page.locator("main *").evaluateAll((all) =>
            all.filter((element) => element.checkVisibility() && [...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent?.trim()))
                .filter((element) => getComputedStyle(element).color !== "rgb(0, 0, 0)")
                .map((element) => `${element.tagName}.${element.className}: ${getComputedStyle(element).color}`),
        );
        expect(pale, "text that is not black").toEqual([]);
        expect(read(await page.pdf({ preferCSSPageSize: true })).pages).toBeLessThanOrEqual(2);
    }
});
