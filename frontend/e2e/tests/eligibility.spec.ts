import { picture } from "../support/pictures.js";
import { expect, refusalsAndLosses, sound, test } from "../support/test.js";
import { az, pattern, server, words } from "../support/words.js";

// Eligibility without an account: a form, whose question is kept in the address, answered with clauses.

test.use({ expected: refusalsAndLosses });

interface Row {
    code: string;
    title: string;
    conditions: { teachingLanguage: string; class: string; funding: string };
}

let english: Row, france: Row, ordinary: Row;

test.beforeEach(async ({ request }) => {
    const { items } = (await (await request.get("/api/v1/reference/catalogue", { headers: { "accept-language": "az" } })).json()) as { items: Row[] };
    const find = (fits: (conditions: Row["conditions"]) => boolean) => items.find((row) => fits(row.conditions))!;
    english = find((row) => row.teachingLanguage === "en" && row.class === "general");
    france = find((row) => row.class === "france");
    ordinary = find((row) => row.teachingLanguage === "az" && row.class === "general" && row.funding === "state");
});

const label = (key: string) => az(key);

test("on a phone: asked, shared by its address, opened again with the same answer", async ({ page, browser }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto("/");
    await page.getByRole("link", { name: label("eligibility.link") }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(label("eligibility.title"));
    const told = page.getByRole("region", { name: label("eligibility.answer") });
    // Before any answer there is nothing to count, and the act is named in words.
    await expect(told.getByText(server("eligibility.nothing"))).toBeVisible();
    await expect(told.getByRole("link", { name: az("footer.rules") })).toHaveAttribute("href", "/rules?lang=az");
    await expect(told.getByText(pattern(az("masterExam.reach_counts")))).toHaveCount(0);
    await sound(page);
    await picture(page, "eligibility-empty-mobile");
    await page.getByLabel(label("masterExam.citizenship")).selectOption("azerbaijan");
    await page.getByLabel(label("masterExam.manual_level")).selectOption("bachelor");
    await page.getByLabel(label("masterExam.prior_question")).selectOption("stateFunded");
    const add = page.getByRole("combobox", { name: label("eligibility.wish_add") });
    for (const row of [english, france, ordinary]) {
        await add.fill(row.code);
        await page.getByRole("listbox").getByRole("option").first().click();
        await expect(add).toHaveValue("");
    }
    await page.getByRole("button", { name: label("common.check") }).click();
    await expect(page).toHaveURL(new RegExp(`citizenship=azerbaijan.*priorMaster=stateFunded.*wishes=${english.code},${france.code},${ordinary.code}$`));
    await expect(page.getByRole("heading", { name: label("eligibility.answer"), exact: true })).toBeFocused();
    // 1.4 closes the state-funded seats, 3.2.3 and 3.2.6 exclude two wishes together, 2.1 says who confirms.
    await expect(told.getByText(/1\.4-cü bənd/).first()).toBeVisible();
    await expect(told.getByText(server("eligibility.forNone"))).toBeVisible();
    const parted = told.getByRole("listitem").filter({ hasText: `${english.title} – ${france.title}` });
    await expect(parted).toContainText("3.2.3");
    await expect(parted).toContainText("3.2.6");
    await expect(told.getByText(/2\.1-ci bənd/).first()).toBeVisible();
    await expect(told.getByText(server("eligibility.note"))).toBeVisible();
    await sound(page);
    await picture(page, "eligibility-mobile");
    const said = await told.innerText();

    // Another person opens the link, without an account and in a new browser.
    const other = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage();
    await other.goto(page.url());
    const again = other.getByRole("region", { name: label("eligibility.answer") });
    await expect(again.getByText(server("eligibility.forNone"))).toBeVisible();
    expect(await again.innerText()).toBe(said);
    await expect(other.getByLabel(label("masterExam.prior_question"))).toHaveValue("stateFunded");
    await other.context().close();

    // Back leads to the previous question, forward to this one again.
    await page.goBack();
    await expect(told.getByText(server("eligibility.nothing"))).toBeVisible();
    await expect(page.getByLabel(label("masterExam.prior_question"))).toHaveValue("");
    await page.goForward();
    await expect(told.getByText(server("eligibility.forNone"))).toBeVisible();
    // The next question: without the wish that excludes the other, one language is enough.
    await page.getByRole("button", { name: pattern(az("eligibility.wish_remove", { title: france.code })) }).click();
    await page.getByRole("button", { name: label("common.check") }).click();
    await expect(told.getByText(server("eligibility.forAll", { languages: "İngilis dili" }))).toBeVisible();
});

test("1.6: somebody who may not take part reads it first, and the catalogue names the clause", async ({ page }) => {
    await page.goto("/eligibility?masterStudent=studying");
    const told = page.getByRole("region", { name: label("eligibility.answer") });
    await expect(told.getByText(server("eligibility.barred"))).toBeVisible();
    const shut = told.locator("details", { hasText: /Buraxılış kursunda oxumayan/ });
    await shut.locator("summary").click();
    await expect(shut.getByText(/1\.6-cı bənd/)).toBeVisible();
    await expect(shut.getByRole("listitem").first()).toBeVisible();
    await sound(page);
    await picture(page, "eligibility-barred-desktop");
    await page.emulateMedia({ colorScheme: "dark" });
    await sound(page);
    await picture(page, "eligibility-barred-dark-desktop");
    for (const language of ["en", "ru"] as const) {
        await page.locator(`a[hreflang=${language}]:visible`).click();
        await expect(page.getByText(words[language]("eligibility.clear"))).toBeVisible();
        await sound(page);
    }
});

test("the whole is asked and read by the keyboard alone", async ({ page }) => {
    await page.goto("/eligibility");
    await page.getByLabel(label("masterExam.section")).focus();
    await page.keyboard.press("ArrowDown");
    const add = page.getByRole("combobox", { name: label("eligibility.wish_add") });
    await add.focus();
    await page.keyboard.type(ordinary.code);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: pattern(az("eligibility.wish_remove", { title: ordinary.code })) })).toBeVisible();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: label("common.check") })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: label("eligibility.answer"), exact: true })).toBeFocused();
    await expect(page).toHaveURL(new RegExp(`section=az&wishes=${ordinary.code}$`));
});

