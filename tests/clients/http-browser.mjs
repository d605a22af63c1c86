// As much of a browser as a login needs: cookies, redirects followed by hand, forms read from HTML.
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = text => text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (all, name) =>
  name[0] !== '#' ? entities[name] ?? all
    : String.fromCodePoint(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10)));

function attributes(tag) {
  const found = {};
  for (const [, name, a, b, c] of tag.matchAll(/([^\s=<>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g))
    found[name.toLowerCase()] = decode(a ?? b ?? c ?? '');
  return found;
}

/** The forms of a page: {action, method, fields: [{name, value, type}], buttons: [{id, name, value}]}. */
export function forms(page) {
  return [...page.html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head, body]) => {
    const form = attributes(head);
    const inputs = [...body.matchAll(/<input\b([^>]*)>/gi)].map(([, tag]) => attributes(tag));
    // A button may stand outside and name its form (HTML: the form attribute).
    const outside = page.html.replace(body, '');
    const buttons = [
      ...[...body.matchAll(/<button\b([^>]*)>/gi)].map(([, tag]) => attributes(tag)),
      ...[...outside.matchAll(/<button\b([^>]*)>/gi)].map(([, tag]) => attributes(tag)).filter(b => form.id && b.form === form.id),
    ];
    return {
      action: new URL(form.action || page.url, page.url), // HTML: an empty action is the page's own address
      method: (form.method ?? 'get').toUpperCase(),
      fields: inputs.filter(i => i.name && i.type !== 'submit' && (i.type !== 'checkbox' || 'checked' in i)),
      buttons: [...buttons.filter(b => (b.type ?? 'submit') === 'submit'), ...inputs.filter(i => i.type === 'submit')],
    };
  });
}

/** `stopAt(url)`: the browser does not fetch these; they belong to the client. */
export class HttpBrowser {
  #cookies = new Map();

  constructor(stopAt) { this.stopAt = stopAt; }

  get(url) { return this.#follow(new URL(url), { method: 'GET' }); }

  submit(form, values = {}, button) {
    const data = new URLSearchParams(form.fields.map(f => [f.name, values[f.name] ?? f.value ?? '']));
    for (const [name, value] of Object.entries(values)) data.set(name, value);
    if (button?.name) data.append(button.name, button.value ?? '');
    if (form.method !== 'GET') return this.#follow(form.action, { method: 'POST', body: data });
    const url = new URL(form.action);
    url.search = data;
    return this.get(url);
  }

  async #follow(url, request) {
    for (let hop = 0; hop < 20; hop++) {
      if (this.stopAt(url)) return { url, status: 0, html: '', posted: request.body };
      const cookie = this.#cookieHeader(url);
      const answer = await fetch(url, {
        ...request, redirect: 'manual', signal: AbortSignal.timeout(30_000),
        headers: { accept: 'text/html', ...(cookie && { cookie }) },
      });
      for (const line of answer.headers.getSetCookie()) this.#store(url, line);
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status > 399 || !location)
        return { url, status: answer.status, html: await answer.text() };
      await answer.body?.cancel();
      url = new URL(location, url);
      // 307 and 308 keep the method; after any other redirect a browser asks with GET (Fetch §4.4).
      if (answer.status !== 307 && answer.status !== 308) request = { method: 'GET' };
    }
    throw new Error(`too many redirects, the last to ${url}`);
  }

  // Cookies belong to a host, not to a port (RFC 6265 §8.5); Secure ones are used on http loopback too, as in Chromium.
  #store(url, line) {
    const [pair, ...rest] = line.split(';').map(part => part.trim());
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const flags = Object.fromEntries(rest.map(part => {
      const at = part.indexOf('=');
      return at < 0 ? [part.toLowerCase(), ''] : [part.slice(0, at).toLowerCase(), part.slice(at + 1)];
    }));
    const path = flags.path?.startsWith('/') ? flags.path : url.pathname.replace(/\/[^/]*$/, '') || '/';
    const key = `${url.hostname};${path};${name}`;
    const ended = flags['max-age'] !== undefined ? Number(flags['max-age']) <= 0
      : flags.expires !== undefined && Date.parse(flags.expires) <= Date.now();
    if (ended) this.#cookies.delete(key);
    else this.#cookies.set(key, { host: url.hostname, path, name, value, secure: 'secure' in flags });
  }

  #cookieHeader(url) {
    const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    return [...this.#cookies.values()]
      .filter(c => c.host === url.hostname && (!c.secure || url.protocol === 'https:' || loopback)
        && (url.pathname === c.path || url.pathname.startsWith(c.path.endsWith('/') ? c.path : `${c.path}/`)))
      .sort((a, b) => b.path.length - a.path.length)
      .map(c => `${c.name}=${c.value}`).join('; ');
  }
}
