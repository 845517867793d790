import { defineConfig, devices } from "@playwright/test";

import { here, portals } from "./support/here.js";

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
    workers: portals.length,
    fullyParallel: false,
    timeout: 60_000,
    expect: { timeout: 10_000 },
    reporter: [["list"]],
    use: {
        baseURL: here.portal,
        launchOptions,
        locale: "az-AZ",
        timezoneId: "Asia/Baku",
        // No animations in screenshots and checks.
        contextOptions: { reducedMotion: "reduce" },
        // Recording costs a third of the time of all tests: `--trace=retain-on-failure` for a failure that its picture does
        // not explain.
        trace: "off",
        screenshot: "only-on-failure",
    },
    projects: [
        // The longest ones first, so that no worker ends with one of them while the others have nothing left to do.
        { name: "states", use: desktop, testMatch: "states.spec.ts", fullyParallel: true },
        { name: "desktop", use: desktop, testIgnore: ["states.spec.ts", "deadline.spec.ts"] },
        { name: "mobile", use: mobile, testMatch: "path.spec.ts" },
        // It shifts its portal's clock by weeks, so no other test may run after it.
        { name: "late", use: desktop, testMatch: "deadline.spec.ts", dependencies: ["states", "desktop", "mobile"] },
    ],
});
