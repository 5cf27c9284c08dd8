import { defineConfig, devices } from "@playwright/test";

// `./x test` finds the system's Chromium and names it here; Playwright's own browsers are never fetched.
const executablePath = process.env.CHROMIUM;
if (!executablePath) throw new Error("CHROMIUM is not set: start the browser tests with ./x test browser");

/** Keeps Chromium from calling home, and lets it run as root on a build machine. */
const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.mjs",
  outputDir: "test-results",
  globalSetup: "./demo.mjs",
  // Tests measure reaction times on two cores: one at a time, and a failure is a failure.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 5_000 },
  reporter: [["list"], ["./closing.mjs"]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 390, height: 844 },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    launchOptions: { executablePath, args },
    trace: "off",
    screenshot: "only-on-failure",
  },
});
