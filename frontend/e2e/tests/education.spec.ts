import type { Page } from "@playwright/test";

import { ApplicationPages } from "../support/application.js";
import { person } from "../support/persons.js";
import { picture } from "../support/pictures.js";
import { complete, Portal } from "../support/portal.js";
import { expect, fits, refusals, sound, test } from "../support/test.js";
import { az, pattern, words } from "../support/words.js";

// Section "Ali təhsil" ("Higher education"): refusals with their reasons, and studies that are not in the registers.

test.use({ expected: refusals });

const saved = (page: Page) => page.getByRole("main").getByText(pattern(az("common.saved_at")));

async function opened(page: Page, fin: string) {
    const portal = await Portal.register(page, person(fin));
    const id = await portal.open();
    await portal.save(id, "personal", complete.personal);
    await portal.save(id, "exam", complete.exam);
    return { portal, pages: new ApplicationPages(page, id) };
}

test("1.6: a present master's student reads the refusal with its clause before anything is typed or paid", async ({ page }) => {
    const { portal, pages } = await opened(page, "5AM3W4Y");
    await portal.topUp(5000);
    const main = page.getByRole("main");
    await pages.openStep("education");
    await expect(main.getByText(/Buraxılış kursunda oxumayan magistrantlar/).first()).toBeVisible();
    await expect(main.getByText(/1\.6-cı bənd/).first()).toBeVisible();
    await pages.education();
    await expect(saved(page)).toBeVisible();
    await pages.saveAndContinue();
    await expect(page, "the section is not left").toHaveURL(/\/education$/);
    await expect(page.getByRole("alert").filter({ hasText: az("error.summary") })).toBeFocused();
    await sound(page);
    await picture(page, "education-refused-1-6-desktop");
    await pages.check();
    await expect(main.getByText(/1\.6-cı bənd/).first()).toBeVisible();
    expect(await portal.balance(), "nothing is charged").toBe(5000);
});

test("1.4: after a state-funded master's the answer none is refused, and the true one says what it closes", async ({ page }) => {
    const { pages } = await opened(page, "6ES6J7M");
    const main = page.getByRole("main");
    await pages.openStep("education");
    await pages.education();
    await expect(main.getByText(/TMMS-də dövlət hesabına magistr təhsiliniz qeyd olunub/).first()).toBeVisible();
    await pages.radio(az("masterExam.prior_question"), /dövlət hesabına/).check();
    await page.getByLabel(az("masterExam.prior_institution")).fill("UNEC");
    await page.getByLabel(az("masterExam.prior_year")).fill("2021");
    await expect(main.getByText(/Yalnız ödənişli əsaslarla olan yerləri seçə biləcəksiniz/)).toBeVisible();
    await expect(main.getByText(/1\.4-cü bənd/).first()).toBeVisible();
    await pages.saveAndContinue();
    await expect(page).not.toHaveURL(/\/education$/);
    await pages.openStep("exam");
    const closed = page.locator("details:not([hidden])", { hasText: "Dövlət sifarişi yeridir" });
    await closed.locator("summary").click();
    await expect(closed.getByText(/1\.4-cü bənd/)).toBeVisible();
    await expect(closed.getByRole("listitem").first()).toContainText("Dövlət sifarişi əsasında");
});

