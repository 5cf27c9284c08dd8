// The people of the demonstration, each on a device of their own.

import { expect } from "./server.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A device of its own: storage, cache and service worker are nobody else's. */
export async function device(browser, server, { undo = "now", ...options } = PHONE) {
  const context = await browser.newContext({ baseURL: server.url, locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options });
  // What waits ten seconds to be undone has its own test.
  if (undo) await context.addInitScript((undo) => location.protocol.startsWith("http") && localStorage.setItem("undo", undo), undo);
  const page = await context.newPage();
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("console", (message) => {
    // Without network the browser itself reports each request that failed; that is no fault of the page.
    if (message.type() === "error" && !/net::|Failed to load resource/.test(message.text())) page.problems.push(message.text());
  });
  return page;
}

/** Signs somebody of the demonstration in at one tap, and waits for the first copy. */
export async function signIn(browser, server, name, options) {
  const page = await device(browser, server, options);
  await page.goto("/");
  await page.getByRole("button", { name: new RegExp(name) }).click();
  await expect(badge(page)).toHaveText(/已同步/, { timeout: 15_000 });
  return page;
}

/** The line that says in words how sync stands. */
export const badge = (page) => page.locator("header button.badge");

/** Waits until the service worker can start the app by itself. */
export async function installed(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.reload();
  await expect.poll(() => page.evaluate(() => !!navigator.serviceWorker.controller)).toBe(true);
  await expect(badge(page)).toHaveText(/已同步/, { timeout: 15_000 });
}
