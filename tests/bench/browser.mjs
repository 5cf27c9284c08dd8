// A real Chromium, watched from outside: what is measured is what the person sees and what the wire carried.

import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(new URL("../browser/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Notes when the page says in words that all is here, and when a list has as many rows as it ever shows. */
function watch() {
  const seen = {};
  window.seen = seen;
  const look = () => {
    const synced = /已同步/.test(document.querySelector("header button.badge")?.textContent ?? "");
    if (synced) seen.synced ??= performance.now();
    const rows = document.querySelectorAll("main ul.list > li").length;
    if (rows > 0) seen.rows ??= performance.now();
    if (rows >= 200) seen.full ??= performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

/** A device with storage of its own; `close` removes it. */
export async function device(url) {
  const scratch = mkdtempSync(join(tmpdir(), "jiefang-device-"));
  const context = await chromium.launchPersistentContext(join(scratch, "profile"), {
    executablePath: process.env.CHROMIUM,
    headless: true,
    args: ARGS,
    baseURL: url,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1366, height: 768 },
  });
  await context.addInitScript(watch);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  const close = async () => {
    await context.close();
    rmSync(scratch, { recursive: true, force: true });
  };
  return { context, page, cdp, close };
}

/** Counts the bytes of answers to requests whose address ends so, headers included, as they came over the wire. */
export function wire(cdp, ending) {
  const asked = new Set();
  const told = { requests: 0, bytes: 0 };
  cdp.on("Network.requestWillBeSent", ({ requestId, request }) => request.url.endsWith(ending) && asked.add(requestId));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!asked.delete(requestId)) return;
    told.requests += 1;
    told.bytes += encodedDataLength;
  });
  return told;
}

/** When something was seen, in milliseconds of the page's own clock. */
export async function seen(page, what, limit_ms = 600_000) {
  const found = await page.waitForFunction((what) => window.seen?.[what], what, { timeout: limit_ms, polling: 50 });
  return found.jsonValue();
}

/** When the app left a mark of that name (User Timing); waits until it does. */
export async function mark(page, name, limit_ms = 600_000) {
  const left = (name) => performance.getEntriesByName(name).at(-1)?.startTime;
  return (await page.waitForFunction(left, name, { timeout: limit_ms, polling: 50 })).jsonValue();
}

/** Waits until the service worker can start the app without the network. */
export async function installed(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
}
