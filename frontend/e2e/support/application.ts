import { expect, type Page } from "@playwright/test";

import { az } from "./words.js";

// The pages of one application, with locators as a person would find things.

export type Step = "personal" | "education" | "exam";

export const fee = "50,00 AZN";

export class ApplicationPages {
    constructor(
        private readonly page: Page,
        readonly id: string,
    ) {}

    get address() {
        return `/applications/${this.id}`;
    }

    heading(text: string) {
        return this.page.getByRole("heading", { level: 1, name: text, exact: true });
    }

    button(label: string, values: Record<string, string> = {}) {
        return this.page.getByRole("button", { name: az(label, values), exact: true });
    }

    radio(group: string, option: string | RegExp) {
        return this.page.getByRole("group", { name: group }).getByRole("radio", { name: option });
    }

    async openStep(step: Step): Promise<void> {
        await this.page.goto(`${this.address}/${step}`);
        await expect(this.heading(az(`masterExam.${step}_title`))).toBeVisible();
    }

    async personal(): Promise<void> {
        await this.radio(az("masterExam.names_changed"), az("masterExam.names_same")).check();
    }

    async education(): Promise<void> {
        await this.page.getByRole("group", { name: az("masterExam.degree") }).getByRole("radio").first().check();
        await this.radio(az("masterExam.prior_question"), "Magistr təhsilim yoxdur").check();
    }

    async exam(foreign = "İngilis dili", specialization = "Dil ixtisaslaşması seçməyəcəyəm"): Promise<void> {
        await this.radio(az("masterExam.section"), "Azərbaycan bölməsi").check();
        await this.radio(az("masterExam.foreign_language"), foreign).check();
        await this.specialization.selectOption({ label: specialization });
    }

    get specialization() {
        return this.page.getByRole("combobox", { name: az("masterExam.specialization_language") });
    }

    async saveAndContinue(): Promise<void> {
        await this.button("common.save_and_continue").click();
    }

    async check(): Promise<void> {
        await this.page.goto(`${this.address}/check`);
        await expect(this.heading(az("application.check_title"))).toBeVisible();
    }

    /** The button below the answers; it opens the consent dialog and does not confirm yet. */
    get ask() {
        return this.page.getByRole("main").locator(".split").getByRole("button", { name: az("application.confirm_pay", { fee }) });
    }

    get dialog() {
        return this.page.getByRole("dialog", { name: az("application.consent_title") });
    }

    get consent() {
        return this.dialog.getByRole("checkbox");
    }

    get agree() {
        return this.dialog.getByRole("button", { name: az("application.confirm_pay", { fee }) });
    }

    async isDone(): Promise<void> {
        await expect(this.page).toHaveURL(new RegExp(`${this.address}/done$`));
        await expect(this.heading(az("application.done_title"))).toBeVisible();
    }
}

/** The id in the address of an application's page. */
export async function idOf(page: Page): Promise<string> {
    await expect(page).toHaveURL(/\/applications\/[0-9a-f-]{36}/);
    return new URL(page.url()).pathname.split("/")[2] ?? "";
}
