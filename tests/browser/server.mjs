// The real binary on a free port with a data folder of its own. It can be killed in the middle of its work and
// started again on the same port and data.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";

/** The release binary that `./x dist` builds. */
export const BINARY = fileURLToPath(new URL("../../target/release/jiefang", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 10_000;

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

export class Server {
  #child = null;
  #log = "";

  constructor(port, data) {
    this.port = port;
    this.data = data;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** What the process has printed so far. */
  get log() {
    return this.#log;
  }

  /** Whether the process is there. */
  get running() {
    return this.#child !== null;
  }

  /** Starts the process and waits until it answers `/ready`. */
  async start() {
    const child = spawn(BINARY, ["serve", "--data", this.data, "--port", String(this.port)], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (this.#log += text));
    const deadline = Date.now() + START_LIMIT_MS;
    while (Date.now() < deadline) {
      if (child.exitCode !== null || child.signalCode !== null) break;
      const ready = await fetch(`${this.url}/ready`, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
      if (ready?.ok) return this;
      await sleep(25);
    }
    await this.kill();
    throw new Error(`the server did not start within ${START_LIMIT_MS} ms:\n${this.#log}`);
  }

  /** `kill -9`, as a power cut would; answers when the process is gone. */
  async kill() {
    await this.#end("SIGKILL");
  }

  /** A polite stop, as Ctrl-C; answers the exit code. A process that does not stop in time is an error. */
  async stop() {
    const child = this.#child;
    const timer = setTimeout(() => child?.kill("SIGKILL"), STOP_LIMIT_MS);
    await this.#end("SIGINT");
    clearTimeout(timer);
    if (child?.signalCode === "SIGKILL") throw new Error(`the server did not stop within ${STOP_LIMIT_MS} ms`);
    return child?.exitCode ?? null;
  }

  async restart() {
    await this.stop();
    return this.start();
  }

  /** `jiefang verify` over the data: its exit code and output. */
  verify() {
    const { status, stdout, stderr } = spawnSync(BINARY, ["verify", "--data", this.data], { encoding: "utf8" });
    return { status, output: stdout + stderr };
  }

  /** Ends the process whatever state it is in, and removes its data. */
  async dispose() {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  async #end(signal) {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }
}

/** A started server on a free port with a fresh copy of the demonstration data. */
export async function startServer() {
  const data = await mkdtemp(join(tmpdir(), "jiefang-"));
  await cp(process.env.JIEFANG_DEMO, data, { recursive: true });
  const server = new Server(await freePort(), data);
  try {
    return await server.start();
  } catch (error) {
    await server.dispose();
    throw error;
  }
}

/** Playwright's `test` with a `server` of the test's own and `baseURL` pointing at it. */
export const test = base.extend({
  server: async ({}, use, info) => {
    const server = await startServer();
    await use(server);
    if (info.status !== info.expectedStatus) await info.attach("server.log", { body: server.log, contentType: "text/plain" });
    await server.dispose();
  },
  baseURL: async ({ server }, use) => use(server.url),
});

export { expect } from "@playwright/test";
