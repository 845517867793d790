import type { Page } from "@playwright/test";

import { ApplicationPages } from "../support/application.js";
import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { SlowLine } from "../support/slow-line.js";
import { expect, test } from "../support/test.js";
import { az } from "../support/words.js";

// U10: time until the first text and until a saved step on a slow connection. The figures are for docs/performance.md
// and are not checked, because they depend on the machine; they are measured only if FIGURES=1 is set.

const measured = process.env.FIGURES ? test : () => undefined;
const rounds = 5;
const line = { width: 50_000, roundTrip: 400, loss: 0.02 };

measured("U10: 400 kbit/s, 400 ms there and back, 2 % lost: the first words of a page and a saved step", async ({ browser, baseURL }) => {
    test.setTimeout(180_000);
    const took = new Map<string, number[]>();
    const note = (what: string, ms: number) => took.set(what, [...(took.get(what) ?? []), ms]);
    const laid = await SlowLine.to(baseURL ?? "", line);
    const device = async (): Promise<Page> => (await browser.newContext({ baseURL: laid.address, locale: "az" })).newPage();

    laid.slow = true;
    for (const [what, address, heading] of [["start", "/", /qəbul/], ["log-in", "/login", az("login.heading")]] as const) {
        for (let round = 0; round < rounds; round++) {
            const page = await device();
            const begun = performance.now();
            await page.goto(address, { waitUntil: "commit" });
            // The shell is shown before the program starts: on the start page with its text, on other pages with the
            // frame.
            await page.getByRole("banner").getByText(az("common.brand"), { exact: true }).waitFor();
            note(`${what}, cold: the frame`, performance.now() - begun);
            await page.getByRole("heading", { level: 1, name: heading }).waitFor();
            note(`${what}, cold: the heading`, performance.now() - begun);
            const paint = () => page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0);
            await expect.poll(paint).toBeGreaterThan(0);
            note(`${what}, cold: first contentful paint`, await paint());
            await page.context().close();
        }
    }

    laid.slow = false;
    const page = await device();
    const portal = await Portal.register(page, person("5SK1D2Q"));
    const pages = new ApplicationPages(page, await portal.open());
    for (let round = 0; round < rounds; round++) {
        await pages.openStep("personal");
        // Every round changes an answer, so that there is something to save.
        await pages.radio(az("masterExam.names_changed"), az("masterExam.names_same")).check();
        laid.slow = true;
        const begun = performance.now();
        await pages.saveAndContinue();
        await expect(pages.heading(az("masterExam.education_title"))).toBeVisible();
        note("a form step: from the press to the next step", performance.now() - begun);
        laid.slow = false;
    }
    await page.context().close();
    await laid.close();

    for (const [what, times] of took) {
        times.sort((a, b) => a - b);
        const [least, middle, most] = [times[0], times[times.length >> 1], times.at(-1)].map((ms) => Math.round(ms ?? 0));
        console.log(`${what}: median ${middle} ms (${least} to ${most})`);
    }
});
