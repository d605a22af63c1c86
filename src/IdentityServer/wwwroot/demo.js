// The demo shop: a public client (authorization code with PKCE, RFC 7636) in one module, without a library.
// Tokens live in sessionStorage: they end with the tab, and no other tab sees them.

const shop = document.getElementById("demo");
const issuer = shop.dataset.issuer;
const clientId = shop.dataset.clientId;
const redirectUri = `${location.origin}/demo`;
const scope = "openid profile email offline_access";

const element = id => document.getElementById(id);
const memory = {
  read: key => JSON.parse(sessionStorage.getItem(`demo.${key}`)),
  write: (key, value) => sessionStorage.setItem(`demo.${key}`, JSON.stringify(value)),
  take(key) {
    const value = this.read(key);
    sessionStorage.removeItem(`demo.${key}`);
    return value;
  },
};

// ---- Bytes and text

const utf8 = text => new TextEncoder().encode(text);
const toBase64Url = bytes => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const fromBase64Url = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), c => c.charCodeAt(0));
const randomText = () => toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
const sha256 = async text => new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text)));
const parsePart = part => JSON.parse(new TextDecoder().decode(fromBase64Url(part)));

function must(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

// ---- The provider

async function fetchJson(url, options) {
  const response = await fetch(url, options);
  const body = await response.json().catch(() => ({}));
  must(response.ok, body.error ? `${body.error}: ${body.error_description ?? "no description"}` : `${new URL(url).pathname} answered ${response.status}.`);
  return body;
}

let metadata;
async function provider() {
  metadata ??= await fetchJson(`${issuer}/.well-known/openid-configuration`);
  must(metadata.issuer === issuer, "The discovery document names another issuer.");
  return metadata;
}

async function askForTokens(form) {
  const { token_endpoint } = await provider();
  return fetchJson(token_endpoint, { method: "POST", body: new URLSearchParams({ client_id: clientId, ...form }) });
}

// ---- Tokens: decode, then verify with the published keys (RFC 7515 §5.2)

const algorithms = {
  RS256: { kty: "RSA", make: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } },
  ES256: { kty: "EC", make: { name: "ECDSA", namedCurve: "P-256" }, check: { name: "ECDSA", hash: "SHA-256" } },
};

async function verify(token, expectedAlg) {
  const [head, body, signature] = token.split(".");
  const header = parsePart(head);
  const payload = parsePart(body);
  must(header.alg === expectedAlg, `The token is signed with ${header.alg}, not ${expectedAlg}.`);

  const { kty, make, check = make } = algorithms[expectedAlg];
  const { keys } = await fetchJson(`${issuer}/.well-known/jwks.json`);
  const jwk = keys.find(key => key.kid === header.kid && key.kty === kty);
  must(jwk, `The key ${header.kid} is not published.`);
  const key = await crypto.subtle.importKey("jwk", jwk, make, false, ["verify"]);
  must(await crypto.subtle.verify(check, key, fromBase64Url(signature), utf8(`${head}.${body}`)), "The signature is wrong.");

  must(payload.iss === issuer, "The token comes from another issuer.");
  must(payload.exp * 1000 > Date.now(), "The token has expired.");
  return { header, payload };
}

async function verifyIdToken(token, { nonce, sub }) {
  const id = await verify(token, "RS256");
  must([id.payload.aud].flat().includes(clientId), "The ID token is for another client.");
  must(nonce === undefined || id.payload.nonce === nonce, "The nonce is not the one that was sent.");
  must(sub === undefined || id.payload.sub === sub, "The ID token is about another person.");
  return id;
}

/** In the code flow the name is at userinfo, not in the ID token (OIDC Core §5.4); its sub has to be the token's (§5.3.2). */
async function askWho(accessToken, sub) {
  const { userinfo_endpoint } = await provider();
  const person = await fetchJson(userinfo_endpoint, { headers: { authorization: `Bearer ${accessToken}` } });
  must(person.sub === sub, "The user information is about another person.");
  return person;
}

// ---- Signing in and out

async function signIn() {
  const flow = { state: randomText(), nonce: randomText(), verifier: randomText() };
  const { authorization_endpoint } = await provider();
  memory.write("flow", flow);
  location.assign(authorization_endpoint + "?" + new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: toBase64Url(await sha256(flow.verifier)),
    code_challenge_method: "S256",
  }));
}

