// ./x bench push [SECONDS]: 64 clients against the real server, batches of 50 and then one operation a request.
//
// fsyncs are counted where they happen: a library loaded into the server counts its calls (fsyncs.c). p99_ms is of whole
// requests; with batches, 64 × 50 operations are on their way at any moment, so no server could answer faster than
// 3,200 / ops_per_s on average.

import { find } from "./acts.mjs";
import { demonstration, settle } from "./people.mjs";
import { peer, ratio, records, say, sqliteLimit } from "./peers.mjs";
import { started } from "./server.mjs";

const CLIENTS = 64;
/** More than any machine here takes: what is made and not sent costs nothing. */
const OPS_PER_S_MAX = { 50: 40_000, 1: 12_000 };
const LATE_MS_MAX = 28 * 86_400_000;

/** Requests for each client, made before the clock runs. */
function requests(clients, batch, seconds, source) {
  const each = Math.ceil((OPS_PER_S_MAX[batch] * seconds) / batch / clients.length);
  const now = Date.now();
  let at = 0;
  const act = () => {
    const record = source[at++ % source.length];
    return find(record, now - 600_000 - (record.occurred_at_ms % LATE_MS_MAX), now);
  };
  return clients.map((client) => Array.from({ length: each }, () => client.request(Array.from({ length: batch }, act))));
}

async function load(client, queue, until, latencies) {
  let applied = 0;
  for (const request of queue) {
    const began = performance.now();
    if (began >= until) return applied;
    applied += await client.send(request);
    latencies.push(performance.now() - began);
  }
  throw new Error("the requests made beforehand did not suffice");
}

async function measure(server, signedIn, batch, seconds, source) {
  say(`${signedIn.length} clients, ${batch} a request, ${seconds} s`);
  const clients = signedIn.map((client) => client.again());
  await Promise.all(clients.map((client) => client.open()));
  const queues = requests(clients, batch, seconds, source);
  const latencies = [];
  const before = { fsyncs: server.fsyncs(), cpu: server.cpu(), io: server.io() };
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  const until = began + seconds * 1_000;
  const applied = await Promise.all(clients.map((client, at) => load(client, queues[at], until, latencies)));
  const took_s = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  clients.forEach((client) => client.close());
  const ops = applied.reduce((sum, n) => sum + n, 0);
  if (ops !== latencies.length * batch) throw new Error(`only ${ops} of ${latencies.length * batch} operations were applied`);
  latencies.sort((a, b) => a - b);
  const at = (share) => Math.round(latencies[Math.floor(latencies.length * share)] * 10) / 10;
  return {
    ops,
    ops_per_s: Math.round(ops / took_s),
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    rss_bytes: server.rss(),
    fsyncs: server.fsyncs() - before.fsyncs,
    cpu_us_per_op: Math.round(((server.cpu() - before.cpu) * 1e6) / ops),
    written_bytes_per_op: Math.round((server.io().written - before.io.written) / ops),
    read_bytes_per_op: Math.round((server.io().read - before.io.read) / ops),
    generator_cores: Math.round((user + system) / 1e4 / took_s) / 100,
  };
}

async function ours(seconds, source) {
  const server = await started(demonstration());
  try {
    const clients = await settle(server, CLIENTS);
    const batches = await measure(server, clients, 50, seconds, source);
    const single = await measure(server, clients, 1, seconds, source);
    return { batches, single };
  } finally {
    await server.dispose();
  }
}

const seconds = Number(process.argv[2] ?? 10);
const { batches, single } = await ours(seconds, await records(10_000));
const pocketbase = await peer("pocketbase.mjs", seconds);
const limit_sqlite = sqliteLimit();
const ratios = pocketbase && {
  batches: ratio(batches.ops_per_s, pocketbase.creates_per_s),
  single: ratio(single.ops_per_s, pocketbase.creates_per_s),
  single_p99: ratio(single.p99_ms, pocketbase.p99_ms),
  rss: ratio(Math.max(batches.rss_bytes, single.rss_bytes), pocketbase.rss_bytes),
};
console.log(JSON.stringify({ bench: "push", seconds, clients: CLIENTS, batches, single, pocketbase, limit_sqlite, ratios }));
