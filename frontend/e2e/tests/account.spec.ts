import { person, type Person } from "../support/persons.js";
import { complete, Portal } from "../support/portal.js";
import { Registration, signIn } from "../support/registration.js";
import * as simulator from "../support/simulator.js";
import { arrived, expect, refusalsAndLosses, sound, test } from "../support/test.js";
import { go } from "../support/walk.js";
import { az, pattern } from "../support/words.js";

// The other kinds of registration, resetting the password, and changes of the account.

test.use({ expected: refusalsAndLosses });

const fresh = "dağ-külək-88-nar-ağacı";

test("a forgotten password is replaced by last digits and a code; an unknown login sees the same pages", async ({ page }) => {
    const who = person("5SF7J8N");
    await Portal.register(page, who);
    await page.context().clearCookies();
    await page.evaluate(() => localStorage.clear());
    const main = page.getByRole("main");
    const next = (label: string) => main.getByRole("button", { name: az(label), exact: true }).click();
    for (const login of ["nobody.at.all@example.az", who.email]) {
        await page.goto("/login");
        await main.getByRole("link", { name: az("login.forgotten") }).click();
        await arrived(page, az("reset.title"));
        await sound(page);
        await page.getByLabel(az("login.login"), { exact: true }).fill(login);
        await next("common.next");
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("reset.digits_title"));
        await page.getByLabel(az("reset.digits"), { exact: true }).fill("12");
        await next("registration.send_code");
        await expect(page.getByRole("alert").getByRole("link", { name: az("reset.digits_bad") })).toBeVisible();
        await page.getByLabel(az("reset.digits"), { exact: true }).fill(who.phone.slice(-4));
        // The first code of this number was that of the registration; the limit of one minute does not apply here.
        await next("registration.send_code");
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("reset.code_title"));
        await expect(main.getByText(pattern(az("reset.code_sent")))).toBeVisible();
        await sound(page);
        await page.reload();
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("reset.code_title"));
        await page.getByLabel(az("field.code"), { exact: true }).fill("000000");
        await next("common.next");
        await expect(main.getByRole("alert")).toBeVisible();
        if (login !== who.email) await page.evaluate(() => localStorage.clear());
    }
    await page.getByLabel(az("field.code"), { exact: true }).fill(await simulator.code(who, 2));
    await next("common.next");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("reset.password_title"));
    await sound(page);
    await page.getByLabel(az("field.password"), { exact: true }).fill(fresh);
    await page.getByLabel(az("field.password_again"), { exact: true }).fill(fresh);
    await next("reset.save");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("reset.done_title"));
    await sound(page);
    await main.getByRole("link", { name: az("header.sign_in") }).click();
    await signIn(page, who.email, who.password);
    await expect(main.getByRole("alert")).toBeVisible();
    await signIn(page, who.email, fresh);
    await arrived(page, az("header.services"));
});

test("a stateless person registers by permit card; what does not fit is answered without telling why", async ({ page }) => {
    const who = person("7VS6Q7S");
    const registration = new Registration(page);
    const main = page.getByRole("main");
    await registration.open();
    await page.getByRole("radio", { name: az("registration.way_permit") }).check();
    await registration.button("common.next").click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("registration.permit_title"));
    await sound(page);
    const fill = async (number: string) => {
        await page.getByRole("radio", { name: az("registration.series_dyi") }).check();
        await page.getByLabel(az("registration.number"), { exact: true }).fill(number);
        await page.getByLabel(az("field.day"), { exact: true }).fill(who.birth.day);
        await page.getByLabel(az("field.month"), { exact: true }).fill(who.birth.month);
        await page.getByLabel(az("field.year"), { exact: true }).fill(who.birth.year);
        await registration.button("common.check").click();
    };
    await fill("7654321");
    await expect(page.getByRole("alert").filter({ hasText: az("error.summary") })).toBeFocused();
    await sound(page);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 }), "a reload goes on where it stood").toHaveText(az("registration.permit_title"));
    await fill("0000015");
    await expect(main.getByText("DYI•••15")).toBeVisible();
    await expect(main.getByText(who.surname)).toHaveCount(0);
    await registration.itsMe();
    await registration.askForCode(who.phone);
    await registration.typeCode(await simulator.code(who));
    await registration.at("email");
    await registration.email(who.email);
    await registration.at("password");
    await registration.password(who.password);
    await registration.at("done");
});

