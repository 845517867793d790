import { expect, request, type APIRequestContext } from "@playwright/test";

import { here } from "./here.js";
import type { Person } from "./persons.js";

// The external systems: the messages they received, and how they behave.

interface Sms {
    to: string;
    text: string;
}

interface Mail {
    number: number;
    to: string[];
    subject: string;
    text: string;
    files: { name: string; mime: string; size: number }[];
}

export type Outside = "population" | "tmms" | "tkta" | "examCentre" | "sms" | "mail" | "payment";

async function talk<T>(what: (api: APIRequestContext) => Promise<T>): Promise<T> {
    const api = await request.newContext({ baseURL: here.simulator });
    try {
        return await what(api);
    } finally {
        await api.dispose();
    }
}

async function inbox(): Promise<{ sms: Sms[]; mails: Mail[] }> {
    return talk(async (api) => (await api.get("/inbox.json")).json());
}

/** Codes sent to a person's number, newest first. */
export async function codes(of: Person): Promise<string[]> {
    const { sms } = await inbox();
    return sms.filter((one) => one.to.endsWith(of.phone)).flatMap((one) => one.text.match(/\b\d{6}\b/)?.[0] ?? []);
}

/** The newest code, after at least `nth` have arrived. */
export async function code(of: Person, nth = 1): Promise<string> {
    await expect.poll(async () => (await codes(of)).length, { message: "an SMS with a code" }).toBeGreaterThanOrEqual(nth);
    return (await codes(of))[0] ?? "";
}

/** The path of the newest link sent to an address, including the secret. */
export async function link(email: string): Promise<string> {
    let found: string | undefined;
    await expect
        .poll(async () => {
            const { mails } = await inbox();
            found = mails.filter((mail) => mail.to.includes(email)).map((mail) => mail.text.match(/\/email#\S+/)?.[0]).find(Boolean);
            return found !== undefined;
        }, { message: "an e-mail with a link" })
        .toBe(true);
    return found ?? "";
}

/** The attachment of the newest e-mail that has one, as soon as it has arrived. */
export async function paper(of: Person): Promise<Buffer> {
    let found: Mail | undefined;
    await expect
        .poll(async () => {
            found = (await inbox()).mails.find((mail) => mail.to.includes(of.email) && mail.files.length > 0);
            return found !== undefined;
        }, { message: "an e-mail with the application" })
        .toBe(true);
    return talk(async (api) => (await api.get(`/mails/${found?.number}/files/0`)).body());
}

/** Sets the behaviour of an external system; `reset` sets all of them to normal. */
export async function turn(system: Outside, mode: "silent" | "error" | "normal"): Promise<void> {
    await talk(async (api) => expect(await api.post("/switches", { data: { system, mode } })).toBeOK());
}

export async function reset(): Promise<void> {
    await talk(async (api) => expect(await api.post("/switches/reset")).toBeOK());
}
