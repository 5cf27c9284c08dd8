// A page for the real wall.js to live on: as much of a browser as it touches, and nothing more.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const SCRIPT = new URL("../../server/src/screen/wall.js", import.meta.url);

class Node {
  textContent = "";
  constructor(html) {
    this.outerHTML = html;
  }
}

/** Opens a wall; `net` answers its streams and its requests. */
export function open(clock, random, net, born) {
  const nodes = { main: new Node("<main>0</main>"), ".w-clock": new Node(""), ".w-age": new Node(""), ".w-ledger": new Node("") };
  nodes.main.replaceWith = (content) => {
    nodes.main.outerHTML = content.html;
  };
  const body = { className: "", dataset: { live: "/screen/live", asOf: "数据截至", now: String(born.now_ms), computed: String(born.computed_at_ms) } };
  const streams = new Set();

  class EventSource {
    #heard = {};
    constructor() {
      streams.add(this);
      net.stream(this);
    }
    addEventListener(name, what) {
      this.#heard[name] = what;
    }
    send(name, message) {
      if (streams.has(this)) this.#heard[name]?.({ data: JSON.stringify(message) });
    }
    fail() {
      if (streams.has(this)) this.onerror?.();
    }
    close() {
      streams.delete(this);
    }
  }

  // What is formatted is not looked at here, and the real one is slow a hundred million times.
  const Intl = { DateTimeFormat: class { format = (time) => String(Math.floor(time / 60_000)); } };
  const context = vm.createContext({
    document: {
      body,
      documentElement: { lang: "zh-Hans" },
      querySelector: (selector) => nodes[selector],
      createElement: () => ({ content: {}, set innerHTML(html) { this.content.html = html; } }),
    },
    location: { href: "/screen" },
    performance: { now: () => clock.now },
    Math: Object.assign(Object.create(Math), { random }),
    Intl,
    EventSource,
    JSON,
    fetch: (...args) => net.fetch(...args),
    DOMParser: class { parseFromString = (text) => net.parsed(text); },
    setTimeout: (what, wait) => clock.set(what, wait),
    clearTimeout: (id) => clock.clear(id),
    setInterval: (what, every) => clock.set(what, every, every),
  });
  vm.runInContext(readFileSync(SCRIPT, "utf8"), context);
  return { body, nodes, streams };
}
