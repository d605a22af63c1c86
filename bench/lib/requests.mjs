// The requests of every case, made from idp.json so that both servers get the same ones.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const config = JSON.parse(readFileSync(new URL("../idp.json", import.meta.url), "utf8"));
const clients = new Map(config.clients.map((c) => [c.client_id, c]));
const web = clients.get("bench-web");
const verifier = "bench-verifier-0123456789-abcdefghijklmnopqrstuvwxyz";

export const user = config.users[0];
export const redirectUri = web.redirect_uris[0];

const basic = ({ client_id, client_secret }) =>
  "Basic " + Buffer.from(`${client_id}:${client_secret}`).toString("base64");

export const authorizeQuery = new URLSearchParams({
  response_type: "code",
  client_id: web.client_id,
  redirect_uri: redirectUri,
  scope: "openid offline_access",
  state: "bench-state",
  nonce: "bench-nonce",
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256",
});

export const webAuthorization = basic(web);
export const exchangeBody = new URLSearchParams({ grant_type: "authorization_code", redirect_uri: redirectUri, code_verifier: verifier });

export function machineRequest(clientId, scope) {
  const { resource } = config.resources.find((r) => r.scopes.includes(scope));
  return {
    authorization: basic(clients.get(clientId)),
    body: new URLSearchParams({ grant_type: "client_credentials", scope, resource }).toString(),
  };
}
