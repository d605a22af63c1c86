// What is started and where its endpoints are.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bench = fileURLToPath(new URL("..", import.meta.url));
const artifacts = join(bench, "../artifacts/bench");
export const idpBinary = process.env.IDP_BIN ?? join(artifacts, "idp/idp");
export const bareBinary = join(artifacts, "bare/bench-bare");
export const peerNode = process.env.PEER_NODE ?? process.execPath;
export const peerVersion = () => JSON.parse(readFileSync(join(bench, "peer/package.json"), "utf8")).dependencies["oidc-provider"];

export function idp(port, directory) {
  const base = `http://127.0.0.1:${port}`;
  const isDll = idpBinary.endsWith(".dll");
  if (!existsSync(idpBinary)) throw new Error(`no server at ${idpBinary}`);
  mkdirSync(directory, { recursive: true });
  return {
    name: "idp", base, ready: "/health/ready", log: join(directory, "idp.log"),
    command: isDll ? "dotnet" : idpBinary,
    args: isDll ? [idpBinary, "serve"] : ["serve"],
    cwd: dirname(idpBinary),
    env: {
      ASPNETCORE_URLS: base,
      ASPNETCORE_ENVIRONMENT: "Production",
      Idp__Issuer: base,
      Idp__Database__ConnectionString: `Data Source=${join(directory, "idp.db")}`,
      Idp__DataDirectory: join(directory, "data"),
      Idp__Keys__Directory: join(directory, "keys"),
      Idp__Configuration__File: join(bench, "idp.json"),
    },
    paths: { discovery: "/.well-known/openid-configuration", jwks: "/.well-known/jwks.json", authorize: "/connect/authorize", token: "/connect/token" },
  };
}

export function peer(port, directory) {
  const base = `http://127.0.0.1:${port}`;
  return {
    name: "oidc-provider", base, ready: "/.well-known/openid-configuration", log: join(directory, "peer.log"),
    command: peerNode,
    args: ["server.mjs", String(port)],
    cwd: join(bench, "peer"),
    env: { NODE_ENV: "production" },
    paths: { discovery: "/.well-known/openid-configuration", jwks: "/jwks", authorize: "/auth", token: "/token" },
  };
}

// files: { discovery, jwks }, the documents to send.
export function bare(port, directory, files) {
  const base = `http://127.0.0.1:${port}`;
  return {
    name: "bare Kestrel", base, ready: "/health/ready", log: join(directory, "bare.log"),
    command: bareBinary,
    args: ["--discovery", files.discovery, "--jwks", files.jwks],
    cwd: dirname(bareBinary),
    env: { ASPNETCORE_URLS: base, ASPNETCORE_ENVIRONMENT: "Production" },
    paths: { discovery: "/discovery", jwks: "/jwks", token: "/token" },
  };
}
