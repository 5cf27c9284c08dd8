// ./x bench sync N: a worker's first full copy of N records in a real Chromium, and reading it back without network.
//
// first_copy_s runs from the first pull to the moment the page says that all is here; start of page and app are not in it.
// read_all_s runs from the start of the app to its rows on the screen, all in memory, the network off.

import { mark, seen } from "./browser.mjs";
import { firstCopy, loaded } from "./copy.mjs";
import { peer, ratio, say } from "./peers.mjs";

/** From the moment the app's code begins to the rows on the screen. */
async function readBack({ page, context }) {
  await page.goto("/stewards");
  await seen(page, "full");
  await context.setOffline(true);
  await page.reload();
  const shown = await seen(page, "full");
  const whole = await mark(page, "whole");
  const began = await page.evaluate(() => {
    const wasm = performance.getEntriesByType("resource").find(({ name }) => name.endsWith(".wasm"));
    return wasm?.responseEnd ?? performance.getEntriesByType("navigation")[0].domInteractive;
  });
  return { read_all_s: Math.round(Math.max(whole, shown) - began) / 1_000, start_s: Math.round(began) / 1_000 };
}

async function ours(n) {
  const server = await loaded(n);
  try {
    const { worker, first } = await firstCopy(server);
    const read = await readBack(worker);
    await worker.close();
    return { records: n, ...first, ...read };
  } finally {
    await server.dispose();
  }
}

const n = Number(process.argv[2] ?? 10_000);
const figures = await ours(n);
say(JSON.stringify(figures));
const pouchdb = await peer("pouchdb.mjs", n);
const ratios = pouchdb && {
  first_copy: ratio(pouchdb.first_copy_s, figures.first_copy_s),
  wire_bytes: ratio(figures.wire_bytes, pouchdb.wire_bytes),
  read_all: ratio(pouchdb.read_all_s, figures.read_all_s),
};
console.log(JSON.stringify({ bench: "sync", ...figures, pouchdb, ratios }));
