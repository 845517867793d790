import type { Page } from "@playwright/test";

import { ApplicationPages } from "../support/application.js";
import { person, type Person } from "../support/persons.js";
import { complete, Portal } from "../support/portal.js";
import { Registration } from "../support/registration.js";
import * as simulator from "../support/simulator.js";
import { expect, fits, refusalsAndLosses, sound, test } from "../support/test.js";
import { az, pattern, server, words } from "../support/words.js";

// Pages that know what is there already: what is proven, what is under way, what is corrected.

test.use({ expected: refusalsAndLosses });

test("the registration and the pages of the account know what is confirmed, present and under way", async ({ page }) => {
    test.setTimeout(180_000);
    const who = person("5TD1D2Z");
    const registration = new Registration(page);
    const main = page.getByRole("main");
    await registration.verified(who);
    await main.getByRole("link", { name: az("common.back") }).click();
    await registration.at("phone");
    await expect(main.getByText(az("registration.phone_proven"))).toBeVisible();
    await expect(registration.button("registration.send_code")).toHaveCount(0);
    await sound(page);
    await registration.button("common.next").click();
    await registration.at("email");
    await page.goBack();
    await registration.at("phone");
    await registration.button("common.change").click();
    await expect(main.getByText(az("registration.phone_proven"))).toHaveCount(0);
    // The same number once more, too early: a pause, no tries.
    await registration.button("registration.send_code").click();
    await expect(main.getByRole("alert")).toHaveText(pattern(server("problems.codePause")));
    await page.reload();
    await registration.at("phone");
    await registration.button("common.next").click();
    await registration.email(who.email);
    await registration.password(who.password);
    await registration.at("done");
    await expect(main.getByText(az("registration.done_fin"))).toBeVisible();
    await expect(main.getByText(az("registration.done_email"))).toBeVisible();
    await expect(page.locator(".steps .now")).toHaveCount(0);
    await expect(page.locator(".steps .done")).toHaveCount(6);
    await account(page, who);
    await language(page, who);
    await money(page);
});

/** The pages of the account show what is there, refuse it as new, and go on after a reload. */
async function account(page: Page, who: Person): Promise<void> {
    const fresh = { ...who, phone: "505552198" };
    const main = page.getByRole("main");
    const press = (key: string) => main.getByRole("button", { name: az(key), exact: true }).click();
    const present = page.getByLabel(az("account.password_present"), { exact: true });
    const number = page.getByRole("textbox", { name: az("field.phone") });

    await page.goto("/account/phone");
    await expect(main.getByText(/\+994 50 555 /)).toBeVisible();
    await number.fill(who.phone);
    await present.fill(who.password);
    await press("registration.send_code");
    await expect(page.locator("#phone-error")).toHaveText(server("fields.phonePresent"));
    await sound(page);
    await number.fill(fresh.phone);
    await press("registration.send_code");
    const code = page.getByLabel(az("field.code"), { exact: true });
    await expect(code).toBeVisible();
    await page.reload();
    await expect(number).toHaveValue("50 555 21 98");
    await sound(page);
    await code.fill(await simulator.code(fresh));
    await press("account.phone_save");
    await expect(main.getByText("+994 50 555 21 98")).toBeVisible();

    await page.goto("/account/residence");
    const place = page.getByLabel(az("profile.actual_place"), { exact: true });
    await expect(place).not.toHaveValue("");
    await sound(page);

    await page.goto(await simulator.link(who.email));
    await press("email.confirm");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("email.done_title"));
    await page.goto("/account/email");
    await expect(main.getByText(az("account.now", { value: who.email }))).toBeVisible();
    await page.getByLabel(az("field.email"), { exact: true }).fill(who.email);
    await present.fill(who.password);
    await press("account.email_save");
    await expect(page.locator("#email-error")).toHaveText(server("fields.emailPresent"));

    await page.goto("/account/password");
    await present.fill(who.password);
    await page.getByLabel(az("field.password"), { exact: true }).fill(who.password);
    await page.getByLabel(az("field.password_again"), { exact: true }).fill(who.password);
    await press("account.password_save");
    await expect(page.locator("#password-error")).toHaveText(server("fields.passwordPresent"));
    await sound(page);
}

