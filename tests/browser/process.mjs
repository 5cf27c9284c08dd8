// The real binary on a free port with a data folder of its own. It can be killed in the middle of its work and
// started again on the same port and data.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The release binary that `./x dist` builds. */
export const BINARY = fileURLToPath(new URL("../../target/release/jiefang", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 10_000;

/** A port that nobody listens on. */
export async function freePort() {
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

  /** `env` is added to the environment of the process. */
  constructor(port, data, env = {}) {
    this.port = port;
    this.env = env;
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

  /** The process's number. */
  get pid() {
    return this.#child?.pid;
  }

  /** Starts the process and waits until it answers `/ready`. */
  async start() {
    const child = spawn(BINARY, ["serve", "--data", this.data, "--port", String(this.port)], {
      cwd: ROOT,
      env: { ...process.env, ...this.env },
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
    for (const path of [this.data, `${this.data}.key`]) await rm(path, { recursive: true, force: true });
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
