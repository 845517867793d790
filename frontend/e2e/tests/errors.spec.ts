import type { Page } from "@playwright/test";

import { person } from "../support/persons.js";
import { Registration, signIn } from "../support/registration.js";
import * as simulator from "../support/simulator.js";
import { shiftClock } from "../support/portal.js";
import { expect, refusals, sound, test } from "../support/test.js";
import { az, pattern, server } from "../support/words.js";

// Invalid input while registering and signing in: shown at the field and in the summary, in the person's language;
// nothing is lost.

test.use({ expected: refusals });

const phrase = (key: string) => pattern(server(key));

/** The summary has the focus and this text, and its link leads to the field. */
async function summary(page: Page, text: string | RegExp, field: string): Promise<void> {
    const box = page.getByRole("alert").filter({ hasText: az("error.summary") });
    await expect(box).toBeFocused();
    await expect(page).toHaveTitle(new RegExp(`^${az("common.title_error", { title: "" })}`));
    await box.getByRole("link", { name: text }).click();
    const control = page.getByRole("main").getByRole("textbox", { name: field, exact: true });
    await expect(control).toBeFocused();
    await expect(control).toHaveAttribute("aria-invalid", "true");
    await expect(control).toHaveAccessibleDescription(typeof text === "string" ? pattern(text) : text);
}

test("a FIN of the wrong form is answered at its field, letters I and O while they are typed", async ({ page }) => {
    const registration = new Registration(page);
    await registration.open();
    await registration.citizen();
    const fin = page.getByLabel(az("field.fin"), { exact: true });
    await fin.fill("5NM1O2C");
    await expect(page.getByText(az("field.fin_letters"))).toBeVisible();
    await registration.identity("5NM1", { day: "31", month: "02", year: "2002" });
    await summary(page, az("field.fin_bad"), az("field.fin"));
    await sound(page);
    await expect(page.getByRole("alert").getByRole("link", { name: "Bu ayda belə gün yoxdur." })).toBeVisible();
    await expect(fin, "what was typed stays").toHaveValue("5NM1");
});

test("nobody learns whether a FIN exists: an unknown one and a wrong birth date are answered alike", async ({ page }) => {
    const registration = new Registration(page);
    const { fin, birth } = person("5TM5E6G");
    await registration.open();
    await registration.citizen();
    const refused = page.getByRole("main").getByText(phrase("problems.identityMismatch"));
    for (const [typed, day] of [["1AA1A1A", birth.day], [fin, "1"]] as const) {
        await registration.identity(typed, { ...birth, day });
        await expect(refused.first()).toBeVisible();
        await expect(page.getByLabel(az("field.fin"), { exact: true })).toHaveValue(typed);
    }
    await sound(page);
    await registration.identity(fin, birth);
    await registration.itsMe();
});

test("a silent population register is no refusal: what was typed stays, trying again goes on", async ({ page }) => {
    const registration = new Registration(page);
    const { fin, birth } = person("6MG6F7H");
    await registration.open();
    await registration.citizen();
    await simulator.turn("population", "error");
    try {
        await registration.identity(fin, birth);
        await expect(page.getByRole("alert")).toContainText(phrase("problems.registerSilent"));
        await sound(page);
    } finally {
        await simulator.reset();
    }
    await expect(page.getByLabel(az("field.fin"), { exact: true })).toHaveValue(fin);
    await registration.button("common.check").click();
    await registration.itsMe();
});

test("a wrong code says how many tries are left; a new one can be had after a minute", async ({ page, request }) => {
    const registration = new Registration(page);
    const who = person("5DV8H9K");
    await registration.proven(who);
    await registration.askForCode(who.phone);
    const right = await simulator.code(who);
    await registration.typeCode("12");
    await summary(page, az("field.code_bad"), az("field.code"));
    await registration.typeCode(right === "111111" ? "222222" : "111111");
    await summary(page, phrase("problems.codeWrong"), az("field.code"));
    await sound(page);
    await expect(page.getByText(pattern(az("field.code_wait")))).toBeVisible();
    const again = page.getByRole("button", { name: az("field.code_resend") });
    await expect(again, "not before its time").toHaveCount(0);
    await shiftClock(request, 61);
    try {
        await page.reload();
        await again.click();
        await registration.typeCode(await simulator.code(who, 2));
        await registration.at("email");
    } finally {
        await shiftClock(request, 0);
    }
});

test("two e-mail addresses that differ, a short, a guessable and a misspelt password", async ({ page }) => {
    const registration = new Registration(page);
    const who = person("5PD9J1L");
    await registration.verified(who);
    await registration.email(who.email, `x${who.email}`);
    await summary(page, az("field.email_differs"), az("field.email_again"));
    await sound(page);
    await registration.email("aysel");
    await summary(page, az("field.email_bad"), az("field.email"));
    await registration.email(who.email);
    await registration.at("password");
    await registration.password("qisa");
    await summary(page, az("field.password_short"), az("field.password"));
    await registration.password("1234567890");
    await summary(page, phrase("fields.passwordGuessable"), az("field.password"));
    await sound(page);
    await registration.password(who.password, `${who.password}!`);
    await summary(page, az("field.password_differs"), az("field.password_again"));
    await registration.password(who.password);
    await registration.at("done");
});

test("a button that is held down stays under the pointer: the error of the field just left waits for the release", async ({ page }) => {
    const registration = new Registration(page);
    await registration.proven(person("6MG6F7H"));
    await registration.at("phone");
    await page.clock.install();
    await page.getByRole("textbox", { name: az("field.phone") }).fill("50 12");
    await registration.button("registration.send_code").hover();
    await page.mouse.down();
    await page.clock.runFor(3_000);
    const wrong = page.locator("main [aria-invalid=true]");
    await expect(wrong).toHaveCount(0);
    await page.mouse.up();
    await page.clock.runFor(1_000);
    await expect(wrong).toHaveCount(1);
    await expect(page.getByRole("alert").filter({ hasText: az("error.summary") })).toBeFocused();
});

test("an unfinished registration goes on after a reload where it stood", async ({ page }) => {
    const registration = new Registration(page);
    const who = person("4SB1K2M");
    await registration.proven(who);
    await page.reload();
    await registration.at("phone");
    await registration.askForCode(who.phone);
    await page.reload();
    await expect(registration.codeField).toBeVisible();
    await registration.typeCode(await simulator.code(who));
    await registration.at("email");
});

test("a wrong password and an unknown address are answered alike, and what was typed stays", async ({ page }) => {
    await page.goto("/login");
    for (const login of ["nobody@example.az", "5NM1A2C"]) {
        await signIn(page, login, "yanlış-şifrə-17");
        await expect(page.getByRole("alert")).toContainText(phrase("problems.loginFailed"));
        await expect(page.getByLabel(az("login.login"), { exact: true })).toHaveValue(login);
    }
    await sound(page);
    await signIn(page, "", "");
    await summary(page, az("login.login_required"), az("login.login"));
    await sound(page);
});

test("an address that leads nowhere says so plainly", async ({ page }) => {
    const answer = await page.goto("/belə-səhifə-yoxdur");
    expect(answer?.status(), "programs are told as well").toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: az("error.not_found_title") })).toBeVisible();
    await sound(page);
});
