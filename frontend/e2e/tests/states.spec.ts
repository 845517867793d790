import type { Page } from "@playwright/test";

import * as account from "../support/acts/account.js";
import * as application from "../support/acts/application.js";
import * as readings from "../support/acts/readings.js";
import * as registration from "../support/acts/registration.js";
import * as secondFactor from "../support/acts/second-factor.js";
import { look } from "../support/looks.js";
import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { addresses, operations, sections, steps } from "../support/source.js";
import { expect, test } from "../support/test.js";
import { go, read, save, type Walker } from "../support/walk.js";

// Every page in every state, with the connection cut at every step (U3, U6, U7, U8, U9); the tables are in
// support/acts.

test.use({ expected: /Failed to load resource: (the server responded with a status of (4\d\d|500)|net::ERR_)/ });

const acts = [
    ...registration.citizen, ...registration.permit, ...registration.byHand, ...account.account, ...account.reset,
    ...secondFactor.turningOn, ...secondFactor.withTwoSteps, ...application.sections,
    application.begin, application.registers, application.topUp, application.confirm, application.print, application.calendar,
    application.receipt, application.withdraw,
];
const pages = [...Object.values(readings).flat(), ...secondFactor.stands];

/** Addresses and operations without a row, and the reason for each. */
const elsewhere: Record<string, string> = {
    "/register#Done": "nothing is sent or fetched; looked at where the registration ends",
    "/password#Done": "nothing is sent or fetched; looked at where the reset ends",
    "/account/person": "open only to a person whose data were typed by hand; every state of it in account.spec.ts",
    "PUT /me/person": "every cut of it in account.spec.ts",
    "/placement/verify": "calls no operation; every state of it in placement.spec.ts",
    "/wallet/return": "looked at after the payment; it asks again by itself until the provider's word has come",
    "GET /wallet/top-ups/{id}": "asked again and again by /wallet/return",
    "POST /sessions/refresh": "nobody presses it; a call that needs it tells what it could not do",
    "DELETE /sessions/current": "the device forgets the session also when no answer comes",
    "PUT /notices/{id}/read": "a mark: without an answer the notice stays new",
    "GET /me": "balance and count in the header, read anew with every act",
    "GET /system/status": "the test strip and the clock; a page without them is whole",
    "GET /reference/{list}": "not asked by the pages",
    "PUT /me/language": "sent beside a switch of language, which shows without the answer too; seen in present.spec.ts",
    "POST /callbacks/payments": "the payment provider's",
    "PUT /system/clock": "the demo's own",
    "DELETE /registrations/current": "the page begins anew without the answer; what is not given up runs out by itself",
    "DELETE /password-resets/current": "the page begins anew without the answer; what is not given up runs out by itself",
};

test("every page, every step and every operation has its row", () => {
    const rows = new Set([...acts.flatMap(({ at, calls }) => [at, calls]), ...pages.flatMap(({ at, calls }) => [at, ...calls]), ...Object.keys(elsewhere)]);
    const there = [...addresses(), ...steps("/register", "register/mod.rs"), ...steps("/password", "password.rs"), ...sections(), ...operations()];
    expect(there.length, "read from the source").toBeGreaterThan(80);
    // A page with steps has one row per step, and so has each section of a form.
    const stepped = ["/register", "/register/:step", "/password", "/applications/:id/:step"];
    expect(there.filter((name) => !rows.has(name) && !stepped.includes(name)), "without a row").toEqual([]);
    expect([...rows].filter((name) => !there.includes(name)), "rows of something that is gone").toEqual([]);
});

async function fresh(page: Page): Promise<void> {
    await page.context().clearCookies();
    await page.evaluate(() => {
        localStorage.clear();
        sessionStorage.clear();
    });
}

test("registration by all three ways, in every state and through every cut", async ({ page }) => {
    test.setTimeout(420_000);
    const walker: Walker = { page, who: person("5QA3B8D") };
    for (const reading of readings.open) await test.step(reading.at, () => read(walker, reading));
    for (const way of [registration.permit, registration.byHand]) {
        for (const act of way) await test.step(`${act.at} ${act.calls}`, () => go(walker, act));
        await fresh(page);
    }
    for (const act of registration.citizen) {
        await test.step(`${act.at} ${act.calls}`, () => go(walker, act));
        if (act.calls.endsWith("/identity/confirm")) for (const reading of readings.resumed) await test.step(reading.calls.join(), () => read(walker, reading));
    }
    await look(page, "/register#Done", "filled");
});

test("an application from start to withdrawal, in every state and through every cut; charged once", async ({ page }) => {
    test.setTimeout(420_000);
    const who = person("5QB4C9E");
    const walker: Walker = { page, who, portal: await Portal.register(page, who) };
    const reads = async (rows: typeof pages) => {
        for (const reading of rows) await test.step(`${reading.at} ${reading.calls}`, () => read(walker, reading));
    };
    const goes = async (...rows: typeof acts) => {
        for (const act of rows) await test.step(`${act.at} ${act.calls}`, () => go(walker, act));
    };
    await reads(readings.nothing);
    await goes(application.begin);
    for (const section of application.sections) await test.step(section.at, () => save(walker, section));
    await goes(application.registers, application.calendar);
    await reads(readings.draft);
    await goes(application.topUp);
    await look(page, "/wallet/return", "filled");
    await goes(application.confirm, application.print);
    await reads([...readings.cabinet, ...readings.confirmed]);
    await goes(application.receipt, application.withdraw);
});

test("the way back in and what is changed about the account, in every state and through every cut", async ({ page }) => {
    test.setTimeout(300_000);
    const who = person("5QD6E2G");
    const walker: Walker = { page, who, portal: await Portal.register(page, who) };
    await fresh(page);
    for (const act of account.reset) {
        await test.step(`${act.at} ${act.calls}`, () => go(walker, act));
        if (act.at === "/password#Digits") for (const reading of readings.resumedReset) await test.step(reading.calls.join(), () => read(walker, reading));
    }
    who.password = account.freshPassword;
    await fresh(page);
    for (const act of account.account) await test.step(`${act.at} ${act.calls}`, () => go(walker, act));
});

test("the second step turned on, signed in with and turned off, in every state and through every cut; no codes are lost", async ({ page }) => {
    test.setTimeout(300_000);
    const who = person("5SJ1D2P");
    const walker: Walker = { page, who, portal: await Portal.register(page, who) };
    for (const act of secondFactor.turningOn) await test.step(`${act.at} ${act.calls}`, () => go(walker, act));
    for (const reading of secondFactor.stands) await test.step(reading.at, () => read(walker, reading));
    await fresh(page);
    for (const act of secondFactor.withTwoSteps) await test.step(`${act.at} ${act.calls}`, () => go(walker, act));
});
