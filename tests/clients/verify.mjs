// Verifies an ID token and an access token the way a careful relying party does, with jose only.
// stdin  {issuer, jwksUri, idToken?, accessToken?, clientId, audience?, nonce?}
// stdout {ok: true, idToken: {header, payload}, accessToken: {header, payload}} or {ok: false, code, error}; exit code 0 or 1
import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { readJson } from './stdin.mjs';

// OpenID Connect Core §3.1.3.6: the hash of the token's alg, its left half, base64url. Ed25519 hashes with SHA-512.
const hashes = { 256: 'sha256', 384: 'sha384', 512: 'sha512' };
function leftHalf(alg, value) {
  const digest = createHash(alg.startsWith('Ed') ? 'sha512' : hashes[alg.slice(-3)]).update(value).digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}

class Wrong extends Error {
  constructor(code, message) { super(message); this.code = code; }
}

async function verify({ issuer, jwksUri, idToken, accessToken, clientId, audience, nonce }) {
  if (!idToken && !accessToken) throw new Wrong('RIG_NO_TOKEN', 'neither idToken nor accessToken was given');
  const keys = createRemoteJWKSet(new URL(jwksUri));
  const result = { ok: true };

  if (accessToken) {
    // RFC 9068 §4: typ, iss, aud, exp; and the claims §2.2 requires.
    const { payload, protectedHeader } = await jwtVerify(accessToken, keys, {
      issuer, typ: 'at+jwt', ...(audience && { audience }),
      requiredClaims: ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'],
    });
    if (clientId && payload.client_id !== clientId) throw new Wrong('RIG_CLIENT_ID', `client_id is ${payload.client_id}`);
    result.accessToken = { header: protectedHeader, payload };
  }

  if (idToken) {
    const { payload, protectedHeader } = await jwtVerify(idToken, keys, {
      issuer, audience: clientId, requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat'],
    });
    if (Array.isArray(payload.aud) && payload.aud.length > 1 && payload.azp !== clientId)
      throw new Wrong('RIG_AZP', `several audiences, azp is ${payload.azp}`);
    if (nonce !== undefined && nonce !== null && payload.nonce !== nonce)
      throw new Wrong('RIG_NONCE', `nonce is ${payload.nonce}`);
    result.idToken = { header: protectedHeader, payload };
    if (accessToken && payload.at_hash !== undefined) {
      const expected = leftHalf(protectedHeader.alg, accessToken);
      if (payload.at_hash !== expected) throw new Wrong('RIG_AT_HASH', `at_hash is ${payload.at_hash}, not ${expected}`);
      result.atHashChecked = true;
    }
  }
  return result;
}

try {
  console.log(JSON.stringify(await verify(await readJson())));
} catch (error) {
  console.log(JSON.stringify({ ok: false, code: error.code ?? error.name, error: error.message }));
  process.exitCode = 1;
}
