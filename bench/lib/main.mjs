// One run: all servers up, each on the server core, loaded in turn from the loader core.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { login } from "../login.mjs";
import { loadCases } from "./cases.mjs";
import { connections } from "./load.mjs";
import { describeMachine, rawRsa, startTimes } from "./machine.mjs";
import { readOptions } from "./options.mjs";
import { freePort, killAll, residentMegabytes, start, stop } from "./proc.mjs";
import { printRates, printTargets, printWarnings } from "./report.mjs";
import { authorizeQuery, redirectUri, user } from "./requests.mjs";
import { measureCase } from "./rounds.mjs";
import { bare, idp, peer } from "./servers.mjs";

const settleMs = 1000;
const options = readOptions(process.argv.slice(2));
const directory = mkdtempSync(join(tmpdir(), "idp-bench-"));
const cases = loadCases.filter((c) => options.only.includes(c.name));

process.on("exit", () => {
  killAll();
  if (options.keep) console.error(`databases and logs: ${directory}`);
  else rmSync(directory, { recursive: true, force: true });
});
process.on("uncaughtException", (error) => {
  console.error(`bench: ${error.message}`);
  process.exit(1);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

const measured = { machine: describeMachine(), rounds: options.rounds, seconds: options.seconds, rates: {}, memory: {} };
const servers = await startServers();
for (const testCase of cases) {
  const chosen = servers.filter((s) => testCase.servers.includes(s.name));
  console.error(`${testCase.name}: ${chosen.map((s) => s.name).join(", ")}`);
  for (const server of chosen) if (testCase.needsLogin) await ensureLogin(server);
  measured.rates[testCase.name] = await measureCase(testCase, chosen, options);
  if (testCase.name === "cc-rs256") measured.raw = await rawRsa(options.rounds);
}
const forms = servers.filter((s) => s.accessTokenForm).map((s) => [s.name, s.accessTokenForm]);
if (forms.length) measured.accessTokens = Object.fromEntries(forms);
await finishServers();

console.log(`${measured.machine}\n${options.rounds} rounds of ${options.seconds} s, ${connections} connections, servers on one core, load from another\n`);
printRates(measured);
measured.targets = printTargets(measured);
printWarnings(measured);
if (options.json) writeFileSync(options.json, JSON.stringify(measured, null, 2) + "\n");

async function startServers() {
  const list = [];
  if (options.withIdp) list.push(idp(await freePort(), join(directory, "idp")));
  list.push(peer(await freePort(), directory));
  for (const server of list) Object.assign(server, await start(server));
  const files = await saveDocuments(list[0]);
  const floor = bare(await freePort(), directory, files);
  list.push(Object.assign(floor, await start(floor)));
  await sleep(settleMs);
  for (const server of list) server.idle = residentMegabytes(server.pid);
  return list;
}

async function finishServers() {
  await sleep(settleMs);
  for (const server of servers) {
    if (options.only.includes("memory") && cases.length) {
      measured.memory[server.name] = { idle: server.idle, afterLoad: residentMegabytes(server.pid) };
    }
    await stop(server);
  }
  if (options.withIdp && options.only.includes("start")) {
    console.error("start");
    measured.start = await startTimes(servers[0]);
  }
}

// The bare server answers with the very documents of the server it is the floor for.
async function saveDocuments(server) {
  const files = {};
  for (const name of ["discovery", "jwks"]) {
    files[name] = join(directory, `${name}.json`);
    const response = await fetch(server.base + server.paths[name]);
    writeFileSync(files[name], Buffer.from(await response.arrayBuffer()));
  }
  return files;
}

async function ensureLogin(server) {
  if (server.cookie) return;
  const url = `${server.base}${server.paths.authorize}?${authorizeQuery}`;
  server.cookie = (await login(url, redirectUri, user.username, user.password)).cookie;
}
