import { ApplicationPages } from "../support/application.js";
import { person } from "../support/persons.js";
import { picture } from "../support/pictures.js";
import { Portal } from "../support/portal.js";
import { expect, refusalsAndLosses, sound, test } from "../support/test.js";
import { az, pattern, words } from "../support/words.js";

// Section "İmtahan" ("Exam"): what the chosen language opens and closes in the catalogue, before anything is paid.

test.use({ expected: refusalsAndLosses });

test("3.2: the catalogue follows the language at once and names the clause that closes", async ({ page }) => {
    const portal = await Portal.register(page, person("5QT1D2G"));
    const pages = new ApplicationPages(page, await portal.open());
    await pages.openStep("exam");
    const counts = page.getByText(pattern(az("masterExam.reach_counts")));
    const reach = page.getByRole("region", { name: az("masterExam.reach_title") });
    const group = (text: string | RegExp) => reach.locator("details:visible", { hasText: text });
    await pages.exam("İngilis dili");
    await expect(group(/ingilis \(alman\)/)).toBeVisible();
    const english = await counts.textContent();
    await pages.radio(az("masterExam.foreign_language"), "Ərəb dili").check();
    await expect(counts).not.toHaveText(english ?? "");
    await expect(reach.getByText(/Ərəb və ya fars dili yalnız bunlar üçün/)).toBeVisible();
    const open = group(az("masterExam.reach_open"));
    await open.locator("summary").click();
    await expect(open.getByRole("listitem").first()).toBeVisible();
    for (const line of await open.getByRole("listitem").allTextContents()) expect(line).toMatch(/Azərbaycan|tarix/);
    const closed = group(/Tədrisi Azərbaycan dilində: ingilis/);
    await closed.locator("summary").click();
    const cited = closed.getByRole("link", { name: "(Qaydalar, 3.2.1-ci bənd)" });
    await expect(cited).toHaveAttribute("href", "/rules?lang=az#clause-3.2.1");
    await sound(page);
    // Said once, also when the answer is saved and the server advises about it.
    await expect(page.getByText(/Ərəb və ya fars dili yalnız bunlar üçün/)).toHaveCount(1);
    await picture(page, "exam-reach-desktop");
    // An opened group stays open when the answer changes.
    await pages.radio(az("masterExam.foreign_language"), "Fransız dili").check();
    await expect(open.getByRole("listitem").first()).toBeVisible();
    await expect(open.getByRole("listitem").filter({ hasText: "Fransaşünaslıq" }).first()).toBeVisible();
    // Searching filters every group, also without Azerbaijani letters, and saves nothing.
    await reach.getByRole("searchbox").fill("almaniyasunasliq");
    await expect(reach.getByRole("listitem").filter({ visible: true })).toHaveCount(3);
    await reach.getByRole("searchbox").press("Enter");
    await expect(page).toHaveURL(/\/exam$/);
    await reach.getByRole("searchbox").fill("  qxzw ");
    await expect(reach.getByText(az("masterExam.reach_none", { wanted: "qxzw" }))).toBeVisible();
    await picture(page, "exam-reach-no-hits-desktop");
    await reach.getByRole("searchbox").fill("");
    await page.setViewportSize({ width: 360, height: 740 });
    await sound(page);
    await picture(page, "exam-reach-mobile");
    await page.emulateMedia({ colorScheme: "dark" });
    await sound(page);
    await picture(page, "exam-reach-dark-mobile");
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator("a[hreflang=ru]:visible").click();
    await expect(page.getByText(pattern(words.ru("masterExam.reach_counts")))).toBeVisible();
    await sound(page);
});

test("advice, counts and list are one answer: open and closed make all, nothing is promised where nothing is open; without the catalogue one answers all the same", async ({ page }) => {
    const portal = await Portal.register(page, person("4KC7A8D"));
    const pages = new ApplicationPages(page, await portal.open());
    await pages.openStep("exam");
    const reach = page.getByRole("region", { name: az("masterExam.reach_title") });
    const counts = reach.getByText(pattern(az("masterExam.reach_counts")));
    const numbers = async () => ((await counts.textContent()) ?? "").match(/\d+/g)?.map(Number) ?? [];
    await pages.exam("İngilis dili");
    const [open = 0, closed = 0] = await numbers();
    expect(open).toBeGreaterThan(0);
    await expect(reach.getByText(/sizə açıq olan ixtisaslaşmaların tədris dili: Azərbaycan/)).toBeVisible();
    await pages.radio(az("masterExam.section"), "Rus bölməsi").check();
    await expect(reach.getByText(/tədris dili: .*rus/)).toBeVisible();
    const russian = await numbers();
    expect((russian[0] ?? 0) + (russian[1] ?? 0), "all there are, whatever is answered").toBe(open + closed);
    await pages.radio(az("masterExam.foreign_language"), "Rus dili").check();
    await expect(reach.getByText(/heç bir ixtisaslaşma açıq deyil/)).toBeVisible();
    expect(await numbers()).toEqual([0, open + closed]);
    await expect(reach.getByRole("status").getByText(/biləcəksiniz/), "no promise beside it").toHaveCount(0);
    await sound(page);

    // If the catalogue cannot be loaded, the questions can still be answered.
    await page.route("**/reference/catalogue", (route) => route.abort());
    await pages.openStep("exam");
    await pages.exam("Alman dili");
    const saved = page.getByRole("main").getByText(pattern(az("common.saved_at")));
    await expect(saved).toBeVisible();
    await expect(pages.button("common.retry")).toBeVisible();
    await page.unroute("**/reference/catalogue");
    await pages.button("common.retry").click();
    await expect(page.getByText(pattern(az("masterExam.reach_counts")))).toBeVisible();
    await sound(page);
});
