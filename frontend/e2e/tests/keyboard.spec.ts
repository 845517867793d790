import type { Locator, Page } from "@playwright/test";

import { ApplicationPages, fee, idOf } from "../support/application.js";
import { person } from "../support/persons.js";
import * as simulator from "../support/simulator.js";
import { expect, test } from "../support/test.js";
import { az } from "../support/words.js";

// From the start page to the confirmation with the keyboard only: Tab, Shift+Tab, Enter, Space, arrows and letters.

const MOST_STOPS = 60;

/** The focus is visible: an outline of at least two pixels, or a shadow instead, on the element or its card. */
async function visible(page: Page): Promise<void> {
    const seen = await page.evaluate(() => {
        for (let at: Element | null = document.activeElement, up = 0; at && up < 3; at = at.parentElement, up += 1) {
            const style = getComputedStyle(at);
            const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            if (outlined || style.boxShadow !== "none") {
                const box = at.getBoundingClientRect();
                return box.bottom > 0 && box.top < innerHeight && box.width > 0 ? "" : `out of sight: ${at.outerHTML.slice(0, 120)}`;
            }
        }
        return `not marked: ${document.activeElement?.outerHTML.slice(0, 120)}`;
    });
    expect(seen, "visible focus").toBe("");
}

class Keys {
    constructor(private readonly page: Page) {}

    press(key: string) {
        return this.page.keyboard.press(key);
    }

    /** Presses Tab until the focus is on the control; the focus must be visible at each stop. */
    async to(target: Locator): Promise<void> {
        await expect(target).toBeVisible();
        for (let stop = 0; stop < MOST_STOPS; stop += 1) {
            if (await target.evaluate((element) => element === document.activeElement)) return visible(this.page);
            await this.press("Tab");
            if (stop % 5 === 0) await visible(this.page);
        }
        throw new Error(`not reached by Tab: ${target}`);
    }

    async type(target: Locator, text: string): Promise<void> {
        await this.to(target);
        await this.page.keyboard.insertText(text);
    }

    async enter(target: Locator): Promise<void> {
        await this.to(target);
        await this.press("Enter");
    }

    /** Moves to a group of radio buttons and chooses with the arrow keys. */
    async choose(group: Locator, option: string): Promise<void> {
        const radios = group.getByRole("radio");
        const wanted = group.getByRole("radio", { name: option });
        const checked = group.getByRole("radio", { checked: true });
        await this.to((await checked.count()) > 0 ? checked : radios.first());
        await this.press("Space");
        for (let turn = await radios.count(); turn > 0 && !(await wanted.isChecked()); turn -= 1) await this.press("ArrowDown");
        await expect(wanted).toBeChecked();
        await visible(this.page);
    }
}

