import { readFileSync } from "node:fs";

import type { Locator, Page } from "@playwright/test";

import { look } from "../support/looks.js";
import { expect, fits, test } from "../support/test.js";

// The public check of a placement: choosing files, the worker, the verdict. The files are those of
// docs/placement-format.md and of the invented run published by a demo.

test.use({ expected: /Failed to load resource: the server responded with a status of 404/ });

const texts = JSON.parse(readFileSync(new URL("../../locales/verifier/az.json", import.meta.url), "utf8")) as Record<string, Record<string, string>>;
const say = (key: string, values: Record<string, string> = {}) => {
    const [section = "", ...name] = key.split(".");
    const text = texts[section]?.[name.join(".")];
    if (!text) throw new Error(`no text ${key}`);
    return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), text);
};

const examples = new URL("../../../crates/domain/tests/data/placement/", import.meta.url);
const names = ["input/seats.csv", "input/candidates.csv", "input/choices.csv", "output/placements.csv", "output/cutoffs.csv", "output/explanations.ndjson", "output/digest.txt"];

interface Chosen { name: string; mimeType: string; buffer: Buffer }

/** The files of the plain example, with one of them changed. */
function files(changed = "", change: (text: string) => string = (text) => text): Chosen[] {
    return names.map((path) => {
        const text = readFileSync(new URL(`plain/${path}`, examples), "utf8");
        return { name: path.split("/").pop() ?? "", mimeType: "text/plain", buffer: Buffer.from(path === changed ? change(text) : text) };
    });
}

const main = (page: Page) => page.getByRole("main");
const input = (page: Page, key: string): Locator => page.locator("label.pick", { hasText: say(key) }).locator("input");
const check = (page: Page) => main(page).getByRole("button", { name: say("page.check"), exact: true });
const verdict = (page: Page) => page.locator("#verdict");

async function choose(page: Page, chosen: Chosen[]): Promise<void> {
    await page.goto("/placement/verify");
    await input(page, "page.files").setInputFiles(chosen);
}

test("a true placement is accepted, on this device alone: no request while it is checked", async ({ page }) => {
    const program = page.waitForResponse(/verifier_bg\.wasm$/);
    await choose(page, files());
    await (await program).finished();
    await expect(page.locator(".file").filter({ hasText: say("page.here") })).toHaveCount(7);
    await page.context().setOffline(true);
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await check(page).click();
    await expect(verdict(page)).toHaveText(say("verdict.accepted"));
    await expect(verdict(page)).toBeFocused();
    expect(requests).toEqual([]);
    await page.context().setOffline(false);
    await expect(main(page)).toContainText("d6dfcadd67d5cf84ebff50b6c9e9e9d6be440bba234c8f889ecd0051589b0e60");
    await expect(main(page).locator("dl.sums")).toContainText("10");
    await look(page, "/placement/verify accepted", "filled");
});

test("a changed placement is refused, and the violation names invariant, candidate and code", async ({ page }) => {
    await choose(page, files("output/placements.csv", (text) => text.replace("c4,,", "c4,1,E")));
    await check(page).click();
    await expect(verdict(page)).toHaveText(say("verdict.refused"));
    const row = page.locator(".violation", { hasText: say("finding.overfilled") });
    await expect(row).toContainText("I6");
    await expect(row).toContainText("c4");
    await expect(row).toContainText("E");
    await expect(page.locator(".violation", { hasText: say("finding.place") })).toContainText("–");
    await look(page, "/placement/verify refused", "filled");
    await page.emulateMedia({ media: "print" });
    await expect(verdict(page)).toBeVisible();
    await expect(page.getByRole("button", { name: say("page.print") })).toBeHidden();
    await page.emulateMedia({ media: "screen" });
    await main(page).getByRole("button", { name: say("page.again") }).click();
    await expect(page.locator(".file").filter({ hasText: say("page.here") }), "what was chosen stays").toHaveCount(7);
    await input(page, "page.files").setInputFiles(files().filter(({ name }) => name === "placements.csv"));
    await check(page).click();
    await expect(verdict(page), "with the right file in its place").toHaveText(say("verdict.accepted"));
});

