// What a user would pick instead, where the folder with the comparisons is at hand: PEERS names it (by default beside this
// clone), PEERS_HOME the folder into which they were installed. Without them a bench prints our figures alone.

import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PEERS = resolve(ROOT, process.env.PEERS ?? "../shared/peers");
const HOME = process.env.PEERS_HOME;

/** Words on the way, beside the one line of figures. */
export const say = (words) => process.stderr.write(`  ${words}\n`);

/** The records that all are compared on. */
export async function records(n) {
  const made = join(PEERS, "records.mjs");
  if (!existsSync(made)) throw new Error(`there are no records: PEERS names no folder with records.mjs (${PEERS})`);
  return [...(await import(pathToFileURL(made))).records(n)];
}

/** The line a comparison prints; none where it is not installed. */
export async function peer(script, argument) {
  if (!HOME) return null;
  say(`${script} ${argument}`);
  const run = promisify(execFile)(process.execPath, [join(PEERS, script), String(argument)], { env: { ...process.env, PEERS_HOME: HOME }, maxBuffer: 1 << 24 });
  const { stdout } = await run;
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** What SQLite itself allows for such writes, without anything around it. */
export function sqliteLimit() {
  if (!HOME) return null;
  say("limit-sqlite.c");
  const scratch = mkdtempSync(join(tmpdir(), "limit-"));
  try {
    const limit = join(scratch, "limit");
    execFileSync("cc", ["-O2", join(PEERS, "limit-sqlite.c"), "-o", limit, "-lsqlite3"]);
    const lines = execFileSync(limit, [join(scratch, "limit.sqlite")], { encoding: "utf8" }).trim().split("\n");
    return lines.map((line) => JSON.parse(line)).map(({ commands_a_commit, ops_per_s }) => ({ commands_a_commit, ops_per_s }));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** How many times `a` is `b`, to two digits; none where there is no `b`. */
export const ratio = (a, b) => (b ? Math.round((a / b) * 100) / 100 : null);
