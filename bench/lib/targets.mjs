// What the numbers have to reach. value(m) reads the measurements; undefined where something was not measured.
const rate = (m, testCase, server) => m.rates[testCase]?.[server]?.median;
const ratio = (testCase, other) => (m) => rate(m, testCase, "idp") / rate(m, testCase, other);
const times = (v) => `${v.toFixed(2)}x`;
const percent = (v) => `${(v * 100).toFixed(0)} %`;
const unit = (name, digits) => (v) => `${v.toFixed(digits)} ${name}`;

const atLeast = (label, value, limit, format) => ({ label, value, format, limit: `>= ${format(limit)}`, met: (v) => v >= limit });
const atMost = (label, value, limit, format) => ({ label, value, format, limit: `<= ${format(limit)}`, met: (v) => v <= limit });
const shown = (label, value, format) => ({ label, value, format, limit: "", met: () => undefined });

export const targets = [
  atLeast("discovery: idp / oidc-provider", ratio("discovery", "oidc-provider"), 3, times),
  atLeast("discovery: idp / bare Kestrel", ratio("discovery", "bare Kestrel"), 0.8, percent),
  atLeast("jwks: idp / oidc-provider", ratio("jwks", "oidc-provider"), 2, times),
  atLeast("jwks: idp / bare Kestrel", ratio("jwks", "bare Kestrel"), 0.8, percent),
  atLeast("cc-es256: idp / oidc-provider", ratio("cc-es256", "oidc-provider"), 2.5, times),
  atLeast("cc-es256: idp / bare Kestrel ES256", ratio("cc-es256", "bare Kestrel"), 0.6, percent),
  shown("cc-rs256: idp / oidc-provider", ratio("cc-rs256", "oidc-provider"), times),
  atLeast("cc-rs256: idp / raw RSA-2048 (.NET loop)", (m) => rate(m, "cc-rs256", "idp") / m.raw?.dotnet, 0.85, percent),
  shown("cc-rs256: idp / raw RSA-2048 (openssl speed)", (m) => rate(m, "cc-rs256", "idp") / m.raw?.openssl, percent),
  atLeast("code: idp / oidc-provider", ratio("code", "oidc-provider"), 1, times),
  atLeast("refresh: idp / oidc-provider", ratio("refresh", "oidc-provider"), 1, times),
  atMost("start to ready, one core", (m) => m.start?.oneCore, 1500, unit("ms", 0)),
  atMost("start to ready, both cores", (m) => m.start?.bothCores, 1500, unit("ms", 0)),
  atMost("memory, idle", (m) => m.memory?.idp?.idle, 150, unit("MB", 0)),
  atMost("memory, after load", (m) => m.memory?.idp?.afterLoad, 300, unit("MB", 0)),
];
