import type { Browser, Page } from "@playwright/test";

import { person, type Person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { Registration, signIn, signOut } from "../support/registration.js";
import { endsLater } from "../support/session-end.js";
import { expect, refusals, refusalsAndLosses, sound, test } from "../support/test.js";
import { az } from "../support/words.js";

// The end of a session and of a code, on the browser's own clock: no test waits, and the portal's clock stands still.

test.use({ expected: refusals });

const minute = 60_000;

const warning = (page: Page) => page.getByRole("alertdialog", { name: az("error.session_soon_title") });

/** The browser's clock is the test's from here on; it goes on by itself, and forward when it is told. */
async function ownClock(page: Page): Promise<void> {
    await page.clock.install({ time: new Date() });
}

test("WCAG 2.2.1: two minutes before it ends the session is prolonged by one key, and the focus is back where it was", async ({ page }) => {
    const who = person("5SA1D2E");
    let away = 0;
    await ownClock(page);
    await Portal.register(page, who);
    const times = await endsLater(page, () => away);
    await page.goto("/account/residence");
    const place = page.getByLabel(az("profile.actual_place"), { exact: true });
    await place.fill("Gəncə şəhəri, Sınaq küçəsi 5");
    const begun = times();
    away = 17 * minute;
    await page.clock.fastForward(away);
    await expect(warning(page), "three minutes are left").toHaveCount(0);
    away += minute;
    await page.clock.fastForward(minute);
    await expect(warning(page)).toBeVisible();
    await expect(warning(page)).toHaveAccessibleDescription(az("error.session_soon"));
    const stay = warning(page).getByRole("button", { name: az("common.continue"), exact: true });
    await expect(stay).toBeFocused();
    await sound(page);
    await page.keyboard.press("Enter");
    await expect(warning(page)).toHaveCount(0);
    await expect.poll(times).toBe(begun + 1);
    await expect(place, "nothing typed is lost").toHaveValue("Gəncə şəhəri, Sınaq küçəsi 5");
    await expect(place).toBeFocused();
    // Eighteen minutes later it warns again; Esc is an answer too.
    away += 18 * minute;
    await page.clock.fastForward(18 * minute);
    await expect(stay).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(warning(page)).toHaveCount(0);
    await expect.poll(times).toBe(begun + 2);
});

test("a session that ended is taken up again in place, and what was typed is there", async ({ page }) => {
    const who = person("5SB1D2F");
    await ownClock(page);
    await Portal.register(page, who);
    await page.goto("/account/residence");
    const place = page.getByLabel(az("profile.actual_place"), { exact: true });
    await place.fill("Şəki şəhəri, Sınaq küçəsi 7");
    await page.clock.fastForward(25 * minute);
    const again = page.getByRole("dialog", { name: az("error.session_title") });
    await expect(again).toBeVisible();
    await expect(place, "the page of a person is covered while nobody is signed in").toBeHidden();
    await expect(warning(page)).toHaveCount(0);
    await sound(page);
    await endsLater(page, () => 25 * minute, "**/api/v1/sessions");
    await again.getByLabel(az("login.login"), { exact: true }).fill(who.email);
    await again.getByLabel(az("field.password"), { exact: true }).fill(who.password);
    await again.getByRole("button", { name: az("login.submit"), exact: true }).click();
    await expect(again).toHaveCount(0);
    await expect(place).toHaveValue("Şəki şəhəri, Sınaq küçəsi 7");
});

test("two tabs have one session: prolonged in one it goes on in both, signed out in one both are left", async ({ page, context }) => {
    const who = person("5SC1D2G");
    let away = 0;
    await ownClock(page);
    await Portal.register(page, who);
    const times = await endsLater(page, () => away);
    const other = await context.newPage();
    for (const tab of [page, other]) {
        await tab.goto("/services");
        await expect(tab.locator("#person-button")).toBeVisible();
    }
    // The clock of both.
    away = 18 * minute;
    await page.clock.fastForward(away);
    await expect(warning(other)).toBeVisible();
    await expect(warning(page)).toBeVisible();
    await page.bringToFront();
    const begun = times();
    await page.keyboard.press("Enter");
    await expect(warning(page)).toHaveCount(0);
    await expect(warning(other)).toHaveCount(0);
    expect(times()).toBe(begun + 1);
    await signOut(page);
    for (const tab of [page, other]) {
        await expect(tab).toHaveURL("/");
        await expect(tab.locator("body"), "nothing of the person is left").not.toContainText(who.surname);
    }
});

test("a code says 150 and 30 seconds before that it ends, seen and heard", async ({ page }) => {
    const who = person("5SD1D2H");
    await ownClock(page);
    const registration = new Registration(page);
    await registration.proven(who);
    await registration.askForCode(who.phone);
    const heard = page.getByRole("status").filter({ hasText: /\d+ saniyə qalıb/ });
    const seen = page.locator(".field .after");
    await page.clock.fastForward(2 * minute);
    await expect(heard).toHaveCount(0);
    await expect(seen).not.toHaveClass(/soon/);
    await page.clock.fastForward(35_000);
    await expect(heard).toHaveText(az("field.code_soon", { duration: "150 saniyə" }));
    await expect(seen).toHaveClass(/soon/);
    await sound(page);
    await page.clock.fastForward(2 * minute);
    await expect(heard).toHaveText(az("field.code_soon", { duration: "30 saniyə" }));
    await page.clock.fastForward(minute / 2);
    await expect(page.getByRole("status").filter({ hasText: az("field.code_over") })).toHaveCount(1);
    await sound(page);
    await registration.typeCode("000000");
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
});

/** Signs in where the page asks for it after its session has ended. */
async function signInAgain(page: Page, who: { email: string; password: string }): Promise<void> {
    const again = page.getByRole("dialog", { name: az("error.session_title") });
    await again.getByLabel(az("login.login"), { exact: true }).fill(who.email);
    await again.getByLabel(az("field.password"), { exact: true }).fill(who.password);
    await again.getByRole("button", { name: az("login.submit"), exact: true }).click();
}

const kept = (page: Page) => page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));

