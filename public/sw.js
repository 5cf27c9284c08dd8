// The offline shell. It keeps the files of one build and hands them out together; data is none of its business:
// rows and the outbox live in IndexedDB.
//
// Pages always come from the kept build, also when there is a network. Asking the network first could answer a
// page of the new build while a file of the old one is still kept, and JS and wasm of two builds do not fit
// together. So a new build is fetched whole beside the old one, waits until the app says `skipWaiting`, and takes
// over at the reload that follows.
//
// Written by hand because it is all that is needed; workbox only fills in the list of files (app/build/sw.mjs).

/** The files of this build: `url`, `integrity`, and `revision` where the name carries no hash. */
const FILES = self.__WB_MANIFEST;
const PREFIX = "jiefang-";
const CACHE = PREFIX + __BUILD__;
const PAGE = "/index.html";
const KEPT = new Set(FILES.map((file) => file.url));

/** What only the server may answer: never kept, never replaced by the app's page. */
const SERVER = /^\/(api|screen|health|ready|metrics|print|plain)(\/|$)/;

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data === "skipWaiting" || event.data?.type === "skipWaiting") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || SERVER.test(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(answer(PAGE, request));
  else if (KEPT.has(url.pathname)) event.respondWith(answer(url.pathname, request));
});

/** Fetches what is not here yet. On a weak signal an attempt may be cut off: the next one goes on from there. */
async function keep() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    FILES.map(async ({ url, revision, integrity }) => {
      if (await cache.match(url)) return;
      // The hash makes sure that a file of another build, deployed in this very moment, is refused.
      const response = await fetch(url, { integrity, cache: revision ? "no-cache" : "default" });
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      await cache.put(url, response);
    }),
  );
}

/** Drops the files of older builds and serves the pages already open. */
async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The kept file, or the network's answer when the browser has evicted it. */
async function answer(url, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url, { ignoreVary: true })) ?? fetch(request);
}
