// What only the browser can do with a secret: its own ciphers, keys that a page can use and not read, other tabs. A ring
// holds the ways to a person's secret: each is the secret sealed with the keys of something else, so that nothing in it
// opens anything by itself (docs/adr/0028).

const GCM = "AES-GCM";
const HASH = "SHA-256";
const IV_BYTES = 12;
const SECRET_BYTES = 32;
const SALT_BYTES = 16;
// What a person remembers is hashed so often before it is a key: OWASP's number for PBKDF2 with SHA-256.
const ITERATIONS = 600_000;

// None where the page is not secure: `http://` on another host than this.
const cipher = globalThis.crypto?.subtle;
const bytesOf = (text) => new TextEncoder().encode(text);
const random = (count) => crypto.getRandomValues(new Uint8Array(count));
const joined = async (...parts) => new Uint8Array(await new Blob(parts).arrayBuffer());

/** The two keys that follow from a secret of high entropy: one seals, the other names. Neither can be read out. */
async function keys(secret) {
  const from = await cipher.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const derive = (info, algorithm, uses) =>
    cipher.deriveKey({ name: "HKDF", hash: HASH, salt: new Uint8Array(), info: bytesOf(info) }, from, algorithm, false, uses);
  return Promise.all([
    derive("seal", { name: GCM, length: 256 }, ["encrypt", "decrypt"]),
    derive("name", { name: "HMAC", hash: HASH, length: 256 }, ["sign"]),
  ]);
}

/** The keys that follow from what a person remembers. Slow on purpose. */
async function remembered(words, salt) {
  const from = await cipher.importKey("raw", bytesOf(words), "PBKDF2", false, ["deriveBits"]);
  return keys(await cipher.deriveBits({ name: "PBKDF2", hash: HASH, salt, iterations: ITERATIONS }, from, SECRET_BYTES * 8));
}

/**
 * Seals bytes for a place. The same bytes are always sealed alike there: what must still be so can be compared inside a
 * transaction, in which no cipher can be awaited. The number that must never come twice follows from the bytes.
 */
async function seal([key, name], place, bytes) {
  const additionalData = bytesOf(place);
  const named = await cipher.sign("HMAC", name, await joined(additionalData, new Uint8Array(1), bytes));
  const iv = new Uint8Array(named, 0, IV_BYTES);
  return joined(iv, await cipher.encrypt({ name: GCM, iv, additionalData }, key, bytes));
}

async function open([key], place, bytes) {
  const iv = bytes.subarray(0, IV_BYTES);
  try {
    return new Uint8Array(await cipher.decrypt({ name: GCM, iv, additionalData: bytesOf(place) }, key, bytes.subarray(IV_BYTES)));
  } catch {
    return undefined;
  }
}

/** Each `[place, bytes]`, sealed. */
export const sealed = (pair, all) => Promise.all(all.map(([place, bytes]) => seal(pair, place, bytes)));

/** Each `[place, sealed]`, opened; nothing where it was sealed with other keys. */
export const opened = (pair, all) => Promise.all(all.map(([place, bytes]) => open(pair, place, bytes)));

const wrap = (pair, secret) => seal(pair, "secret", secret);
const unwrap = (pair, wrapped) => open(pair, "secret", wrapped);
const secretBy = async (ring, way, words) => ring[way] && unwrap(await remembered(words, ring[way].salt), ring[way].wrapped);

/**
 * The ring and the keys of somebody whom the server has let in and told `told`: the ring they have here, or one around a new
 * secret where they have none, or one that neither this nor the passphrase opens, because it was made with another server.
 * Nothing where there are no ciphers.
 */
export async function letIn(told, passphrase, had, id) {
  if (!cipher) return undefined;
  const server = await keys(told);
  const found = had && ((await unwrap(server, had.server)) ?? (passphrase && (await secretBy(had, "passphrase", passphrase))));
  const secret = found ?? random(SECRET_BYTES);
  const pair = await keys(secret);
  const ring = found ? had : { id, own: await wrap(pair, secret) };
  return [{ ...ring, server: await wrap(server, secret) }, pair];
}

/** The keys, for who knows what that way asks for. */
export async function tried(ring, way, words) {
  const secret = await secretBy(ring, way, words);
  return secret && keys(secret);
}

/** The ring with that way, in the place of an older one; whoever has the keys may make one. */
export async function made(ring, pair, way, words) {
  const salt = random(SALT_BYTES);
  const secret = await unwrap(pair, ring.own);
  return { ...ring, [way]: { salt, wrapped: await wrap(await remembered(words, salt), secret) } };
}

const tabs = globalThis.document && new BroadcastChannel("jiefang-keys");

/** Lends a person's keys to other tabs of this browser that ask; with no keys, to nobody any more. */
export function lend(person, pair) {
  if (tabs) tabs.onmessage = ({ data }) => pair && data.asks === person && tabs.postMessage({ person, pair });
}

/** Asks the other tabs for a person's keys. */
export const borrowed = (person, wait_ms) =>
  new Promise((done) => {
    const heard = ({ data }) => data.person === person && done(data.pair);
    tabs.addEventListener("message", heard);
    tabs.postMessage({ asks: person });
    setTimeout(() => done(tabs.removeEventListener("message", heard)), wait_ms);
  });
