import type { Page } from "@playwright/test";

import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { Registration, signIn } from "../support/registration.js";
import { expect, refusals, sound, test } from "../support/test.js";
import { az } from "../support/words.js";

// The end of a session and of a code, on the browser's own clock: no test waits, and the portal's clock stands still.

test.use({ expected: refusals });

const minute = 60_000;

const warning = (page: Page) => page.getByRole("alertdialog", { name: az("error.session_soon_title") });

/** The browser's clock is the test's from here on; it goes on by itself, and forward when it is told. */
async function ownClock(page: Page): Promise<void> {
    await page.clock.install({ time: new Date() });
}

/** How many times the session was prolonged. The portal does not know that time has passed, so its answers are moved along. */
async function prolonged(page: Page, away: () => number): Promise<() => number> {
    let times = 0;
    await page.route("**/sessions/refresh", async (route) => {
        const answer = await route.fetch();
        const session = await answer.json();
        times += 1;
        session.sessionEndsAt = new Date(Date.parse(session.sessionEndsAt) + away()).toISOString();
        await route.fulfill({ response: answer, json: session });
    });
    return () => times;
}

test("WCAG 2.2.1: two minutes before it ends the session is prolonged by one key, and the focus is back where it was", async ({ page }) => {
    const who = person("5SA1D2E");
    let away = 0;
    await ownClock(page);
    await Portal.register(page, who);
    const times = await prolonged(page, () => away);
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
    await expect(warning(page)).toHaveCount(0);
    await sound(page);
    await again.getByLabel(az("login.login"), { exact: true }).fill(who.email);
    await again.getByLabel(az("field.password"), { exact: true }).fill(who.password);
    await again.getByRole("button", { name: az("login.submit"), exact: true }).click();
    await expect(again).toHaveCount(0);
    await expect(place).toHaveValue("Şəki şəhəri, Sınaq küçəsi 7");
});

test("two tabs have one session: prolonged in one it goes on in both, signed out in one it ends in both", async ({ page, context }) => {
    const who = person("5SC1D2G");
    let away = 0;
    await ownClock(page);
    await Portal.register(page, who);
    const times = await prolonged(page, () => away);
    const other = await context.newPage();
    for (const tab of [page, other]) {
        await tab.goto("/services");
        await expect(tab.getByRole("button", { name: az("header.sign_out") })).toBeVisible();
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
    await page.getByRole("button", { name: az("header.sign_out") }).click();
    await expect(other.getByRole("dialog", { name: az("error.session_title") })).toBeVisible();
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
