import type { Page } from "@playwright/test";

import { ApplicationPages, fee } from "../support/application.js";
import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import * as simulator from "../support/simulator.js";
import { expect, refusalsAndLosses, sound, test } from "../support/test.js";
import { az, pattern } from "../support/words.js";

// Failures with an application: nothing typed is lost, nothing is overwritten, nobody is charged twice.

test.use({ expected: refusalsAndLosses });

const saved = (page: Page) => page.getByRole("main").getByText(pattern(az("common.saved_at")));

/** A person with a complete application and this amount of money, before the check page. */
async function ready(page: Page, fin: string, money: number) {
    const portal = await Portal.register(page, person(fin));
    const id = await portal.filled();
    if (money > 0) await portal.topUp(money);
    return { portal, pages: new ApplicationPages(page, id) };
}

/** Opens the consent dialog and ticks the box; its button is not pressed yet. */
async function consent(pages: ApplicationPages): Promise<void> {
    await pages.check();
    await pages.ask.click();
    await pages.consent.check();
}

test("a short balance says what is missing; a payment that fails charges nothing", async ({ page }) => {
    const { portal, pages } = await ready(page, "5MS4D5F", 1250);
    const main = page.getByRole("main");
    await pages.check();
    await pages.ask.click();
    await expect(pages.dialog).toContainText("12,50 AZN");
    await pages.dialog.getByRole("link", { name: az("application.add", { sum: "37,50 AZN" }) }).click();
    await expect(main.getByRole("textbox", { name: az("wallet.amount") })).toHaveValue("37,50");
    const amount = main.getByRole("textbox", { name: az("wallet.amount") });
    await amount.fill("0,5");
    await main.getByRole("button", { name: az("wallet.pay_sum", { sum: "0,50 AZN" }) }).click();
    await expect(page.getByRole("alert").filter({ hasText: az("error.summary") })).toBeFocused();
    await sound(page);
    await amount.fill("37,5");
    await main.getByRole("button", { name: az("wallet.pay_sum", { sum: "37,50 AZN" }) }).click();
    await page.getByRole("button", { name: "Ləğv et" }).click();
    await expect(main.getByText(az("wallet.failed", { sum: "37,50 AZN" }))).toBeVisible();
    await sound(page);
    expect(await portal.balance()).toBe(1250);
    expect(await portal.charges()).toEqual([]);
});

test("3.2.5: a foreign language that is the specialization's own is refused with the clause, the other answers stay", async ({ page }) => {
    const portal = await Portal.register(page, person("5TR6Z7B"));
    const pages = new ApplicationPages(page, await portal.open());
    await pages.openStep("exam");
    await pages.exam("İngilis dili", "İngilis dili");
    await expect(saved(page)).toBeVisible();
    await pages.saveAndContinue();
    await expect(page.getByRole("alert").filter({ hasText: az("error.summary") })).toBeFocused();
    await sound(page);
    await expect(page, "the section is not left").toHaveURL(/\/exam$/);
    await pages.check();
    await expect(page.getByRole("main").getByText(/3\.2\.5-ci bənd/).first()).toBeVisible();
    await pages.openStep("exam");
    await expect(pages.radio(az("masterExam.foreign_language"), "İngilis dili")).toBeChecked();
    await pages.exam("Alman dili", "İngilis dili");
    await pages.saveAndContinue();
    await expect(page).not.toHaveURL(/\/exam$/);
});

test("sections that are not filled in are named before anything is asked about money", async ({ page }) => {
    const portal = await Portal.register(page, person("5XR2L3N"));
    const pages = new ApplicationPages(page, await portal.open());
    await pages.check();
    await pages.ask.click();
    const blocked = page.getByRole("alert").filter({ hasText: az("application.blocked") });
    await expect(blocked.getByRole("link").first()).toBeVisible();
    await expect(pages.dialog).toHaveCount(0);
    await sound(page);
    await blocked.getByRole("link").first().click();
    await expect(pages.heading(az("masterExam.personal_title"))).toBeVisible();
});

