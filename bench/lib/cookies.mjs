// As much of a cookie jar as one host needs: paths and deletion.
export class CookieJar {
  #cookies = new Map();

  store(url, setCookies) {
    for (const line of setCookies) {
      const [pair, ...attributes] = line.split(";").map((part) => part.trim());
      const cut = pair.indexOf("=");
      const name = pair.slice(0, cut);
      const attribute = Object.fromEntries(attributes.map((a) => {
        const [key, ...value] = a.split("=");
        return [key.toLowerCase(), value.join("=")];
      }));
      const path = attribute.path || new URL(url).pathname.replace(/\/[^/]*$/, "") || "/";
      const key = `${name};${path}`;
      if (attribute["max-age"] === "0" || Date.parse(attribute.expires) < Date.now()) this.#cookies.delete(key);
      else this.#cookies.set(key, { pair, path });
    }
  }

  header(url) {
    const { pathname } = new URL(url);
    const matches = (path) => pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`);
    return [...this.#cookies.values()].filter((c) => matches(c.path)).map((c) => c.pair).join("; ");
  }
}
