// What the build steps share: the browser floor, hashes, brotli.

import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

/** The oldest browser the app runs on: the first that knows `wasm-unsafe-eval` in a content security policy. */
export const OLDEST_BROWSER = "chrome97";

/** Ten hexadecimal digits that change with the content. */
export function hashOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 10);
}

/** `bytes` as the server sends them to a browser that knows brotli. */
export function brotli(bytes) {
  return promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}