test("a file that cannot be used is told with line and column", async ({ page }) => {
    await choose(page, files("input/candidates.csv", (text) => text.replace("c4,75.50", "c4,75;50")));
    await check(page).click();
    await expect(verdict(page)).toHaveText(say("verdict.unusable"));
    const row = page.locator(".violation");
    await expect(row).toContainText(say("fault.decimal"));
    for (const text of ["input/candidates.csv", "6", "total", "75;50"]) await expect(row.locator("dd", { hasText: new RegExp(`^${text}$`) })).toBeVisible();
    await look(page, "/placement/verify unusable", "error");
});

test("what is missing is named, what does not belong is named too; nothing starts", async ({ page }) => {
    await page.goto("/placement/verify");
    await expect(page.getByRole("heading", { level: 2, name: say("page.own") })).toBeVisible();
    await look(page, "/placement/verify", "empty");
    await check(page).click();
    await expect(page.locator("#lacking")).toBeFocused();
    await expect(page.locator("#lacking")).toContainText("input/seats.csv");
    await input(page, "page.files").setInputFiles([...files().slice(1), { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("x") }]);
    await expect(page.locator("#lacking")).toHaveText(say("page.lacking", { files: "input/seats.csv" }));
    await expect(main(page)).toContainText(say("page.unknown", { files: "notes.txt" }));
    await look(page, "/placement/verify lacking", "error");
    await expect(page).toHaveTitle(`${say("page.title")} – Qəbul`);
});

test("a round for vacant seats: the files of the round before are chosen apart or known by their folder", async ({ page }) => {
    const of = (path: string) => ({ name: path.split("/").pop() ?? "", mimeType: "text/plain", buffer: readFileSync(new URL(`vacant/${path}`, examples)) });
    await page.goto("/placement/verify");
    await input(page, "page.files").setInputFiles(names.map(of));
    await page.getByText(say("page.before_summary")).click();
    await input(page, "page.before").setInputFiles(["previous/placements.csv", "previous/excluded.csv"].map(of));
    await check(page).click();
    await expect(verdict(page)).toHaveText(say("verdict.accepted"));
});

