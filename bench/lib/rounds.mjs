// Rounds of one case: each round visits every server, each time beginning with another one.
import { load } from "./load.mjs";
import { median } from "./stats.mjs";

const warmUpSeconds = 3;
const disturbedAbove = 0.15; // of the server's core, taken by processes that are not the server
let repeatsLeft = 12; // in the whole run

export async function measureCase(testCase, servers, { rounds, seconds }) {
  const runs = new Map(servers.map((s) => [s, []]));
  for (const server of servers) {
    await testCase.check(server);
    await load(testCase, server, warmUpSeconds);
  }
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < servers.length; i++) {
      const server = servers[(i + round) % servers.length];
      runs.get(server).push(await undisturbed(testCase, server, seconds));
    }
  }
  return Object.fromEntries([...runs].map(([server, results]) => [server.name, summarize(testCase, results)]));
}

// A run that others disturbed is repeated, at most twice; the least disturbed counts.
async function undisturbed(testCase, server, seconds) {
  let best = await load(testCase, server, seconds);
  for (let i = 0; i < 2 && best.others > disturbedAbove && repeatsLeft > 0; i++) {
    repeatsLeft--;
    const again = await load(testCase, server, seconds);
    if (again.others < best.others) best = again;
  }
  return best;
}

function summarize(testCase, results) {
  const of = (key) => median(results.map((r) => r[key]));
  return {
    unit: testCase.unit, median: of("rate"), perCoreSecond: of("perCoreSecond"), rounds: results.map((r) => r.rate),
    p50: of("p50"), p99: of("p99"), serverCore: of("serverCore"), loaderCore: of("loaderCore"), others: of("others"),
    failed: results.reduce((sum, r) => sum + r.failed, 0),
  };
}
