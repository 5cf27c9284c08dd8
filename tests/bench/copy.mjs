// A community with N records, and a worker's device that holds all of it.

import { device, installed, seen, wire } from "./browser.mjs";
import { story } from "./acts.mjs";
import { Client, session } from "./client.mjs";
import { demonstration, settle } from "./people.mjs";
import { records, say } from "./peers.mjs";
import { started } from "./server.mjs";

const WORKER_NAME = "赵敏";

async function loadAll(server, all) {
  const [steward] = await settle(server, 1);
  for (const { by, acts } of story(all)) {
    const client = by === "steward" ? steward : new Client(server.port, await session(server, by), by);
    await client.authored(acts);
    client.close();
  }
}

/** A server with the records in it. */
export async function loaded(n) {
  const server = await started(demonstration());
  say(`${n} records`);
  try {
    await loadAll(server, await records(n));
  } catch (error) {
    await server.dispose();
    throw error;
  }
  return server;
}

/** Signs the worker in on a new device; answers the device when all is there, with what the first copy took. */
export async function firstCopy(server) {
  const worker = await device(server.url);
  const pulls = wire(worker.cdp, "/pull");
  await worker.page.goto("/");
  await worker.page.getByRole("button", { name: new RegExp(WORKER_NAME) }).click();
  const synced_ms = await seen(worker.page, "synced");
  const asked_ms = await worker.page.evaluate(() => {
    const pulls = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/pull"));
    return Math.min(...pulls.map(({ startTime }) => startTime));
  });
  const first = { first_copy_s: Math.round(synced_ms - asked_ms) / 1_000, pulls: pulls.requests, wire_bytes: pulls.bytes };
  await installed(worker.page);
  return { worker, first };
}
