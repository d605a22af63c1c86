// The load cases: which script, which environment for it, and a check that the answer is the right one before it is counted.
import { checkJwt, checkRedirect, postForm } from "./checks.mjs";
import { authorizeQuery, exchangeBody, machineRequest, webAuthorization } from "./requests.mjs";

const document = (name) => ({
  name, unit: "req/s", script: "get.lua",
  url: (server) => server.base + server.paths[name],
  env: () => ({}),
  check: async (server) => {
    const response = await fetch(server.base + server.paths[name]);
    if (response.status !== 200) throw new Error(`${server.name} ${name}: ${response.status}`);
    await response.json();
  },
});

const machine = (name, clientId, scope, algorithm) => {
  const { authorization, body } = machineRequest(clientId, scope);
  return {
    name, unit: "tokens/s", script: "token.lua",
    url: (server) => server.base + server.paths.token,
    env: () => ({ BENCH_AUTHORIZATION: authorization, BENCH_BODY: body }),
    check: async (server) => {
      const answer = await postForm(server, authorization, body);
      await checkJwt(server, answer.access_token, algorithm);
    },
  };
};

const flow = (name, mode, unit) => ({
  name, unit, script: "flow.lua", needsLogin: true, countsCompleted: true,
  url: (server) => server.base,
  env: (server) => ({
    BENCH_MODE: mode,
    BENCH_COOKIE: server.cookie,
    BENCH_AUTHORIZE_PATH: `${server.paths.authorize}?${authorizeQuery}`,
    BENCH_TOKEN_PATH: server.paths.token,
    BENCH_AUTHORIZATION: webAuthorization,
    BENCH_EXCHANGE: exchangeBody.toString(),
  }),
  check: async (server) => {
    const code = await checkRedirect(`${server.base}${server.paths.authorize}?${authorizeQuery}`, server.cookie);
    const answer = await postForm(server, webAuthorization, `${exchangeBody}&code=${code}`);
    await checkJwt(server, answer.id_token, "RS256");
    const refresh = `grant_type=refresh_token&refresh_token=${encodeURIComponent(answer.refresh_token)}`;
    const refreshed = await postForm(server, webAuthorization, refresh);
    if (!refreshed.refresh_token || refreshed.refresh_token === answer.refresh_token) {
      throw new Error(`${server.name}: the refresh token did not rotate`);
    }
    server.accessTokenForm = answer.access_token.split(".").length === 3 ? "JWT" : "opaque";
  },
});

export const loadCases = [
  { ...document("discovery"), servers: ["idp", "oidc-provider", "bare Kestrel"] },
  { ...document("jwks"), servers: ["idp", "oidc-provider", "bare Kestrel"] },
  { ...machine("cc-es256", "bench-m2m", "bench", "ES256"), servers: ["idp", "oidc-provider", "bare Kestrel"] },
  { ...machine("cc-rs256", "bench-m2m-rs", "bench-rs", "RS256"), servers: ["idp", "oidc-provider"] },
  { ...flow("code", "code", "flows/s"), servers: ["idp", "oidc-provider"] },
  { ...flow("refresh", "refresh", "refreshes/s"), servers: ["idp", "oidc-provider"] },
];

export const caseNames = [...loadCases.map((c) => c.name), "start", "memory"];
