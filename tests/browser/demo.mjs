// Writes the demonstration data once; every server of the run starts on a copy of it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BINARY } from "./server.mjs";

export default function writeDemonstration() {
  const data = mkdtempSync(join(tmpdir(), "jiefang-demo-"));
  execFileSync(BINARY, ["demo", "--data", data], { stdio: ["ignore", "ignore", "inherit"] });
  process.env.JIEFANG_DEMO = data;
  return () => [data, `${data}.key`].forEach((path) => rmSync(path, { recursive: true, force: true }));
}
