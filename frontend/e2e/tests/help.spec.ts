import { readFileSync } from "node:fs";

import { accessible, expect, fits, refusals, sound, test } from "../support/test.js";
import { az, joined, words } from "../support/words.js";

// Pages of text linked in the footer, in three languages, narrow and dark.

test.use({ expected: refusals });

const topics = ["guide", "commissions", "appeal", "privacy", "accessibility"] as const;
const languages = ["az", "en", "ru"] as const;
const source = (topic: string, language: string) => joined(readFileSync(new URL(`../../content/${topic}.${language}.md`, import.meta.url), "utf8"));

for (const topic of topics) {
    test(`${topic}: its own words in every language, at 320 px, light and dark`, async ({ page }) => {
        await page.setViewportSize({ width: 320, height: 640 });
        await page.goto("/check");
        for (const language of languages) {
            await page.evaluate((language) => localStorage.setItem("qabul.lang", language), language);
            await page.goto(`/help/${topic}`);
            const text = source(topic, language);
            await expect(page.getByRole("heading", { level: 1 })).toHaveText(text.match(/^# (.+)$/m)?.[1] ?? "no title");
            const headings = [...text.matchAll(/^## (.+) \{#/gm)].map(([, heading = ""]) => heading);
            await expect(page.getByRole("main").locator(".prose > h2")).toHaveText(headings);
            await expect(page.getByRole("main").locator(".prose")).not.toContainText(/\]\(|\{#|::/);
            await sound(page);
        }
        await page.emulateMedia({ colorScheme: "dark" });
        await page.evaluate(() => localStorage.setItem("qabul.theme", "dark"));
        await page.reload();
        await sound(page);
    });
}

test("every link of the footer leads to what it names, and each page of help leads to the others", async ({ page }) => {
    for (const topic of topics) {
        await page.goto("/");
        await page.getByRole("contentinfo").locator(`a[href="/help/${topic}"]`).click();
        await expect(page).toHaveURL(new RegExp(`/help/${topic}$`));
        await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
        await expect(page.getByRole("navigation", { name: az("help.topics") }).getByRole("link")).toHaveCount(topics.length);
        await expect(page.getByRole("navigation", { name: az("help.topics") }).locator("[aria-current=page]")).toHaveCount(1);
    }
    await page.goto("/help/nothing");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("error.not_found_title"));
});

test("the language changes in place on a page of words", async ({ page }) => {
    await page.goto("/help/privacy");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.locator("header a[hreflang=en]").first().evaluate((link: HTMLElement) => link.click());
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Privacy");
    await expect(page.getByRole("heading", { level: 2, name: "Which data" })).toBeVisible();
});

test("clause 2.1: the addresses come from the campaigns, and an invented one is not shown as official", async ({ page }) => {
    await page.goto("/help/commissions");
    const places = page.getByRole("main").locator(".desk-place");
    await expect(places.first()).toBeVisible();
    expect(await places.count()).toBeGreaterThan(0);
    await expect(places.filter({ hasText: words.az("desk.not_official") })).toHaveCount(await places.count());
    await fits(page);
    await accessible(page);
});