/** A switch of language turns the balance at once and is the language of later messages. */
async function language(page: Page, who: Person): Promise<void> {
    const portal = await Portal.signedIn(page, who);
    await portal.topUp(125_050);
    await page.goto("/services");
    const button = page.locator("#person-button");
    await expect(button).toContainText("1 250,50 AZN");
    const stored = page.waitForResponse((answer) => answer.url().endsWith("/me/language") && answer.request().method() === "PUT");
    await page.locator("a[hreflang=en]:visible").click();
    await expect(button).toContainText("1,250.50 AZN");
    expect((await stored).status()).toBe(200);
    expect((await (await stored).json()).lang).toBe("en");

    // Tab leads from the button into the box, and from the box to the plus.
    await button.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await expect(page.locator("#person").getByRole("link").first()).toBeFocused();

    // The check is rendered by the server, in the language of the page it was opened from.
    await page.getByRole("contentinfo").getByRole("link", { name: words.en("footer.verify") }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.goto("/services");
    await page.locator("a[hreflang=az]:visible").click();
    await expect(button).toContainText("1 250,50 AZN");
}

/** An amount below the least is marked at its field, with the limits. */
async function money(page: Page): Promise<void> {
    const main = page.getByRole("main");
    await page.goto("/wallet");
    const amount = main.getByRole("textbox", { name: az("wallet.amount") });
    await amount.fill("0,50");
    await main.getByRole("button", { name: az("wallet.pay_sum", { sum: "0,50 AZN" }) }).click();
    await expect(page.locator("#amount-error")).toContainText("5 000,00");
    await expect(amount).toHaveAttribute("aria-invalid", "true");
    await sound(page);
}

test("lines of the error summary end as their fields become right, and the summary with the last one", async ({ page }) => {
    const portal = await Portal.register(page, person("5TE1D2A"));
    const id = await portal.open();
    await portal.save(id, "personal", complete.personal);
    const pages = new ApplicationPages(page, id);
    await pages.openStep("exam");
    await pages.saveAndContinue();
    const summary = page.locator("#errors");
    await expect(summary).toBeFocused();
    const lines = summary.getByRole("link");
    const all = await lines.count();
    expect(all).toBeGreaterThan(1);
    await expect(page).toHaveTitle(pattern(az("common.title_error")));
    await pages.radio(az("masterExam.section"), "Azərbaycan bölməsi").check();
    await expect(lines).toHaveCount(all - 1);
    await pages.exam();
    await expect(summary).toBeHidden();
    await expect(page).not.toHaveTitle(pattern(az("common.title_error")));
});

test("a name that cannot be read is named in the summary", async ({ page }) => {
    const registration = new Registration(page);
    const field = (key: string) => page.getByLabel(az(key), { exact: true });
    await registration.open();
    await page.getByRole("radio", { name: az("registration.way_protection") }).check();
    await registration.button("common.next").click();
    await registration.byHand("Valid😀");
    await registration.button("common.next").click();
    await expect(page.locator("#errors").getByRole("link")).toHaveText([new RegExp(`^${az("profile.name")}: `)]);
    await expect(field("profile.name")).toHaveAttribute("aria-invalid", "true");
});

test("the check says itself that its field is empty, and the whole code is seen in it", async ({ page }) => {
    for (const width of [320, 360, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        await page.goto("/check");
        await page.getByRole("button", { name: server("check.button") }).click();
        await expect(page.getByRole("alert")).toBeVisible();
        const code = page.getByLabel(server("check.code"));
        await code.fill("7K4M 9TQ2 HX3B V8ZN 5RGC W6PD JF");
        await page.getByRole("button", { name: server("check.button") }).click();
        await expect(page.getByRole("alert")).toBeVisible();
        const cut = await code.evaluate((field) => field.scrollWidth > field.clientWidth);
        expect(cut, `cut at ${width}`).toBe(false);
        await fits(page);
    }
});
