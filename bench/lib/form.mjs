// Finds the HTML form that has an input of the given name; answers its action and hidden fields.
export function readForm(html, inputName) {
  for (const [, head, content] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)) {
    const inputs = [...content.matchAll(/<(?:input|button)\b([^>]*)>/gi)].map((m) => attributes(m[1]));
    if (!inputs.some((i) => i.name === inputName)) continue;
    const hidden = inputs.filter((i) => i.type === "hidden" && i.name).map((i) => [i.name, i.value ?? ""]);
    return { action: attributes(head).action, hidden };
  }
  return undefined;
}

function attributes(text) {
  const found = text.matchAll(/([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return Object.fromEntries([...found].map(([, name, a, b, c]) => [name.toLowerCase(), decode(a ?? b ?? c ?? "")]));
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return entities[name] ?? whole;
  });
}
