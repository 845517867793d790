import { defineConfig, devices } from "@playwright/test";

// `cargo xtask test --only browser` starts the portal and its simulator and sets these; both may also have been started
// by hand.
const baseURL = process.env.BASE_URL ?? "http://127.0.0.1:8080";

// An installed browser; Playwright's own download is never used.
const launchOptions = {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
};

const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 }, launchOptions };
const mobile = { ...devices["Pixel 7"], viewport: { width: 360, height: 740 }, launchOptions };

export default defineConfig({
    testDir: "./tests",
    outputDir: "./test-results",
    // One transcript for all machines, because it does not depend on the machine.
    snapshotPathTemplate: "{testDir}/snapshots/{arg}{ext}",
    // A test that needs a second attempt has failed, and a forgotten test.only would hide all other tests.
    retries: 0,
    forbidOnly: true,
    // There is one portal, one inbox and one clock. Tests use different persons, and the portal and the browser need
    // the two cores.
    workers: 1,
    fullyParallel: false,
    timeout: 60_000,
    expect: { timeout: 10_000 },
    reporter: [["list"]],
    use: {
        baseURL,
        launchOptions,
        locale: "az-AZ",
        timezoneId: "Asia/Baku",
        // No animations in screenshots and checks.
        contextOptions: { reducedMotion: "reduce" },
        trace: "retain-on-failure",
        screenshot: "only-on-failure",
    },
    projects: [
        { name: "desktop", use: desktop, testIgnore: "deadline.spec.ts" },
        { name: "mobile", use: mobile, testMatch: "path.spec.ts" },
        // It shifts the portal's clock by weeks, so no other test may run beside or after it.
        { name: "late", use: desktop, testMatch: "deadline.spec.ts" },
    ],
});