const previousSurname = (page: Page) => page.getByRole("textbox", { name: az("masterExam.previous_surname") });

/** Both have an account; the first one has typed "Gizliyeva" where nothing could be saved. Gives the application. */
async function leftUnsaved(page: Page, browser: Browser, first: Person, second: Person): Promise<string> {
    const elsewhere = await browser.newContext();
    await Portal.register(await elsewhere.newPage(), second);
    await elsewhere.close();
    await ownClock(page);
    const id = await (await Portal.register(page, first)).open();
    await page.goto(`/applications/${id}/personal`);
    await page.getByRole("radio", { name: az("masterExam.names_other") }).check();
    await page.context().setOffline(true);
    await previousSurname(page).fill("Gizliyeva");
    await expect.poll(() => kept(page), "what is typed and not saved waits in the tab").toContain("Gizliyeva");
    await page.context().setOffline(false);
    return id;
}

test.describe("what was not sent", () => {
    test.use({ expected: refusalsAndLosses });

    test("another person who signs in where a session ended meets pages of their own: nothing seen, kept or typed crosses over", async ({ page, browser }) => {
        const [first, second] = [person("5HA1B2C"), person("6HB2C3D")];
        const sent: string[] = [];
        const id = await leftUnsaved(page, browser, first, second);
        await page.route("**/api/v1/applications/*/answers", (route) => {
            const bearer = route.request().headers()["authorization"];
            if (bearer) sent.push(bearer);
            return route.abort();
        });
        await page.clock.fastForward(25 * minute);
        await expect(page.getByRole("dialog", { name: az("error.session_title") })).toBeVisible();
        sent.length = 0;
        await signInAgain(page, second);
        await expect(page).toHaveURL("/services");
        await expect(page.getByText(az("services.hello", { name: second.name }))).toBeVisible();
        await expect(page.locator("body")).not.toContainText(first.surname);
        expect(await kept(page)).not.toContain("Gizliyeva");
        expect(sent, "nothing of the first one travels under the second one's session").toEqual([]);
        // The address of the first one's application leads nowhere.
        await page.goto(`/applications/${id}/personal`);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("error.not_found_title"));
        expect(await page.locator("body").innerText()).not.toContain("Gizliyeva");
    });

    test("who does not sign in again leaves the page for the sign-in page; the same person finds what was typed, another one nothing", async ({ page, browser }) => {
        const [first, second] = [person("5HC3D4E"), person("5HD4E5F")];
        await leftUnsaved(page, browser, first, second);
        const field = previousSurname(page);
        const away = async () => {
            await page.route("**/api/v1/applications/*/answers", (route) => route.abort());
            await page.clock.fastForward(25 * minute);
            await expect(page.getByRole("dialog", { name: az("error.session_title") })).toBeVisible();
            await page.keyboard.press("Escape");
            await expect(page).toHaveURL(/\/login\?to=/);
            await page.unroute("**/api/v1/applications/*/answers");
        };
        await away();
        await expect(page.locator("body")).not.toContainText(first.surname);
        await signIn(page, first.email, first.password);
        await expect(field).toHaveValue("Gizliyeva");
        await away();
        await signIn(page, second.email, second.password);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(az("error.not_found_title"));
        expect(await kept(page)).not.toContain("Gizliyeva");
    });
});

