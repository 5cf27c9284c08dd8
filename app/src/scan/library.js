// The library that reads where the browser has no detector: one file of its own.

import decodeQR from "qr/decode.js";

/** How long may be tried with a photo, of which there is one only, in milliseconds. */
const PHOTO_MS = 1500;

/** What the code says in these pixels; nothing where none is found. */
export function read(pixels, isPhoto) {
  try {
    return decodeQR(pixels, isPhoto ? { effort: Infinity, timeLimit: PHOTO_MS } : {});
  } catch {
    return undefined;
  }
}
