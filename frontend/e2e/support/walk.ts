import { expect, request, type Page, type Route } from "@playwright/test";

import { look, settled } from "./looks.js";
import type { Person } from "./persons.js";
import type { Portal } from "./portal.js";
import { calls } from "./source.js";
import { az } from "./words.js";

// Runs acts and pages from their tables. For each of them it checks every state, delays the answer, cuts the connection
// before and after the request, and checks that nothing typed is lost and nothing is done twice.

export interface Walker {
    page: Page;
    who: Person;
    portal?: Portal;
    /** The application of this run. */
    id?: string;
    /** A file that is being downloaded. */
    file?: Promise<boolean>;
}

type Do = (walker: Walker) => Promise<unknown>;

/** An act with which a person sends something. */
export interface Act {
    /** Address of the page, with `#` and the step if a page has steps. */
    at: string;
    /** The operation that it calls. */
    calls: string;
    /** Opens the page, if the previous act does not lead to it. */
    open?: Do;
    /** Sends it with wrong or empty values; the page then lists the errors. */
    wrong?: Do;
    fill?: Do;
    send: Do;
    /** Checks that the typed text is still there. */
    kept?: Do;
    /** Checks the page that follows. */
    next: Do;
    /** Checks that it happened only once, although it was sent several times. */
    once?: Do;
    /** The text shown after a lost answer; by default the sentence about the connection. */
    lost?: string;
    /** The text shown during the request; null if the act is so small that nothing is shown. */
    busy?: string | null;
    /** It repeats itself for some seconds before it reports a lost answer. */
    patient?: true;
    /** It has an idempotency key: every repetition must have the same. */
    keyed?: true;
}

/** A page that shows data from the server. */
export interface Reading {
    at: string;
    /** Operations whose delay or failure the page reports; the first one is delayed, cut and made to fail. */
    calls: string[];
    path: (walker: Walker) => string;
    /** Checks the content after loading. */
    shows: Do;
    /** For a state without data. */
    empty?: true;
    /** Opens it in a special way, for a page with its own state. */
    open?: Do;
}

/** Sends a request outside the browser, so that a lost answer leaves nothing in it, not even a cookie. */
async function reach(route: Route): Promise<void> {
    const outside = await request.newContext();
    const { headers, method, url, data } = { headers: await route.request().allHeaders(), method: route.request().method(), url: route.request().url(), data: route.request().postDataBuffer() };
    await outside.fetch(url, { method, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":"))), ...(data ? { data } : {}) });
    await outside.dispose();
}

const main = (page: Page) => page.getByRole("main").or(page.getByRole("dialog"));

async function told(page: Page, sentence: string, where: string): Promise<void> {
    await expect(main(page).getByText(sentence, { exact: false }).filter({ visible: true }).first(), `${where}: the sentence`).toBeVisible({ timeout: 20_000 });
}

/** Retries, unless the page has already done so itself: a page that waits for something retries from time to time. */
async function again(page: Page): Promise<void> {
    const button = page.getByRole("button", { name: az("common.retry") });
    await button
        .first()
        .click({ timeout: 5_000 })
        .catch(() => expect(button).toHaveCount(0));
}

/** The connection is cut: the strip and the act report it, and the typed text stays. */
async function cut(walker: Walker, act: Act): Promise<void> {
    const { page } = walker;
    await page.context().setOffline(true);
    await act.send(walker);
    await told(page, act.lost ?? az("error.offline"), act.at);
    await expect(page.getByText(az("strip.offline"))).toBeVisible();
    await act.kept?.(walker);
    await look(page, `${act.at} ${act.calls}`, "offline");
    await page.context().setOffline(false);
    await expect(page.getByText(az("strip.offline"))).toHaveCount(0);
}

/** The server performs the act, but its answer is lost. Returns the keys of the requests. */
async function loseAnswer(walker: Walker, act: Act): Promise<string[]> {
    const { page } = walker;
    const { method, url } = calls(act.calls);
    const keys: string[] = [];
    let seen = () => {};
    const looked = new Promise<void>((resolve) => (seen = resolve));
    const handler = async (route: Route) => {
        if (route.request().method() !== method) return route.fallback();
        keys.push(route.request().headers()["idempotency-key"] ?? "");
        await looked;
        await reach(route);
        await route.abort().catch(() => undefined);
    };
    await page.route(url, handler);
    const pressed = act.send(walker);
    await expect.poll(() => keys.length, { message: `${act.at}: ${act.calls} is sent` }).toBeGreaterThan(0);
    await pressed;
    if (act.busy !== null) {
        await expect(main(page).getByText(act.busy ?? az("common.sending")).first(), `${act.at}: words while waiting`).toBeVisible();
        await look(page, `${act.at} ${act.calls}`, "busy");
    }
    seen();
    await told(page, act.lost ?? az("error.offline"), act.at);
    await act.kept?.(walker);
    page.on("request", (request) => {
        if (request.method() === method && url.test(request.url())) keys.push(request.headers()["idempotency-key"] ?? "");
    });
    await page.unroute(url, handler);
    return keys;
}

