// Playwright's `test` with a server of its own for each test, on a copy of the demonstration data.

import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { Server, freePort } from "./process.mjs";

export { BINARY } from "./process.mjs";

/** A started server on a free port with a fresh copy of the demonstration data. */
export async function startServer() {
  const data = await mkdtemp(join(tmpdir(), "jiefang-"));
  await cp(process.env.JIEFANG_DEMO, data, { recursive: true });
  // The key lies beside the data, and each server has its own.
  await cp(`${process.env.JIEFANG_DEMO}.key`, `${data}.key`);
  const server = new Server(await freePort(), data);
  try {
    return await server.start();
  } catch (error) {
    await server.dispose();
    throw error;
  }
}

/** Playwright's `test` with a `server` of the test's own, `baseURL` pointing at it, and no device left open behind it. */
export const test = base.extend({
  // Left open, the devices of one test go on syncing through all that follow.
  closed: [
    async ({ browser }, use) => {
      await use();
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
  server: async ({}, use, info) => {
    const server = await startServer();
    await use(server);
    if (info.status !== info.expectedStatus) await info.attach("server.log", { body: server.log, contentType: "text/plain" });
    await server.dispose();
  },
  baseURL: async ({ server }, use) => use(server.url),
});

export { expect } from "@playwright/test";
