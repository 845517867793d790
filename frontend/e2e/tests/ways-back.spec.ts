import { person, type Person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { Registration } from "../support/registration.js";
import * as simulator from "../support/simulator.js";
import { arrived, expect, refusals, sound, test } from "../support/test.js";
import { az } from "../support/words.js";

// Every step of a flow has a link back and a button to start again, also after a reload; a refusal disappears with its
// cause.

test.use({ expected: refusals });

test("wrong last digits are mended by going back, and every step of a forgotten password can start again", async ({ page }) => {
    const who = person("5SL1D2R");
    await Portal.register(page, who);
    await page.context().clearCookies();
    await page.evaluate(() => localStorage.clear());
    const main = page.getByRole("main");
    const press = (label: string) => main.getByRole("button", { name: az(label), exact: true }).click();
    const at = (title: string) => expect(page.getByRole("heading", { level: 1 })).toHaveText(az(title));
    const digits = page.getByLabel(az("reset.digits"), { exact: true });
    await page.goto("/password");
    await page.getByLabel(az("login.login"), { exact: true }).fill(who.fin);
    await press("common.next");
    await at("reset.digits_title");
    await digits.fill(who.phone.endsWith("9999") ? "9998" : "9999");
    await press("registration.send_code");
    await at("reset.code_title");
    // The page cannot know that the digits were wrong; it says what to do if no code arrives.
    await main.getByText(az("reset.no_code"), { exact: true }).click();
    await expect(main.getByText(az("reset.no_code_text"))).toBeVisible();
    await sound(page);
    await page.reload();
    await at("reset.code_title");
    await press("common.back");
    await at("reset.digits_title");
    await sound(page);
    await digits.fill(who.phone.slice(-4));
    await press("registration.send_code");
    await at("reset.code_title");
    // The first code was that of the registration.
    const code = await simulator.code(who, 2);
    // From every step, also after a reload, one button starts again; the server deletes the flow too.
    await page.reload();
    await at("reset.code_title");
    await press("common.start_again");
    await at("reset.title");
    await page.reload();
    await at("reset.title");
    await page.getByLabel(az("login.login"), { exact: true }).fill(who.email);
    await press("common.next");
    await at("reset.digits_title");
    await press("common.back");
    await at("reset.title");
    await expect(page.getByLabel(az("login.login"), { exact: true })).toHaveValue(who.email);
    await press("common.next");
    await digits.fill(who.phone.slice(-4));
    await press("registration.send_code");
    await at("reset.code_title");
    await expect.poll(async () => (await simulator.codes(who)).length).toBe(3);
    expect((await simulator.codes(who))[0]).not.toBe(code);
});

test("a taken number is told at its field and forgotten with the next one; a registration can start again", async ({ page }) => {
    const owner = person("5SM1D2S");
    await Portal.register(page, owner);
    await page.context().clearCookies();
    await page.evaluate(() => localStorage.clear());
    const who: Person = { ...person("5SN1D2T"), email: owner.email };
    const registration = new Registration(page);
    const main = page.getByRole("main");
    await registration.proven(who);
    await registration.askForCode(owner.phone);
    await registration.typeCode(await simulator.code(owner, 2));
    const taken = page.getByRole("alert").filter({ hasText: az("error.summary") });
    await expect(taken).toBeVisible();
    const field = page.getByRole("textbox", { name: az("field.phone") });
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await sound(page);
    await registration.askForCode(who.phone);
    await expect(taken).toHaveCount(0);
    await expect(page.locator("[aria-invalid=true]")).toHaveCount(0);
    await registration.typeCode(await simulator.code(who));
    await registration.at("email");
    await registration.button("common.start_again").click();
    await registration.at("citizenship");
    await page.reload();
    await registration.at("citizenship");
    // The address belongs to another person: the account nevertheless has a login, which the last step shows.
    await registration.proven(who);
    // The next code to the same number would have to wait for some minutes.
    const elsewhere = { ...who, phone: person("7YN3S6T").phone };
    await registration.askForCode(elsewhere.phone);
    await registration.typeCode(await simulator.code(elsewhere));
    await registration.at("email");
    await registration.email(who.email);
    await registration.at("password");
    await registration.password(who.password);
    await registration.at("done");
    await expect(main.getByText(az("registration.done_login"))).toBeVisible();
    await sound(page);
    const number = (await main.textContent())?.match(/\d{8}/)?.[0] ?? "";
    await page.context().clearCookies();
    await page.goto("/login");
    await page.getByLabel(az("login.login"), { exact: true }).fill(number);
    await page.getByLabel(az("field.password"), { exact: true }).fill(who.password);
    await main.getByRole("button", { name: az("login.submit"), exact: true }).click();
    await arrived(page, az("header.services"));
});

test("the profile reminds of an address nobody has proven and sends the link again", async ({ page }) => {
    const who = person("5SP1D2V");
    await Portal.register(page, who);
    const main = page.getByRole("main");
    await page.goto("/profile");
    await expect(main.getByText(az("profile.email_unproven"))).toBeVisible();
    await sound(page);
    await main.getByRole("button", { name: az("profile.email_again"), exact: true }).click();
    await expect(page.getByText(az("profile.email_sent"))).toBeVisible();
    await page.goto(await simulator.link(who.email));
    await main.getByRole("button", { name: az("email.confirm"), exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("email.done_title"));
    await page.goto("/profile");
    await expect(main.getByText(az("field.email"), { exact: true })).toBeVisible();
    await expect(main.getByText(az("profile.email_unproven"))).toHaveCount(0);
});