test("back from another site after signing out elsewhere shows nothing of the person, also out of the browser's own memory", async ({ page, context }) => {
    const who = person("5SQ5H6L");
    await Portal.register(page, who);
    await page.goto("/profile");
    await expect(page.getByText(who.surname).first()).toBeVisible();
    const other = await context.newPage();
    await other.goto("/services");
    // What a browser does that keeps the page: it is told to go and to come back, and lives on between.
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    await expect(page.getByRole("heading", { level: 1 }), "covered before it is left").toBeHidden();
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await expect(page.getByText(who.surname).first(), "the session lives").toBeVisible();
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    // On another device, so that no tab of this browser hears of it.
    await (await Portal.signedIn(other, who)).endSessions();
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await expect(page.getByRole("dialog", { name: az("error.session_title") })).toBeVisible();
    await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/\/login/);
    await expect(page.locator("body")).not.toContainText(who.surname);
});

test("who is signed in is named, and the box leads to everything of their own by mouse, keyboard and on a phone", async ({ page }) => {
    const who = person("5HF6G7H");
    await Portal.register(page, who);
    await page.goto("/services");
    const button = page.locator("#person-button");
    const panel = page.locator("#person");
    await expect(button).toHaveAccessibleName(new RegExp(`${az("header.user")}.*${who.surname}.*AZN`));
    await expect(button).toHaveAttribute("aria-expanded", "false");
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(button).toHaveAttribute("aria-expanded", "true");
    await expect(panel).toContainText(who.surname);
    await expect(panel).toContainText(who.name);
    await sound(page);
    await page.keyboard.press("Escape");
    await expect(panel).toHaveCount(0);
    await expect(button).toBeFocused();
    // Leaving it closes it.
    await button.click();
    await panel.click({ position: { x: 4, y: 4 } });
    await expect(panel, "a click on its words is no leaving").toBeVisible();
    await page.getByRole("heading", { level: 1 }).click();
    await expect(panel).toHaveCount(0);
    await button.click();
    await panel.getByRole("link", { name: az("header.profile") }).click();
    await expect(page).toHaveURL("/profile");
    await expect(panel).toHaveCount(0);
    for (const key of ["account.sessions_short", "header.receipts"]) {
        await button.click();
        await panel.getByRole("link", { name: new RegExp(az(key)) }).click();
        await expect(panel).toHaveCount(0);
        // The page that arrives takes the focus, which would close the box opened meanwhile.
        await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    }
    await expect(page).toHaveURL("/wallet");
    // On a phone the same stands in the menu, and "Çıx" without scrolling.
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator("#menu-button").click();
    const menu = page.locator("#menu");
    await expect(menu).toContainText(who.surname);
    await expect(menu.getByRole("link", { name: az("header.profile") })).toBeVisible();
    await expect(menu.getByRole("button", { name: az("header.sign_out") })).toBeInViewport();
    await sound(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await sound(page);
    await signOut(page);
    await expect(page).toHaveURL("/");
});
