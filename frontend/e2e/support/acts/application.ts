import { expect, type Page } from "@playwright/test";

import { ApplicationPages, idOf } from "../application.js";
import type { Act, Walker } from "../walk.js";
import { save } from "../walk.js";
import { az, server } from "../words.js";

// From a service to a confirmed, printed and withdrawn application.

const of = ({ page, id }: Walker) => new ApplicationPages(page, id ?? "");
/** Presses a button that downloads a file, and waits for it. */
const file = (key: string): Pick<Act, "send" | "next" | "busy"> => ({
    send: async (walker) => {
        walker.file = walker.page.waitForEvent("download", { timeout: 60_000 }).then(() => true, () => false);
        await press(key)(walker);
    },
    next: async ({ file }) => expect(await file, "a file").toBe(true),
    busy: az("application.preparing"),
});
const press = (key: string) => ({ page }: Walker) => page.getByRole("main").getByRole("button", { name: az(key), exact: true }).click();
const main = (page: Page) => page.getByRole("main");

export const begin: Act = {
    at: "/services",
    calls: "POST /applications",
    open: ({ page }) => page.goto("/services"),
    send: ({ page }) => main(page).getByRole("button", { name: az("common.start") }).first().click(),
    next: async (walker) => (walker.id = await idOf(walker.page)),
    once: async ({ portal }) => expect(await portal?.applications(), "one application").toHaveLength(1),
    busy: az("services.starting"),
    keyed: true,
};

type Section = Parameters<typeof save>[1];

export const sections: Section[] = [
    {
        at: "/applications/:id/personal",
        calls: "PUT /applications/{id}/answers",
        open: (walker) => of(walker).openStep("personal"),
        wrong: (walker) => of(walker).saveAndContinue(),
        fill: async (walker) => {
            await of(walker).radio(az("masterExam.names_changed"), az("masterExam.names_other")).check();
            await walker.page.getByLabel(az("masterExam.previous_surname")).fill("Köhnəsoyadlı");
        },
        change: async ({ page }) => {
            await page.getByLabel(az("masterExam.previous_surname")).fill("Əvvəlkisoyadlı");
            await page.getByLabel(az("masterExam.previous_surname")).blur();
        },
        kept: ({ page }) => expect(page.getByLabel(az("masterExam.previous_surname"))).toHaveValue(/soyadlı$/),
        send: (walker) => of(walker).saveAndContinue(),
        next: (walker) => expect(of(walker).heading(az("masterExam.education_title"))).toBeVisible(),
    },
    {
        at: "/applications/:id/education",
        calls: "PUT /applications/{id}/answers",
        open: (walker) => of(walker).openStep("education"),
        wrong: (walker) => of(walker).saveAndContinue(),
        fill: (walker) => of(walker).education(),
        change: (walker) => of(walker).radio(az("masterExam.prior_question"), "Magistr təhsilim yoxdur").press("ArrowDown"),
        kept: ({ page }) => expect(main(page).getByRole("radio", { checked: true })).toHaveCount(2),
        send: async (walker) => {
            if (await walker.page.evaluate(() => navigator.onLine)) await of(walker).education();
            await of(walker).saveAndContinue();
        },
        next: (walker) => expect(of(walker).heading(az("masterExam.exam_title"))).toBeVisible(),
    },
    {
        at: "/applications/:id/exam",
        calls: "PUT /applications/{id}/answers",
        open: (walker) => of(walker).openStep("exam"),
        wrong: (walker) => of(walker).saveAndContinue(),
        fill: (walker) => of(walker).exam(),
        change: (walker) => of(walker).radio(az("masterExam.foreign_language"), "Alman dili").check(),
        kept: (walker) => expect(of(walker).radio(az("masterExam.section"), "Azərbaycan bölməsi")).toBeChecked(),
        send: (walker) => of(walker).saveAndContinue(),
        next: ({ page }) => expect(main(page).getByText(az("application.done_of", { done: "3", of: "3" }))).toBeVisible(),
    },
];

export const registers: Act = {
    at: "/applications/:id/education",
    calls: "POST /applications/{id}/education",
    open: (walker) => of(walker).openStep("education"),
    send: press("masterExam.ask_again"),
    next: async ({ page }) => expect(page.locator("main .banner")).toHaveCount(0),
    busy: az("masterExam.asking"),
};

export const topUp: Act = {
    at: "/wallet",
    calls: "POST /wallet/top-ups",
    open: ({ page }) => page.goto("/wallet"),
    wrong: async ({ page }) => {
        await main(page).getByRole("textbox", { name: az("wallet.amount") }).fill("0,5");
        await main(page).getByRole("button", { name: az("wallet.pay_sum", { sum: "0,50 AZN" }) }).click();
    },
    fill: ({ page }) => main(page).getByRole("textbox", { name: az("wallet.amount") }).fill("60,00"),
    send: ({ page }) => main(page).getByRole("button", { name: az("wallet.pay_sum", { sum: "60,00 AZN" }) }).click(),
    kept: ({ page }) => expect(main(page).getByRole("textbox", { name: az("wallet.amount") })).toHaveValue("60,00"),
    next: async ({ page }) => {
        await page.waitForURL(/\/pay\//);
        await page.getByRole("button", { name: /^Ödə/ }).click();
        await expect(main(page).getByText(az("wallet.paid", { sum: "60,00 AZN" }))).toBeVisible();
    },
    once: async ({ portal }) => expect(await portal?.balance()).toBe(6000),
    busy: az("wallet.leaving"),
    keyed: true,
};

export const confirm: Act = {
    at: "/applications/:id/check",
    calls: "POST /applications/{id}/confirm",
    open: async (walker) => {
        await of(walker).check();
        await of(walker).ask.click();
    },
    wrong: async (walker) => {
        await of(walker).agree.click();
        await expect(of(walker).dialog.getByText(az("application.consent_required"))).toBeVisible();
    },
    fill: (walker) => of(walker).consent.check(),
    send: (walker) => of(walker).agree.click(),
    kept: (walker) => expect(of(walker).consent).toBeChecked(),
    next: (walker) => of(walker).isDone(),
    once: async ({ portal }) => expect(await portal?.charges(), "charged once").toEqual([-5000]),
    patient: true,
    keyed: true,
};

export const print: Act = {
    at: "/applications/:id/done",
    calls: "GET /applications/{id}/print",
    open: (walker) => walker.page.goto(`${of(walker).address}/done`),
    ...file("application.print"),
};

export const calendar: Act = {
    at: "/applications/:id",
    calls: "GET /applications/{id}/calendar",
    open: (walker) => walker.page.goto(of(walker).address),
    ...file("application.calendar"),
};

export const receipt: Act = {
    at: "/applications/:id/status",
    calls: "GET /wallet/entries/{id}/receipt",
    open: (walker) => walker.page.goto(`${of(walker).address}/status`),
    ...file("application.receipt"),
};

export const withdraw: Act = {
    at: "/applications/:id/status",
    calls: "POST /applications/{id}/events",
    open: async ({ page }) => main(page).getByText(az("desk.withdraw_title")).click(),
    send: press("desk.withdraw"),
    next: ({ page }) => expect(main(page).getByText(server("masterExam.states.withdrawalRequested")).first()).toBeVisible(),
    patient: true,
    keyed: true,
};