test("the whole way by keyboard alone", async ({ page }) => {
    test.setTimeout(150_000);
    const who = person("5HE5F6G");
    const keys = new Keys(page);
    const main = page.getByRole("main");
    const field = (key: string) => main.getByLabel(az(key), { exact: true });
    const button = (key: string) => main.getByRole("button", { name: az(key), exact: true });
    const link = (key: string) => main.getByRole("link", { name: az(key), exact: true });
    const title = (text: string) => page.getByRole("heading", { level: 1, name: text, exact: true });

    await test.step("skip link", async () => {
        await page.goto("/");
        await expect(main.getByText(az("start.open_now"))).toBeVisible();
        await keys.press("Tab");
        await expect(page.getByRole("link", { name: az("common.skip") })).toBeFocused();
        await visible(page);
        await keys.press("Enter");
        await expect(page.locator("main")).toBeFocused();
        await keys.enter(link("start.register"));
    });

    await test.step("registration", async () => {
        await expect(title(az("registration.citizenship_title"))).toBeFocused();
        await keys.choose(main.getByRole("group", { name: az("registration.citizenship_title") }), az("registration.way_citizen"));
        await keys.enter(button("common.next"));
        await expect(title(az("registration.identity_title"))).toBeFocused();
        await keys.type(field("field.fin"), who.fin);
        await keys.type(field("field.day"), who.birth.day);
        await keys.type(field("field.month"), who.birth.month);
        await keys.type(field("field.year"), who.birth.year);
        await keys.press("Enter");
        await expect(title(az("registration.is_this_you"))).toBeFocused();
        await keys.enter(button("registration.confirm_me"));
        await expect(title(az("registration.phone_title"))).toBeFocused();
        await keys.type(main.getByRole("textbox", { name: az("field.phone") }), who.phone);
        await keys.press("Enter");
        await expect(field("field.code"), "the code field takes the focus").toBeFocused();
        await keys.type(field("field.code"), await simulator.code(who));
        await keys.press("Enter");
        await expect(title(az("registration.email_title"))).toBeFocused();
        await keys.type(field("field.email"), who.email);
        await keys.press("Enter");
        await expect(page.getByRole("alert").filter({ hasText: az("error.summary") }), "the summary takes the focus").toBeFocused();
        await visible(page);
        await keys.type(field("field.email_again"), who.email);
        await keys.press("Enter");
        await expect(title(az("registration.password_title"))).toBeFocused();
        await keys.type(field("field.password"), who.password);
        await keys.type(field("field.password_again"), who.password);
        await keys.press("Enter");
        await expect(title(az("registration.done_title"))).toBeFocused();
        await keys.enter(link("registration.enter"));
    });

    await test.step("application", async () => {
        await expect(title(az("header.services"))).toBeFocused();
        await keys.enter(button("common.start").first());
        await idOf(page);
        await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
        await keys.enter(link("masterExam.personal"));
        await expect(title(az("masterExam.personal_title"))).toBeFocused();
        await keys.choose(main.getByRole("group", { name: az("masterExam.names_changed") }), az("masterExam.names_same"));
        await keys.enter(button("common.save_and_continue"));
        await expect(title(az("masterExam.education_title"))).toBeFocused();
        await keys.to(main.getByRole("group", { name: az("masterExam.degree") }).getByRole("radio").first());
        await keys.press("Space");
        await keys.choose(main.getByRole("group", { name: az("masterExam.prior_question") }), "Magistr təhsilim yoxdur");
        await keys.enter(button("common.save_and_continue"));
        await expect(title(az("masterExam.exam_title"))).toBeFocused();
        await keys.choose(main.getByRole("group", { name: az("masterExam.section") }), "Azərbaycan bölməsi");
        await keys.choose(main.getByRole("group", { name: az("masterExam.foreign_language") }), "Fransız dili");
        await keys.to(main.getByRole("combobox", { name: az("masterExam.specialization_language") }));
        await keys.press("ArrowDown");
        await keys.enter(button("common.save_and_continue"));
        await expect(main.getByText(az("application.done_of", { done: "3", of: "3" }))).toBeVisible();
    });

    const pages = new ApplicationPages(page, await idOf(page));
    await test.step("payment", async () => {
        await keys.enter(link("application.check_task"));
        await expect(title(az("application.check_title"))).toBeFocused();
        await keys.enter(pages.ask);
        await expect(pages.dialog.getByRole("heading")).toBeFocused();
        await keys.enter(pages.dialog.getByRole("link", { name: az("application.add", { sum: fee }) }));
        await expect(title(az("wallet.title"))).toBeFocused();
        await keys.to(main.getByRole("textbox", { name: az("wallet.amount") }));
        await keys.press("Enter");
        await page.waitForURL(/\/pay\//);
        await keys.enter(page.getByRole("button", { name: /^Ödə/ }));
        await page.waitForURL(/\/wallet\/return/);
        await keys.enter(link("common.continue"));
    });

    await test.step("confirmation", async () => {
        await expect(pages.dialog.getByRole("heading"), "after a top-up the consent is there again; not on the button").toBeFocused();
        await keys.to(pages.consent);
        await keys.press("Space");
        await expect(pages.consent).toBeChecked();
        await keys.enter(pages.agree);
        await pages.isDone();
        await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
        const coming = page.waitForEvent("download");
        await keys.enter(button("application.print"));
        await coming;
    });
});
