import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";

// Pictures of the pages for people: all of them are stored beside the test results; those of the README are stored in
// docs/pictures if PICTURES=1 is set.

const readme = fileURLToPath(new URL("../../../docs/pictures/", import.meta.url));
const all = fileURLToPath(new URL("../test-results/pictures/", import.meta.url));

const shown = new Set([
    "start-desktop",
    "start-mobile",
    "register-phone-mobile",
    "services-desktop",
    "application-desktop",
    "application-dark-mobile",
    "exam-mobile",
    "check-answers-desktop",
    "consent-desktop",
    "done-desktop",
    "status-mobile",
    "wallet-desktop",
]);

export async function picture(page: Page, name: string): Promise<void> {
    if (!process.env.PICTURES) return;
    const folder = shown.has(name) ? readme : all;
    mkdirSync(folder, { recursive: true });
    await page.evaluate(() => scrollTo(0, 0));
    const { width } = page.viewportSize() ?? { width: 1280 };
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    // A dialog covers the window; the README shows the upper part of a page.
    const height = Math.min(whole, width < 500 ? 980 : 900);
    const dialog = (await page.getByRole("dialog").count()) > 0;
    await page.screenshot({
        path: `${folder}${name}.png`,
        fullPage: !dialog,
        ...(shown.has(name) && !dialog ? { clip: { x: 0, y: 0, width, height } } : {}),
        animations: "disabled",
        caret: "hide",
        scale: "css",
    });
}
