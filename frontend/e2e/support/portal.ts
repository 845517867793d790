import { randomUUID } from "node:crypto";
import { expect, type APIRequestContext, type APIResponse, type Page } from "@playwright/test";

import type { Person } from "./persons.js";
import * as simulator from "./simulator.js";

// Calls of the portal's API that prepare what a test needs before its own subject.

/** Answers that complete a plain application; the degree is the register's first record. */
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

/** The calls of a signed-in person. Cookies belong to the browser context, the access token to this object. */
export class Portal {
    private constructor(
        private readonly api: APIRequestContext,
        private token: string,
    ) {}

    /** Creates an account and leaves the browser signed in, as if the person had used the pages. */
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

    /** Calls of a person who already has an account. */
    static async signedIn(page: Page, who: Person): Promise<Portal> {
        const portal = new Portal(page.context().request, "");
        await portal.signIn(who);
        return portal;
    }

    /** A new session for these calls; they do not affect the browser's own session. */
    async signIn(who: Person): Promise<void> {
        const session = await this.call("post", "/sessions", { login: who.email, password: who.password });
        this.token = (await session.json()).accessToken;
    }

    /** Opens an application for the campaign that is open at present. */
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

    /** Saves one section, with the revision of the first save. */
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

    /** Adds money to the balance through the payment provider. */
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

    /** Charged amounts, newest first. */
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

/** Shifts the demo's clock by this many seconds relative to the system time. */
export async function shiftClock(api: APIRequestContext, seconds: number): Promise<void> {
    expect(await api.put("/api/v1/system/clock", { data: { seconds }, headers: { "X-Qabul": "test" } })).toBeOK();
}
