import type { APIRequestContext, Page } from "@playwright/test";

import { ApplicationPages, fee } from "../support/application.js";
import { officer } from "../support/officer.js";
import { picture } from "../support/pictures.js";
import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { expect, refusals, sound, test } from "../support/test.js";
import { az, pattern, server } from "../support/words.js";

// Confirmation by the commission (clauses 2.1–2.2) for a recognised foreign degree. The officer uses the command line,
// which sends its orders to the running portal.

test.use({ expected: refusals });

const all = ["identity", "diploma", "recognition", "translation"];

/** Decides as an officer about the application on the page. */
async function decide(api: APIRequestContext, act: string, workNumber: string, more: string[] = []): Promise<void> {
    const campaigns = await (await api.get("/api/v1/campaigns")).json();
    const open = campaigns.items.find((one: { phase: string }) => one.phase === "open");
    const campaign = `master-${open.academicYear.slice(0, 4)}-${open.attempt}`;
    const said = officer("application", act, campaign, workNumber, "--officer", "demo", ...more);
    expect(said.trim()).toBe("done");
}

async function workNumber(page: Page): Promise<string> {
    return (await page.locator(".work-number").first().innerText()).replace(/\s/g, "");
}

test("clauses 2.1–2.2: sent to the commission, returned, mended, sent again, confirmed", async ({ page, request }) => {
    test.setTimeout(120_000);
    const who = person("5XW7Y2A");
    const portal = await Portal.register(page, who);
    const id = await portal.filled();
    const pages = new ApplicationPages(page, id);
    const main = page.getByRole("main");

    await test.step("the overview says who confirms, what to bring, where and until when", async () => {
        await page.goto(pages.address);
        const desk = main.locator(".desk");
        await expect(desk.getByText(az("desk.bring"))).toBeVisible();
        await expect(desk.locator(".desk-papers li")).toHaveCount(4);
        await expect(desk).toContainText("2.1.3");
        await expect(desk).toContainText("17:00");
        await expect(desk.locator(".desk-place").first()).toBeVisible();
        await expect(main.getByText(server("confirmation.policy.rules2017"))).toBeVisible();
        await sound(page);
        await picture(page, "commission-overview");
    });

    await test.step("the calendar file is downloaded", async () => {
        const coming = page.waitForEvent("download");
        await pages.button("application.calendar").click();
        const file = await coming;
        expect(file.suggestedFilename()).toBe("qebul-son-tarix.ics");
        const text = (await (await import("node:fs/promises")).readFile(await file.path())).toString();
        expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
        expect(text).toMatch(/DTEND;TZID=Asia\/Baku:\d{8}T170000\r\n/);
        expect(text.match(/BEGIN:VALARM/g)).toHaveLength(2);
    });

    await test.step("without the money nothing is sent; the way to a top-up leads back", async () => {
        await page.goto(`${pages.address}/check`);
        await pages.button("application.send").click();
        const missing = main.getByRole("alert").getByRole("link", { name: az("application.add_money", { sum: fee }) });
        await expect(missing).toHaveAttribute("href", new RegExp(`returnTo=${pages.address}/check`));
        await sound(page);
        await portal.topUp(5000);
    });

    await test.step("sent: nothing is charged yet", async () => {
        await page.goto(`${pages.address}/check`);
        await sound(page);
        await pages.button("application.send").click();
        await expect(main.getByText(server("masterExam.states.awaitingCommission")).first()).toBeVisible();
        await expect(main.locator(".desk-papers li")).toHaveCount(4);
        expect(await portal.charges()).toEqual([]);
        await sound(page);
        await picture(page, "commission-awaiting");
    });

    const number = await workNumber(page);
    const reason = "Diplomun nömrəsi uyğun gəlmir";
    await test.step("returned: the reason, and only what was marked can be changed", async () => {
        await decide(request, "sqk-return", number, ["--reason", reason, "--steps", "masterExam.education"]);
        await page.goto(pages.address);
        await expect(main.getByText(reason)).toBeVisible();
        await expect(main.getByText(az("desk.only_marked"))).toBeVisible();
        await sound(page);
        await picture(page, "commission-returned");
        await page.goto(`${pages.address}/exam`);
        await expect(main.getByText(az("application.read_only"))).toBeVisible();
        await expect(main.getByRole("radio")).toHaveCount(0);
        await pages.openStep("education");
        await expect(main.getByRole("radio").first()).toBeEnabled();
    });

    await test.step("sent again and confirmed by the commission", async () => {
        await page.goto(`${pages.address}/check`);
        await pages.button("application.send").click();
        await expect(main.getByText(server("masterExam.states.awaitingCommission")).first()).toBeVisible();
        await decide(request, "sqk-confirm", number, ["--seen", all.join(",")]);
        await page.reload();
        await expect(main.getByText(server("masterExam.states.confirmed")).first()).toBeVisible();
        await expect(main.getByText(server("timeline.masterExam.seen"))).toBeVisible();
        expect(await portal.charges()).toEqual([-5000]);
        await sound(page);
    });

    await test.step("the receipt is downloaded", async () => {
        const coming = page.waitForEvent("download");
        await pages.button("application.receipt").click();
        expect((await coming).suggestedFilename()).toBe("qebul-qebz.pdf");
    });

    await test.step("asking to withdraw: no refund is said before the button", async () => {
        await main.getByText(az("desk.withdraw_title")).click();
        await expect(main.getByText(az("desk.no_refund"))).toBeVisible();
        await sound(page);
        await picture(page, "withdrawal");
        await pages.button("desk.withdraw").click();
        await expect(main.getByText(server("masterExam.states.withdrawalRequested")).first()).toBeVisible();
        await decide(request, "withdrawal-grant", number);
        await page.reload();
        await expect(main.getByText(server("masterExam.states.withdrawn")).first()).toBeVisible();
        await expect(main.getByRole("button", { name: az("application.print") })).toHaveCount(0);
        await sound(page);
    });
});

test("the pages of the commission fit a phone, also in the dark", async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: "dark" });
    const portal = await Portal.register(page, person("5DK7Y4C"));
    const id = await portal.filled();
    const pages = new ApplicationPages(page, id);
    await page.goto(pages.address);
    await expect(page.locator(".desk-papers li")).toHaveCount(4);
    await sound(page);
    await picture(page, "commission-overview-360-dark");
    await page.goto(`${pages.address}/check`);
    await sound(page);
    await expect(page.getByText(pattern(az("desk.until")))).toBeVisible();
});
