// A wall for thirty simulated days: the real wall.js on a stub page, under everything that happens to walls. Prints one
// line of JSON; fails where the wall was wrong, or where a fault never fired.
//   node tests/wall/month.mjs [SEED]

import { Clock, chance } from "./clock.mjs";
import { open } from "./page.mjs";

const SECOND = 1_000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const BORN_MS = 1_795_395_600_000;
const seed = Number(process.argv[2] ?? Date.now() % 2 ** 32);
const random = chance(seed);
const clock = new Clock();
const faults = { stream_503: 0, page_503: 0, half_open: 0, cut: 0, quick_cut: 0, no_network: 0, simulated_days: 0 };
const counted = { streams: 0, polls: 0, panels: 0, opens_an_hour_max: 0, unheard_ms_max: 0 };
const failed = [];

const says = () => ({ now_ms: BORN_MS + clock.now, computed_at_ms: computedAt });
let computedAt = BORN_MS, panel = 0;
// What the way to the server is like now: `well` since when.
let weather = "well", since = 0;
let heardAt = 0, shown = BORN_MS, opens = [], last = null;

function hold(holds, what) {
  if (!holds && failed.length < 5) failed.push(`day ${(clock.now / DAY).toFixed(3)}: ${what}`);
}

const net = {
  stream(source) {
    counted.streams += 1;
    last = source;
    opens = opens.filter((at) => at > clock.now - HOUR);
    opens.push(clock.now);
    counted.opens_an_hour_max = Math.max(counted.opens_an_hour_max, opens.length);
    const soon = 200 + random() * 800;
    switch (weather) {
      case "well":
        clock.set(() => tell(source, "panel"), soon);
        break;
      case "quick":
        clock.set(() => tell(source, "panel"), soon);
        clock.set(() => { faults.quick_cut += 1; source.fail(); }, soon + random() * 5 * SECOND);
        break;
      case "half_open":
        faults.half_open += 1;
        break;
      default:
        clock.set(() => { faults[weather === "503" ? "stream_503" : "no_network"] += 1; source.fail(); }, soon);
    }
  },
  async fetch() {
    counted.polls += 1;
    if (weather === "no_network" || weather === "half_open") {
      faults.no_network += 1;
      throw new TypeError("no network");
    }
    const ok = weather !== "503";
    if (ok) [heardAt, shown] = [clock.now, computedAt];
    else faults.page_503 += 1;
    return { ok, text: async () => (ok ? "page" : "") };
  },
  parsed(text) {
    const { now_ms, computed_at_ms } = says();
    const dataset = text ? { now: String(now_ms), computed: String(computed_at_ms) } : {};
    const of = { main: { outerHTML: `<main>${panel}</main>` }, ".w-ledger": { textContent: "链" } };
    return { body: { dataset }, querySelector: (selector) => of[selector] };
  },
};

function tell(source, name) {
  if (source !== last || !wall.streams.has(source) || (weather !== "well" && weather !== "quick")) return;
  heardAt = clock.now;
  const message = name === "panel" ? { ...says(), main: `<main>${panel}</main>`, ledger: "链" } : { now_ms: says().now_ms };
  if (name === "panel") [shown, counted.panels] = [computedAt, counted.panels + 1];
  source.send(name, message);
}

/** What has to be right at every moment. */
function look() {
  hold(wall.streams.size <= 1, `${wall.streams.size} streams at once`);
  hold(clock.running <= 12, `${clock.running} timers`);
  hold(wall.nodes.main.outerHTML !== "", "a blank wall");
}

/** Once a second, behind the wall's own tick: the age in sight is the truth, and a healthy server is heard. */
function second() {
  const age = clock.now - 1 + BORN_MS - shown;
  const state = age > DAY ? "stale" : age > 30 * MINUTE ? "grey" : age > 5 * MINUTE ? "amber" : "fresh";
  hold(wall.body.className.startsWith(`wall ${state} `), `${wall.body.className} where the data is ${age} ms old`);
  const well = weather === "well" ? clock.now - since : 0;
  const unheard = Math.min(well, clock.now - heardAt);
  counted.unheard_ms_max = Math.max(counted.unheard_ms_max, unheard);
  // Ten polls at most lie between a wall that gave streams up and its next try; each poll is heard.
  hold(unheard <= 3 * MINUTE, `nothing heard for ${unheard} ms of a healthy server`);
}

const wall = open(clock, random, net, { now_ms: BORN_MS, computed_at_ms: BORN_MS });
const figures = () => {
  panel += 1;
  computedAt = BORN_MS + clock.now;
  if (last) tell(last, "panel");
  clock.set(figures, 2 * MINUTE + random() * 20 * MINUTE);
};
clock.set(figures, MINUTE);
clock.set(() => last && tell(last, "beat"), 20 * SECOND, 20 * SECOND);

function turn() {
  const worse = ["503", "half_open", "quick", "no_network", "cut"];
  const next = weather === "well" ? worse[Math.floor(random() * worse.length)] : "well";
  if (next === "cut") {
    // One cut, by a proxy or a restart, and all is well again.
    faults.cut += wall.streams.size;
    last?.fail();
  } else {
    [weather, since] = [next, clock.now];
    // What was open breaks or falls silent.
    if (next !== "half_open" && next !== "well") last?.fail();
    if (next === "half_open" && wall.streams.size) faults.half_open += 1;
  }
  const long = random() < 0.1 ? 30 * HOUR : 2 * HOUR;
  clock.set(turn, MINUTE + random() * (weather === "well" ? 6 * HOUR : long));
}
clock.set(turn, HOUR);
// Just behind the wall's own second.
clock.set(() => {
  look();
  second();
}, SECOND + 1, SECOND);

const begun = Date.now();
for (let day = 1; day <= 30; day += 1) {
  await clock.pass(day * DAY);
  faults.simulated_days = day;
}
const silent = Object.entries(faults).filter(([, count]) => count === 0).map(([fault]) => fault);
console.log(JSON.stringify({ seed, faults, ...counted, failed, seconds: (Date.now() - begun) / SECOND }));
if (silent.length) console.error(`never fired: ${silent}`);
if (failed.length || silent.length) process.exit(1);
