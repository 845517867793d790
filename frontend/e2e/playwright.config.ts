import { defineConfig, devices } from "@playwright/test";

// `cargo xtask test --only browser` starts the portal and its simulator and sets these; by hand they may run already.
const baseURL = process.env.BASE_URL ?? "http://127.0.0.1:8080";

// A browser that is there: Playwright's own download is never used.
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
    // One transcript for every machine: what is said depends on none.
    snapshotPathTemplate: "{testDir}/snapshots/{arg}{ext}",
    // A test that needs a second try is a finding, and a test left in focus by mistake hides all others.
    retries: 0,
    forbidOnly: true,
    // One portal, one inbox, one clock: persons are told apart by FIN, the two cores are the portal's and the browser's.
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
        // Nothing moves while it is looked at.
        contextOptions: { reducedMotion: "reduce" },
        trace: "retain-on-failure",
        screenshot: "only-on-failure",
    },
    projects: [
        { name: "desktop", use: desktop, testIgnore: "deadline.spec.ts" },
        { name: "mobile", use: mobile, testMatch: "path.spec.ts" },
        // It shifts the portal's clock by weeks: nothing runs beside or after it.
        { name: "late", use: desktop, testMatch: "deadline.spec.ts" },
    ],
});
