// Prints one JSON line: the brotli bytes of the first load, of the second part, and of what reads QR codes. `size.mjs DIST
// [BUDGET]` fails above BUDGET bytes of the first.
//
// The first load is the page and every style sheet, script and wasm it names, or one of those names; but not the second
// part, which is fetched while the first screen is read, nor the camera's file and the library it names, which are fetched
// when somebody scans. Icons, the manifest and the service worker come later too.

import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { brotli } from "./files.mjs";

const COUNTED = new Set([".css", ".js", ".wasm"]);

/** The names of the files of the first load in `dist`, the page first. */
async function firstLoad(dist) {
  const candidates = (await readdir(dist, { recursive: true })).filter((name) => COUNTED.has(extname(name)) && name !== "sw.js");
  const found = ["index.html"];
  for (const name of found) {
    if (extname(name) === ".wasm") continue;
    const text = await readFile(join(dist, name), "utf8");
    found.push(...candidates.filter((other) => !found.includes(other) && text.includes(other)));
  }
  return found;
}

const [dist, budget] = process.argv.slice(2);
const files = {};
for (const name of await firstLoad(dist)) files[name] = (await brotli(await readFile(join(dist, name)))).length;
const sum = (is) => Object.entries(files).reduce((sum, [name, bytes]) => sum + (is(name) ? bytes : 0), 0);
const [second, scan] = [sum((name) => /^second-/.test(name)), sum((name) => /^(scan|qr)-/.test(name))];
const total = sum(() => true) - second - scan;
console.log(JSON.stringify({ total, second, scan, files }));
if (budget && total > Number(budget)) {
  console.error(`首次加载 ${total} 字节，超过预算 ${budget} · The first load is ${total} bytes, above the budget of ${budget}`);
  process.exitCode = 1;
}
