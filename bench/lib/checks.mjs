// Fast wrong answers are no result: each case is checked once before it is measured.
import { createPublicKey, verify } from "node:crypto";

export async function postForm(server, authorization, body) {
  const response = await fetch(server.base + server.paths.token, {
    method: "POST", body,
    headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${server.name} token endpoint: ${response.status} ${text.slice(0, 600)}`);
  return JSON.parse(text);
}

export async function checkRedirect(url, cookie) {
  const response = await fetch(url, { redirect: "manual", headers: { cookie } });
  const location = response.headers.get("location");
  const code = location && new URL(location, url).searchParams.get("code");
  if (!code) throw new Error(`no code: ${response.status} ${location ?? (await response.text()).slice(0, 600)}`);
  return encodeURIComponent(code);
}

// Algorithm and signature; the bare server has no key set, its token is only looked at.
export async function checkJwt(server, token, algorithm) {
  const [header, payload, signature] = token.split(".");
  const { alg, kid } = JSON.parse(Buffer.from(header, "base64url"));
  if (alg !== algorithm) throw new Error(`${server.name}: token signed with ${alg}, not ${algorithm}`);
  if (server.name === "bare Kestrel") return;
  const { keys } = await (await fetch(server.base + server.paths.jwks)).json();
  const key = createPublicKey({ key: keys.find((k) => k.kid === kid), format: "jwk" });
  const good = verify("sha256", Buffer.from(`${header}.${payload}`), { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
  if (!good) throw new Error(`${server.name}: signature of the ${algorithm} token does not verify`);
}
