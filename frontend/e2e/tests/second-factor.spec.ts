import { person } from "../support/persons.js";
import { Portal } from "../support/portal.js";
import { signIn, signOut } from "../support/registration.js";
import { appCode, otherThan, turnOn } from "../support/second-factor.js";
import { endsLater } from "../support/session-end.js";
import { arrived, expect, refusals, sound, test } from "../support/test.js";
import { az, server } from "../support/words.js";

// The optional second factor: a code of an authenticator app in addition to the password.

test.use({ expected: refusals });

test("the second step is turned on, asked for when signing in, done by a recovery code when the telephone is away, and turned off", async ({ page, context }) => {
    const who = person("5SG1D2M");
    await Portal.register(page, who);
    const main = page.getByRole("main");
    const field = (key: string) => page.getByLabel(az(key), { exact: true });
    const press = (key: string) => main.getByRole("button", { name: az(key), exact: true }).click();
    const summary = page.getByRole("alert").filter({ hasText: az("error.summary") });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);

    await page.goto("/profile");
    await main.getByRole("link", { name: `${az("second.turn_on_short")} – ${az("second.title")}` }).click();
    await arrived(page, az("second.title"));
    await field("account.password_present").fill("not the password");
    await press("common.continue");
    await expect(summary).toBeFocused();
    await field("account.password_present").fill(who.password);
    await press("common.continue");
    await expect(page.getByRole("heading", { level: 2, name: az("second.scan_title") })).toBeFocused();
    const picture = main.getByRole("img", { name: az("second.qr") });
    await expect(picture).toBeVisible();
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth), "the picture is drawn").toBeGreaterThan(100);
    const secret = await main.locator(".qr-card .mono").innerText();
    await press("second.copy_key");
    await expect(page.getByText(az("second.copied"))).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret.replaceAll(" ", ""));
    await sound(page);
    await field("second.app_code").fill(otherThan(appCode(secret)));
    await press("second.turn_on");
    await expect(summary, "nothing is on yet, nothing is lost").toBeFocused();
    await field("second.app_code").fill(appCode(secret));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 2, name: az("second.codes_title") })).toBeFocused();
    const codes = await main.locator("ol.codes > li").allInnerTexts();
    expect(new Set(codes).size).toBe(8);
    await sound(page);
    await press("second.copy_codes");
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join("\n"));
    await main.getByRole("link", { name: az("second.codes_saved") }).click();
    await arrived(page, az("header.profile"));

    const leave = () => signOut(page);
    const comeBack = async () => {
        await page.goto("/login");
        await signIn(page, who.email, who.password);
        await expect(field("second.app_code"), "the password alone opens nothing").toBeFocused();
    };
    await leave();
    await comeBack();
    await sound(page);
    await page.keyboard.type(otherThan(appCode(secret, 1)));
    await page.keyboard.press("Enter");
    await expect(summary).toBeFocused();
    await expect(summary).toContainText(server("problems.codeWrong").split("{")[0] ?? "");
    // Computed once, because the code changes every half minute, possibly between the two sign-ins.
    const used = appCode(secret, 1);
    await field("second.app_code").fill(used);
    await page.keyboard.press("Enter");
    await arrived(page, az("header.services"));

    await leave();
    await comeBack();
    await field("second.app_code").fill(used);
    await press("login.submit");
    await expect(summary, "a code opens once").toBeFocused();
    await press("second.use_recovery");
    await expect(field("second.recovery_code")).toBeFocused();
    await page.keyboard.type((codes[0] ?? "").toLowerCase());
    await page.keyboard.press("Enter");
    await arrived(page, az("header.services"));

    await page.goto("/account/second-factor");
    await expect(main.getByText(az("second.codes_left", { count: "7" }))).toBeVisible();
    await sound(page);
    await main.getByRole("link", { name: az("second.off") }).click();
    await arrived(page, az("second.off_title"));
    await field("account.password_present").fill(who.password);
    await press("second.use_recovery");
    await field("second.recovery_code").fill(codes[0] ?? "");
    await press("second.off");
    await expect(summary, "used already").toBeFocused();
    await sound(page);
    await field("second.recovery_code").fill(codes[1] ?? "");
    await press("second.off");
    await arrived(page, az("header.profile"));
    await expect(page.getByText(az("second.off_done"))).toBeVisible();
    await leave();
    await page.goto("/login");
    await signIn(page, who.email, who.password);
    await arrived(page, az("header.services"));
});

test("a session that ended is taken up again in place with both steps; a sign-in that waited too long asks for the password", async ({ page }) => {
    const who = person("5SH1D2N");
    await page.clock.install({ time: new Date() });
    const { secret } = await turnOn(await Portal.register(page, who), who);
    // The page behind the dialog also asks for a password.
    await page.goto("/account/email");
    const address = page.getByLabel(az("field.email"), { exact: true });
    await address.fill("yeni@example.az");
    await page.clock.fastForward(25 * 60_000);
    await endsLater(page, () => 25 * 60_000, /\/api\/v1\/sessions/);
    const again = page.getByRole("dialog", { name: az("error.session_title") });
    const login = again.getByLabel(az("login.login"), { exact: true });
    const password = again.getByLabel(az("field.password"), { exact: true });
    const code = again.getByLabel(az("second.app_code"), { exact: true });
    const submit = again.getByRole("button", { name: az("login.submit"), exact: true });
    await login.fill(who.email);
    await password.fill(who.password);
    await submit.click();
    await expect(code).toBeFocused();
    await sound(page);

    await again.getByRole("button", { name: az("common.cancel"), exact: true }).click();
    await expect(password, "not the field behind the dialog").toBeFocused();
    await password.fill(who.password);
    await submit.click();
    await expect(code).toBeFocused();

    // Simulates that ten minutes have passed: the portal no longer accepts the cookie.
    await page.context().clearCookies({ name: /second-step/ });
    await code.fill(appCode(secret, 1));
    await submit.click();
    await expect(again.getByText(server("problems.secondStepGone"))).toBeVisible();
    await expect(login).toHaveValue(who.email);
    await password.fill(who.password);
    await submit.click();
    await expect(code).toBeFocused();
    await code.fill(appCode(secret, 1));
    await submit.click();
    await expect(again).toHaveCount(0);
    await expect(address, "nothing typed is lost").toHaveValue("yeni@example.az");
});
