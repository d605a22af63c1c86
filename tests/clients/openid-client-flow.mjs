// A whole login by panva's openid-client, browser part included, over plain HTTP.
// stdin  {issuer, clientId, clientSecret?, redirectUri, postLogoutRedirectUri?, scope?, username, password,
//         par?: bool, clientCredentials?: {scope?, resource?} | false, names?: {username, password, allow}}
// stdout {ok, steps: {...one entry per step...}} or {ok: false, step, code, error, steps}; exit code 0 or 1
import * as client from 'openid-client';
import { forms, HttpBrowser } from './http-browser.mjs';
import { readJson } from './stdin.mjs';

const given = {
  scope: 'openid profile email offline_access', names: { username: 'Username', password: 'Password', allow: 'consent-allow' },
  ...await readJson(),
};
const online = given.scope.replace(/ ?offline_access/, '');
const steps = {};
let step = 'start';

const isOurs = url => [given.redirectUri, given.postLogoutRedirectUri]
  .some(own => own && `${url.origin}${url.pathname}` === own);
const browser = new HttpBrowser(isOurs);

/** Answers login and consent pages until the browser is back at the client. */
async function throughPages(page) {
  const seen = [];
  for (let turn = 0; turn < 8; turn++) {
    if (page.status === 0) return { url: page.url, posted: page.posted, seen };
    seen.push(`${page.status} ${page.url.pathname}`);
    const all = forms(page);
    const login = all.find(f => f.fields.some(i => i.name === given.names.username));
    const consent = all.find(f => f.buttons.some(b => b.id === given.names.allow || b.id === 'logout'))
      ?? (given.names.allow === '*' ? all.find(f => f.method === 'POST') : undefined);
    if (login) {
      const values = { [given.names.username]: given.username, [given.names.password]: given.password };
      page = await browser.submit(login, values, login.buttons[0]);
    } else if (consent) {
      page = await browser.submit(consent, {}, consent.buttons.find(b => [given.names.allow, 'logout'].includes(b.id)) ?? consent.buttons[0]);
    } else if (given.postLogoutRedirectUri && page.html.includes(given.postLogoutRedirectUri)) {
      return { url: new URL(given.postLogoutRedirectUri), seen }; // a signed-out page that offers the way back as a link
    } else {
      throw new Error(`a page without a form this script knows: ${seen.join(', ')}\n${page.html.slice(0, 1500)}`);
    }
  }
  throw new Error(`the pages do not end: ${seen.join(', ')}`);
}

async function authorize(config, extra = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() };
  const parameters = {
    redirect_uri: given.redirectUri, scope: given.scope, state: checks.expectedState, nonce: checks.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256', ...extra,
  };
  const url = given.par ? await client.buildAuthorizationUrlWithPAR(config, parameters) : client.buildAuthorizationUrl(config, parameters);
  return { url, checks, back: await throughPages(await browser.get(url)) };
}

async function refusal(promise) {
  try { await promise; return null; } catch (error) { return error.error ?? error.code ?? error.message; }
}

async function run() {
  step = 'discovery';
  const insecure = new URL(given.issuer).protocol === 'http:';
  const auth = given.clientSecret ? client.ClientSecretBasic(given.clientSecret) : client.None();
  const config = await client.discovery(new URL(given.issuer), given.clientId, undefined, auth,
    { execute: [client.enableNonRepudiationChecks, ...(insecure ? [client.allowInsecureRequests] : [])] });
  steps.discovery = { issuer: config.serverMetadata().issuer };

  step = 'authorize';
  const { url, checks, back } = await authorize(config, given.scope.includes('offline_access') ? { prompt: 'consent' } : {});
  steps.authorize = { url: url.href, pages: back.seen, callbackHasCode: back.url.searchParams.has('code') };

  step = 'exchange';
  const tokens = await client.authorizationCodeGrant(config, back.url, { ...checks, idTokenExpected: true });
  const { sub } = tokens.claims();
  steps.exchange = { ...tokens, claims: tokens.claims() };

  // The session answers without a page. No offline_access: it may ask for consent each time (OIDC Core §11).
  step = 'single sign-on';
  const again = await authorize(config, { prompt: 'none', scope: online });
  steps.singleSignOn = { callbackHasCode: again.back.url.searchParams.has('code'), error: again.back.url.searchParams.get('error') };

  step = 'userinfo';
  steps.userinfo = await client.fetchUserInfo(config, tokens.access_token, sub);

  let latest = tokens;
  if (tokens.refresh_token) {
    step = 'refresh';
    latest = await client.refreshTokenGrant(config, tokens.refresh_token);
    steps.refresh = {
      sub: latest.claims()?.sub ?? null, rotated: !!latest.refresh_token && latest.refresh_token !== tokens.refresh_token,
      accessTokenIsNew: latest.access_token !== tokens.access_token, ...latest,
    };
  }

  const confidential = !!given.clientSecret;
  if (confidential) {
    step = 'introspect';
    steps.introspect = await client.tokenIntrospection(config, latest.access_token);
  }

  step = 'revoke';
  const revoked = latest.refresh_token ?? tokens.refresh_token ?? latest.access_token;
  await client.tokenRevocation(config, revoked);
  steps.revoke = {
    activeAfter: confidential ? (await client.tokenIntrospection(config, revoked)).active : null,
    refreshAfter: tokens.refresh_token ? await refusal(client.refreshTokenGrant(config, revoked)) : null,
  };

  step = 'replay';
  steps.replay = { error: await refusal(client.authorizationCodeGrant(config, back.url, { ...checks, idTokenExpected: true })) };

  if (confidential && given.clientCredentials !== false) {
    step = 'client_credentials';
    steps.clientCredentials = await client.clientCredentialsGrant(config, given.clientCredentials ?? {});
  }

  step = 'end session';
  const end = client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token, state: 'bye',
    ...(given.postLogoutRedirectUri && { post_logout_redirect_uri: given.postLogoutRedirectUri }),
  });
  const left = given.postLogoutRedirectUri ? await throughPages(await browser.get(end)) : await browser.get(end);
  steps.endSession = { url: end.href, landedAt: left.url.href, pages: left.seen ?? [] };
  const after = await authorize(config, { prompt: 'none', scope: online });
  steps.endSession.promptNoneAfter = after.back.url.searchParams.get('error');
}

try {
  await run();
  console.log(JSON.stringify({ ok: true, steps }));
} catch (error) {
  const cause = error.cause instanceof Error ? error.cause.message : error.cause;
  console.log(JSON.stringify({ ok: false, step, code: error.error ?? error.code ?? error.name,
    error: [error.message, error.error_description, cause && JSON.stringify(cause)].filter(Boolean).join(' | '), steps }));
  process.exitCode = 1;
}
