import { expect, type Page } from "@playwright/test";

import { signIn } from "../registration.js";
import * as simulator from "../simulator.js";
import type { Act, Walker } from "../walk.js";
import { az, pattern } from "../words.js";

// Acts of a person on the account: changes, signing in and out, and resetting the password.

const field = (page: Page, key: string) => page.getByLabel(az(key), { exact: true });
const press = (key: string) => ({ page }: Walker) => page.getByRole("main").getByRole("button", { name: az(key), exact: true }).click();
const holds = (page: Page, key: string, value: string) => expect(field(page, key)).toHaveValue(value);
const goto = (path: string) => ({ page }: Walker) => page.goto(path);
const titled = (key: string) => ({ page }: Walker) => expect(page.getByRole("heading", { level: 1 })).toHaveText(az(key));

export const freshPassword = "dağ-külək-96-nar-ağacı";
/** Another one than the present: the same again is refused. */
const thirdPassword = "üçüncü uzun şifrə 7193";
export const freshPhone = "505552196";
export const freshEmail = "yeni.unvan.96@example.az";

const login: Act = {
    at: "/login",
    calls: "POST /sessions",
    open: goto("/login"),
    wrong: press("login.submit"),
    fill: async ({ page, who }) => {
        await field(page, "login.login").fill(who.email);
        await field(page, "field.password").fill(who.password);
    },
    send: press("login.submit"),
    kept: async ({ page, who }) => {
        await holds(page, "login.login", who.email);
        await holds(page, "field.password", who.password);
    },
    next: ({ page }) => expect(page).toHaveURL(/services/),
    busy: az("login.busy"),
};

export const account: Act[] = [
    login,
    {
        at: "/account/residence",
        calls: "PUT /me/residence",
        open: goto("/account/residence"),
        wrong: async (walker) => {
            await field(walker.page, "profile.actual_place").fill("");
            await press("account.residence_save")(walker);
        },
        fill: ({ page }) => field(page, "profile.actual_place").fill("Gəncə şəhəri, Sınaq küçəsi 5"),
        send: press("account.residence_save"),
        kept: ({ page }) => holds(page, "profile.actual_place", "Gəncə şəhəri, Sınaq küçəsi 5"),
        next: ({ page }) => expect(page.getByRole("main").getByText("Gəncə şəhəri, Sınaq küçəsi 5")).toBeVisible(),
    },
    {
        at: "/account/phone",
        calls: "POST /me/phone",
        open: goto("/account/phone"),
        wrong: press("registration.send_code"),
        fill: async ({ page, who }) => {
            await page.getByRole("textbox", { name: az("field.phone") }).fill(freshPhone);
            await field(page, "account.password_present").fill(who.password);
        },
        send: press("registration.send_code"),
        kept: ({ page, who }) => holds(page, "account.password_present", who.password),
        next: ({ page }) => expect(field(page, "field.code")).toBeVisible(),
        once: async ({ who }) => expect(await simulator.codes({ ...who, phone: freshPhone }), "one SMS").toHaveLength(1),
    },
    {
        at: "/account/phone",
        calls: "POST /me/phone/verify",
        wrong: async (walker) => {
            await field(walker.page, "field.code").fill("12");
            await press("account.phone_save")(walker);
        },
        fill: async ({ page, who }) => field(page, "field.code").fill(await simulator.code({ ...who, phone: freshPhone })),
        send: press("account.phone_save"),
        kept: async ({ page, who }) => holds(page, "field.code", await simulator.code({ ...who, phone: freshPhone })),
        next: ({ page }) => expect(page.getByRole("main").getByText("50 555 21 96")).toBeVisible(),
    },
    {
        at: "/profile",
        calls: "POST /me/email/link",
        open: goto("/profile"),
        send: press("profile.email_again"),
        next: ({ page }) => expect(page.getByText(az("profile.email_sent"))).toBeVisible(),
    },
    {
        at: "/account/email",
        calls: "POST /me/email",
        open: goto("/account/email"),
        wrong: press("account.email_save"),
        fill: async ({ page, who }) => {
            await field(page, "field.email").fill(freshEmail);
            await field(page, "account.password_present").fill(who.password);
        },
        send: press("account.email_save"),
        kept: ({ page }) => holds(page, "field.email", freshEmail),
        next: ({ page }) => expect(page.getByRole("main").getByText(pattern(az("account.email_sent")))).toBeVisible(),
    },
    {
        at: "/email",
        calls: "POST /email-proofs",
        open: async ({ page }) => page.goto(await simulator.link(freshEmail)),
        send: press("email.confirm"),
        next: titled("email.done_title"),
    },
    {
        at: "/account/sessions",
        calls: "DELETE /sessions/{id}",
        open: goto("/account/sessions"),
        send: ({ page }) => page.getByRole("main").locator("ul.rows > li").nth(1).getByRole("button").click(),
        next: ({ page }) => expect(page.getByText(az("account.signed_out"))).toBeVisible(),
        busy: null,
    },
    {
        at: "/account/password",
        calls: "PUT /me/password",
        open: goto("/account/password"),
        wrong: press("account.password_save"),
        fill: async ({ page, who }) => {
            await field(page, "account.password_present").fill(who.password);
            await field(page, "field.password").fill(thirdPassword);
            await field(page, "field.password_again").fill(thirdPassword);
        },
        send: press("account.password_save"),
        kept: async ({ page, who }) => {
            await holds(page, "account.password_present", who.password);
            await holds(page, "field.password", thirdPassword);
        },
        next: ({ page }) => expect(page).toHaveURL(/profile/),
    },
    {
        at: "/account/sessions",
        calls: "DELETE /sessions",
        open: goto("/account/sessions"),
        send: press("account.everywhere"),
        next: ({ page }) => expect(page).toHaveURL(/login/),
        busy: null,
    },
];

