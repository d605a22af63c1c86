// A relying party that stays up: jose's createRemoteJWKSet, unmodified, as a program would hold it for weeks.
// argv   JWKS URL, issuer, options of createRemoteJWKSet as JSON
// stdout {"port": …} once it listens; then POST / with a token answers {ok, kid} or {ok: false, code}
import { createServer } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const [url, issuer, options] = process.argv.slice(2);
const keys = createRemoteJWKSet(new URL(url), JSON.parse(options));

const server = createServer(async (request, response) => {
  let token = '';
  for await (const chunk of request) token += chunk;
  let answer;
  try {
    const { protectedHeader } = await jwtVerify(token, keys, { issuer });
    answer = { ok: true, kid: protectedHeader.kid };
  } catch (error) {
    answer = { ok: false, code: error.code ?? error.name };
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer));
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
// It ends with whoever started it.
process.stdin.on('close', () => process.exit(0)).resume();
