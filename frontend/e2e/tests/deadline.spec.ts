import { ApplicationPages } from "../support/application.js";
import { person } from "../support/persons.js";
import { Portal, shiftClock } from "../support/portal.js";
import { signIn } from "../support/registration.js";
import { expect, refusals, sound, test } from "../support/test.js";
import { az, pattern, server } from "../support/words.js";

// The portal's clock is shifted here, so this file runs in a separate project, after all others.

test.use({ expected: refusals });

test.afterEach(async ({ request }) => shiftClock(request, 0));

test("the session ends while a section is open: signing in again in place loses nothing", async ({ page, request, context }) => {
    const who = person("5KV9C1F");
    const portal = await Portal.register(page, who);
    const pages = new ApplicationPages(page, await portal.open());
    await pages.openStep("personal");
    await context.clearCookies();
    await shiftClock(request, 11 * 60);
    await pages.radio(az("masterExam.names_changed"), az("masterExam.names_other")).check();
    const again = page.getByRole("dialog", { name: az("error.session_title") });
    await expect(again).toBeVisible();
    await sound(page);
    await again.getByLabel(az("login.login"), { exact: true }).fill(who.email);
    await again.getByLabel(az("field.password"), { exact: true }).fill(who.password);
    await again.getByRole("button", { name: az("login.submit") }).click();
    await expect(again).toHaveCount(0);
    await expect(page.getByRole("main").getByText(pattern(az("common.saved_at")))).toBeVisible();
    await expect(pages.radio(az("masterExam.names_changed"), az("masterExam.names_other"))).toBeChecked();
});

test("what is typed after the deadline is not saved: the page says until when it was, and nothing typed is lost", async ({ page, request }) => {
    test.setTimeout(90_000);
    const who = person("5TA1D2W");
    const portal = await Portal.register(page, who);
    const id = await portal.open();
    const pages = new ApplicationPages(page, id);
    const main = page.getByRole("main");
    const campaigns = await (await portal.call("get", "/campaigns")).json();
    const closes = Date.parse(campaigns.items.find((one: { phase: string }) => one.phase === "open").closesAt);
    const untilDeadline = (at: number) => Math.round((closes - Date.now()) / 1000) + at;
    await shiftClock(request, untilDeadline(-300));
    await page.goto("/login");
    await signIn(page, who.email, who.password);
    await expect(main.getByText(az("services.hello", { name: who.name }))).toBeVisible();
    await pages.openStep("personal");
    await pages.radio(az("masterExam.names_changed"), az("masterExam.names_other")).check();
    await expect(main.getByText(pattern(az("common.saved_at")))).toBeVisible();
    const surname = page.getByLabel(az("masterExam.previous_surname"));
    await shiftClock(request, untilDeadline(5));
    await surname.fill("Köhnəsoyadlı");
    await surname.blur();
    await expect(main.getByText(pattern(server("problems.windowClosed")))).toBeVisible();
    await expect(surname).toHaveValue("Köhnəsoyadlı");
    await sound(page);
});

test("the deadline passes between the page and the button: nothing is charged, the pages say when it was", async ({ page, request }) => {
    test.setTimeout(90_000);
    const who = person("5FV7R8T");
    const portal = await Portal.register(page, who);
    const id = await portal.filled();
    await portal.topUp(5000);
    const pages = new ApplicationPages(page, id);
    const main = page.getByRole("main");

    const campaigns = await (await portal.call("get", "/campaigns")).json();
    const closes = Date.parse(campaigns.items.find((one: { phase: string }) => one.phase === "open").closesAt);
    const untilDeadline = (at: number) => Math.round((closes - Date.now()) / 1000) + at;
    await shiftClock(request, untilDeadline(-300));
    await page.goto("/login");
    await signIn(page, who.email, who.password);
    await expect(main.getByText(az("services.hello", { name: who.name }))).toBeVisible();
    await expect(page.getByText(pattern(az("strip.demo_clock")))).toBeVisible();
    await pages.check();
    await expect(main.getByText(/dəqiqə qalıb/).first()).toBeVisible();
    await pages.ask.click();
    await pages.consent.check();

    await shiftClock(request, untilDeadline(5));
    await pages.agree.click();
    await expect(page.getByText(pattern(server("problems.windowClosed"))).first()).toBeVisible();
    await sound(page);

    await page.goto("/services");
    await expect(main.getByText(az("time.over"), { exact: true })).toBeVisible();
    await expect(main.getByRole("link", { name: az("services.view"), exact: true })).toBeVisible();
    await sound(page);
    await page.goto(`${pages.address}/exam`);
    await expect(main.getByText(az("application.read_only"))).toBeVisible();
    await expect(main.getByRole("radio")).toHaveCount(0);
    await sound(page);
    await page.goto(`${pages.address}/status`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await sound(page);

    await shiftClock(request, 0);
    await portal.signIn(who);
    expect(await portal.charges(), "nothing was charged").toEqual([]);
    expect(await portal.balance()).toBe(5000);
});
