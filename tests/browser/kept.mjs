// What somebody sees who opens the browser's databases with its own tools.

/** By database: how many values each store has, and all that can be read in them, whatever it is written as. */
export const kept = (page) =>
  page.evaluate(async () => {
    const all = {};
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const readable = (value) => {
      if (typeof value === "string") return value;
      if (value instanceof Uint8Array) return new TextDecoder().decode(value) + new TextDecoder("utf-16le").decode(value);
      return value instanceof CryptoKey ? `key, extractable: ${value.extractable}` : Object.entries(value ?? {}).flat().map(readable).join(" ");
    };
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      const found = { stores: {}, text: name };
      for (const store of database.objectStoreNames) {
        const at = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([done(at.getAllKeys()), done(at.getAll())]);
        found.stores[store] = values.length;
        found.text += ` ${keys.join(" ")} ${values.map(readable).join(" ")}`;
      }
      database.close();
      all[name] = found;
    }
    return all;
  });

/** Everything of this browser profile that can be read without a key: databases, caches, local storage, the page itself. */
export const readable = async (page) => {
  const databases = Object.values(await kept(page)).map(({ text }) => text);
  const elsewhere = await page.evaluate(async () => {
    const texts = [document.documentElement.outerHTML, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        texts.push(request.url);
        if (!/\.wasm$/.test(request.url)) texts.push(await (await cache.match(request)).text());
      }
    }
    return texts;
  });
  return [...databases, ...elsewhere].join("\n");
};
