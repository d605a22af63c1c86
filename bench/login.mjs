// Logs a person in as a browser would and prints the Cookie header of the session.
// Usage: node login.mjs AUTHORIZE_URL REDIRECT_URI USERNAME PASSWORD
import { fileURLToPath } from "node:url";
import { readForm } from "./lib/form.mjs";
import { CookieJar } from "./lib/cookies.mjs";

const maxSteps = 15;

export async function login(authorizeUrl, redirectUri, username, password) {
  const jar = new CookieJar();
  let request = { url: authorizeUrl };
  for (let step = 0; step < maxSteps; step++) {
    const response = await send(jar, request);
    if (response.status >= 300 && response.status < 400) {
      const url = new URL(response.headers.get("location"), request.url).href;
      if (url.startsWith(redirectUri)) return { landed: url, cookie: jar.header(authorizeUrl) };
      request = { url };
      continue;
    }
    const page = await response.text();
    const form = readForm(page, "Username");
    if (response.status !== 200 || !form || request.body) {
      throw new Error(`login: ${response.status} from ${request.url}\n${page.slice(0, 600)}`);
    }
    const body = new URLSearchParams([...form.fields, ["Username", username], ["Password", password]]);
    request = { url: new URL(form.action || request.url, request.url).href, body };
  }
  throw new Error(`login: more than ${maxSteps} steps, last ${request.url}`);
}

async function send(jar, { url, body }) {
  const response = await fetch(url, {
    method: body ? "POST" : "GET",
    body,
    redirect: "manual",
    headers: { cookie: jar.header(url), accept: "text/html", origin: new URL(url).origin },
  });
  jar.store(url, response.headers.getSetCookie());
  return response;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { cookie } = await login(...process.argv.slice(2, 6));
  console.log(cookie);
}
