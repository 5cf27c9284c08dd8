// Time that passes when it is told to: timers in order, none lost.

/** A clock with the timers of a page. */
export class Clock {
  now = 0;
  #next = 1;
  #timers = new Map();

  /** How many timers run. */
  get running() {
    return this.#timers.size;
  }

  set(what, wait, every = 0) {
    const id = this.#next++;
    this.#timers.set(id, { at: this.now + Math.max(wait, 0), what, every });
    return id;
  }

  clear(id) {
    this.#timers.delete(id);
  }

  /** Lets time pass until `until`; `after` is called behind every timer. */
  async pass(until, after) {
    for (;;) {
      let first = null;
      for (const [id, timer] of this.#timers) {
        if (timer.at <= until && (first === null || timer.at < this.#timers.get(first).at)) first = id;
      }
      if (first === null) break;
      const timer = this.#timers.get(first);
      this.now = timer.at;
      if (timer.every) timer.at += timer.every;
      else this.#timers.delete(first);
      const answer = timer.what();
      // Only what waits for the network has to be waited for; a promise per second would take minutes.
      if (typeof answer?.then === "function") await answer;
      after?.();
    }
    this.now = until;
  }
}

/** Chance that can be had again: SplitMix32. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}
