// Two implementations of JOSE read each other's tokens.
// stdin  [{alg, jwk (public), token}]: what our side signed
// stdout {verified: [{alg, ok, payload | error}], signed: [{alg, jwk (public), token, payload}]}; exit code 1 when one did not verify
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose';
import { readJson } from './stdin.mjs';

const algorithms = ['RS256', 'PS256', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

async function read({ alg, jwk, token }) {
  try {
    const key = await importJWK({ ...jwk, alg }, alg);
    const { payload } = await jwtVerify(token, key, { algorithms: [alg] });
    return { alg, ok: true, payload };
  } catch (error) {
    return { alg, ok: false, error: `${error.code ?? error.name}: ${error.message}` };
  }
}

async function write(alg) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const kid = `jose-${alg}`;
  // The text has what a JSON or base64url reader gets wrong first: escapes, an astral character, a long number.
  const payload = { sub: `of-${alg}`, text: 'Zoë "quoted" \u{1F511} \\ /', number: 9007199254740991, list: [1, 'a', null, true] };
  const token = await new SignJWT(payload)
    .setProtectedHeader({ alg, kid, typ: 'JWT' })
    .setIssuer('https://jose.example').setAudience('crosscheck').setIssuedAt().setExpirationTime('10m')
    .sign(privateKey);
  return { alg, jwk: { ...await exportJWK(publicKey), kid, alg, use: 'sig' }, token, payload };
}

const verified = await Promise.all((await readJson() ?? []).map(read));
const signed = await Promise.all(algorithms.map(write));
console.log(JSON.stringify({ verified, signed }));
process.exitCode = verified.every(one => one.ok) ? 0 : 1;
