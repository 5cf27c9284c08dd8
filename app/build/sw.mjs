// Fills the list of this build's files into the service worker.

import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";
import { injectManifest } from "workbox-build";
import { OLDEST_BROWSER, hashOf } from "./files.mjs";

const HASHED = /-[0-9a-f]{10}\.\w+$/;
const KEPT = ["index.html", "*.{js,css,wasm}", "manifest.webmanifest", "icons/*.{svg,png}"];
const NOT_KEPT = ["sw.js", "icons/maskable-*.png"];

/** Writes `sw.js` into `staging`, listing the files there; answers how many it keeps. */
export async function writeServiceWorker(staging, source) {
  const target = join(staging, "sw.js");
  const withIntegrity = async (entries) => ({
    manifest: await Promise.all(
      entries.map(async (entry) => {
        const bytes = await readFile(join(staging, entry.url));
        const integrity = `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
        return { ...entry, url: `/${entry.url}`, integrity };
      }),
    ),
    warnings: [],
  });
  const { count, warnings } = await injectManifest({
    swSrc: source,
    swDest: target,
    globDirectory: staging,
    globPatterns: KEPT,
    globIgnores: NOT_KEPT,
    dontCacheBustURLsMatching: HASHED,
    maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
    manifestTransforms: [withIntegrity],
  });
  if (warnings.length > 0) throw new Error(warnings.join("\n"));

  const listed = await readFile(target, "utf8");
  const build = JSON.stringify(hashOf(listed));
  const { code } = await transform(listed, { target: OLDEST_BROWSER, minify: true, define: { __BUILD__: build } });
  await writeFile(target, code);
  return count;
}
