// Finds the HTML form that has an input of the given name; answers its action and what a browser would send of
// itself: the hidden fields and the first submit button.
const defaultType = { input: "text", button: "submit" };

export function readForm(html, inputName) {
  for (const [, head, content] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)) {
    const inputs = [...content.matchAll(/<(input|button)\b([^>]*)>/gi)].map(([, tag, rest]) => ({ type: defaultType[tag.toLowerCase()], ...attributes(rest) }));
    if (!inputs.some((i) => i.name === inputName)) continue;
    const button = inputs.find((i) => i.type === "submit");
    const sent = inputs.filter((i) => i.name && (i.type === "hidden" || i === button));
    return { action: attributes(head).action, fields: sent.map((i) => [i.name, i.value ?? ""]) };
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
