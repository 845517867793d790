import type { Locator, Page } from "@playwright/test";

import { ApplicationPages } from "../support/application.js";
import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { Registration } from "../support/registration.js";
import * as simulator from "../support/simulator.js";
import { expect, refusals, sound, test } from "../support/test.js";
import { az, pattern } from "../support/words.js";

// Text that people type and paste: whole messages, dates in many formats, numbers with invisible characters, names in
// other alphabets.

test.use({ expected: refusals });

/** Like pasting from the clipboard: one `input` event with the whole text. No field may cut it. */
async function paste(field: Locator, text: string): Promise<void> {
    await field.focus();
    await field.page().keyboard.insertText(text);
}

/** Like some password managers: the value is set and only a `change` event is sent. */
async function fillIn(field: Locator, text: string): Promise<void> {
    await field.evaluate((input, text) => {
        (input as HTMLInputElement).value = text;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    }, text);
}

const date = (page: Page) => ({
    day: page.getByLabel(az("field.day"), { exact: true }),
    month: page.getByLabel(az("field.month"), { exact: true }),
    year: page.getByLabel(az("field.year"), { exact: true }),
});

test("a registration of pasted values: FIN with marks, a whole date in the day, a number with its label, the whole SMS", async ({ page }) => {
    const who = person("5TA1D2W");
    const registration = new Registration(page);
    await registration.open();
    await registration.citizen();
    const fin = page.getByLabel(az("field.fin"), { exact: true });
    await paste(fin, `FİN: \u200e${who.fin.toLowerCase()}\u202c`);
    await paste(date(page).day, "9 may 2001-ci il");
    await expect(date(page).day).toHaveValue("9");
    await expect(date(page).month).toHaveValue("5");
    await expect(date(page).year).toHaveValue("2001");
    await expect(fin, "tidied on leaving").toHaveValue(who.fin);
    await registration.button("common.check").click();
    await registration.itsMe();
    const phone = page.getByRole("textbox", { name: az("field.phone") });
    await paste(phone, `Tel: \u202a+994 ${who.phone.slice(0, 2)}\u2011${who.phone.slice(2)}\u202c`);
    await registration.button("registration.send_code").click();
    await expect(registration.codeField).toBeFocused();
    const code = await simulator.code(who);
    await paste(registration.codeField, `Qəbul: qeydiyyat kodu ${code}. Heç kimə deməyin.`);
    await registration.button("common.next").click();
    await registration.at("email");
    // Filled in by a password manager that sends only a `change` event.
    await fillIn(page.getByLabel(az("field.email"), { exact: true }), who.email);
    await fillIn(page.getByLabel(az("field.email_again"), { exact: true }), who.email);
    await registration.button("common.next").click();
    await registration.at("password");
});

test("a code in two groups is read, and a date says what is wrong with it", async ({ page }) => {
    const who = person("5TB1D2X");
    const registration = new Registration(page);
    await registration.open();
    await registration.citizen();
    const alert = page.getByRole("alert");
    for (const [day, month, year, said] of [
        ["31", "2", "2000", "Bu ayda belə gün yoxdur"],
        ["31", "10", "20", "İli dörd rəqəmlə yazın"],
        ["31", "10", "1850", "1900-cü ildən əvvəlki"],
        ["31", "10", "2099", "hələ gəlməyib"],
        ["31", "13", "2000", "Belə ay yoxdur"],
    ] as const) {
        await registration.identity(who.fin, { day, month, year });
        await expect(alert.getByRole("link", { name: said })).toBeVisible();
    }
    await sound(page);
    await page.locator("a[hreflang=ru]:visible").click();
    await expect(alert.getByRole("link", { name: "Такого месяца нет" })).toBeVisible();
    await page.locator("a[hreflang=az]:visible").click();
    await registration.identity(who.fin, { day: "31", month: "oktyabr", year: "2000" });
    await registration.itsMe();
    await registration.askForCode(who.phone);
    const code = await simulator.code(who);
    await paste(registration.codeField, ` ${code.slice(0, 3)}-${code.slice(3)} `);
    await registration.button("common.next").click();
    await registration.at("email");
});

test("no field of the registration cuts what is typed into it", async ({ page }) => {
    const registration = new Registration(page);
    await registration.open();
    await expect(page.locator("[maxlength]")).toHaveCount(0);
    await registration.citizen();
    await expect(page.locator("[maxlength]")).toHaveCount(0);
    await page.goto("/check");
    await expect(page.locator("[maxlength]")).toHaveCount(0);
});

test("by hand: a name as on the document, one name only, an address without pictures", async ({ page }) => {
    const registration = new Registration(page);
    await registration.open();
    await page.getByRole("radio", { name: az("registration.way_protection") }).check();
    await registration.button("common.next").click();
    const field = (key: string) => page.getByRole("main").getByRole("textbox", { name: az(key), exact: true });
    await field("profile.surname").fill("Вайс");
    await field("profile.name").fill("Кэте");
    await page.getByLabel(az("registration.no_patronymic")).check();
    await paste(date(page).day, "01.05.1999");
    await field("registration.protection_number").fill("385\u201121C00123");
    await field("profile.registered_place").fill("Bakı şəhəri, Nümunə küçəsi 7 🏠");
    await page.getByLabel(az("registration.same_place")).check();
    await registration.button("common.next").click();
    const alert = page.getByRole("alert");
    // One link for each field, distinguished by the label of the field.
    for (const label of ["profile.surname", "profile.name"]) {
        await expect(alert.getByRole("link", { name: new RegExp(`^${az(label)}: Sənəddəki kimi`) })).toHaveCount(1);
    }
    await expect(alert.getByRole("link", { name: "emoji" })).toHaveCount(1);
    await sound(page);
    await field("profile.surname").fill("Weiß-O’Neill");
    await page.getByLabel(az("registration.one_name")).check();
    await expect(field("profile.name")).toHaveCount(0);
    await field("profile.registered_place").fill("Bakı şəhəri, Nümunə küçəsi 7");
    await registration.button("common.next").click();
    await registration.at("phone");
});

test("a country is found by its English, its Russian and its short name", async ({ page }) => {
    const portal = await Portal.register(page, person("5TC1D2Y"));
    const id = await portal.open();
    const pages = new ApplicationPages(page, id);
    await pages.openStep("education");
    await page.getByRole("main").getByRole("button", { name: az("masterExam.manual_enter"), exact: true }).click();
    await pages.radio(az("masterExam.manual_place"), az("masterExam.manual_abroad")).check();
    const country = page.getByRole("combobox", { name: az("masterExam.manual_country") });
    for (const [typed, named] of [
        ["USA", "Amerika Birləşmiş Ştatları"],
        ["сша", "Amerika Birləşmiş Ştatları"],
        ["Germany", "Almaniya"],
        ["Турция", "Türkiyə"],
        ["Südkorea", null],
        ["South Kor", "Cənubi Koreya"],
    ] as const) {
        await country.fill(typed);
        const options = page.getByRole("option");
        if (named === null) {
            await expect(page.getByText(az("field.search_none"), { exact: true })).toBeVisible();
        } else {
            await expect(options.filter({ hasText: named }).first()).toBeVisible();
        }
    }
    await fillIn(country, "United Kingdom");
    await expect(country).toHaveValue("Birləşmiş Krallıq");
    await expect(page.getByRole("main").getByText(pattern(az("common.saved_at")))).toBeVisible();
});
