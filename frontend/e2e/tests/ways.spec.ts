import type { Page } from "@playwright/test";

import { ApplicationPages } from "../support/application.js";
import { person } from "../support/persons.js";
import { complete, Portal } from "../support/portal.js";
import { Registration } from "../support/registration.js";
import * as simulator from "../support/simulator.js";
import { expect, refusals, sound, test } from "../support/test.js";
import { az, words } from "../support/words.js";

// Navigation leads where it says: addresses of steps, the language of a link, changes while a page is open.

test.use({ expected: refusals });

const h1 = (page: Page) => page.getByRole("heading", { level: 1 });

test("each step of the registration has its address: back of the browser, a reload and a shared address lead where they say", async ({ page }) => {
    const who = person("5HJ8K9L");
    const registration = new Registration(page);
    await page.goto("/");
    await page.getByRole("main").getByRole("link", { name: az("start.register") }).first().click();
    await expect(page).toHaveURL("/register/citizenship");
    await registration.citizen();
    await expect(page).toHaveURL("/register/identity");
    await registration.identity(who.fin, who.birth);
    await expect(page).toHaveURL("/register/confirm");
    await registration.itsMe();
    await expect(page).toHaveURL("/register/phone");
    await page.goBack();
    await expect(h1(page)).toHaveText(az("registration.is_this_you"));
    await page.goBack();
    await registration.at("identity");
    await expect(page.getByLabel(az("field.fin"), { exact: true }), "what was typed is there").toHaveValue(who.fin);
    await page.goForward();
    await page.goForward();
    await registration.at("phone");
    await sound(page);
    await page.reload();
    await registration.at("phone");
    await page.goto("/register/identity");
    await registration.at("identity");
    // A step that was not reached yet cannot be opened by its address.
    await page.goto("/register/password");
    await expect(page).toHaveURL("/register/phone");
    await registration.askForCode(who.phone);
    await registration.typeCode(await simulator.code(who));
    await registration.at("email");
    await registration.email(who.email);
    await registration.password(who.password);
    await registration.at("done");
    await expect(page).toHaveURL("/register/done");
    await page.reload();
    await registration.at("done");
    // A signed-in person cannot register again.
    await page.goBack();
    await expect(page).toHaveURL("/services");
    for (const path of ["/register", "/register/email"]) {
        await page.goto(path);
        await expect(page).toHaveURL("/services");
        await expect(h1(page)).toHaveText(az("header.services"));
    }
});

test("?lang= is obeyed on every page, remembered, and leaves the address", async ({ page }) => {
    for (const [path, key] of [["/", "start.title"], ["/login", "login.heading"], ["/help?x=1", "help.title"]] as const) {
        for (const language of ["en", "ru", "az"] as const) {
            await page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
            await expect(page.locator("html")).toHaveAttribute("lang", language);
            await expect(h1(page)).toHaveText(words[language](key));
            await expect(page).toHaveURL(path);
        }
    }
    await page.goto("/?lang=en");
    await page.goto("/login");
    await expect(page.locator("html"), "remembered").toHaveAttribute("lang", "en");
    await page.goto("/?lang=xx");
    await expect(page.locator("html"), "no language of ours changes nothing").toHaveAttribute("lang", "en");
});

test("the check page lists exam and attempt and every answer; what changes behind it is shown before it is confirmed", async ({ page }) => {
    test.setTimeout(120_000);
    const portal = await Portal.register(page, person("5HK9L1M"));
    const id = await portal.filled();
    await portal.topUp(6000);
    const pages = new ApplicationPages(page, id);
    const main = page.getByRole("main");
    await pages.check();
    const which = main.locator("section").filter({ has: page.getByRole("heading", { name: az("application.which") }) });
    await expect(which).toContainText("1-ci");
    await expect(which).toContainText(/\d{4}\/\d{4}/);
    for (const label of ["FİN", "E-poçt ünvanı", "Mobil nömrə", "Qəbul ili və iş nömrəsi", "Soyad, ad və ya ata adı dəyişikliyi"]) {
        await expect(main.locator("dt", { hasText: label }).first(), label).toBeVisible();
    }
    await expect(main).toContainText("900209");
    // FIN and name come from the same register.
    await expect(main.locator("dl > div").filter({ has: page.locator("dt", { hasText: /^FİN$/ }) })).toContainText("Əhali reyestri");
    // The number is shown in two groups and copied as one.
    const number = page.locator(".work-number").first();
    await expect(number).toHaveText(/^\d{3}\s\d{3}$/);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await number.evaluate((shown) => getSelection()?.selectAllChildren(shown));
    await page.keyboard.press("ControlOrMeta+c");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\d{6}$/);
    await sound(page);
    // Another window saves another language; this page is confirmed as it was shown.
    await portal.call("put", `/applications/${id}/answers`, { step: "masterExam.exam", answers: { ...complete.exam, foreignLanguage: "de" } }, { "If-Match": '"1"' });
    await pages.ask.click();
    await pages.consent.check();
    await pages.agree.click();
    const changed = page.locator("#changed");
    await expect(changed).toBeFocused();
    await expect(changed).toContainText(az("application.changed"));
    await expect(changed).toContainText(/İngilis.* → Alman/);
    await sound(page);
    expect(await portal.balance(), "nothing was charged").toBe(6000);
    await pages.ask.click();
    await expect(pages.consent, "the consent is asked for anew").not.toBeChecked();
    await pages.consent.check();
    await pages.agree.click();
    await expect(h1(page)).toHaveText(az("application.done_title"));
});

test("seed 001: a chosen row is taken back, an earlier master's comes from the register or the list", async ({ page }) => {
    const portal = await Portal.register(page, person("5HL1M2N"));
    const id = await portal.open();
    const main = page.getByRole("main");
    await page.goto(`/applications/${id}/education`);
    const rows = main.getByRole("radio", { name: /Xəzər Universiteti/ });
    await rows.first().check();
    const remove = main.getByRole("button", { name: az("masterExam.remove") });
    await remove.click();
    await expect(rows.first()).not.toBeChecked();
    await expect(remove).toHaveCount(0);
    await expect.poll(async () => ((await portal.application(id)).draft as { answers: { education: { degreeId: string | null } } }).answers.education.degreeId).toBeNull();
    await rows.first().check();
    await main.getByRole("radio", { name: "Magistraturada ödənişli əsaslarla təhsil almışam" }).check();
    await expect(main.getByText(az("masterExam.prior_known", { name: "TMMS" }))).toBeVisible();
    await expect(main.getByLabel(az("masterExam.prior_year"), { exact: true })).toHaveValue("2019");
    await sound(page);
});
