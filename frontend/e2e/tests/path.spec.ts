import type { Page } from "@playwright/test";

import { ApplicationPages, fee, idOf } from "../support/application.js";
import { read } from "../support/pdf.js";
import { picture } from "../support/pictures.js";
import { person } from "../support/persons.js";
import { Registration, signIn, signOut } from "../support/registration.js";
import * as simulator from "../support/simulator.js";
import { arrived, expect, sound, test } from "../support/test.js";
import { az, pattern, server } from "../support/words.js";

// The complete path of a citizen, at the width of a desktop and of a phone; the persons differ because a person can
// create only one account.
const citizens: Record<string, string> = { desktop: "5NM1A2C", mobile: "6SN2B3D" };

/** Opens the menu of the header if it is folded. */
async function menu(page: Page): Promise<void> {
    const button = page.getByRole("button", { name: az("header.menu") });
    if (await button.isVisible()) await button.click();
}

test("from no account to a confirmed, paid, printed application", async ({ page }, info) => {
    test.setTimeout(180_000);
    const who = person(citizens[info.project.name] ?? "");
    const main = page.getByRole("main");

    await test.step("start page", async () => {
        await page.goto("/");
        await expect(main.getByText(az("start.open_now"))).toBeVisible();
        await sound(page);
        await main.getByRole("link", { name: az("start.register") }).click();
    });

    const registration = new Registration(page);
    await test.step("registration", async () => {
        await arrived(page, az("registration.citizenship_title"));
        await expect(main.getByText(az("state.step_of", { step: "1", of: "6", name: az("registration.citizenship_step") }))).toBeVisible();
        await sound(page);
        await registration.citizen();
        await arrived(page, az("registration.identity_title"));
        await sound(page);
        await registration.identity(` ${who.fin.toLowerCase()} `, who.birth);
        await arrived(page, az("registration.is_this_you"));
        await expect(main, "a stranger's name is never shown in full").not.toContainText(who.surname);
        await sound(page);
        await registration.itsMe();
        await arrived(page, az("registration.phone_title"));
        await sound(page);
        await registration.askForCode(`0${who.phone}`);
        await expect(main.getByText(pattern(az("field.code_left"))).first()).toBeVisible();
        await sound(page);
        await picture(page, `register-phone-${info.project.name}`);
        await registration.typeCode(await simulator.code(who));
        await arrived(page, az("registration.email_title"));
        await sound(page);
        await registration.email(who.email);
        await arrived(page, az("registration.password_title"));
        await sound(page);
        await registration.password(who.password);
        await arrived(page, az("registration.done_title"));
        await expect(main).toContainText(who.name);
        await sound(page);
    });

    await test.step("the address is proven by the link of its letter", async () => {
        const token = (await simulator.link(who.email)).split("#")[1];
        const proven = await page.request.post("/api/v1/email-proofs", { data: { token } });
        expect(proven.ok(), await proven.text()).toBe(true);
    });

    await test.step("services", async () => {
        await main.getByRole("link", { name: az("registration.enter") }).click();
        await arrived(page, az("header.services"));
        await expect(main.getByRole("heading", { name: az("services.open") })).toBeVisible();
        await expect(main.getByText(/\d{4}, 23:59/).first()).toBeVisible();
        await expect(main.getByText(fee).first()).toBeVisible();
        await sound(page);
        await main.getByRole("button", { name: az("common.start") }).first().click();
    });

    const id = await idOf(page);
    const application = new ApplicationPages(page, id);
    await test.step("overview of the application", async () => {
        await expect(main.getByText(az("application.what_now"))).toBeVisible();
        await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
        await expect(main.getByText("Təsdiq edilməyib").first(), "not confirmed is loud").toBeVisible();
        await expect(main.getByText(az("application.done_of", { done: "0", of: "3" }))).toBeVisible();
        await sound(page);
    });

    await test.step("three sections", async () => {
        await main.getByRole("link", { name: az("masterExam.personal"), exact: true }).click();
        await arrived(page, az("masterExam.personal_title"));
        await expect(main.getByText("Təsdiq edilməyib")).toBeVisible();
        await application.personal();
        await expect(main.getByText(pattern(az("common.saved_at")))).toBeVisible();
        await sound(page);
        await application.saveAndContinue();
        await arrived(page, az("masterExam.education_title"));
        await sound(page);
        await application.education();
        await expect(main.getByText(pattern(az("common.saved_at")))).toBeVisible();
        await sound(page);
        await application.saveAndContinue();
        await arrived(page, az("masterExam.exam_title"));
        await application.exam();
        await expect(main.getByText(pattern(az("common.saved_at")))).toBeVisible();
        await sound(page);
        await application.saveAndContinue();
        await expect(main.getByText(az("application.done_of", { done: "3", of: "3" }))).toBeVisible();
        await sound(page);
    });

    await test.step("balance is short", async () => {
        await main.getByRole("link", { name: az("application.go_check") }).or(main.getByRole("link", { name: az("application.check_task") })).first().click();
        await arrived(page, az("application.check_title"));
        await expect(main.getByText(server("documents.declaration")), "what the print repeats").toBeVisible();
        await sound(page);
        await application.ask.click();
        await expect(application.dialog.getByText(az("application.short"))).toBeVisible();
        await expect(application.agree, "nothing to agree to before the money is there").toHaveCount(0);
        await sound(page);
        await application.dialog.getByRole("link", { name: az("application.add", { sum: fee }) }).click();
    });

    await test.step("top-up at the payment provider", async () => {
        await arrived(page, az("wallet.title"));
        await expect(main.getByRole("textbox", { name: az("wallet.amount") })).toHaveValue("50,00");
        await sound(page);
        await main.getByRole("button", { name: az("wallet.pay_sum", { sum: fee }) }).click();
        await page.waitForURL(/\/pay\//);
        await page.getByRole("button", { name: /^Ödə/ }).click();
        await page.waitForURL(/\/wallet\/return/);
        await expect(main.getByText(az("wallet.paid", { sum: fee }))).toBeVisible();
        await sound(page);
        await expect(page.getByRole("banner").getByText(fee).filter({ visible: true })).toBeVisible();
        await main.getByRole("link", { name: az("common.continue") }).click();
        await expect(application.consent, "the consent is asked for at once, as before the top-up").toBeVisible();
        await page.keyboard.press("Escape");
        await expect(application.dialog).toHaveCount(0);
    });

    await test.step("consent and confirmation", async () => {
        await application.ask.click();
        await expect(application.dialog.getByRole("heading", { name: az("application.consent_title") })).toBeFocused();
        await expect(application.consent, "consent is never ticked beforehand").not.toBeChecked();
        await sound(page);
        await application.agree.click();
        await expect(application.dialog.getByText(az("application.consent_required"))).toBeVisible();
        await sound(page);
        await application.consent.check();
        await application.agree.click();
        await application.isDone();
        await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
        await expect(page.getByRole("banner").getByText("0,00 AZN").filter({ visible: true })).toBeVisible();
        await sound(page);
        await page.reload();
        await application.isDone();
    });

    await test.step("print", async () => {
        const coming = page.waitForEvent("download");
        await main.getByRole("button", { name: az("application.print") }).click();
        const file = await (await coming).createReadStream();
        const parts: Buffer[] = [];
        for await (const part of file) parts.push(part as Buffer);
        const bytes = Buffer.concat(parts);
        expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
        const paper = read(bytes);
        expect(paper).toMatchObject({ pages: 1, language: "az", tagged: true });
        expect(paper.text).toContain(who.surname);
        expect(paper.text, "no invisible sign in copied text").not.toMatch(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/);
        const letters = (text: string) => text.replaceAll(/\s+/g, "");
        expect(letters(paper.text), "as it was declared on screen").toContain(letters(server("documents.declaration")));
        expect(letters(paper.text), "a print of the demo carries its mark").toContain(letters(server("documents.testMode")));
        // Reference document 001, figures 3 to 5: FIN, phone, e-mail, admission.
        const plain = paper.text.replaceAll(/\s/g, "");
        for (const said of [who.fin, who.email, `+994${who.phone}`, "Qəbulilivəişnömrəsi"]) expect(plain, said).toContain(said);
        expect((await simulator.paper(who)).subarray(0, 5).toString(), "the letter brings it too").toBe("%PDF-");
    });

    await test.step("status", async () => {
        await main.getByRole("link", { name: az("application.to_status") }).click();
        await expect(page).toHaveURL(new RegExp(`${application.address}/status$`));
        await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
        await expect(main.getByText("Təsdiq edilib").first()).toBeVisible();
        const course = main.getByRole("listitem").filter({ hasText: az("state.here") });
        await expect(course).toHaveAttribute("aria-current", "step");
        await sound(page);
    });

    await test.step("list, notices, statement, data", async () => {
        await menu(page);
        await page.getByRole("banner").getByRole("link", { name: az("header.applications") }).filter({ visible: true }).click();
        await arrived(page, az("header.applications"));
        await sound(page);
        await menu(page);
        await page.getByRole("banner").getByRole("link", { name: az("header.notices") }).filter({ visible: true }).click();
        await arrived(page, az("header.notices"));
        await main.locator("summary").first().click();
        await expect(main.getByText(/Sizin|ərizəniz|əlavə|təsdiq/i).first()).toBeVisible();
        await sound(page);
        await page.getByRole("banner").getByRole("link", { name: az("header.top_up") }).click();
        await arrived(page, az("wallet.title"));
        await expect(main.getByText("− 50,00 AZN")).toBeVisible();
        await sound(page);
        await page.goto("/profile");
        await expect(main.getByText(who.surname)).toBeVisible();
        await sound(page);
    });

    await test.step("log out and in again", async () => {
        await signOut(page);
        await expect(page).toHaveURL("/");
        await expect(main.getByRole("link", { name: az("start.register") })).toBeVisible();
        await page.goto(`${application.address}/status`);
        await expect(main, "nothing of a person is left behind").not.toContainText(who.surname);
        await page.goto("/login");
        await sound(page);
        await signIn(page, who.fin, who.password);
        await arrived(page, az("header.services"));
        await expect(main.getByText(az("services.hello", { name: who.name }))).toBeVisible();
    });
});
