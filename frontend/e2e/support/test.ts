import { test as base, expect, type Page } from "@playwright/test";

import { accessible } from "./axe.js";
import { az } from "./words.js";

// The page of every test is monitored: a violation of the content security policy, an error on the console or an
// exception fails the test, whatever its subject.

interface Options {
    /** Messages on the console that belong to the test's subject, such as a refusal by the server that the test causes.
        */
    expected: RegExp | null;
}

/** Chromium logs a line for every refused request; such tests are about the refusal itself. */
export const refusals = /Failed to load resource: the server responded with a status of (401|404|409|410|412|422|429|503)/;
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

export { accessible, expect };

/** No page scrolls sideways. */
export async function fits(page: Page): Promise<void> {
    const [wide, view] = await page.evaluate(() => {
        const root = document.documentElement;
        return [root.scrollWidth, root.clientWidth];
    });
    expect(wide, "width of the content").toBeLessThanOrEqual(view ?? 0);
}

/** General checks of a page that has finished loading, for every state. */
export async function sound(page: Page): Promise<void> {
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page).toHaveTitle(/\S – Qəbul$|^Qəbul – \S/);
    await fits(page);
    await accessible(page);
}

/** The page with this h1 was entered from another one: the focus is on the h1, and the tab has the page's title. */
export async function arrived(page: Page, heading: string, tab = heading): Promise<void> {
    const h1 = page.getByRole("heading", { level: 1, name: heading, exact: true });
    await expect(h1).toBeVisible();
    await expect(h1).toBeFocused();
    await expect(page).toHaveTitle(`${tab} – ${az("common.brand")}`);
}
