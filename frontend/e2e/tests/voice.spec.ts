import type { Page } from "@playwright/test";

import { ApplicationPages, idOf } from "../support/application.js";
import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { Registration, signIn, signOut } from "../support/registration.js";
import * as simulator from "../support/simulator.js";
import { expect, test } from "../support/test.js";
import { announced, focused, listen, readAloud } from "../support/voice.js";
import { az, pattern } from "../support/words.js";

// The complete path as read by a screen reader (U5), compared with a stored transcript, so that a changed text is
// visible in the diff. `npx playwright test voice --update-snapshots` writes the transcript again while the portal
// runs.

test("the way from the start page to the status, as a screen reader says it", async ({ page }) => {
    test.setTimeout(180_000);
    const who = person("5QC5D1F");
    const main = page.getByRole("main");
    const transcript: string[] = [];
    await listen(page);
    const hear = async (name: string, selector = "main") => {
        await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
        transcript.push(`# ${name}`, await focused(page), ...(await readAloud(page, selector)).map((phrase) => `    ${phrase}`), "");
        await announced(page);
    };

    await page.goto("/");
    await expect(main.getByText(az("start.open_now"))).toBeVisible();
    await hear("start page");
    await main.getByRole("link", { name: az("start.register") }).click();

    const registration = new Registration(page);
    await registration.at("citizenship");
    await hear("registration, document");
    await registration.citizen();
    await hear("registration, identity");
    await registration.identity("5QC", who.birth);
    await expect(page.getByRole("alert").first()).toBeFocused();
    transcript.push("# announced: a wrong FIN", ...(await announced(page)), "");
    await registration.identity(who.fin, who.birth);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("registration.is_this_you"));
    await hear("registration, is this you");
    await registration.itsMe();
    await hear("registration, phone");
    await registration.askForCode(who.phone);
    transcript.push("# announced: the code is sent", ...(await announced(page)), "");
    await test.step("the countdown is heard twice, not every second", async () => {
        const shown = main.getByText(pattern(az("field.code_wait")));
        const first = await shown.textContent();
        await expect(shown, "seconds pass").not.toHaveText(first ?? "");
        expect(await announced(page), "and nothing is said").toEqual([]);
        await page.evaluate(() => {
            const now = Date.now.bind(Date);
            Date.now = () => now() + 200_000;
        });
        await expect.poll(async () => (await announced(page)).join(), { message: "two minutes before the end" }).toContain("polite: ");
        expect(await announced(page)).toEqual([]);
    });
    await registration.typeCode(await simulator.code(who));
    await registration.at("email");
    await hear("registration, e-mail");
    await registration.email(who.email);
    await registration.at("password");
    await hear("registration, password");
    await registration.password(who.password);
    await registration.at("done");
    await hear("registration, done");

    await signOut(page);
    await expect(page).toHaveURL("/");
    await page.goto("/login");
    await hear("log-in");
    await signIn(page, who.email, who.password);
    await expect(main.getByText(az("services.open"))).toBeVisible();
    await hear("services");
    await main.getByRole("button", { name: az("common.start") }).first().click();
    const pages = new ApplicationPages(page, await idOf(page));
    await expect(main.getByText(az("application.what_now"))).toBeVisible();
    await hear("application");

    const saved = async (page: Page, name: string) => {
        await expect(main.getByText(pattern(az("common.saved_at")))).toBeVisible();
        const heard = await announced(page);
        expect(heard.filter((said) => said.startsWith("assertive")), "saving disturbs nobody").toEqual([]);
        expect(heard.some((said) => said.includes(az("common.saved_at", { time: "<time>" }))), "saving is said").toBe(true);
        transcript.push(`# announced: ${name} saves itself`, ...new Set(heard), "");
    };
    await main.getByRole("link", { name: az("masterExam.personal"), exact: true }).click();
    await expect(pages.heading(az("masterExam.personal_title"))).toBeFocused();
    await hear("section, personal data");
    await pages.personal();
    await saved(page, "personal data");
    await pages.saveAndContinue();
    await expect(pages.heading(az("masterExam.education_title"))).toBeFocused();
    await hear("section, education");
    await pages.education();
    await pages.saveAndContinue();
    await expect(pages.heading(az("masterExam.exam_title"))).toBeFocused();
    await hear("section, exam", "main form");
    await pages.exam();
    await pages.saveAndContinue();
    await expect(main.getByText(az("application.done_of", { done: "3", of: "3" }))).toBeVisible();

    await (await Portal.signedIn(page, who)).topUp(5000);
    await pages.check();
    await hear("check answers");
    await pages.ask.click();
    await expect(pages.dialog.getByRole("heading")).toBeFocused();
    await hear("consent", "dialog[open]");
    await pages.consent.check();
    await pages.agree.click();
    await pages.isDone();
    await hear("confirmed");
    await main.getByRole("link", { name: az("application.to_status") }).click();
    await expect(page).toHaveURL(/\/status$/);
    await expect(main.getByText(az("state.here"))).toBeVisible();
    await hear("status");

    expect(`${transcript.join("\n")}\n`).toMatchSnapshot("voice-az.txt");
});