test("MAG-8: studies no register has are typed by hand; 50632 finds 050632", async ({ page }) => {
    const { portal, pages } = await opened(page, "5YX7K8N");
    const main = page.getByRole("main");
    await pages.openStep("education");
    await expect(main.getByText(az("masterExam.not_found"))).toBeVisible();
    await pages.button("masterExam.manual_enter").click();
    await pages.radio(az("masterExam.manual_place"), az("masterExam.manual_here")).check();
    const institution = main.getByRole("combobox", { name: az("masterExam.manual_institution"), exact: true });
    await institution.pressSequentially("naxcivan univ");
    await expect(main.locator(".combo-list").getByRole("option")).toHaveText(["Naxçıvan Dövlət Universiteti", "Naxçıvan Universiteti"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(institution).toHaveValue("Naxçıvan Universiteti");
    await page.getByLabel(az("masterExam.manual_level")).selectOption("bachelor");
    const specialty = main.getByRole("combobox", { name: az("masterExam.specialty"), exact: true });
    await specialty.pressSequentially("50632");
    const found = main.locator(".combo-list").getByRole("option");
    await expect(found).toHaveCount(1);
    await sound(page);
    await found.click();
    await expect(specialty).toHaveValue(/^050632 – İnformasiya texnologiyaları/);
    await page.getByLabel(az("masterExam.manual_admitted")).fill("2010");
    await page.getByLabel(az("masterExam.prior_year")).fill("2014");
    await pages.radio(az("masterExam.manual_status"), az("masterExam.manual_finished")).check();
    await page.getByLabel(az("masterExam.manual_diploma"), { exact: true }).fill("B 001122");
    const date = page.getByRole("group", { name: az("masterExam.manual_diploma_date") });
    await date.getByLabel(az("field.day")).fill("31");
    await date.getByLabel(az("field.month")).fill("2");
    await date.getByLabel(az("field.year"), { exact: true }).fill("2014");
    await page.getByLabel(az("masterExam.average_scale")).selectOption("5");
    await page.getByLabel(az("masterExam.average_value")).fill("91,4");
    await pages.radio(az("masterExam.prior_question"), "Magistr təhsilim yoxdur").check();
    await pages.saveAndContinue();
    const summary = page.getByRole("alert").filter({ hasText: az("error.summary") });
    await expect(summary).toContainText("Bu ayda belə gün yoxdur");
    await expect(summary).toContainText("ÜOMG şkaladan böyük ola bilməz");
    await sound(page);
    await date.getByLabel(az("field.day")).fill("30");
    await date.getByLabel(az("field.month")).fill("6");
    await page.getByLabel(az("masterExam.average_value")).fill("4,5");
    await expect(main.getByText(/Əl ilə yazdığınız təhsil sonra TMMS ilə yoxlanılacaq/)).toBeVisible();
    await picture(page, "education-manual-desktop");
    await pages.saveAndContinue();
    await expect(page).not.toHaveURL(/\/education$/);
    // The typed text is still there after a reload, and the application can be confirmed.
    await pages.openStep("education");
    await expect(specialty).toHaveValue(/^050632/);
    await page.setViewportSize({ width: 360, height: 740 });
    await sound(page);
    await picture(page, "education-manual-mobile");
    await portal.topUp(5000);
    await portal.confirm(pages.id);
    expect(await portal.balance()).toBe(0);
});

test("MAG-8: the country is one of a list, an institution that is not on its list is typed, also in Russian", async ({ page }) => {
    const { portal, pages } = await opened(page, "5SE1D2K");
    await page.evaluate(() => localStorage.setItem("qabul.lang", "ru"));
    const ru = words.ru;
    await page.goto(`${pages.address}/education`);
    const main = page.getByRole("main");
    const combo = (key: string) => main.getByRole("combobox", { name: ru(key), exact: true });
    const press = (key: string) => main.getByRole("button", { name: ru(key), exact: true }).click();
    await press("masterExam.manual_enter");
    const place = (key: string) => main.getByRole("radio", { name: ru(key) });
    await place("masterExam.manual_here").check();
    // Found by the name in the person's language, stored with the name used in its diplomas.
    await combo("masterExam.manual_institution").pressSequentially("бакинский государственный");
    await expect(main.locator(".combo-list").getByRole("option")).toHaveCount(1);
    await sound(page);
    await main.locator(".combo-list").getByRole("option").click();
    await expect(combo("masterExam.manual_institution")).toHaveValue("Bakı Dövlət Universiteti");
    await press("masterExam.manual_institution_not_on_list");
    const typed = main.getByRole("textbox", { name: ru("masterExam.manual_institution"), exact: true });
    await typed.fill("Yeni Universitet");
    await press("masterExam.manual_institution_from_list");
    await expect(combo("masterExam.manual_institution"), "what is not on the list is not taken for a choice").toHaveValue("");
    await place("masterExam.manual_abroad").check();
    await combo("masterExam.manual_country").pressSequentially("груз");
    await expect(main.locator(".combo-list").getByRole("option")).toHaveText(["Грузия"]);
    await main.locator(".combo-list").getByRole("option").click();
    await typed.fill("Tbilisi Universiteti");
    await page.getByLabel(ru("masterExam.manual_level")).selectOption("bachelor");
    await sound(page);
    await picture(page, "education-abroad-desktop");
    await page.setViewportSize({ width: 360, height: 740 });
    await fits(page);
    await picture(page, "education-abroad-mobile");
    await expect.poll(async () => (await portal.application(pages.id)).draft).toMatchObject({
        answers: { education: { manual: { inAzerbaijan: false, country: "GE", institution: "Tbilisi Universiteti" } } },
    });
    await page.reload();
    await expect(combo("masterExam.manual_country")).toHaveValue("Грузия");
    await expect(typed).toHaveValue("Tbilisi Universiteti");
});