test("a silent education register is no refusal: the draft stays, asking again brings the rows", async ({ page }) => {
    await simulator.turn("tmms", "error");
    try {
        const portal = await Portal.register(page, person("5BS4X5Z"));
        const pages = new ApplicationPages(page, await portal.open());
        await pages.openStep("education");
        const main = page.getByRole("main");
        await expect(main.getByText(az("masterExam.silent"))).toBeVisible();
        await expect(main.getByText(az("masterExam.silent_text"))).toBeVisible();
        await sound(page);
        await pages.radio(az("masterExam.prior_question"), "Magistr təhsilim yoxdur").check();
        await expect(saved(page)).toBeVisible();
        await simulator.reset();
        await pages.button("masterExam.ask_again").click();
        await main.getByRole("group", { name: az("masterExam.degree") }).getByRole("radio").first().check();
        await expect(pages.radio(az("masterExam.prior_question"), "Magistr təhsilim yoxdur")).toBeChecked();
        await pages.saveAndContinue();
        await expect(pages.heading(az("masterExam.personal_title"))).toBeVisible();
    } finally {
        await simulator.reset();
    }
});

test("offline: typing goes on, the text stays on the device and is sent by itself later", async ({ page, context }) => {
    const portal = await Portal.register(page, person("5SD4N5Q"));
    const pages = new ApplicationPages(page, await portal.open());
    await pages.openStep("personal");
    await context.setOffline(true);
    await expect(page.getByText(az("strip.offline"))).toBeVisible();
    await pages.radio(az("masterExam.names_changed"), az("masterExam.names_other")).check();
    const surname = page.getByLabel(az("masterExam.previous_surname"));
    await surname.fill("Köhnəsoyadlı");
    await expect(page.getByText(az("application.not_sent"))).toBeVisible();
    await sound(page);
    await context.setOffline(false);
    await expect(saved(page)).toBeVisible();
    await expect(surname).toHaveValue("Köhnəsoyadlı");
    expect(JSON.stringify((await portal.application(pages.id)).draft)).toContain("Köhnəsoyadlı");
});

test("what was typed offline and not sent survives leaving the page", async ({ page }) => {
    const portal = await Portal.register(page, person("5XC2V3X"));
    const pages = new ApplicationPages(page, await portal.open());
    // The last save on leaving the page bypasses Playwright's routes, so the connection is cut inside the page.
    await page.addInitScript(() => {
        const through = window.fetch;
        window.fetch = (input, init) => {
            const url = input instanceof Request ? input.url : String(input);
            const cut = localStorage.getItem("cut") && url.endsWith("/answers");
            return cut ? Promise.reject(new TypeError("cut")) : through.call(window, input, init);
        };
    });
    await pages.openStep("personal");
    await page.evaluate(() => localStorage.setItem("cut", "yes"));
    await pages.radio(az("masterExam.names_changed"), az("masterExam.names_other")).check();
    await page.getByRole("textbox", { name: az("masterExam.previous_name") }).fill("Əvvəlki");
    await expect(page.getByText(az("application.not_sent"))).toBeVisible();
    await page.reload();
    await expect(page.getByText(az("application.restored"))).toBeVisible();
    await expect(page.getByRole("textbox", { name: az("masterExam.previous_name") })).toHaveValue("Əvvəlki");
    await sound(page);
    await page.evaluate(() => localStorage.removeItem("cut"));
    await page.getByRole("textbox", { name: az("masterExam.previous_name") }).blur();
    await pages.saveAndContinue();
    await expect(pages.heading(az("masterExam.education_title"))).toBeVisible();
    expect(JSON.stringify((await portal.application(pages.id)).draft)).toContain("Əvvəlki");
});

