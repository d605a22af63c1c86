// What is measured apart from load: what machine this is, its RSA rate, and the time from exec to ready.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { loaderCore, output, serverCore, start, stop } from "./proc.mjs";
import { bareBinary, peerNode, peerVersion } from "./servers.mjs";
import { median } from "./stats.mjs";

const starts = 5;

export function describeMachine() {
  const node = execFileSync(peerNode, ["--version"], { encoding: "utf8" }).trim();
  return `${cpus().length} cores of ${cpus()[0].model}; oidc-provider ${peerVersion()} on node ${node}`;
}

export async function rawRsa(rounds) {
  const rates = [];
  for (let round = 0; round < rounds; round++) rates.push(Number(await output(bareBinary, ["sign", "RS256", "2"])));
  // A disturbed loop would flatter whoever is compared with it: the best round is the limit.
  return { dotnet: Math.max(...rates), rounds: rates, openssl: await opensslRate() };
}

async function opensslRate() {
  const text = await output("openssl", ["speed", "-seconds", "2", "rsa2048"]).catch(() => "");
  const line = /^rsa\s+2048 bits\s+(.*)$/m.exec(text)?.[1];
  return line && Number(line.trim().split(/\s+/)[2]);
}

// The database exists and the files are in the page cache: the server has run from them before.
export async function startTimes(spec) {
  const rounds = { oneCore: await startRounds(spec, serverCore), bothCores: await startRounds(spec, `${serverCore},${loaderCore}`) };
  return { oneCore: median(rounds.oneCore), bothCores: median(rounds.bothCores), rounds };
}

async function startRounds(spec, cores) {
  const times = [];
  for (let i = 0; i < starts; i++) {
    const running = await start(spec, cores);
    times.push(running.readyMs);
    await sleep(200);
    await stop(running);
  }
  return times;
}
