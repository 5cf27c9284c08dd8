// The peers' records as acts of this product. The fields: community and building → place, unit and room → spot, kind →
// category, title and detail → note, occurred_at_ms → found_at_ms, state → the acts that lead there.

import { RECHECKER, SECRETARY, WORKER, building } from "./people.mjs";
import { fresh } from "./client.mjs";

const CATEGORY = { hazard: "wiring", errand: "leak", dispute: "clutter", patrol: "fire", visit: "door" };
const MINUTE_MS = 60_000;

/** Its finding, at `found_at_ms`, written down at `at_ms`. */
export function find(record, found_at_ms, at_ms) {
  const body = {
    id: fresh(at_ms),
    place: building(record),
    spot: `${record.unit}-${record.room}`,
    category: CATEGORY[record.kind],
    grade: "ordinary",
    note: `${record.title} ${record.detail}`,
    found_at_ms,
  };
  return { at_ms, act: { kind: "hazard.find@1", body } };
}

/** Everything that leads from nothing to these records, step by step, each step with who does it. */
export function story(records) {
  const found = records.map((record) => ({ state: record.state, found: find(record, record.occurred_at_ms, record.occurred_at_ms + 5 * MINUTE_MS) }));
  const later = (states, minutes, kind, more) =>
    found
      .filter(({ state }) => states.includes(state))
      .map(({ found: { at_ms, act } }) => ({ at_ms: at_ms + minutes * MINUTE_MS, act: { kind, body: { hazard: act.body.id, ...more } } }));
  return [
    { by: "steward", acts: found.map(({ found }) => found) },
    { by: SECRETARY, acts: later(["reviewed", "counted"], 60, "hazard.review@1", { outcome: { reviewed: { grade: "ordinary" } } }) },
    { by: "steward", acts: later(["counted"], 90, "hazard.rectify@1", { note: "" }) },
    { by: RECHECKER, acts: later(["counted"], 120, "hazard.recheck@1", { passed: true, note: "" }) },
    { by: WORKER, acts: later(["counted"], 150, "hazard.clear@1", {}) },
  ];
}
