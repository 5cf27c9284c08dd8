// A data folder to load: the demonstration's community, with four estates of forty buildings as the peers' records name
// them, and as many stewards as there are clients.

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BINARY } from "./server.mjs";
import { Client, session } from "./client.mjs";

export const BOOK = "jinbu";
export const WORKER = "zhao-min";
export const SECRETARY = "he-jianguo";
/** Checks what others have put right. */
export const RECHECKER = "sun-li";
const AREA = ["jinbu-1", "jinbu", "dacheng"];
const ESTATES = ["藉水北路社区", "罗玉新村社区", "进步巷社区", "光明巷社区"];
const BUILDINGS = 40;

/** A folder with the demonstration's data. */
export function demonstration() {
  const data = mkdtempSync(join(tmpdir(), "jiefang-bench-"));
  execFileSync(BINARY, ["demo", "--data", data], { stdio: ["ignore", "ignore", "inherit"] });
  return data;
}

/** The building in which a record of the peers lies. */
export const building = ({ community, building }) => `estate-${ESTATES.indexOf(community)}-${building}`;

function places() {
  const place = (id, kind, name, lies_in) => ({ kind: "place.add@1", body: { id, kind, name, lies_in, unmanaged: false } });
  return ESTATES.flatMap((name, at) => {
    const estate = `estate-${at}`;
    const buildings = Array.from({ length: BUILDINGS }, (_, n) =>
      place(`${estate}-${n + 1}`, "building", `${n + 1}号楼`, [estate, ...AREA]),
    );
    return [place(estate, "estate", name, AREA), ...buildings];
  });
}

/** Enters `count` stewards who may record in every estate; answers their ids. */
function stewards(count) {
  const ids = Array.from({ length: count }, (_, n) => `bench-${n}`);
  const acts = ids.flatMap((id) => [
    { kind: "person.enter@1", body: { id, name: `测试员${id}`, phone: "", household: `hh~${id}`, invented: true } },
    ...ESTATES.map((_, at) => ({
      kind: "grant.give@1",
      body: { id: `g~${id}~${at}`, person: id, role: "steward", place: `estate-${at}` },
    })),
  ]);
  return { ids, acts };
}

/** Adds places and people as the community's worker would; answers a signed-in client for each steward. */
export async function settle(server, count) {
  const worker = new Client(server.port, await session(server, WORKER), WORKER);
  await worker.act(places());
  const { ids, acts } = stewards(count);
  await worker.act(acts);
  worker.close();
  return Promise.all(ids.map(async (id) => new Client(server.port, await session(server, id), id)));
}
