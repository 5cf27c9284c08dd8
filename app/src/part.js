// The second part of the wasm: the pages that a visit does not begin with (app/build/split.mjs). It shares memory and
// tables with the first, so that having it is all there is to do.

let coming;

/** Fetches the second part and joins it to the first, whose exports these are. Tries anew after a failure. */
export function join(exports) {
  coming ??= fetched(exports).catch((error) => {
    coming = undefined;
    throw error;
  });
  return coming;
}

async function fetched(exports) {
  const named = document.querySelector('meta[name="second"]');
  // A build that was not cut in two has everything already.
  if (!named) return;
  const answer = await fetch(named.content, { priority: "low" });
  // Another build stands there now: its first part is needed too.
  if (answer.status === 404) throw answer.status;
  await WebAssembly.instantiateStreaming(answer, { a: exports });
}
