import { randomUUID } from "node:crypto";
import { expect, type APIRequestContext, type APIResponse, type Page } from "@playwright/test";

import type { Person } from "./persons.js";
import * as simulator from "./simulator.js";

// The portal over its API: what a test needs to stand ready before its own subject begins.

/** Answers that make a plain application complete; the degree is the register's first row. */
export const complete = {
    personal: { namesChanged: false },
    education: { priorMaster: "none" },
    exam: { section: "az", foreignLanguage: "en", specializationLanguage: "none" },
};

interface Application {
    etag: string;
    state: string;
    draft: unknown;
    education: { degrees: { id: string }[] };
    money: { balance: number };
}

type Method = "get" | "post" | "put" | "delete";

/** A signed-in person's calls. Cookies are the browser context's, the access token is this object's own. */
export class Portal {
    private constructor(
        private readonly api: APIRequestContext,
        private token: string,
    ) {}

    /** Opens a cabinet and leaves the browser signed in, as if the person had come by the pages. */
    static async register(page: Page, who: Person): Promise<Portal> {
        const portal = new Portal(page.context().request, "");
        const step = (path: string, data?: unknown) => portal.call("post", `/registrations${path}`, data);
        await step("", { wayIn: "citizen" });
        await step("/current/identity", { fin: who.fin, birthDate: who.birthDate });
        await step("/current/identity/confirm");
        await step("/current/phone", { phone: who.phone });
        await step("/current/phone/verify", { code: await simulator.code(who) });
        await step("/current/email", { email: who.email, emailAgain: who.email });
        const opened = await step("/current/password", { password: who.password, passwordAgain: who.password });
        portal.token = (await opened.json()).accessToken;
        await page.goto("/check");
        await page.evaluate(() => localStorage.setItem("qabul.session", "1"));
        return portal;
    }

    /** Calls of somebody who has a cabinet already. */
    static async signedIn(page: Page, who: Person): Promise<Portal> {
        const portal = new Portal(page.context().request, "");
        await portal.signIn(who);
        return portal;
    }

    /** A new session for these calls; the browser's own is not touched by what they do afterwards. */
    async signIn(who: Person): Promise<void> {
        const session = await this.call("post", "/sessions", { login: who.email, password: who.password });
        this.token = (await session.json()).accessToken;
    }

    /** Opens an application for the campaign that is open now. */
    async open(): Promise<string> {
        const campaigns = await (await this.call("get", "/campaigns")).json();
        const campaignId = campaigns.items.find((one: { phase: string }) => one.phase === "open").id;
        return (await (await this.call("post", "/applications", { campaignId })).json()).id;
    }

    async application(id: string): Promise<Application> {
        return (await this.call("get", `/applications/${id}`)).json();
    }

    async applications(): Promise<unknown[]> {
        return (await (await this.call("get", "/applications")).json()).items;
    }

    /** Saves one section, as the first tab to do so. */
    async save(id: string, step: keyof typeof complete, answers: object): Promise<void> {
        await this.call("put", `/applications/${id}/answers`, { step: `masterExam.${step}`, answers }, { "If-Match": '"0"' });
    }

    /** Opens an application and fills in all three sections. */
    async filled(): Promise<string> {
        const id = await this.open();
        const degreeId = (await this.application(id)).education.degrees[0]?.id;
        await this.save(id, "personal", complete.personal);
        await this.save(id, "education", { ...complete.education, degreeId });
        await this.save(id, "exam", complete.exam);
        return id;
    }

    /** Brings money to the balance by way of the payment provider. */
    async topUp(amount: number): Promise<void> {
        const started = await (await this.call("post", "/wallet/top-ups", { amount })).json();
        await this.api.post(started.redirectUrl, { form: { act: "pay" }, maxRedirects: 0 });
        const state = async () => (await (await this.call("get", `/wallet/top-ups/${started.id}`)).json()).state;
        await expect.poll(state, { message: "the provider's word" }).toBe("paid");
    }

    /** Signs the account out everywhere. */
    async endSessions(): Promise<void> {
        await this.call("delete", "/sessions");
    }

    async confirm(id: string): Promise<void> {
        const { etag } = await this.application(id);
        await this.call("post", `/applications/${id}/confirm`, { consentedFee: 5000, consent: true }, { "If-Match": `"${etag}"` });
    }

    async print(id: string): Promise<Buffer> {
        return (await this.call("get", `/applications/${id}/print`)).body();
    }

    async balance(): Promise<number> {
        return (await (await this.call("get", "/wallet")).json()).balance;
    }

    /** Sums that left the balance, newest first. */
    async charges(): Promise<number[]> {
        const page = await (await this.call("get", "/wallet/entries")).json();
        return page.items.map((entry: { amount: number }) => entry.amount).filter((amount: number) => amount < 0);
    }

    async call(method: Method, path: string, data?: unknown, headers: Record<string, string> = {}): Promise<APIResponse> {
        const own: Record<string, string> = { "X-Qabul": "test", "Idempotency-Key": randomUUID(), "Accept-Language": "az" };
        if (this.token) own["Authorization"] = `Bearer ${this.token}`;
        const answer = await this.api[method](`/api/v1${path}`, { data, headers: { ...own, ...headers } });
        expect(answer.ok(), `${method} ${path}: ${answer.status()} ${answer.ok() ? "" : await answer.text()}`).toBe(true);
        return answer;
    }
}

/** Shifts the clock of the demo installation by so many seconds against the true time. */
export async function shiftClock(api: APIRequestContext, seconds: number): Promise<void> {
    expect(await api.put("/api/v1/system/clock", { data: { seconds }, headers: { "X-Qabul": "test" } })).toBeOK();
}
