// The last step of the browser side's build, called by trunk on its staging folder: bundle and minify, name files by
// their own content, hash what is inline for the content security policy, list the files in the service worker, and
// lay a brotli copy beside everything worth it.

import { createHash } from "node:crypto";
import { readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import binaryen from "binaryen";
import { build, transform } from "esbuild";
import { minify } from "html-minifier-terser";
import { OLDEST_BROWSER, brotli, hashOf } from "./files.mjs";
import { split } from "./split.mjs";
import { writeServiceWorker } from "./sw.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const COMPRESSED = new Set([".html", ".css", ".js", ".wasm", ".svg", ".webmanifest"]);
const COMPRESSED_FROM_BYTES = 1024;

const staging = process.env.TRUNK_STAGING_DIR;
if (!staging) throw new Error("TRUNK_STAGING_DIR is not set: trunk calls this script, see Trunk.toml");

/** One file with everything it imports, minified and lowered to the oldest browser. */
async function bundle(entry, more = {}) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    target: OLDEST_BROWSER,
    write: false,
    logLevel: "warning",
    ...more,
  });
  return result.outputFiles[0].contents;
}

// A library below exports streams for JavaScript to call; nobody here does, and exports are kept by all other tools.
const STREAMS = /^(__wbg_)?intounderlying/;

/** The glue without the classes that call those exports. */
async function withoutStreams(path) {
  const glue = await readFile(path, "utf8");
  const lean = glue
    .replace(/^export class (IntoUnderlying\w+) \{[\s\S]*?^\}\nif \(Symbol\.dispose\).*\n/gm, "")
    .replace(/^const IntoUnderlying\w+Finalization = [\s\S]*?;\n/gm, "");
  if (lean.includes("IntoUnderlying")) throw new Error("wasm-bindgen writes its classes in another way now: see STREAMS");
  await writeFile(path, lean);
}

/** The two parts of the wasm, without those exports and what only they used. */
async function parts(path) {
  const module = binaryen.readBinary(await readFile(path));
  // What the oldest browser knows, and no more: the writer uses whatever it may.
  const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, ReferenceTypes, Multivalue } = binaryen.Features;
  module.setFeatures(MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | ReferenceTypes | Multivalue);
  for (let n = module.getNumExports() - 1; n >= 0; n--) {
    const { name } = binaryen.getExportInfo(module.getExportByIndex(n));
    if (STREAMS.test(name)) module.removeExport(name);
  }
  module.runPasses(["remove-unused-module-elements"]);
  const { gate, modules } = JSON.parse(await readFile(join(ROOT, "app/second.json"), "utf8"));
  // Only now may functions that look alike become one: before, their names tell where they come from.
  return split(module, modules, gate).map((part) => {
    part.runPasses(["remove-unused-module-elements", "duplicate-function-elimination"]);
    return Buffer.from(part.emitBinary());
  });
}

/** Writes `bytes` as `stem` with their own hash in the name. */
async function writeHashed(stem, extension, bytes) {
  const target = `${stem}-${hashOf(bytes)}${extension}`;
  await writeFile(join(staging, target), bytes);
  return target;
}

/** What reads QR codes: the camera's file, and the library that it fetches where the browser has no detector. */
async function scanner() {
  const packages = { nodePaths: [join(ROOT, "app/build/node_modules")], legalComments: "inline" };
  const library = `/${await writeHashed("qr", ".js", await bundle(join(ROOT, "app/src/scan/library.js"), packages))}`;
  const named = { define: { __LIBRARY__: JSON.stringify(library) }, external: [library] };
  return writeHashed("scan", ".js", await bundle(join(ROOT, "app/src/scan/camera.js"), named));
}

/** Writes `bytes` under a name that carries their own hash, in place of the file trunk had named. */
async function replace(name, bytes, renamed) {
  const extension = extname(name);
  const stem = name.slice(0, -extension.length).replace(/-[0-9a-f]{8,16}(?=_bg$|$)/, "").replace(/_bg$/, "");
  await rm(join(staging, name));
  renamed.set(name, await writeHashed(stem, extension, bytes));
}

/** Bundles what the page loads. The style sheet is made from its source: trunk copies it without its imports. */
async function replaceAll() {
  const renamed = new Map();
  const names = await readdir(staging);
  for (const name of names.filter((name) => name.endsWith(".css"))) {
    await replace(name, await bundle(join(ROOT, "style/app.css")), renamed);
  }
  // wasm-bindgen's glue asks for the wasm under a name of its own only when none is given; the page gives it.
  for (const name of names.filter((name) => name.endsWith(".js") && name !== "sw.js")) {
    await withoutStreams(join(staging, name));
    await replace(name, await bundle(join(staging, name)), renamed);
  }
  for (const name of names.filter((name) => name.endsWith(".wasm"))) {
    const [first, second] = await parts(join(staging, name));
    await replace(name, first, renamed);
    renamed.set("second.wasm", await writeHashed("second", ".wasm", second));
  }
  renamed.set("scan.js", await scanner());
  await rm(join(staging, "snippets"), { recursive: true, force: true });
  return renamed;
}

async function minifyInline(text, loader) {
  const { code } = await transform(text, { loader, minify: true, target: OLDEST_BROWSER, charset: "utf8" });
  return code.trim();
}

/** The page with the new names, without comments and blank runs. */
async function rewritePage(renamed) {
  let html = await readFile(join(staging, "index.html"), "utf8");
  for (const [from, to] of renamed) html = html.replaceAll(from, to);
  // Snippets are part of the bundle now.
  html = html.replace(/<link[^>]*href="[^"]*\/snippets\/[^"]*"[^>]*>/g, "");
  html = await minify(html, {
    collapseWhitespace: true,
    conservativeCollapse: true,
    removeComments: true,
    minifyCSS: (text, type) => (type === "inline" ? text : minifyInline(text, "css")),
    minifyJS: (text, inline) => (inline ? text : minifyInline(text, "js")),
  });
  await writeFile(join(staging, "index.html"), html);
  return html;
}

/** `csp.json`: the hashes of what stands inline, by directive. */
async function writePolicy(html) {
  const hashesOf = (tag) =>
    [...html.matchAll(new RegExp(`<${tag}(\\s[^>]*)?>([\\s\\S]*?)</${tag}>`, "gi"))]
      .filter(([, attributes, body]) => body !== "" && !/\ssrc\s*=/i.test(attributes ?? ""))
      .map(([, , body]) => `sha256-${createHash("sha256").update(body).digest("base64")}`);
  const policy = { script: hashesOf("script"), style: hashesOf("style") };
  await writeFile(join(staging, "csp.json"), `${JSON.stringify(policy)}\n`);
}

/** Lays `NAME.br` beside each file worth compressing. */
async function compress() {
  const entries = await readdir(staging, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((entry) => entry.isFile() && COMPRESSED.has(extname(entry.name)))) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(path);
    if (bytes.length >= COMPRESSED_FROM_BYTES) {
      await writeFile(`${path}.part`, await brotli(bytes));
      await rename(`${path}.part`, `${path}.br`);
    }
  }
}

const renamed = await replaceAll();
const html = await rewritePage(renamed);
await writePolicy(html);
const kept = await writeServiceWorker(staging, join(ROOT, "public/sw.js"));
await compress();
console.log(`finish: ${[...renamed.values()].join(", ")}; ${kept} files kept offline`);
