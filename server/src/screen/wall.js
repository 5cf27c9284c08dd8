// Keeps a wall alive for a year: one EventSource with a reconnect of its own, polling where streams are cut, the age of
// the data in sight, one pixel shift a minute. The clock is the server's, carried on by the monotonic one.
"use strict";
(() => {
  const { live, asOf, now, computed } = document.body.dataset;
  const SECOND = 1000, MINUTE = 60 * SECOND, QUICK = 10 * SECOND;
  const lang = document.documentElement.lang;
  let base = +now, at = performance.now(), computedAt = +computed;
  let source = null, heard = at, opened = at, quick = 0, tries = 0, timer = 0;

  const serverNow = () => base + performance.now() - at;
  const format = (options) => new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "zh-CN", { timeZone: "Asia/Shanghai", hourCycle: "h23", ...options });
  const hour = format({ hour: "2-digit", minute: "2-digit" });
  const day = format({ month: "long", day: "numeric" });
  const weekday = format({ weekday: "long" });
  const put = (selector, text) => {
    const node = document.querySelector(selector);
    if (node && node.textContent !== text) node.textContent = text;
  };
  // 1 to 60 s, so that ten thousand walls do not come back in the same second.
  const jitter = () => SECOND + Math.random() * Math.min(MINUTE - SECOND, SECOND * 2 ** Math.min(++tries, 6));

  function show() {
    const time = serverNow(), age = time - computedAt;
    const state = age > 1440 * MINUTE ? "stale" : age > 30 * MINUTE ? "grey" : age > 5 * MINUTE ? "amber" : "fresh";
    document.body.className = `wall ${state} shift-${Math.floor(time / MINUTE) % 9}`;
    const gap = lang === "en" ? " " : "";
    const date = [day.format(time), weekday.format(time)];
    put(".w-clock", [...(gap ? date.reverse() : date), hour.format(time)].join(" "));
    put(".w-age", `${asOf} ${age > 720 * MINUTE ? day.format(computedAt) + gap : ""}${hour.format(computedAt)}`);
  }

  function replaceMain(html) {
    const old = document.querySelector("main");
    if (old.outerHTML === html) return;
    const holder = document.createElement("template");
    holder.innerHTML = html;
    old.replaceWith(holder.content);
  }

  function hear(message) {
    heard = performance.now();
    tries = 0;
    if (message.now_ms) [base, at] = [message.now_ms, heard];
    // The age comes from the server, never from the moment of receipt.
    if (message.computed_at_ms) computedAt = message.computed_at_ms;
    if (message.main) replaceMain(message.main);
    if (message.ledger) put(".w-ledger", message.ledger);
    show();
  }

  function later(what, wait) {
    clearTimeout(timer);
    timer = setTimeout(what, wait);
  }

  function close() {
    if (!source) return;
    source.close();
    source = null;
    quick = performance.now() - opened < QUICK ? quick + 1 : 0;
    later(quick > 2 ? poll : open, jitter());
  }

  function open() {
    opened = heard = performance.now();
    source = new EventSource(live);
    source.addEventListener("panel", (event) => hear(JSON.parse(event.data)));
    source.addEventListener("beat", (event) => hear(JSON.parse(event.data)));
    source.onerror = close;
  }

  // Somebody in between cuts streams: ask for the page instead, and try a stream again now and then.
  let polls = 0;
  async function poll() {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const { now: now_ms, computed: computed_at_ms } = page.body.dataset;
      if (answer.ok && now_ms) {
        const main = page.querySelector("main").outerHTML;
        hear({ now_ms: +now_ms, computed_at_ms: +computed_at_ms, main, ledger: page.querySelector(".w-ledger").textContent });
      }
    } catch {
      // No network: the age says so.
    }
    later(++polls % 10 ? poll : open, 30 * SECOND + Math.random() * 30 * SECOND);
  }

  setInterval(() => {
    show();
    // A half-open socket says nothing for ever.
    if (source && performance.now() - heard > MINUTE) close();
  }, SECOND);
  show();
  open();
})();
