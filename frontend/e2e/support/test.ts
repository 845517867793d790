import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

import { az } from "./words.js";

// Every test's page is watched: a broken content security policy, an error on the console and an exception fail the test,
// whatever it was about.

interface Options {
    /** Messages on the console that belong to the test's subject, such as an answer it made the server refuse. */
    expected: RegExp | null;
}

/** Chromium writes a line for every refused request; the refusal itself is the subject of such tests. */
export const refusals = /Failed to load resource: the server responded with a status of (401|404|409|412|422|429|503)/;
export const refusalsAndLosses = new RegExp(`${refusals.source}|Failed to load resource: net::ERR_`);

export const test = base.extend<Options>({
    expected: [null, { option: true }],
    context: async ({ context, expected, baseURL }, use) => {
        const heard: string[] = [];
        await context.addInitScript(() => {
            addEventListener("securitypolicyviolation", (event) => {
                console.error(`content security policy: ${event.effectiveDirective} ${event.blockedURI}`);
            });
        });
        context.on("console", (message) => {
            const at = message.location().url;
            if (message.type() === "error" && at.startsWith(baseURL ?? "")) heard.push(`${message.text()} (${at})`);
        });
        context.on("weberror", (error) => heard.push(`${error.error().stack ?? error.error()} (${error.page()?.url()})`));
        await use(context);
        const unexpected = heard.filter((line) => !expected?.test(line));
        expect(unexpected, "the console stays silent").toEqual([]);
    },
});

export { expect };

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** No page scrolls sideways. */
export async function fits(page: Page): Promise<void> {
    const [wide, view] = await page.evaluate(() => {
        const root = document.documentElement;
        return [root.scrollWidth, root.clientWidth];
    });
    expect(wide, "width of the content").toBeLessThanOrEqual(view ?? 0);
}

/** No violation of WCAG 2.2 AA or of axe's good practice, in the state the page is in now. */
export async function accessible(page: Page, without: string[] = []): Promise<void> {
    const { violations, incomplete } = await new AxeBuilder({ page }).withTags(rules).disableRules(without).analyze();
    const told = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.target.join(" ")) }));
    expect(told, "axe").toEqual([]);
    // What axe cannot decide is the contrast of text over the lattice and under a dialog; the tokens' ratios answer for it.
    const undecided = incomplete.filter(({ id }) => id !== "color-contrast").map(({ id, help }) => `${id}: ${help}`);
    expect(undecided, "left open by axe").toEqual([]);
}

/** A page that has finished loading: what every page owes in every state. */
export async function sound(page: Page): Promise<void> {
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page).toHaveTitle(/\S – Qəbul$|^Qəbul – \S/);
    await fits(page);
    await accessible(page);
}

/** The page with this h1 was entered from another one: the focus is on the h1, the tab is named after the page. */
export async function arrived(page: Page, heading: string, tab = heading): Promise<void> {
    const h1 = page.getByRole("heading", { level: 1, name: heading, exact: true });
    await expect(h1).toBeVisible();
    await expect(h1).toBeFocused();
    await expect(page).toHaveTitle(`${tab} – ${az("common.brand")}`);
}
