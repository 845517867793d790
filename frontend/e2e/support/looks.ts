import { expect, type Page } from "@playwright/test";

import { accessible } from "./axe.js";
import type { Language } from "./words.js";

// Checks one page in one state in all variants: three languages, light, dark, forced colours, four widths, wider
// letters and longer words. The page is not reloaded, so typed text and errors stay.

export const states = ["empty", "filled", "error", "busy", "offline"] as const;
export type State = (typeof states)[number];

const widths = [320, 360, 768, 1280];
const height = 800;

/** Waits until no request is running. */
export async function settled(page: Page): Promise<void> {
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
}

/** Changes the language like the links in the header, which a dialog may cover. */
async function speak(page: Page, language: Language): Promise<void> {
    await page.locator(`header a[hreflang=${language}]`).first().evaluate((link: HTMLElement) => link.click());
    await expect(page.locator("html")).toHaveAttribute("lang", language);
}

/** Elements wider than the window, by width of the window. */
async function overflow(page: Page): Promise<string[]> {
    const found = await page.evaluate(() => {
        const root = document.documentElement;
        if (root.scrollWidth <= root.clientWidth) return null;
        const out = [...document.querySelectorAll("body *")].filter((element) => !(element instanceof SVGElement) && element.getBoundingClientRect().right > root.clientWidth + 1 && element.checkVisibility());
        const last = out.at(-1);
        return `${root.scrollWidth} > ${root.clientWidth}: ${last?.tagName}.${last?.className} "${last?.textContent?.slice(0, 40)}"`;
    });
    return found ? [found] : [];
}

/** Text spacing of WCAG 1.4.12, set through the object model, which the content security policy allows. */
const spacing = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }";

async function withStyle(page: Page, css: string, look: () => Promise<void>): Promise<void> {
    await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets.push(sheet);
    }, css);
    await look();
    await page.evaluate(() => void (document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)));
}

/** The pseudo-language: every word four tenths longer, and therefore every text. */
async function withLongWords(page: Page, look: () => Promise<void>): Promise<void> {
    await page.evaluate(() => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const kept: [Text, string][] = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const text = node as Text;
            if (text.parentElement?.closest("script, style, svg, .mono")) continue;
            kept.push([text, text.data]);
            // Names and numbers are data, not texts; the longest words of the three languages have 24 letters.
            text.data = text.data.replaceAll(/\p{L}{4,24}/gu, (word) => word + "ə".repeat(Math.min(Math.ceil(word.length * 0.4), 25 - Math.min(word.length, 24))));
        }
        (window as unknown as { kept: typeof kept }).kept = kept;
    });
    await look();
    await page.evaluate(() => {
        for (const [text, data] of (window as unknown as { kept: [Text, string][] }).kept) text.data = data;
    });
}

/** Nothing scrolls sideways at four widths, with wider letters and with longer words. */
async function fitsEverywhere(page: Page, what: string): Promise<void> {
    const check = async (how: string) => expect.soft(await overflow(page), `${what}: ${how}`).toEqual([]);
    for (const width of widths) {
        await page.setViewportSize({ width, height });
        await check(`${width} px`);
        if (width === 320) await withStyle(page, spacing, () => check("320 px, text spacing"));
        if (width === 320 || width === 1280) await withLongWords(page, () => check(`${width} px, words +40 %`));
    }
}

/** Every target is at least 24 px, buttons 44 px; links within a sentence are as high as their line. */
async function targets(page: Page, what: string): Promise<void> {
    const small = await page.evaluate(() => {
        const all = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary")];
        return all.flatMap((element) => {
            const label = element instanceof HTMLInputElement && /radio|checkbox/.test(element.type) ? element.closest("label") : null;
            const box = (label ?? element).getBoundingClientRect();
            const seen = element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.right > 0 && box.bottom > 0;
            const inline = element.tagName === "A" && getComputedStyle(element).display === "inline";
            if (!seen || inline || element.closest("[inert]")) return [];
            const least = element.matches(".btn") ? 44 : 24;
            const side = Math.min(box.width, box.height);
            return side + 0.5 < least ? [`${element.tagName}.${element.className} "${(element.textContent || element.getAttribute("name") || "").slice(0, 30)}": ${Math.round(box.width)}×${Math.round(box.height)} < ${least}`] : [];
        });
    });
    expect.soft(small, `${what}: targets`).toEqual([]);
}

/** Controls keep a border when the system chooses the colours. */
async function bordered(page: Page, what: string): Promise<void> {
    const bare = await page.locator("main input:not([type=radio], [type=checkbox]), main select, main button.btn-primary, main button.btn-secondary").evaluateAll((all) => {
        const framed = (element: Element) => parseFloat(getComputedStyle(element).borderTopWidth) > 0;
        // If a field shares its frame with a prefix or a button, the border is around both.
        return all.filter((element) => element.checkVisibility() && !framed(element) && !framed(element.parentElement ?? element)).map((element) => element.outerHTML.slice(0, 120));
    });
    expect.soft(bare, `${what}: borders in forced colours`).toEqual([]);
}

/** Checks the page in every variant that its state requires (U3, U6, U7). */
export async function look(page: Page, where: string, state: State): Promise<void> {
    const what = `${where}, ${state}`;
    await expect.soft(page.getByRole("heading", { level: 1 }), `${what}: one h1`).toHaveCount(1);
    await accessible(page, {}, `${what}: az, light`);
    await targets(page, what);
    if (state === "busy" || state === "offline") {
        expect.soft(await overflow(page), what).toEqual([]);
        return;
    }
    await fitsEverywhere(page, what);
    if (state === "empty") return;

    await page.evaluate(() => document.documentElement.setAttribute("data-theme", "dark"));
    // In the dark theme only rules about colours can give other results.
    await accessible(page, { only: ["color-contrast", "link-in-text-block"] }, `${what}: dark`);
    await page.evaluate(() => document.documentElement.removeAttribute("data-theme"));

    await page.emulateMedia({ forcedColors: "active" });
    await bordered(page, what);
    await page.emulateMedia({ forcedColors: "none" });

    // Folded or wrapped parts make the narrowest width another page for axe. Of the other two languages each look checks
    // one at the narrowest and one at the widest; which one differs from look to look.
    await page.setViewportSize({ width: 320, height });
    await accessible(page, { without: ["color-contrast"] }, `${what}: az, 320 px`);
    const narrow = what.length % 2 === 0 ? "en" : "ru";
    for (const language of ["en", "ru"] as const) {
        await speak(page, language);
        await settled(page);
        for (const width of [1280, 320]) {
            await page.setViewportSize({ width, height });
            expect.soft(await overflow(page), `${what}: ${language}, ${width} px`).toEqual([]);
            if ((width === 320) === (language === narrow)) await accessible(page, { without: ["color-contrast"] }, `${what}: ${language}, ${width} px`);
        }
    }
    await speak(page, "az");
    await settled(page);
    await page.setViewportSize({ width: 1280, height });
}