test("a person under UNHCR protection fills in by hand, drafts and tops up, and is told why confirming waits", async ({ page }) => {
    const who: Person = { ...person("7EC5P6R"), phone: "505552188", email: "himaye@example.az", password: "yaşıl-qatar-88-limon" };
    const registration = new Registration(page);
    const main = page.getByRole("main");
    const field = (key: string) => page.getByLabel(az(key), { exact: true });
    await registration.open();
    await page.getByRole("radio", { name: az("registration.way_protection") }).check();
    await registration.button("common.next").click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("registration.by_hand_title"));
    await registration.button("common.next").click();
    await expect(page.getByRole("alert").filter({ hasText: az("error.summary") })).toBeFocused();
    await sound(page);
    await registration.byHand("Wалид");
    await registration.button("common.next").click();
    await expect(page.getByRole("alert").filter({ hasText: az("error.summary") }), "other letters are told at the field").toBeFocused();
    // A closed tab is opened again with the typed text.
    await page.reload();
    await expect(field("profile.surname")).toHaveValue("Nümunəzadə");
    await field("profile.name").fill("Valid");
    await registration.button("common.next").click();
    await registration.at("phone");
    await registration.askForCode(who.phone);
    await registration.typeCode(await simulator.code(who));
    await registration.at("email");
    await registration.email(who.email);
    await registration.at("password");
    await registration.password(who.password);
    await registration.at("done");
    await expect(main.getByText(az("registration.done_waits"))).toBeVisible();
    await sound(page);
    const portal = await Portal.signedIn(page, who);
    await portal.topUp(6000);
    const id = await portal.open();
    const manual = {
        inAzerbaijan: true, institution: "Naxçıvan Universiteti", level: "bachelor", status: "finished", admissionYear: 2018,
        finishYear: 2022, specialtyCode: "50632", specialty: "İnformasiya texnologiyaları", diploma: "B 001122", diplomaDate: "2022-06-30",
    };
    await portal.save(id, "personal", complete.personal);
    await portal.save(id, "education", { degreeId: "manual", priorMaster: "none", manual });
    await portal.save(id, "exam", complete.exam);
    for (const path of ["", "/check"]) {
        await page.goto(`/applications/${id}${path}`);
        await expect(main.getByText(az("profile.pending_text"))).toBeVisible();
        await sound(page);
    }
    await expect(main.getByText("Komissiyasına göstərin").first(), "what has to come first is said").toBeVisible();
    await expect(main.getByRole("button", { name: az("application.send"), exact: true }), "nothing is offered that cannot be done").toBeHidden();
    expect(await portal.balance(), "nothing is charged").toBe(6000);
    await page.goto(`/applications/${id}`);
    await expect(main.locator(".task").last()).toContainText(az("state.locked"));

    // A typing error can be corrected by the person until an officer has compared the data with the document.
    await page.goto("/profile");
    await main.getByRole("link", { name: az("profile.correct") }).click();
    await go({ page, who }, {
        at: "/account/person",
        calls: "PUT /me/person",
        open: async () => expect(field("profile.surname")).toHaveValue("Nümunəzadə"),
        wrong: async () => {
            await field("profile.surname").fill("");
            await main.getByRole("button", { name: az("account.residence_save") }).click();
        },
        fill: () => field("profile.surname").fill("Nümunəli"),
        send: () => main.getByRole("button", { name: az("account.residence_save") }).click(),
        kept: () => expect(field("profile.surname")).toHaveValue("Nümunəli"),
        next: () => arrived(page, az("header.profile")),
    });
    await expect(main).toContainText("Nümunəli");
    await page.goto(`/applications/${id}/check`);
    await expect(main).toContainText("Nümunəli");
});

test("the list of devices signs another one out at once", async ({ page, browser, baseURL }) => {
    const who = person("5CH8K9P");
    await Portal.register(page, who);
    const elsewhere = await browser.newContext(baseURL ? { baseURL } : {});
    const other = await elsewhere.newPage();
    await other.goto("/login");
    await signIn(other, who.email, who.password);
    await expect(other).toHaveURL(/services/);
    await page.goto("/profile");
    await sound(page);
    await page.getByRole("link", { name: new RegExp(az("account.sessions_title")) }).click();
    await arrived(page, az("account.sessions_title"));
    const rows = page.getByRole("main").locator("ul.rows > li");
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText(az("account.this_device"));
    await sound(page);
    await rows.nth(1).getByRole("button").click();
    await expect(rows).toHaveCount(1);
    await other.goto("/profile");
    await expect(other).toHaveURL(/login/);
    await elsewhere.close();
});

test("phone, e-mail, residence and password are changed with the present password; the address by its link", async ({ page }) => {
    const who: Person = { ...person("7EC5P6R"), phone: "505552188", email: "himaye@example.az", password: "yaşıl-qatar-88-limon" };
    await page.goto("/login");
    await signIn(page, who.email, who.password);
    await expect(page).toHaveURL(/services/);
    const main = page.getByRole("main");
    const press = (key: string) => main.getByRole("button", { name: az(key), exact: true }).click();
    const present = page.getByLabel(az("account.password_present"), { exact: true });

    await page.goto("/account/residence");
    await page.getByLabel(az("profile.actual_place"), { exact: true }).fill("Gəncə şəhəri, Sınaq küçəsi 5");
    await sound(page);
    await press("account.residence_save");
    await expect(main.getByText("Gəncə şəhəri, Sınaq küçəsi 5")).toBeVisible();

    await page.goto("/account/phone");
    await page.getByRole("textbox", { name: az("field.phone") }).fill("505552189");
    await present.fill("yanlış");
    await press("registration.send_code");
    await expect(page.getByRole("alert").filter({ hasText: az("error.summary") })).toBeFocused();
    await sound(page);
    await present.fill(who.password);
    await press("registration.send_code");
    await page.getByLabel(az("field.code"), { exact: true }).fill(await simulator.code({ ...who, phone: "505552189" }));
    await press("account.phone_save");
    await expect(main.getByText("50 555 21 89")).toBeVisible();

    await page.goto("/account/email");
    await page.getByLabel(az("field.email"), { exact: true }).fill("yeni.unvan@example.az");
    await present.fill(who.password);
    await press("account.email_save");
    await expect(main.getByText(pattern(az("account.email_sent")))).toBeVisible();
    await page.goto(await simulator.link("yeni.unvan@example.az"));
    await sound(page);
    await press("email.confirm");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("email.done_title"));

    await page.goto("/account/password");
    await present.fill(who.password);
    await page.getByLabel(az("field.password"), { exact: true }).fill(fresh);
    await page.getByLabel(az("field.password_again"), { exact: true }).fill(fresh);
    await sound(page);
    await press("account.password_save");
    await expect(page).toHaveURL(/profile/);
    await expect(main.getByText("yeni.unvan@example.az")).toBeVisible();
});
