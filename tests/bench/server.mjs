// The release binary under measurement, with its calls to the disk counted.

import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BINARY, Server, freePort } from "../browser/process.mjs";

export { BINARY };

const COUNTER = fileURLToPath(new URL("fsyncs.c", import.meta.url));

/** A started server over `data`; `fsyncs()` tells how often it has waited for the disk, `rss()` what memory it holds. */
export async function started(data) {
  const scratch = mkdtempSync(join(tmpdir(), "jiefang-fsyncs-"));
  const [library, counted] = [join(scratch, "fsyncs.so"), join(scratch, "count")];
  execFileSync("cc", ["-O2", "-shared", "-fPIC", "-o", library, COUNTER, "-ldl"]);
  const file = openSync(counted, "w");
  writeSync(file, Buffer.alloc(8));
  closeSync(file);
  const server = new Server(await freePort(), data, { LD_PRELOAD: library, FSYNCS: counted, JIEFANG_LOG: "warn" });
  server.fsyncs = () => Number(readFileSync(counted).readBigUInt64LE());
  const status = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) * 1024;
  server.rss = () => status("VmRSS");
  // User and system time of the whole process, in seconds; the kernel counts in hundredths.
  server.cpu = () => {
    const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  };
  // Bytes that it has read and written by calls, over the network and over the disk.
  server.io = () => {
    const io = readFileSync(`/proc/${server.pid}/io`, "utf8");
    const of = (name) => Number(new RegExp(`${name}: (\\d+)`).exec(io)[1]);
    return { read: of("rchar"), written: of("wchar") };
  };
  const dispose = server.dispose.bind(server);
  server.dispose = async () => {
    await dispose();
    rmSync(scratch, { recursive: true, force: true });
  };
  return server.start();
}