/** Handles what the provider sent back in the address, then removes it from the address. */
async function comeBack() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("state")) return;
  history.replaceState(null, "", redirectUri);
  if (answer.get("state") === memory.read("goodbye")) {
    memory.take("goodbye");
    return say("You are signed out.");
  }

  const flow = memory.take("flow");
  must(flow && answer.get("state") === flow.state, "The answer does not belong to a sign-in of this tab.");
  must(!answer.has("iss") || answer.get("iss") === issuer, "The answer comes from another issuer.");
  must(answer.has("iss") || !(await provider()).authorization_response_iss_parameter_supported, "The answer does not say who sent it.");
  if (answer.get("error") === "access_denied") return say("You did not sign in. Nothing was shared.");
  must(!answer.has("error"), `${answer.get("error")}: ${answer.get("error_description") ?? "no description"}`);

  const tokens = await askForTokens({
    grant_type: "authorization_code",
    code: answer.get("code"),
    redirect_uri: redirectUri,
    code_verifier: flow.verifier,
  });
  const { payload } = await verifyIdToken(tokens.id_token, { nonce: flow.nonce });
  memory.write("tokens", { ...tokens, person: await askWho(tokens.access_token, payload.sub) });
  say("You are signed in.");
}

async function refresh() {
  const old = memory.read("tokens");
  must(old.refresh_token, "The provider gave no refresh token.");
  const fresh = await askForTokens({ grant_type: "refresh_token", refresh_token: old.refresh_token });
  if (fresh.id_token) await verifyIdToken(fresh.id_token, { sub: parsePart(old.id_token.split(".")[1]).sub });
  memory.write("tokens", { ...old, ...fresh });
  say("The tokens are new.");
}

/** A form rather than a link: the ID token stays out of the address and the history. */
async function signOut() {
  const { end_session_endpoint } = await provider();
  const { id_token } = memory.take("tokens");
  const state = randomText();
  memory.write("goodbye", state);
  const form = document.createElement("form");
  form.method = "post";
  form.action = end_session_endpoint;
  const fields = { id_token_hint: id_token, client_id: clientId, post_logout_redirect_uri: redirectUri, state };
  for (const [name, value] of Object.entries(fields)) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

// ---- The page

const say = sentence => { element("demo-status").textContent = sentence; };

function complain(error) {
  const box = element("demo-trouble");
  const what = document.createElement("strong");
  what.textContent = "That did not work.";
  box.replaceChildren(what, ` ${error.message}`);
  box.hidden = false;
}

async function showToken(name, badgeId, check) {
  const badge = element(badgeId);
  try {
    const { header, payload } = await check();
    element(`demo-${name}-header`).textContent = JSON.stringify(header, null, 2);
    element(`demo-${name}-payload`).textContent = JSON.stringify(payload, null, 2);
    badge.textContent = `Signature verified with key ${header.kid}`;
    badge.classList.remove("badge-bad");
    return payload;
  } catch (error) {
    badge.textContent = `Not verified. ${error.message}`;
    badge.classList.add("badge-bad");
    return {};
  }
}

async function show() {
  const tokens = memory.read("tokens");
  if (tokens) {
    const id = await showToken("id", "demo-verified", () => verifyIdToken(tokens.id_token, {}));
    const access = await showToken("access", "demo-access-verified", () => verify(tokens.access_token, "ES256"));
    element("demo-sub").textContent = id.sub ?? "";
    element("demo-expiry").textContent = access.exp ? new Date(access.exp * 1000).toLocaleTimeString() : "";
  }
  element("demo-who").textContent = tokens ? tokens.person?.name ?? "Signed in" : "Not signed in";
  element("demo-in").hidden = !tokens;
  element("demo-out").hidden = Boolean(tokens);
}

/** Runs one step with its button held, then draws what is true now. */
async function step(work, button) {
  element("demo-trouble").hidden = true;
  if (button) button.disabled = true;
  try {
    await work();
  } catch (error) {
    complain(error);
  }
  if (button) button.disabled = false;
  await show();
}

for (const [id, work] of [["demo-signin", signIn], ["demo-refresh", refresh], ["demo-signout", signOut]])
  element(id).addEventListener("click", event => step(work, event.currentTarget));

if (location.origin === new URL(issuer).origin)
  await step(comeBack);
else
  complain(new Error(`Open the shop at ${new URL(issuer).origin}/demo. The provider knows no other address for it.`));