export const reset: Act[] = [
    {
        at: "/password#Login",
        calls: "POST /password-resets",
        open: goto("/password"),
        wrong: press("common.next"),
        fill: ({ page, who }) => field(page, "login.login").fill(who.email),
        send: press("common.next"),
        kept: ({ page, who }) => holds(page, "login.login", who.email),
        next: titled("reset.digits_title"),
    },
    {
        at: "/password#Digits",
        calls: "POST /password-resets/current/digits",
        wrong: async (walker) => {
            await field(walker.page, "reset.digits").fill("12");
            await press("registration.send_code")(walker);
        },
        fill: ({ page, who }) => field(page, "reset.digits").fill(who.phone.slice(-4)),
        send: press("registration.send_code"),
        kept: ({ page, who }) => holds(page, "reset.digits", who.phone.slice(-4)),
        next: titled("reset.code_title"),
    },
    {
        at: "/password#Code",
        calls: "POST /password-resets/current/verify",
        wrong: async (walker) => {
            await field(walker.page, "field.code").fill("12");
            await press("common.next")(walker);
        },
        fill: async ({ page, who }) => field(page, "field.code").fill(await simulator.code(who, 2)),
        send: press("common.next"),
        kept: async ({ page, who }) => holds(page, "field.code", await simulator.code(who, 2)),
        next: titled("reset.password_title"),
    },
    {
        at: "/password#Password",
        calls: "POST /password-resets/current/password",
        wrong: async (walker) => {
            await field(walker.page, "field.password").fill("qisa");
            await press("reset.save")(walker);
        },
        fill: async ({ page }) => {
            await field(page, "field.password").fill(freshPassword);
            await field(page, "field.password_again").fill(freshPassword);
        },
        send: press("reset.save"),
        kept: ({ page }) => holds(page, "field.password", freshPassword),
        next: titled("reset.done_title"),
        once: async ({ page, who }) => {
            await page.goto("/login");
            await signIn(page, who.email, freshPassword);
            await expect(page).toHaveURL(/services/);
        },
    },
];