/** Runs one act in every state and with every kind of cut. */
export async function go(walker: Walker, act: Act): Promise<void> {
    const { page } = walker;
    await act.open?.(walker);
    await settled(page);
    if (act.fill) await look(page, `${act.at} ${act.calls}`, "empty");
    if (act.wrong) {
        await act.wrong(walker);
        await expect(page.locator("[role=alert], [aria-invalid=true]").first()).toBeVisible();
        await look(page, `${act.at} ${act.calls}`, "error");
    }
    await act.fill?.(walker);
    await look(page, `${act.at} ${act.calls}`, "filled");
    if (!act.patient) await cut(walker, act);
    const keys = await loseAnswer(walker, act);
    await act.send(walker);
    await act.next(walker);
    if (act.keyed) expect(new Set(keys).size, `${act.at}: ${keys.length} requests, one key`).toBe(1);
    await act.once?.(walker);
}

/** A section of an application. It is saved automatically, so the connection is cut before anything is typed. */
export async function save(walker: Walker, act: Act & { change: Do }): Promise<void> {
    const { page } = walker;
    const where = `${act.at} ${act.calls}`;
    const saved = page.getByText(az("common.saved_at", { time: "" }).trim(), { exact: false });
    await act.open?.(walker);
    await settled(page);
    await look(page, where, "empty");
    if (act.wrong) {
        await act.wrong(walker);
        await expect(page.locator("[role=alert], [aria-invalid=true]").first()).toBeVisible();
        await look(page, where, "error");
    }
    await page.context().setOffline(true);
    await act.fill?.(walker);
    await act.send(walker);
    await told(page, az("application.not_sent"), where);
    await act.kept?.(walker);
    await look(page, where, "offline");
    await page.context().setOffline(false);
    await expect(saved, `${where}: sent by itself`).toBeVisible({ timeout: 20_000 });
    await act.kept?.(walker);
    await look(page, where, "filled");
    await loseAnswer(walker, { ...act, lost: az("application.not_sent"), busy: az("common.saving"), send: act.change });
    await again(page);
    await expect(saved).toBeVisible();
    await act.kept?.(walker);
    await act.send(walker);
    await act.next(walker);
}

/** A page that shows data: while it waits, without a connection, when the server fails, and with its content. */
export async function read(walker: Walker, reading: Reading): Promise<void> {
    const { page } = walker;
    await reading.open?.(walker);
    const { method, url } = calls(reading.calls[0] ?? "");
    if (reading.calls.length > 0) {
        let answer: "hold" | "cut" | "fail" | "let" = "hold";
        let release = () => {};
        const held = new Promise<void>((resolve) => (release = resolve));
        const handler = async (route: Route) => {
            if (route.request().method() !== method || answer === "let") return route.fallback();
            if (answer === "hold") {
                await held;
                return route.abort().catch(() => undefined);
            }
            return answer === "cut" ? route.abort() : route.fulfill({ status: 500, body: "" });
        };
        await page.route(url, handler);
        await page.goto(reading.path(walker));
        await expect(page.getByText(az("common.loading"), { exact: true }).first()).toBeAttached();
        await look(page, `${reading.at} ${reading.calls[0]}`, "busy");
        answer = "cut";
        await page.context().setOffline(true);
        release();
        await told(page, az("error.offline"), reading.at);
        await look(page, reading.at, "offline");
        await page.context().setOffline(false);
        answer = "fail";
        await again(page);
        await told(page, az("error.server"), reading.at);
        await look(page, reading.at, "error");
        answer = "let";
        await again(page);
        await reading.shows(walker);
        await page.unroute(url, handler);
    } else {
        await page.goto(reading.path(walker));
        await reading.shows(walker);
    }
    await settled(page);
    await look(page, reading.at, reading.empty ? "empty" : "filled");
}
