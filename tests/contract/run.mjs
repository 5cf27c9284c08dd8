// The real server against its own document, with requests nobody would send: no 5xx, no answer that the document does not
// name, no body of another shape. Once for nobody, once for a worker signed in; afterwards the data still verifies.
// node tests/contract/run.mjs SECONDS_EACH

import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BINARY, Server, freePort } from "../browser/process.mjs";

const CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method";
/** Streams have no end to wait for; the tests in server/tests/api read them. */
const STREAMS = "/live$";
/** What ends or replaces the session that the run depends on. */
const SESSION = "^/api/(demo/)?session$|^/api/me/devices/";

const st = process.env.SCHEMATHESIS;
const seconds = process.argv[2] ?? "25";
if (!st) throw new Error("SCHEMATHESIS is not set: start this with ./x test");

/** Throws where the tool finds something. */
function explore(server, who, excluded, headers) {
  const args = ["run", `${server.url}/api/openapi.json`, "--checks", CHECKS, "--phases", "coverage,fuzzing", "--max-time", seconds];
  args.push("--exclude-path-regex", excluded, "--continue-on-failure", "--suppress-health-check", "all", "--warnings", "off");
  // The same requests each time: what is found once is found again.
  args.push("--seed", "20261125", "--request-timeout", "20", ...headers.flatMap((header) => ["--header", header]));
  const { status, stdout, stderr } = spawnSync(st, args, { cwd: server.data, encoding: "utf8", maxBuffer: 64 << 20 });
  const cases = /(\d+) generated/.exec(stdout)?.[1];
  if (status !== 0 || !cases) throw new Error(`${who}:\n${stdout}${stderr}`);
  console.log(`${who}: ${cases} requests, nothing undocumented`);
}

const data = await mkdtemp(join(tmpdir(), "jiefang-contract-"));
const server = new Server(await freePort(), data, { JIEFANG_LOG: "error" });
try {
  const demo = spawnSync(BINARY, ["demo", "--data", data], { encoding: "utf8" });
  if (demo.status !== 0) throw new Error(demo.stderr);
  await server.start();
  explore(server, "nobody", STREAMS, []);
  const signedIn = await fetch(`${server.url}/api/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person: "zhao-min" }),
  });
  const cookie = signedIn.headers.getSetCookie()[0].split(";")[0];
  explore(server, "a worker", `${STREAMS}|${SESSION}`, [`Cookie: ${cookie}`]);
  // The connection of before was closed meanwhile: nothing was asked on it.
  const look = () => fetch(`${server.url}/api/me`, { headers: { cookie } });
  const me = await look().catch(look);
  if (me.status !== 200) throw new Error(`the worker's session did not last: ${me.status}`);
  await server.stop();
  const { status, output } = server.verify();
  if (status !== 0) throw new Error(output);
} finally {
  await server.dispose();
  for (const path of [data, `${data}.key`]) await rm(path, { recursive: true, force: true });
}
