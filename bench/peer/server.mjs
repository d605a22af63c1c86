// The peer: oidc-provider with the same clients, resources and algorithms as idp.json. Usage: node server.mjs PORT
// PEER_ACCESS_TOKEN=jwt makes the code flow's access tokens ES256 JWTs too; the default is its fastest form, opaque.
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import Provider from "oidc-provider";
import { MapStore } from "./store.mjs";

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const shared = JSON.parse(readFileSync(new URL("../idp.json", import.meta.url), "utf8"));
const resources = new Map(shared.resources.map((r) => [r.resource, r]));
const userResource = process.env.PEER_ACCESS_TOKEN === "jwt" ? shared.resources[0].resource : undefined;

const signingKey = (alg, type, options) =>
  ({ ...generateKeyPairSync(type, options).privateKey.export({ format: "jwk" }), use: "sig", alg, kid: `peer-${alg}` });

const client = ({ client_id, client_secret, redirect_uris = [], grant_types, token_endpoint_auth_method }) => ({
  client_id, client_secret, redirect_uris, grant_types, token_endpoint_auth_method,
  response_types: redirect_uris.length ? ["code"] : [],
  id_token_signed_response_alg: "RS256",
});

const provider = new Provider(issuer, {
  adapter: MapStore,
  clients: shared.clients.map(client),
  jwks: { keys: [signingKey("RS256", "rsa", { modulusLength: 2048 }), signingKey("ES256", "ec", { namedCurve: "P-256" })] },
  scopes: ["openid", "offline_access", "profile", "email", "bench", "bench-rs"],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  pkce: { required: () => true },
  // Consent is implicit and refresh tokens are on the house, as in idp.json; both spare the peer an interaction per request.
  issueRefreshToken: (_, c) => c.grantTypeAllowed("refresh_token"),
  expiresWithSession: () => false,
  rotateRefreshToken: true,
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  ttl: { Session: 86400, Grant: 86400, RefreshToken: 86400, AccessToken: 3600, IdToken: 3600, AuthorizationCode: 60, Interaction: 600, ClientCredentials: 3600 },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, _, oneOf) => oneOf ?? (ctx.oidc.client.clientId === "bench-web" ? userResource : undefined),
      useGrantedResource: () => userResource !== undefined,
      getResourceServerInfo: (_, resource) => ({
        scope: resources.get(resource).scopes.join(" "),
        audience: resource,
        accessTokenTTL: 3600,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: resources.get(resource).access_token_signing_alg } },
      }),
    },
  },
});

// Whoever comes is alice and agrees to everything.
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  const { params } = await provider.interactionDetails(ctx.req, ctx.res);
  const grant = new provider.Grant({ accountId: "alice", clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  if (userResource) grant.addResourceScope(userResource, "bench");
  const grantId = await grant.save();
  await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: "alice" }, consent: { grantId } });
  ctx.respond = false;
});

provider.listen(port, "127.0.0.1");
