import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

// What a screen reader says: a page read completely by a virtual screen reader, and the automatic announcements.

const file = createRequire(import.meta.url).resolve("@guidepup/virtual-screen-reader/browser.js");
const source = readFileSync(file, "utf8").replace(/export\s*\{([^}]*)\};?/, (_, names: string) => `globalThis.virtual = ${names.match(/([\w$]+) as virtual\b/)?.[1]};`);

interface Reader {
    start(how: { container: Node }): Promise<void>;
    next(): Promise<void>;
    stop(): Promise<void>;
    lastSpokenPhrase(): Promise<string>;
    spokenPhraseLog(): Promise<string[]>;
}

/** Replaces text that differs between runs or is data: times, dates, amounts, numbers. */
function plain(phrase: string): string {
    return phrase
        .replaceAll(/\u00a0/g, " ")
        .replaceAll("\u2011", "-")
        .replaceAll(/\b\d{1,2}:\d{2}\b/g, "<time>")
        .replaceAll(/\b\d{1,2} (?:yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr)(?: \d{4})?/g, "<date>")
        .replaceAll(/\b\d+ (?:gün|saat|dəqiqə|saniyə)(?: \d+ (?:gün|saat|dəqiqə|saniyə))*/g, "<duration>")
        .replaceAll(/\b\d{8}\b/g, "<number>")
        .replaceAll(/\b\d{3} \d{3}(?: \d{3})?\b/g, "<number>")
        .replaceAll(/\b\d{4}\/\d{4}/g, "<years>");
}

/** Records from now on what live regions announce, on all pages. */
export async function listen(page: Page): Promise<void> {
    await page.addInitScript(() => {
        const heard: string[] = [];
        (window as unknown as { heard: string[] }).heard = heard;
        new MutationObserver((all) => {
            const regions = new Set(all.map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest("[role=status], [role=alert], [aria-live]")));
            for (const { addedNodes } of all) {
                for (const node of addedNodes) {
                    if (!(node instanceof Element)) continue;
                    for (const one of [node, ...node.querySelectorAll("*")]) if (one.matches("[role=status], [role=alert]")) regions.add(one);
                }
            }
            for (const region of regions) {
                const text = region?.textContent?.replaceAll(/\s+/g, " ").trim();
                const how = region?.getAttribute("role") === "alert" ? "assertive" : "polite";
                const said = `${how}: ${text}`;
                if (text && region?.isConnected && heard.at(-1) !== said) heard.push(said);
            }
        }).observe(document, { childList: true, characterData: true, subtree: true });
    });
}

/** The announcements since the last call. */
export async function announced(page: Page): Promise<string[]> {
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
    return heard.map(plain);
}

/** The focused element, as announced after a change of the page. */
export async function focused(page: Page): Promise<string> {
    const [tag, text, title] = await page.evaluate(() => [document.activeElement?.tagName ?? "", document.activeElement?.textContent ?? "", document.title]);
    return plain(`${title} | ${tag === "BODY" ? "the beginning of the page" : `${tag?.toLowerCase()}: ${text?.trim()}`}`);
}

/** The content of the page as read aloud; the frame around it is the same on every page. */
export async function readAloud(page: Page, selector = "main"): Promise<string[]> {
    if (!(await page.evaluate(() => "virtual" in globalThis))) await page.evaluate(`(() => {${source}\n})()`);
    const phrases = await page.evaluate(async (selector) => {
        const reader = (globalThis as unknown as { virtual: Reader }).virtual;
        const container = document.querySelector(selector);
        if (!container) return [`no ${selector}`];
        await reader.start({ container });
        const first = await reader.lastSpokenPhrase();
        for (let step = 0; step < 400; step += 1) {
            await reader.next();
            const last = await reader.lastSpokenPhrase();
            if (last === `end of ${first}` || last.startsWith("end of main") || last === first) break;
        }
        const log = await reader.spokenPhraseLog();
        await reader.stop();
        return log;
    }, selector);
    return heardOnce(phrases.map(plain));
}

/** Removes end markers, wrappers without content, and the text of a control whose name was just read. */
function heardOnce(phrases: string[]): string[] {
    const told = phrases.filter((phrase) => !/^end of |^(paragraph|status|term|definition|time)$/.test(phrase));
    return told.filter((phrase, at) => !new RegExp(`^(link|button|radio|group|option|checkbox), `).test(told[at - 1] ?? "") || !told[at - 1]?.includes(`, ${phrase}`));
}
