// The tables.
import { spread } from "./stats.mjs";
import { targets } from "./targets.mjs";

const row = (cells, widths) => cells.map((c, i) => (i < 2 ? String(c).padEnd(widths[i]) : String(c).padStart(widths[i]))).join("  ").trimEnd();
const percent = (share) => `${(share * 100).toFixed(0)} %`;

export function printRates(measured) {
  const widths = [10, 14, 9, 11, 7, 9, 9, 7, 7, 12];
  console.log(row(["case", "server", "median", "unit", "spread", "p50 ms", "p99 ms", "server", "loader", "per core-s"], widths));
  for (const [name, servers] of Object.entries(measured.rates)) {
    for (const [server, r] of Object.entries(servers)) {
      console.log(row([name, server, r.median.toFixed(0), r.unit, percent(spread(r.rounds)), r.p50.toFixed(2), r.p99.toFixed(2), percent(r.serverCore), percent(r.loaderCore), r.perCoreSecond.toFixed(0)], widths));
    }
  }
  const { raw, start, memory } = measured;
  if (raw) console.log(`\nraw RSA-2048 signatures on one core: .NET loop ${raw.dotnet.toFixed(0)}/s, openssl speed ${raw.openssl?.toFixed(0) ?? "not measured"}/s`);
  if (measured.accessTokens) console.log(`access tokens of the code flow: ${Object.entries(measured.accessTokens).map(([s, f]) => `${s} ${f}`).join(", ")}`);
  if (start?.oneCore) console.log(`start to ready, ms: one core ${start.rounds.oneCore.map(Math.round).join(" ")}; both cores ${start.rounds.bothCores.map(Math.round).join(" ")}`);
  for (const [server, m] of Object.entries(memory ?? {})) {
    console.log(`memory of ${server}, MB resident: ${m.idle.toFixed(0)} idle, ${m.afterLoad.toFixed(0)} after load`);
  }
}

// Answers the comparisons made, for the JSON file.
export function printTargets(measured) {
  const made = targets
    .map((t) => ({ ...t, actual: t.value(measured), perCoreSecond: t.value(measured, "perCoreSecond") }))
    .filter((t) => Number.isFinite(t.actual))
    .map(({ label, actual, perCoreSecond, limit, met, format }) => ({ label, actual, perCoreSecond, limit, met: met(actual), format }));
  const widths = [46, 10, 10, 12];
  if (made.length) console.log("\n" + row(["comparison", "result", "target", "per core-s"], widths));
  for (const t of made) {
    const mark = t.met === undefined ? "" : t.met ? "pass" : "MISS";
    const alone = Number.isFinite(t.perCoreSecond) ? t.format(t.perCoreSecond) : "";
    console.log(`${row([t.label, t.format(t.actual), t.limit, alone], widths).padEnd(86)}${mark}`.trimEnd());
  }
  return made;
}

export function printWarnings(measured) {
  for (const [name, servers] of Object.entries(measured.rates)) {
    for (const [server, r] of Object.entries(servers)) {
      const at = `warning: ${name} on ${server}:`;
      if (r.loaderCore > 0.9) console.log(`${at} the loader used ${percent(r.loaderCore)} of its core; the server may be faster than shown`);
      if (r.others > 0.1) console.log(`${at} other processes took ${percent(r.others)} of the server's core`);
      if (spread(r.rounds) > 0.25) console.log(`${at} the rounds differ by ${percent(spread(r.rounds))}`);
      if (r.failed) console.log(`${at} ${r.failed} requests failed`);
    }
  }
}
