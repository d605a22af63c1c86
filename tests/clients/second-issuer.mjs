// Another product as a pool's own provider: npm's oidc-provider, unmodified, whoever comes is who they say.
// stdout {"issuer": …} once it listens; then one line of JSON for each line of JSON on stdin:
//   {"do": "token", "sub": …}   {token}   an ID token by the code flow with PKCE, over HTTP
//   {"do": "rotate", "keep": …} {kid}     a new key signs from now on; the old one stays in the set, or goes
//   {"do": "count"}             {jwks}    how often the JWK set was asked for
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';
import { HttpBrowser } from './http-browser.mjs';

const redirectUri = 'https://app.example/cb';
let [keys, generation, asked] = [[], 0, 0];
let handle, issuer;

function rotate(keep) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: `second-${++generation}` };
  // It signs with the first that fits.
  keys = keep ? [key, ...keys] : [key];
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'shop', redirect_uris: [redirectUri], grant_types: ['authorization_code'], response_types: ['code'], token_endpoint_auth_method: 'none' }],
    jwks: { keys },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub', 'email'] },
    conformIdTokenClaims: false,
    // Said, so that it does not remark on the standard output that we talk over.
    ttl: { Session: 3600, Grant: 3600, AccessToken: 3600, IdToken: 3600, AuthorizationCode: 60, Interaction: 600 },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@shop.example` }) }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    const { params } = await provider.interactionDetails(ctx.req, ctx.res);
    const grant = new provider.Grant({ accountId: params.login_hint, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: params.login_hint }, consent: { grantId: await grant.save() } });
    ctx.respond = false;
  });
  handle = provider.callback();
  return { kid: key.kid };
}

async function token(sub) {
  const verifier = randomBytes(32).toString('base64url');
  const browser = new HttpBrowser(url => url.href.startsWith(redirectUri));
  const ask = new URLSearchParams({
    client_id: 'shop', redirect_uri: redirectUri, response_type: 'code', scope: 'openid', login_hint: sub,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
  });
  const back = await browser.get(`${issuer}/auth?${ask}`);
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code', client_id: 'shop', redirect_uri: redirectUri, code: back.url.searchParams.get('code'), code_verifier: verifier,
    }),
  });
  const { id_token, ...rest } = await answer.json();
  if (!id_token) throw new Error(`no ID token: ${back.status} ${back.url} ${JSON.stringify(rest)}`);
  return { token: id_token };
}

const server = createServer((request, response) => {
  if (request.url === '/jwks') asked++;
  handle(request, response);
});
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  rotate(false);
  console.log(JSON.stringify({ issuer }));
});

const work = { token: ({ sub }) => token(sub), rotate: ({ keep }) => rotate(keep), count: () => ({ jwks: asked }) };
const lines = createInterface({ input: process.stdin });
lines.on('line', async line => {
  const command = JSON.parse(line);
  try {
    console.log(JSON.stringify(await work[command.do](command)));
  } catch (error) {
    console.log(JSON.stringify({ failed: `${error.message}` }));
  }
});
// It ends with whoever started it.
lines.on('close', () => process.exit(0));
