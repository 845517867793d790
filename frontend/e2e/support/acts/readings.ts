import { expect } from "@playwright/test";

import { ApplicationPages } from "../application.js";
import { Registration } from "../registration.js";
import type { Reading, Walker } from "../walk.js";
import { az } from "../words.js";

// Pages that show data from the server, and static pages.

const title = (key: string) => ({ page }: Walker) => expect(page.getByRole("heading", { level: 1 })).toHaveText(az(key));
const text = (key: string) => ({ page }: Walker) => expect(page.getByRole("main").getByText(az(key)).first()).toBeVisible();
const row = (selector: string) => ({ page }: Walker) => expect(page.getByRole("main").locator(selector).first()).toBeVisible();
const of = (end: string) => ({ id }: Walker) => `/applications/${id}${end}`;
const heading = (key: string) => ({ page, id }: Walker) => expect(new ApplicationPages(page, id ?? "").heading(az(key))).toBeVisible();

/** Public pages. */
export const open: Reading[] = [
    { at: "/", calls: ["GET /campaigns"], path: () => "/", shows: text("start.open_now") },
    { at: "/services", calls: ["GET /campaigns"], path: () => "/services", shows: text("services.open") },
    { at: "/eligibility", calls: ["GET /eligibility/check"], path: () => "/eligibility?masterStudent=studying&language=ar", shows: row(".told .findings") },
    { at: "/eligibility", calls: ["GET /eligibility/catalogue"], path: () => "/eligibility?citizenship=foreign", shows: row(".told details") },
    { at: "/help", calls: [], path: () => "/help", shows: title("help.title") },
    { at: "/help/:topic", calls: ["GET /commissions"], path: () => "/help/commissions", shows: row(".desk-place") },
    { at: "*", calls: [], path: () => "/nowhere", shows: title("error.not_found_title") },
];

/** Pages without any data yet. */
export const nothing: Reading[] = [
    { at: "/applications", calls: [], path: () => "/applications", shows: text("application.none"), empty: true },
    { at: "/wallet", calls: [], path: () => "/wallet", shows: text("wallet.statement_empty"), empty: true },
];

/** Pages of the account, with data. */
export const cabinet: Reading[] = [
    { at: "/services", calls: ["GET /services"], path: () => "/services", shows: text("services.used") },
    { at: "/applications", calls: ["GET /applications"], path: () => "/applications", shows: row("a[href^='/applications/']") },
    { at: "/wallet", calls: ["GET /wallet"], path: () => "/wallet", shows: row(".balance-card") },
    { at: "/wallet", calls: ["GET /wallet/entries"], path: () => "/wallet", shows: row(".entry") },
    { at: "/notices", calls: ["GET /notices"], path: () => "/notices", shows: row(".notice") },
    { at: "/profile", calls: ["GET /me/profile"], path: () => "/profile", shows: text("profile.contact") },
    { at: "/account/sessions", calls: ["GET /sessions"], path: () => "/account/sessions", shows: text("account.this_device") },
];

/** Pages of an application that is filled in. */
export const draft: Reading[] = [
    { at: "/applications/:id", calls: ["GET /applications/{id}"], path: of(""), shows: text("application.what_now") },
    { at: "/applications/:id/check", calls: ["GET /applications/{id}"], path: of("/check"), shows: heading("application.check_title") },
    { at: "/applications/:id/exam", calls: ["GET /reference/catalogue"], path: of("/exam"), shows: row(".reach") },
];

/** Pages of a confirmed application. */
export const confirmed: Reading[] = [
    { at: "/applications/:id/status", calls: ["GET /applications/{id}/timeline"], path: of("/status"), shows: text("state.here") },
    { at: "/applications/:id/exam", calls: ["GET /applications/{id}"], path: of("/exam"), shows: text("application.read_only") },
];

/** Flows that continue at the same step after a reload. */
export const resumed: Reading[] = [
    { at: "/register#Phone", calls: ["GET /registrations/current"], path: () => "/register", shows: ({ page }) => new Registration(page).at("phone") },
];
export const resumedReset: Reading[] = [
    { at: "/password#Code", calls: ["GET /password-resets/current"], path: () => "/password", shows: title("reset.code_title") },
];

