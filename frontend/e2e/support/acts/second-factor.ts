import { expect, type Page } from "@playwright/test";

import { signIn } from "../registration.js";
import { appCode } from "../second-factor.js";
import type { Act, Reading, Walker } from "../walk.js";
import { az } from "../words.js";

// The second factor: set up, turned on, used for signing in, new recovery codes, turned off.

const field = (page: Page, key: string) => page.getByLabel(az(key), { exact: true });
const press = (key: string) => ({ page }: Walker) => page.getByRole("main").getByRole("button", { name: az(key), exact: true }).click();
const goto = (path: string) => ({ page }: Walker) => page.goto(path);
const holds = (page: Page, key: string, value: string) => expect(field(page, key)).toHaveValue(value);

// The app's secret and the recovery codes of this run; a typed code is typed again after a lost connection.
let secret = "";
let typed = "";
let codes: string[] = [];

const keepCodes = async ({ page }: Walker) => {
    await expect(page.getByRole("heading", { level: 2, name: az("second.codes_title") })).toBeFocused();
    codes = await page.getByRole("main").locator("ol.codes > li").allInnerTexts();
    expect(codes).toHaveLength(8);
};
const withRecovery = async ({ page, who }: Walker) => {
    await field(page, "account.password_present").fill(who.password);
    await page.getByRole("main").getByRole("button", { name: az("second.use_recovery"), exact: true }).click();
    typed = codes.shift() ?? "";
    await field(page, "second.recovery_code").fill(typed);
};
const recoveryKept = async ({ page, who }: Walker) => {
    await holds(page, "account.password_present", who.password);
    await holds(page, "second.recovery_code", typed);
};

export const turningOn: Act[] = [
    {
        at: "/account/second-factor",
        calls: "POST /me/second-factor",
        open: goto("/account/second-factor"),
        wrong: press("common.continue"),
        fill: ({ page, who }) => field(page, "account.password_present").fill(who.password),
        send: press("common.continue"),
        kept: ({ page, who }) => holds(page, "account.password_present", who.password),
        next: async ({ page }) => {
            await expect(page.getByRole("heading", { level: 2, name: az("second.scan_title") })).toBeFocused();
            secret = (await page.getByRole("main").locator(".qr-card .mono").innerText()).trim();
            expect(secret, "groups of four").toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
        },
    },
    {
        at: "/account/second-factor",
        calls: "POST /me/second-factor/on",
        wrong: async (walker) => {
            await field(walker.page, "second.app_code").fill("12");
            await press("second.turn_on")(walker);
        },
        fill: ({ page }) => field(page, "second.app_code").fill((typed = appCode(secret))),
        send: press("second.turn_on"),
        kept: ({ page }) => holds(page, "second.app_code", typed),
        next: keepCodes,
        keyed: true,
    },
];

export const stands: Reading[] = [
    { at: "/account/second-factor", calls: ["GET /me/second-factor"], path: () => "/account/second-factor", shows: ({ page }) => expect(page.getByText(az("second.on"))).toBeVisible() },
];

export const withTwoSteps: Act[] = [
    {
        at: "/login",
        calls: "POST /sessions/second-step",
        open: async ({ page, who }) => {
            await page.goto("/login");
            await signIn(page, who.email, who.password);
            await expect(field(page, "second.app_code")).toBeFocused();
        },
        wrong: async (walker) => {
            await field(walker.page, "second.app_code").fill("12");
            await press("login.submit")(walker);
        },
        fill: ({ page }) => field(page, "second.app_code").fill((typed = appCode(secret, 1))),
        send: press("login.submit"),
        kept: ({ page }) => holds(page, "second.app_code", typed),
        next: ({ page }) => expect(page).toHaveURL(/services/),
        busy: az("login.busy"),
        keyed: true,
    },
    {
        at: "/account/second-factor/codes",
        calls: "POST /me/second-factor/recovery-codes",
        open: goto("/account/second-factor/codes"),
        wrong: press("second.renew"),
        fill: withRecovery,
        send: press("second.renew"),
        kept: recoveryKept,
        next: keepCodes,
        keyed: true,
    },
    {
        at: "/account/second-factor/off",
        calls: "POST /me/second-factor/off",
        open: goto("/account/second-factor/off"),
        wrong: press("second.off"),
        fill: withRecovery,
        send: press("second.off"),
        kept: recoveryKept,
        next: ({ page }) => expect(page).toHaveURL(/profile/),
    },
];