test("a published run is opened and checked; a download that breaks off is told", async ({ page }) => {
    await page.goto("/placement/verify");
    const run = page.locator(".run");
    await expect(run).toHaveCount(1);
    await expect(run).toContainText(say("page.demo"));
    await page.route("**/published/placement/demo-2026/output/cutoffs.csv", (route) => route.fulfill({ status: 404 }));
    await run.getByRole("button", { name: say("page.open") }).click();
    await expect(verdict(page)).toHaveText(say("verdict.lost"));
    await page.unroute("**/published/placement/demo-2026/output/cutoffs.csv");
    await main(page).getByRole("button", { name: say("page.again") }).click();
    await run.getByRole("button", { name: say("page.open") }).click();
    await expect(verdict(page)).toHaveText(say("verdict.accepted"));
    const digest = await page.locator("p.digest").textContent();
    await main(page).getByRole("button", { name: say("page.again") }).click();
    await expect(run, "announced by the same fingerprint").toContainText(digest ?? "?");
});
test("by the keyboard alone, and said aloud: progress and verdict", async ({ page }) => {
    await page.goto("/placement/verify");
    await expect(check(page)).toBeVisible();
    const to = async (target: Locator) => {
        for (let stop = 0; stop < 60; stop += 1) {
            if (await target.evaluate((element) => element === document.activeElement)) return;
            await page.keyboard.press("Tab");
        }
        throw new Error(`not reached by Tab: ${target}`);
    };
    // Asked for early: the browser hands choosers over only some time after it was asked to.
    const asked = page.waitForEvent("filechooser");
    await to(input(page, "page.files"));
    const marked = await page.locator("label.pick", { hasText: say("page.files") }).evaluate((label) => getComputedStyle(label).outlineStyle);
    expect(marked, "the focus can be seen").toBe("solid");
    await page.keyboard.press("Enter");
    const chooser = await asked;
    await chooser.setFiles(files());
    await page.evaluate(() => {
        const said: string[] = [];
        (window as unknown as { said: string[] }).said = said;
        const regions = [...document.querySelectorAll("main [role=status]")];
        new MutationObserver(() => said.push(...regions.map((region) => region.textContent ?? ""))).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await to(check(page));
    await page.keyboard.press("Enter");
    await expect(verdict(page)).toBeFocused();
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said.join("\n"));
    expect(said).toMatch(/\d+ % – /);
    await to(main(page).getByRole("button", { name: say("page.again") }));
    await page.keyboard.press("Enter");
    await expect(check(page)).toBeVisible();
});

test("a large placement leaves the page quick, can be stopped, and is checked", async ({ page }) => {
    test.setTimeout(120_000);
    // Every candidate wishes for a separate row, so that a small program generates large files.
    const count = 60_000;
    const ids = Array.from({ length: count }, (_, n) => `p${String(n).padStart(6, "0")}`);
    const wide = ids.map((id) => `${id},1,A,`).join("\n");
    const buffers: Record<string, string> = {
        "seats.csv": "code,capacity\nA,1\n",
        "candidates.csv": `id,total,uomg,uomg_scale,specialty,logic,language\n${ids.map((id) => `${id},50,,,,,`).join("\n")}\n`,
        "choices.csv": `id,position,code,ineligible\n${wide}\n`,
        "placements.csv": `id,position,code\n${ids.map((id) => `${id},1,A`).join("\n")}\n`,
        "cutoffs.csv": `code,capacity,placed,overflow,total,uomg,uomg_scale,specialty,logic,language,score\nA,1,${count},${count - 1},50.00,,,,,,\n`,
        "explanations.ndjson": ids.map((id) => `{"id":"${id}","position":1,"code":"A","verdict":"PLACED","clauses":[],"own":{"total":50.00,"uomg":null,"uomg_scale":null,"specialty":null,"logic":null,"language":null},"limit":{"total":50.00,"uomg":null,"uomg_scale":null,"specialty":null,"logic":null,"language":null},"criterion":null,"ahead":0,"capacity":1}\n`).join(""),
        "digest.txt": ["input", "output", "rules", "code"].map((word) => `${word} ${"0".repeat(64)}\n`).join(""),
    };
    await choose(page, Object.entries(buffers).map(([name, text]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) })));
    await page.evaluate(() => {
        let last = performance.now();
        const gaps = ((window as unknown as { gaps: number[] }).gaps = []) as number[];
        const tick = () => {
            gaps.push(performance.now() - last);
            last = performance.now();
            requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
    });
    await check(page).click();
    await expect(verdict(page)).toHaveText(say("verdict.refused"), { timeout: 90_000 });
    await expect(page.locator(".violation")).toHaveCount(3);
    for (const key of ["inputDigest", "outputDigest", "rulesDigest"]) await expect(page.locator(".violation", { hasText: say(`finding.${key}`) })).toBeVisible();
    const longest = await page.evaluate(() => Math.max(...(window as unknown as { gaps: number[] }).gaps));
    expect(longest, "the page never stands still for long").toBeLessThan(1_000);
    await fits(page);
});

test("the check can be stopped and started anew", async ({ page }) => {
    // A worker that never answers.
    await page.route("**/verifier.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    await choose(page, files());
    await check(page).click();
    await expect(page.getByRole("progressbar")).toBeVisible();
    await look(page, "/placement/verify running", "busy");
    await page.unroute("**/verifier.js");
    await main(page).getByRole("button", { name: say("page.stop") }).click();
    await expect(page.locator("#stopped")).toBeFocused();
    await check(page).click();
    await expect(verdict(page)).toHaveText(say("verdict.accepted"));
});