test("an answer prints on one page, without the form, with what was asked", async ({ page }) => {
    await page.goto(`/eligibility?citizenship=foreign&level=bachelor&degreeFrom=recognised&priorMaster=paid&section=az&wishes=${english.code},${france.code},${ordinary.code}`);
    await expect(page.getByText(server("eligibility.forNone"))).toBeVisible();
    await page.emulateMedia({ media: "print" });
    await expect(page.locator(".asks")).toBeHidden();
    await expect(page.locator("dl.only-print").getByText(label("masterExam.citizenship"))).toBeVisible();
    await picture(page, "eligibility-print");
    const paper = await page.pdf({ format: "A4", preferCSSPageSize: true });
    const pages = paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length;
    expect(pages).toBe(1);
    await page.emulateMedia({ media: "screen" });
    // The button asks the browser to print.
    await page.evaluate(() => (window.print = () => void document.body.setAttribute("data-printed", "yes")));
    await page.getByRole("button", { name: label("eligibility.print") }).click();
    await expect(page.locator("body")).toHaveAttribute("data-printed", "yes");
    await page.setViewportSize({ width: 1280, height: 900 });
    await sound(page);
    await picture(page, "eligibility-desktop");
});

test("a link with a code that is gone says so and loses nothing else", async ({ page }) => {
    await page.goto(`/eligibility?section=az&wishes=${ordinary.code},000000`);
    await expect(page.getByText(server("fields.unknownSpecialization"))).toBeVisible();
    await page.getByRole("button", { name: pattern(az("eligibility.wish_remove", { title: "000000" })) }).click();
    await page.getByRole("button", { name: label("common.check") }).click();
    await expect(page.getByText(server("eligibility.may"))).toBeVisible();
    await sound(page);
});
