import { expect, type Page } from "@playwright/test";

import type { Person } from "./persons.js";
import * as simulator from "./simulator.js";
import { az } from "./words.js";

/** `/register`, step by step. Each method fills in one step and sends it. */
export class Registration {
    constructor(private readonly page: Page) {}

    async open(): Promise<void> {
        await this.page.goto("/register");
        await this.at("citizenship");
    }

    /** Waits for a step by its h1. */
    async at(step: "citizenship" | "identity" | "phone" | "email" | "password" | "done"): Promise<void> {
        await expect(this.page.getByRole("heading", { level: 1 })).toHaveText(az(`registration.${step}_title`));
    }

    button(label: string) {
        return this.page.getByRole("main").getByRole("button", { name: az(label), exact: true });
    }

    async citizen(): Promise<void> {
        await this.page.getByRole("radio", { name: az("registration.way_citizen") }).check();
        await this.button("common.next").click();
        await this.at("identity");
    }

    async identity(fin: string, birth: Person["birth"]): Promise<void> {
        await this.page.getByLabel(az("field.fin"), { exact: true }).fill(fin);
        await this.page.getByLabel(az("field.day"), { exact: true }).fill(birth.day);
        await this.page.getByLabel(az("field.month"), { exact: true }).fill(birth.month);
        await this.page.getByLabel(az("field.year"), { exact: true }).fill(birth.year);
        await this.button("common.check").click();
    }

    /** Fills in the data of a person under protection, with this name. */
    async byHand(name: string): Promise<void> {
        const field = (key: string) => this.page.getByLabel(az(key), { exact: true });
        await field("profile.surname").fill("Nümunəzadə");
        await field("profile.name").fill(name);
        await this.page.getByLabel(az("registration.no_patronymic")).check();
        await field("field.day").fill("1");
        await field("field.month").fill("5");
        await field("field.year").fill("1999");
        await field("registration.protection_number").fill("385-21c00123");
        await field("profile.registered_place").fill("Bakı şəhəri, Nümunə küçəsi 7");
        await this.page.getByLabel(az("registration.same_place")).check();
    }

    /** Presses "Bəli, mənimdir" ("Yes, these are mine") below the masked data. */
    async itsMe(): Promise<void> {
        await this.button("registration.confirm_me").click();
        await this.at("phone");
    }

    async askForCode(phone: string): Promise<void> {
        await this.page.getByRole("textbox", { name: az("field.phone") }).fill(phone);
        await this.button("registration.send_code").click();
        await expect(this.codeField).toBeFocused();
    }

    get codeField() {
        return this.page.getByLabel(az("field.code"), { exact: true });
    }

    async typeCode(code: string): Promise<void> {
        await this.codeField.fill(code);
        await this.button("common.next").click();
    }

    async email(first: string, second = first): Promise<void> {
        await this.page.getByLabel(az("field.email"), { exact: true }).fill(first);
        await this.page.getByLabel(az("field.email_again"), { exact: true }).fill(second);
        await this.button("common.next").click();
    }

    async password(first: string, second = first): Promise<void> {
        await this.page.getByLabel(az("field.password"), { exact: true }).fill(first);
        await this.page.getByLabel(az("field.password_again"), { exact: true }).fill(second);
        await this.button("registration.finish").click();
    }

    /** From the first step up to the phone step. */
    async proven(who: Person): Promise<void> {
        await this.open();
        await this.citizen();
        await this.identity(who.fin, who.birth);
        await this.itsMe();
    }

    /** From the first step up to the e-mail step. */
    async verified(who: Person): Promise<void> {
        await this.proven(who);
        await this.askForCode(who.phone);
        await this.typeCode(await simulator.code(who));
        await this.at("email");
    }
}

/** `/login` */
export async function signIn(page: Page, login: string, password: string): Promise<void> {
    await page.getByLabel(az("login.login"), { exact: true }).fill(login);
    await page.getByLabel(az("field.password"), { exact: true }).fill(password);
    await page.getByRole("main").getByRole("button", { name: az("login.submit"), exact: true }).click();
}

/** Presses "Çıx" ("Sign out") in the person box, or in the menu on a narrow screen. */
export async function signOut(page: Page): Promise<void> {
    const banner = page.getByRole("banner");
    const opens = banner.locator("#person-button, #menu-button").filter({ visible: true });
    if ((await opens.getAttribute("aria-expanded")) !== "true") await opens.click();
    await banner.getByRole("button", { name: az("header.sign_out") }).filter({ visible: true }).click();
    await expect(page.getByRole("status").filter({ hasText: az("header.signed_out") })).toBeVisible();
}
