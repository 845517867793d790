import { accessible, expect, fits, test } from "../support/test.js";
import { picture } from "../support/pictures.js";
import { server, words } from "../support/words.js";

// The act: a page rendered by the server, read without JavaScript; every citation leads to its clause.

test("every clause stands on its own anchor in three languages, without JavaScript, on a phone and in the dark", async ({ browser, baseURL }) => {
    for (const [lang, text] of [
        ["az", "Müsabiqədə iştirak ödənişlidir."],
        ["en", "Taking part in the competition is for a fee."],
        ["ru", "Участие в конкурсе платное."],
    ] as const) {
        const context = await browser.newContext({ baseURL, javaScriptEnabled: false, viewport: { width: 320, height: 740 } });
        const page = await context.newPage();
        await page.goto(`/rules?lang=${lang}#clause-1.7`);
        await expect(page.locator("html")).toHaveAttribute("lang", lang);
        const clause = page.locator("[id='clause-1.7']");
        await expect(clause.getByText(text)).toBeInViewport();
        await expect(page.locator("[id='clause-6.5']")).toHaveCount(1);
        await expect(page.locator("[id='clause-campaign-2']")).toHaveCount(1);
        await fits(page);
        await context.close();
    }
});

test("the page of the Rules is sound, light and dark", async ({ page }) => {
    for (const lang of ["az", "en", "ru"] as const) {
        await page.goto(`/rules?lang=${lang}`);
        await accessible(page);
        await picture(page, `rules-${lang}-desktop`);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto("/rules?lang=en#clause-2.1.1");
    await page.locator("[id='clause-2.1.1'] summary").click();
    await expect(page.locator("[id='clause-2.1.1'] [lang=az]")).toBeVisible();
    await picture(page, "rules-en-mobile");
    await page.emulateMedia({ colorScheme: "dark" });
    await accessible(page);
    await picture(page, "rules-en-dark-mobile");
    await page.getByRole("link", { name: "RU", exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "ru");
});

test("a citation and the help page lead to the text in the reader's language", async ({ page }) => {
    await page.goto("/eligibility?section=ru&language=ru");
    const announced = page.getByRole("main").getByRole("link", { name: "(Kampaniyanın elanı)" }).first();
    await expect(announced).toHaveAttribute("href", "/rules?lang=az#clause-campaign-2");
    await announced.click();
    await expect(page).toHaveURL(/\/rules\?lang=az#clause-campaign-2$/);
    await expect(page.locator("[id='clause-campaign-2']").getByText(/rus dili xarici dil kimi seçilmir/)).toBeInViewport();
    await page.goBack();
    await expect(page).toHaveURL(/\/eligibility/);
    await page.goto("/help");
    await page.locator("a[hreflang=en]:visible").click();
    await page.getByRole("link", { name: words.en("help.rules_link") }).click();
    await expect(page).toHaveURL(/\/rules\?lang=en$/);
    await expect(page.getByRole("heading", { name: server("rules.beside") })).toHaveCount(0);
});
