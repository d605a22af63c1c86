// Another product to log in at: npm's oidc-provider, unmodified. Nobody clicks there; who comes is who the test says.
// stdout {"issuer": …} once it listens; then one line of JSON for each line of JSON on stdin:
//   {"do": "client", …}              {}          the one client, in the words of RFC 7591; what is left out is as it was
//   {"do": "person", "sub": …}       {}          who logs in from now on, with these claims; without sub who login_hint names; acr and amr
//                                                are said of the login, and {"error": …} refuses everybody
//   {"do": "asked"}                  {…}         the parameters of the last authorization request
//   {"do": "rotate", "keep": …}      {kid}       new keys sign from now on; the old ones stay in the set, or go
//   {"do": "hang", "path": …, "seconds": …} {}   token, jwks, discovery, auth or userinfo answers that much later
//   {"do": "down"} {"do": "up"}      {}          every connection is closed at once; or no longer
//   {"do": "logout", "sub": …}       {statuses}  ends a person's sessions here and tells the client by its back channel
//   {"do": "sessions"}               {sessions}  [{sub, sid}] of those who are logged in here at the client
//   {"do": "count", "path": …}       {count}     how often that was asked for
//   {"do": "clock", "seconds": …}    {}          its clock goes on by that much
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const paths = { token: '/token', jwks: '/jwks', discovery: '/.well-known/openid-configuration', auth: '/auth', userinfo: '/me' };
const [stored, persons, hangs, counts] = [new Map(), new Map(), new Map(), new Map()];
const cookieKeys = [randomBytes(16).toString('hex')];
let client = { client_id: 'idp', client_secret: randomBytes(32).toString('hex'), redirect_uris: ['https://idp.test/cb'] };
let [keys, generation, isDown, ahead] = [[], 0, false, 0];
let issuer, provider, handle, current, asked, refusal;

// Its remarks do not go where we talk.
console.info = console.warn = console.error;
const now = Date.now;
Date.now = () => now() + ahead * 1000;

// What the product keeps in memory by itself goes with it; this stays when its keys or its client change.
const adapter = model => ({
  upsert: async (id, payload) => { stored.set(`${model} ${id}`, payload); },
  find: async id => stored.get(`${model} ${id}`),
  findByUid: async uid => [...stored].find(([key, one]) => key.startsWith(`${model} `) && one.uid === uid)?.[1],
  consume: async id => { stored.get(`${model} ${id}`).consumed = Math.floor(Date.now() / 1000); },
  destroy: async id => { stored.delete(`${model} ${id}`); },
  revokeByGrantId: async grant => { for (const [key, one] of stored) if (one.grantId === grant) stored.delete(key); },
});

function build() {
  provider = new Provider(issuer, {
    adapter,
    clients: [client],
    jwks: { keys },
    cookies: { keys: cookieKeys },
    acrValues: ['urn:example:silver', 'urn:example:gold'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name', 'picture', 'locale', 'preferred_username'], amr: null },
    conformIdTokenClaims: false,
    // Our clock may be moved ahead of this one.
    clockTolerance: 3600,
    ttl: { Session: 86400, Grant: 86400, AccessToken: 3600, IdToken: 3600, AuthorizationCode: 60, RefreshToken: 86400, Interaction: 600 },
    findAccount: (_, id) => ({ accountId: id, claims: () => persons.get(id) ?? { sub: id, email: `${id}@upstream.example`, email_verified: true, name: `Upstream's ${id}` } }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    // Without its guard, which calls nobody on this machine.
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        // One form, whose only submission is a yes; a browser with scripts submits it by itself.
        logoutSource: (ctx, form) => {
          ctx.body = `<!DOCTYPE html><title>Sign out</title>${form.replace('</form>', '<input type="hidden" name="logout" value="yes"/></form>')}<script>document.forms[0].submit()</script>`;
        },
        postLogoutSuccessSource: ctx => { ctx.body = '<!DOCTYPE html><title>Signed out</title>'; },
      },
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    ctx.respond = false;
    if (refusal) return provider.interactionFinished(ctx.req, ctx.res, refusal);
    const { params } = await provider.interactionDetails(ctx.req, ctx.res);
    const { sub, acr, amr } = current ?? { sub: params.login_hint ?? 'visitor' };
    const grant = new provider.Grant({ accountId: sub, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: sub, acr, amr }, consent: { grantId: await grant.save() } });
  });
  handle = provider.callback();
  return {};
}

function rotate(keep) {
  const kid = `upstream-${++generation}`;
  const fresh = [
    { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), alg: 'RS256', kid, use: 'sig' },
    { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), alg: 'ES256', kid: `${kid}-ec`, use: 'sig' },
  ];
  // It signs with the first that fits.
  keys = keep ? [...fresh, ...keys] : fresh;
  build();
  return { kid };
}

const sessions = () => [...stored].filter(([key, one]) => key.startsWith('Session ') && one.authorizations?.[client.client_id])
  .map(([key, one]) => ({ key, sub: one.accountId, sid: one.authorizations[client.client_id].sid }));

async function logout(sub) {
  const statuses = [];
  const known = await provider.Client.find(client.client_id);
  for (const session of sessions().filter(one => one.sub === sub)) {
    stored.delete(session.key);
    await known.backchannelLogout(session.sub, session.sid).then(() => statuses.push(200), error => statuses.push(error.response?.status ?? 0));
  }
  return { statuses };
}

const server = createServer((request, response) => {
  const url = new URL(request.url, issuer);
  counts.set(url.pathname, (counts.get(url.pathname) ?? 0) + 1);
  if (isDown) return request.socket.destroy();
  if (url.pathname === paths.auth) asked = Object.fromEntries(url.searchParams);
  setTimeout(() => handle(request, response), (hangs.get(url.pathname) ?? 0) * 1000);
});
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  rotate(false);
  console.log(JSON.stringify({ issuer }));
});

const work = {
  client: change => { client = { ...client, ...change }; return build(); },
  person: ({ error, error_description, acr, amr, ...claims }) => {
    refusal = error && { error, error_description };
    current = claims.sub && { sub: claims.sub, acr, amr };
    if (claims.sub) persons.set(claims.sub, claims);
    return {};
  },
  asked: () => asked ?? {},
  rotate: ({ keep }) => rotate(keep),
  hang: ({ path, seconds }) => { hangs.set(paths[path], seconds); return {}; },
  down: () => { isDown = true; server.closeAllConnections(); return {}; },
  up: () => { isDown = false; return {}; },
  logout: ({ sub }) => logout(sub),
  sessions: () => ({ sessions: sessions().map(({ sub, sid }) => ({ sub, sid })) }),
  count: ({ path }) => ({ count: counts.get(paths[path]) ?? 0 }),
  clock: ({ seconds }) => { ahead += seconds; return {}; },
};
const lines = createInterface({ input: process.stdin });
lines.on('line', async line => {
  const { do: name, ...command } = JSON.parse(line);
  try {
    console.log(JSON.stringify(await work[name](command)));
  } catch (error) {
    console.log(JSON.stringify({ failed: `${error.message} ${error.error_description ?? ''}` }));
  }
});
// It ends with whoever started it.
lines.on('close', () => process.exit(0));
