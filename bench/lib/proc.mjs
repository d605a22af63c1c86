// Processes: start pinned to cores, wait until ready, read CPU time and memory from /proc, stop.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 4;
const readyWithinMs = 60_000;
const stopWithinMs = 15_000;
const running = new Set();

export const serverCore = "0";
export const loaderCore = "1";

export async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

// Answers { pid, readyMs }: milliseconds from exec to the first 200 of readyUrl.
export async function start(spec, cores = serverCore) {
  const log = openSync(spec.log, "a");
  const begin = performance.now();
  const child = spawn("taskset", ["-c", cores, spec.command, ...spec.args], {
    cwd: spec.cwd, env: { ...process.env, ...spec.env }, stdio: ["ignore", log, log],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  while ((await status(spec.base + spec.ready)) !== 200) {
    if (child.exitCode !== null || performance.now() - begin > readyWithinMs) {
      throw new Error(`${spec.name} did not become ready:\n${readFileSync(spec.log, "utf8").slice(-3000)}`);
    }
    await sleep(pollMs);
  }
  return { child, pid: child.pid, readyMs: performance.now() - begin };
}

export async function stop({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
  await exited;
  clearTimeout(late);
}

export function killAll() {
  for (const child of running) child.kill("SIGKILL");
}

export async function output(command, args, cores = serverCore) {
  const child = spawn("taskset", ["-c", cores, command, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  running.add(child);
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  await once(child, "close");
  running.delete(child);
  return text;
}

// CPU seconds a process has used so far; undefined when it is gone.
export function cpuSeconds(pid) {
  try {
    const [, rest] = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ");
    const [user, system] = rest.split(" ").slice(11, 13).map(Number);
    return (user + system) / 100;
  } catch {
    return undefined;
  }
}

// CPU seconds all processes together have used on one core, interrupts left out.
export function coreSeconds(core) {
  const line = readFileSync("/proc/stat", "latin1").split("\n").find((l) => l.startsWith(`cpu${core} `));
  const [user, nice, system] = line.split(/\s+/).slice(1, 4).map(Number);
  return (user + nice + system) / 100;
}

export function residentMegabytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))[1]) / 1024;
}

function status(url) {
  return new Promise((resolve) => {
    const request = http.get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", () => resolve(0));
  });
}
