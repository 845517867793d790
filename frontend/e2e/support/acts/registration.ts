import { expect, type Page } from "@playwright/test";

import { person } from "../persons.js";
import { Registration } from "../registration.js";
import * as simulator from "../simulator.js";
import type { Act, Walker } from "../walk.js";
import { az } from "../words.js";

// Registration of an account, act by act.

const field = (page: Page, key: string) => page.getByLabel(az(key), { exact: true });
const press = (key: string) => ({ page }: Walker) => new Registration(page).button(key).click();
const at = (step: "identity" | "phone" | "email" | "password" | "done") => ({ page }: Walker) => new Registration(page).at(step);
const holds = (page: Page, key: string, value: string) => expect(field(page, key)).toHaveValue(value);

async function born({ page, who: { birth } }: Walker): Promise<void> {
    await field(page, "field.day").fill(birth.day);
    await field(page, "field.month").fill(birth.month);
    await field(page, "field.year").fill(birth.year);
}

const start = (way: string, title: string): Act => ({
    at: "/register#Citizenship",
    calls: "POST /registrations",
    open: ({ page }) => new Registration(page).open(),
    wrong: press("common.next"),
    fill: ({ page }) => page.getByRole("radio", { name: az(way) }).check(),
    send: press("common.next"),
    kept: ({ page }) => expect(page.getByRole("radio", { name: az(way) })).toBeChecked(),
    next: ({ page }) => expect(page.getByRole("heading", { level: 1 })).toHaveText(az(title)),
});

const confirm: Act = {
    at: "/register#Confirm",
    calls: "POST /registrations/current/identity/confirm",
    send: press("registration.confirm_me"),
    next: at("phone"),
};

export const citizen: Act[] = [
    start("registration.way_citizen", "registration.identity_title"),
    {
        at: "/register#Identity",
        calls: "POST /registrations/current/identity",
        wrong: async (walker) => {
            await field(walker.page, "field.fin").fill("5QA");
            await press("common.check")(walker);
        },
        fill: async (walker) => {
            await field(walker.page, "field.fin").fill(walker.who.fin);
            await born(walker);
        },
        send: press("common.check"),
        kept: async ({ page, who }) => {
            await holds(page, "field.fin", who.fin);
            await holds(page, "field.year", who.birth.year);
        },
        next: ({ page }) => expect(page.getByRole("heading", { level: 1 })).toHaveText(az("registration.is_this_you")),
        busy: az("common.checking"),
    },
    confirm,
    {
        at: "/register#Phone",
        calls: "POST /registrations/current/phone",
        wrong: async (walker) => {
            await walker.page.getByRole("textbox", { name: az("field.phone") }).fill("12");
            await press("registration.send_code")(walker);
        },
        fill: ({ page, who }) => page.getByRole("textbox", { name: az("field.phone") }).fill(who.phone),
        send: press("registration.send_code"),
        kept: ({ page, who }) => expect(page.getByRole("textbox", { name: az("field.phone") })).toHaveValue(new RegExp(who.phone.slice(-2))),
        next: ({ page }) => expect(new Registration(page).codeField).toBeFocused(),
        once: async ({ who }) => expect(await simulator.codes(who), "one SMS").toHaveLength(1),
    },
    {
        at: "/register#Phone",
        calls: "POST /registrations/current/phone/verify",
        wrong: ({ page }) => new Registration(page).typeCode("12"),
        fill: async ({ page, who }) => new Registration(page).codeField.fill(await simulator.code(who)),
        send: press("common.next"),
        kept: async ({ page, who }) => expect(new Registration(page).codeField).toHaveValue(await simulator.code(who)),
        next: at("email"),
        busy: az("common.checking"),
    },
    {
        at: "/register#Email",
        calls: "POST /registrations/current/email",
        wrong: ({ page }) => new Registration(page).email("aysel"),
        fill: async ({ page, who }) => {
            await field(page, "field.email").fill(who.email);
            await field(page, "field.email_again").fill(who.email);
        },
        send: press("common.next"),
        kept: async ({ page, who }) => {
            await holds(page, "field.email", who.email);
            await holds(page, "field.email_again", who.email);
        },
        next: at("password"),
    },
    {
        at: "/register#Password",
        calls: "POST /registrations/current/password",
        wrong: ({ page }) => new Registration(page).password("qisa"),
        fill: async ({ page, who }) => {
            await field(page, "field.password").fill(who.password);
            await field(page, "field.password_again").fill(who.password);
        },
        send: press("registration.finish"),
        kept: ({ page, who }) => holds(page, "field.password", who.password),
        next: at("done"),
    },
];

/** The other two kinds of registration, up to the step where they join the first. */
export const permit: Act[] = [
    start("registration.way_permit", "registration.permit_title"),
    {
        at: "/register#Identity",
        calls: "POST /registrations/current/permit",
        wrong: press("common.check"),
        fill: async (walker) => {
            await walker.page.getByRole("radio", { name: az("registration.series_dyi") }).check();
            await field(walker.page, "registration.number").fill("0000016");
            await born({ ...walker, who: person("7VT6R8U") });
        },
        send: press("common.check"),
        kept: ({ page }) => holds(page, "registration.number", "0000016"),
        next: ({ page }) => expect(page.getByRole("heading", { level: 1 })).toHaveText(az("registration.is_this_you")),
        busy: az("common.checking"),
    },
];

export const byHand: Act[] = [
    start("registration.way_protection", "registration.by_hand_title"),
    {
        at: "/register#Identity",
        calls: "POST /registrations/current/person",
        wrong: press("common.next"),
        fill: async (walker) => {
            const { page } = walker;
            await field(page, "profile.surname").fill("Nümunəzadə");
            await field(page, "profile.name").fill("Valid");
            await page.getByLabel(az("registration.no_patronymic")).check();
            await born(walker);
            await field(page, "registration.protection_number").fill("385-21c00999");
            await field(page, "profile.registered_place").fill("Bakı şəhəri, Nümunə küçəsi 7");
            await page.getByLabel(az("registration.same_place")).check();
        },
        send: press("common.next"),
        kept: async ({ page }) => {
            await holds(page, "profile.surname", "Nümunəzadə");
            await holds(page, "registration.protection_number", "385-21c00999");
        },
        next: at("phone"),
    },
];
