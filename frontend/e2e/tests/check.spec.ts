import type { Page } from "@playwright/test";

import { read } from "../support/pdf.js";
import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { accessible, expect, fits, test } from "../support/test.js";
import { server } from "../support/words.js";

// The public check of a document: pages rendered by the server, used without JavaScript.

/** The code printed on the application, in groups of four as printed. */
async function printed(page: Page, fin: string): Promise<string> {
    const portal = await Portal.register(page, person(fin));
    const id = await portal.filled();
    await portal.topUp(5000);
    await portal.confirm(id);
    const { text } = read(await portal.print(id));
    const code = text.match(/(?:[0-9A-Z]{4}\s+){6}[0-9A-Z]{2}\b/)?.[0];
    expect(code, "a code in groups on the paper").toBeDefined();
    return code ?? "";
}

test("a printed application is found by its code, by the form and by the QR code's address, without JavaScript", async ({ page, browser, baseURL }) => {
    const code = await printed(page, "5TC3C4E");
    for (const width of [1280, 320]) {
        const context = await browser.newContext({ baseURL, javaScriptEnabled: false, viewport: { width, height: 740 } });
        const plain = await context.newPage();
        await plain.goto("/check");
        await plain.getByLabel(server("check.code")).fill(code.toLowerCase());
        await plain.getByRole("button", { name: server("check.button") }).click();
        const main = plain.getByRole("main");
        await expect(main.getByText(server("check.valid"))).toBeVisible();
        await expect(main.getByText("T. N.")).toBeVisible();
        await expect(main, "initials only").not.toContainText("Nigar");
        expect(plain.url(), "the code stands in no address").not.toContain(code.slice(0, 4));
        await plain.goto(`/check/${code.replaceAll(/\s/g, "")}`);
        await expect(main.getByText(server("check.valid"))).toBeVisible();
        await plain.getByRole("link", { name: "RU" }).click();
        await expect(plain.locator("html")).toHaveAttribute("lang", "ru");
        await context.close();
    }
});

test("an unknown code is answered with what to do, without JavaScript", async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await page.goto("/check");
    await page.getByLabel(server("check.code")).fill("AAAA BBBB CCCC DDDD EEEE FFFF GG");
    await page.getByRole("button", { name: server("check.button") }).click();
    await expect(page.getByRole("alert")).toContainText(server("check.notFoundText"));
    await expect(page.getByLabel(server("check.code"))).toHaveAttribute("aria-invalid", "true");
    await context.close();
});

test("a refusal on the check page is a page, whoever refuses, and a slash or large letters are forgiven", async ({ page, request }) => {
    for (const path of ["/check/", "/CHECK", "/Check/AAAA/"]) expect((await request.get(path)).status(), path).toBe(200);
    const answer = await request.post("/check?lang=en", { form: { code: "A".repeat(5_000) } });
    expect(answer.status()).toBe(413);
    await page.setContent(await answer.text());
    await expect(page.getByRole("alert")).toContainText(/too large/);
});

test("the check pages are accessible and fit a narrow screen in every language", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const lang of ["az", "en", "ru"]) {
        await page.goto(`/check?lang=${lang}`);
        await expect(page.locator("html")).toHaveAttribute("lang", lang);
        await fits(page);
        await accessible(page);
        await page.getByRole("textbox").fill("AAAA");
        await page.getByRole("button").click();
        await expect(page.getByRole("alert")).toBeVisible();
        await fits(page);
        await accessible(page);
    }
});

test("the start page says what it is and leads to the check without JavaScript", async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await page.getByRole("link", { name: /JavaScript olmadan yoxlamaq/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: server("check.title") })).toBeVisible();
    await context.close();
});
