// What the numbers have to reach. value(m) reads the measurements and is NaN where something was not measured.
// value(m, "perCoreSecond") is the same ratio per second of processor time: what it would be on a core of its own.
const rate = (m, testCase, server, key = "median") => m.rates[testCase]?.[server]?.[key];
const ratio = (testCase, other) => (m, key) => rate(m, testCase, "idp", key) / rate(m, testCase, other, key);
// Rounded down, so that a miss never reads like its limit.
const times = (v) => `${(Math.floor(v * 100) / 100).toFixed(2)}x`;
const percent = (v) => `${Math.floor(v * 100)} %`;
// Figures that are no rates have one value only.
const once = (read) => (m, key) => (key ? NaN : read(m));
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
  atLeast("cc-rs256: idp / raw RSA-2048 (.NET loop)", (m, key) => rate(m, "cc-rs256", "idp", key) / m.raw?.dotnet, 0.85, percent),
  shown("cc-rs256: idp / raw RSA-2048 (openssl speed)", (m, key) => rate(m, "cc-rs256", "idp", key) / m.raw?.openssl, percent),
  atLeast("code: idp / oidc-provider", ratio("code", "oidc-provider"), 1, times),
  atLeast("refresh: idp / oidc-provider", ratio("refresh", "oidc-provider"), 1, times),
  atMost("start to ready, one core", once((m) => m.start?.oneCore), 1500, unit("ms", 0)),
  atMost("start to ready, both cores", once((m) => m.start?.bothCores), 1500, unit("ms", 0)),
  atMost("memory, idle", once((m) => m.memory?.idp?.idle), 150, unit("MB", 0)),
  atMost("memory, after load", once((m) => m.memory?.idp?.afterLoad), 300, unit("MB", 0)),
];
