import { ApplicationPages } from "../support/application.js";
import { picture } from "../support/pictures.js";
import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { expect, sound, test } from "../support/test.js";
import { az } from "../support/words.js";

// Money: from an insufficient balance to the confirmation, the statement and its receipts.

test("low balance → top-up → back in the consent → confirmed; the statement adds up", async ({ page }) => {
    test.setTimeout(120_000);
    const portal = await Portal.register(page, person("5WL7Y3B"));
    const id = await portal.filled();
    await portal.topUp(1250);
    const pages = new ApplicationPages(page, id);
    const main = page.getByRole("main");

    await pages.check();
    await pages.ask.click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(az("application.short"))).toBeVisible();
    await dialog.getByRole("link", { name: az("application.add", { sum: "37,50 AZN" }) }).click();
    const sums = main.getByRole("group", { name: az("wallet.quick") }).getByRole("button");
    await expect(sums, "from the smallest").toHaveText(["20,00 AZN", "37,50 AZN", "50,00 AZN", "100,00 AZN"]);
    await main.getByRole("button", { name: az("wallet.pay_sum", { sum: "37,50 AZN" }) }).click();
    await page.locator("button[value=pay]").click();
    await main.getByRole("link", { name: az("common.continue") }).click();

    await expect(page.getByRole("dialog"), "the consent is asked for at once").toBeVisible();
    await sound(page);
    await pages.consent.check();
    await pages.agree.click();
    await expect(pages.heading(az("application.done_title"))).toBeVisible();

    await page.goto("/wallet");
    const lines = main.locator(".entry");
    await expect(lines).toHaveCount(3);
    await expect(lines.nth(0)).toContainText(az("wallet.after", { sum: "0,00 AZN" }).replace(/ AZN/, ""));
    await sound(page);
    await picture(page, "wallet-statement");
    const coming = page.waitForEvent("download");
    await lines.nth(0).getByRole("button").click();
    expect((await coming).suggestedFilename()).toBe("qebul-qebz.pdf");
    await main.getByRole("button", { name: az("wallet.charges"), exact: true }).click();
    await expect(lines).toHaveCount(1);
    await main.getByRole("button", { name: az("wallet.top_ups"), exact: true }).click();
    await expect(lines).toHaveCount(2);
    await page.setViewportSize({ width: 360, height: 740 });
    await sound(page);
    await picture(page, "wallet-statement-360");
});

test("a cancelled payment keeps the sum and the way back, and speaks of no card", async ({ page }) => {
    const portal = await Portal.register(page, person("5HG7H8J"));
    const id = await portal.filled();
    const main = page.getByRole("main");
    await page.goto(`/wallet?missing=3750&returnTo=/applications/${id}/check`);
    await main.getByRole("textbox", { name: az("wallet.amount") }).fill("41,20");
    await main.getByRole("button", { name: az("wallet.pay_sum", { sum: "41,20 AZN" }) }).click();
    await page.locator("button[value=cancel]").click();
    await expect(main.getByText(az("wallet.failed_text"))).toBeVisible();
    expect(await main.innerText()).not.toMatch(/kart/i);
    await sound(page);
    await main.getByRole("link", { name: az("wallet.try_again") }).click();
    await expect(main.getByRole("textbox", { name: az("wallet.amount") })).toHaveValue("41,20");
    await main.getByRole("link", { name: az("common.back") }).click();
    await expect(page).toHaveURL(`/applications/${id}/check`);
    expect(await portal.balance()).toBe(0);
});