test("two tabs: nothing is overwritten, the person chooses between both versions", async ({ page, context }) => {
    const portal = await Portal.register(page, person("5HR9T1V"));
    const id = await portal.open();
    const first = new ApplicationPages(page, id);
    await first.openStep("personal");
    const other = await context.newPage();
    const second = new ApplicationPages(other, id);
    await second.openStep("personal");

    await second.radio(az("masterExam.names_changed"), az("masterExam.names_other")).check();
    await other.getByLabel(az("masterExam.previous_surname")).fill("Birinci");
    await other.getByLabel(az("masterExam.previous_surname")).blur();
    await expect.poll(async () => JSON.stringify((await portal.application(id)).draft)).toContain("Birinci");

    await first.radio(az("masterExam.names_changed"), az("masterExam.names_same")).check();
    await expect(page.getByText(az("application.conflict"))).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Birinci");
    await sound(page);
    const draft = async () => JSON.stringify((await portal.application(id)).draft);
    expect(await draft(), "not overwritten").toContain("Birinci");
    await first.button("application.keep_mine").click();
    await expect(saved(page)).toBeVisible();
    expect(await draft(), "the person's choice").toContain('"namesChanged":false');
});

test("a double click on the last button charges once", async ({ page }) => {
    const { portal, pages } = await ready(page, "5HK1U2W", 15_000);
    await consent(pages);
    await pages.agree.dblclick();
    await pages.isDone();
    expect(await portal.charges()).toEqual([-5000]);
    expect(await portal.balance()).toBe(10_000);
    await page.goBack();
    await page.goto(`${pages.address}/check`);
    await pages.isDone();
    expect(await portal.charges()).toEqual([-5000]);
});

test("the answer of the confirmation is lost: it is repeated with the same key and charged once", async ({ page }) => {
    const { portal, pages } = await ready(page, "5DB5Y6A", 15_000);
    await consent(pages);
    const keys: string[] = [];
    await page.route("**/confirm", async (route) => {
        keys.push(route.request().headers()["idempotency-key"] ?? "");
        if (keys.length > 1) return route.continue();
        await route.fetch();
        return route.abort();
    });
    await pages.agree.click();
    await pages.isDone();
    await sound(page);
    expect(new Set(keys).size, "one key for one act").toBe(1);
    expect(keys.length).toBe(2);
    expect(await portal.charges()).toEqual([-5000]);
});

test("the answer is lost and the page is loaded anew: it shows the confirmation, charged once", async ({ page }) => {
    const { portal, pages } = await ready(page, "5AA2E3H", 15_000);
    await consent(pages);
    let reached = false;
    await page.route("**/confirm", async (route) => {
        if (!reached) await route.fetch();
        reached = true;
        return route.abort();
    });
    await pages.agree.click();
    await expect.poll(() => reached).toBe(true);
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.reload();
    await pages.isDone();
    await expect(page.getByRole("banner").getByText("100,00 AZN").filter({ visible: true })).toBeVisible();
    expect(await portal.charges()).toEqual([-5000]);
});

test("an application of somebody else does not exist", async ({ page, browser, baseURL }) => {
    const owner = await Portal.register(page, person("5LL3F4J"));
    const id = await owner.open();
    const context = await browser.newContext({ baseURL });
    const stranger = await context.newPage();
    await Portal.register(stranger, person("5MF4G5K"));
    for (const path of ["", "/check", "/status", "/personal"]) {
        await stranger.goto(`/applications/${id}${path}`);
        await expect(stranger.getByRole("heading", { level: 1, name: az("error.not_found_title") })).toBeVisible();
    }
    await context.close();
});

test("the consent dialog keeps the focus, Esc closes it and gives the focus back", async ({ page }) => {
    const { portal, pages } = await ready(page, "5NX8B9E", 5000);
    await pages.check();
    await pages.ask.click();
    await expect(pages.dialog).toContainText(fee);
    for (let press = 0; press < 12; press += 1) {
        await page.keyboard.press("Tab");
        const inside = await page.evaluate(() => {
            const at = document.activeElement;
            return at === document.body || at?.closest("dialog") !== null;
        });
        expect(inside, "the page behind is inert").toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect(pages.dialog).toHaveCount(0);
    await expect(pages.ask).toBeFocused();
    expect(await portal.charges()).toEqual([]);
});
