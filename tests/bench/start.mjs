// ./x bench start N: the app starts again without network on a processor slowed four times, N records on the device.
//
// usable_ms: the list shows its newest 200. searchable_ms: every row is in memory; the app marks that moment `whole`
// (User Timing). Both count from the navigation.

import { mark, seen } from "./browser.mjs";
import { firstCopy, loaded } from "./copy.mjs";

const SLOWED = 4;

async function start({ page, context, cdp }) {
  await page.goto("/stewards");
  await seen(page, "full");
  await context.setOffline(true);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  await page.reload();
  const usable = await seen(page, "full");
  const whole = await mark(page, "whole");
  const began = await page.evaluate(() => performance.getEntriesByType("resource").find(({ name }) => name.endsWith(".wasm"))?.responseEnd);
  return { usable_ms: Math.round(usable), searchable_ms: Math.round(Math.max(usable, whole)), app_began_ms: Math.round(began ?? 0) };
}

const n = Number(process.argv[2] ?? 50_000);
const server = await loaded(n);
try {
  const { worker } = await firstCopy(server);
  const figures = await start(worker);
  await worker.close();
  console.log(JSON.stringify({ bench: "start", records: n, cpu_slowed: SLOWED, ...figures }));
} finally {
  await server.dispose();
}
