// A device without a browser: a session, a counter, and a connection that is kept. Bodies are made before the clock
// runs, and an answer is only counted while it does: what is measured is the server, not this.

import { connect } from "node:net";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { BOOK } from "./people.mjs";

/** The most operations of a push. */
const OPS_MAX = 100;
const HEAD_END = Buffer.from("\r\n\r\n");
const APPLIED = Buffer.from('"applied"');

/** The cookie of a session of somebody of the demonstration. */
export async function session(server, person) {
  const reply = await fetch(`${server.url}/api/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person }),
  });
  if (!reply.ok) throw new Error(`${person} cannot sign in: ${reply.status}`);
  return reply.headers.get("set-cookie").split(";")[0];
}

/** A UUIDv7 as a device makes it: 22 characters of base64url. */
export function fresh(ms) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(ms, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString("base64url");
}

function count(answer) {
  let applied = 0;
  for (let at = answer.indexOf(APPLIED); at >= 0; at = answer.indexOf(APPLIED, at + 1)) applied += 1;
  return applied;
}

export class Client {
  #port;
  #cookie;
  #socket = null;
  #waiting = null;
  #chunks = [];
  #missing = -1;
  #n = 0;

  constructor(port, cookie, person) {
    this.#port = port;
    this.#cookie = cookie;
    this.person = person;
    this.id = fresh(Date.now());
  }

  /** The bytes of a push of these acts, each `{at_ms, act}`; the counters are taken now. */
  request(acts) {
    const ops = acts.map(({ at_ms, act }) => {
      this.#n += 1;
      return { op_id: fresh(at_ms), n: this.#n, authored_at_ms: at_ms, offset_ms: 0, act };
    });
    const body = JSON.stringify({ epoch: "-", client_id: this.id, build: 1, ops });
    const head = [
      `POST /api/sync/${BOOK}/push HTTP/1.1`,
      "host: 127.0.0.1",
      "content-type: application/json",
      `cookie: ${this.#cookie}`,
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
  }

  /** The same person on another device, whose counter begins anew. */
  again() {
    return new Client(this.#port, this.#cookie, this.person);
  }

  async open() {
    this.#socket = connect({ port: this.#port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (chunk) => this.#read(chunk));
    const lost = (error) => this.#waiting?.reject(error ?? new Error("the server closed the connection"));
    this.#socket.on("error", lost).on("close", () => lost());
    await once(this.#socket, "connect");
  }

  /** Sends a request made before; answers how many of its operations were applied. */
  send(request) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  /** Does something now, and makes sure that all of it was applied. */
  async act(acts, at_ms = Date.now()) {
    await this.authored(acts.map((act) => ({ at_ms, act })));
  }

  /** The same for acts with a time of their own. */
  async authored(acts) {
    if (!this.#socket) await this.open();
    for (let from = 0; from < acts.length; from += OPS_MAX) {
      const batch = acts.slice(from, from + OPS_MAX);
      const applied = await this.send(this.request(batch));
      if (applied !== batch.length) throw new Error(`${this.person}: ${applied} of ${batch.length} applied: ${this.last}`);
    }
  }

  close() {
    this.#waiting = null;
    this.#socket?.destroy();
    this.#socket = null;
  }

  #read(chunk) {
    this.#chunks.push(chunk);
    if (this.#missing < 0) {
      const head = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
      const end = head.indexOf(HEAD_END);
      if (end < 0) return;
      const length = /content-length: (\d+)/i.exec(head.latin1Slice(0, end));
      this.#missing = Number(length[1]) + end + HEAD_END.length - (head.length - chunk.length);
    }
    this.#missing -= chunk.length;
    if (this.#missing > 0) return;
    const answer = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#missing = -1;
    const { resolve, reject } = this.#waiting;
    this.#waiting = null;
    if (answer.latin1Slice(9, 12) === "200") {
      const applied = count(answer);
      if (applied === 0) this.last = answer.toString();
      resolve(applied);
    } else {
      reject(new Error(`${this.person}: ${answer}`));
    }
  }
}
