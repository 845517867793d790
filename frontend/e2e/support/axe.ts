import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";

// axe, injected once per page: a page is checked in many states, and injecting the rules is the most expensive part.

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Found {
    id: string;
    help: string;
    nodes: { target: unknown[]; any: { message: string }[] }[];
}

interface Axe {
    run(where: Document, how: object): Promise<{ violations: Found[]; incomplete: Found[] }>;
}

interface Asked {
    /** Only these rules. */
    only?: string[];
    /** All rules except these. */
    without?: string[];
}

/** Results that axe leaves undecided, and why each is no defect. Any other undecided result fails the test. */
const explained: { id: string; at?: RegExp; says?: RegExp; while?: string; why: string }[] = [
    { id: "color-contrast", at: /\.star\b.*text$/, why: "a number drawn in a star: --on over --petrol, 8.4 light and 7.8 dark" },
    { id: "color-contrast", says: /overlapped by another element/, while: ".person-panel", why: "the box of the person lies over what is under it" },
    { id: "color-contrast", says: /overlapped by another element/, while: "[role=listbox]", why: "an open list lies over what is under it" },
    { id: "color-contrast", says: /overlap/, while: "dialog[open]", why: "a modal dialog lies in the top layer, which axe takes for a part of the page that scrolls under it" },
];

// Decoration is aria-hidden and beside text; it is hidden so that axe sees the background of the text.
const ornament = ".lattice, .hero-wide, .hero-narrow { visibility: hidden !important; }";

/** Describes in words what axe finds on the page at present. */
export async function ask(page: Page, { only, without = [] }: Asked = {}): Promise<string[]> {
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
    const how = {
        ...(only ? { runOnly: { type: "rule", values: only } } : { runOnly: { type: "tag", values: tags } }),
        rules: Object.fromEntries(without.map((id) => [id, { enabled: false }])),
        resultTypes: ["violations", "incomplete"],
    };
    const { violations, incomplete } = await page.evaluate(async ([how, ornament]) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(ornament);
        document.adoptedStyleSheets.push(sheet);
        try {
            const { violations, incomplete } = await (window as unknown as { axe: Axe }).axe.run(document, how);
            const told = (found: Found[]) => found.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ target, any }) => ({ target, any: any.map(({ message }) => ({ message })) })) }));
            return { violations: told(violations), incomplete: told(incomplete) };
        } finally {
            document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
        }
    }, [how, ornament] as const);
    const lines = (found: Found[]) =>
        found.flatMap(({ id, help, nodes }) => nodes.map((node) => ({ id, at: node.target.join(" "), says: node.any[0]?.message ?? help })));
    const told = (kind: string) => ({ id, at, says }: { id: string; at: string; says: string }) => `${kind} ${id} at ${at}: ${says}`;
    const seen = await page.evaluate((all) => all.map((selector) => !selector || [...document.querySelectorAll(selector)].some((one) => one.checkVisibility())), explained.map((one) => one.while ?? ""));
    const open = lines(incomplete).filter((line) =>
        !explained.some((one, at) => seen[at] && one.id === line.id && (one.at?.test(line.at) ?? true) && (one.says?.test(line.says) ?? true)),
    );
    return [...lines(violations).map(told("violated")), ...open.map(told("left open"))];
}

/** No violation of WCAG 2.2 AA or of axe's best practices, and nothing undecided, in the page's present state. */
export async function accessible(page: Page, asked: Asked = {}, what = "axe"): Promise<void> {
    let found = await ask(page, asked);
    // The page may have changed during the check, so it is checked again: a real violation remains.
    if (found.length > 0) {
        await page.waitForTimeout(300);
        found = await ask(page, asked);
    }
    expect.soft(found, what).toEqual([]);
}
