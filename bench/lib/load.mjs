// One wrk run against one server, with the processor time of both sides.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { coreSeconds, cpuSeconds, loaderCore, serverCore } from "./proc.mjs";

const scripts = fileURLToPath(new URL("../wrk", import.meta.url));
export const connections = 64;
const sampleMs = 50;

export async function load(testCase, server, seconds) {
  const wrk = spawn("taskset", ["-c", loaderCore, "wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", testCase.script, testCase.url(server)], {
    cwd: scripts, env: { ...process.env, ...testCase.env(server) }, stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  wrk.stdout.on("data", (chunk) => (text += chunk));
  const use = await watch(wrk, server.pid);
  const line = /RESULT (\{.*\})/.exec(text)?.[1];
  if (!line) throw new Error(`wrk printed no result for ${testCase.name} on ${server.name}:\n${text}`);
  const result = JSON.parse(line);
  const failed = result.failed + result.badStatus;
  if (failed > result.requests / 1000) {
    throw new Error(`${server.name} ${testCase.name}: ${failed} of ${result.requests} requests failed; first: ${result.failure || "see the server's log, --keep"}`);
  }
  const count = testCase.countsCompleted ? result.completed : result.requests;
  const rate = count / result.seconds;
  return { rate, perCoreSecond: rate / use.serverCore, p50: result.p50, p99: result.p99, failed, ...use };
}

// Shares of one core, 0 to 1, between the first and the last look at the loader.
function watch(wrk, serverPid) {
  const look = () => ({ at: performance.now() / 1000, loader: cpuSeconds(wrk.pid), server: cpuSeconds(serverPid), core: coreSeconds(serverCore) });
  return new Promise((resolve, reject) => {
    const first = look();
    let last = first;
    const timer = setInterval(() => {
      const now = look();
      if (now.loader > 0 && wrk.exitCode === null) last = now;
    }, sampleMs);
    wrk.once("error", reject);
    wrk.once("close", () => {
      clearInterval(timer);
      if (last === first) last = { ...look(), loader: NaN }; // the harness itself got no turn in between
      const span = last.at - first.at || 1;
      const server = (last.server - first.server) / span;
      resolve({
        loaderCore: (last.loader - (first.loader ?? 0)) / span,
        serverCore: server,
        others: Math.max(0, (last.core - first.core) / span - server),
      });
    });
  });
}
