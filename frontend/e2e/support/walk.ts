import { expect, request, type Page, type Route } from "@playwright/test";

import { look, settled } from "./looks.js";
import type { Person } from "./persons.js";
import type { Portal } from "./portal.js";
import { calls } from "./source.js";
import { az } from "./words.js";

// Goes through acts and pages by their rows, and in each of them: looks at every state, holds the answer, cuts the connection before
// the request and after it, and sees that nothing typed is lost and nothing is done twice.

export interface Walker {
    page: Page;
    who: Person;
    portal?: Portal;
    /** The application the walk is about. */
    id?: string;
    /** A file that is being fetched. */
    file?: Promise<boolean>;
}

type Do = (walker: Walker) => Promise<unknown>;

/** Something a person sends. */
export interface Act {
    /** Address of the page, `#` and the step where a page has steps. */
    at: string;
    /** The operation it calls. */
    calls: string;
    /** Leads to the page, where the act before it does not. */
    open?: Do;
    /** Sends it wrong or empty; the page then lists what to mend. */
    wrong?: Do;
    fill?: Do;
    send: Do;
    /** What was typed is still there. */
    kept?: Do;
    /** Where it leads. */
    next: Do;
    /** What must have happened once, although it was sent several times. */
    once?: Do;
    /** What the person reads when no answer came; the sentence about the connection unless told otherwise. */
    lost?: string;
    /** What is said while the answer is awaited; null where an act is so small that nothing is said. */
    busy?: string | null;
    /** It repeats itself for some seconds before it says that no answer came. */
    patient?: true;
    /** It carries a key: every repeat must carry the same. */
    keyed?: true;
}

/** A page that shows what the server knows. */
export interface Reading {
    at: string;
    /** Operations whose silence or fault the page tells; the first one is held, cut and made to fail. */
    calls: string[];
    path: (walker: Walker) => string;
    /** What is there once it is loaded. */
    shows: Do;
    /** Before there is anything to show. */
    empty?: true;
    /** Makes it as it is looked at, for a page of its own state. */
    open?: Do;
}

/** Sends a request past the browser, so that an answer that is lost leaves nothing behind in it, no cookie either. */
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

/** Asks once more, unless the page has done so by itself meanwhile: a page that waits for something looks again from time to time. */
async function again(page: Page): Promise<void> {
    const button = page.getByRole("button", { name: az("common.retry") });
    await button
        .first()
        .click({ timeout: 5_000 })
        .catch(() => expect(button).toHaveCount(0));
}

/** The line is cut: the strip says so, the act says so, what was typed stays. */
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

/** The server did it, but its answer does not come. Gives the keys the requests carried. */
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

/** One act, in every state and through every cut. */
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

/** A section of an application: it saves itself, so the line is cut before anything is typed. */
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
    await page.getByRole("button", { name: az("common.retry") }).click();
    await expect(saved).toBeVisible();
    await act.kept?.(walker);
    await act.send(walker);
    await act.next(walker);
}

/** A page that reads: while it waits, without a line, when the server fails, and with what it shows. */
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
