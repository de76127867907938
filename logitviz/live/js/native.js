// What Streamlit says by itself, in English: in another language the page says it in its own words.
// React writes an attribute or a text only when its own has changed. So what it said is kept, and
// another language, English too, begins from there.

/**
 * @typedef {object} Native
 * @property {RegExp} pattern of what Streamlit says
 * @property {string} said instead, with $1, $2, … for what varies
 */

/** @type {Native[]} */
const natives = [];
/** @type {WeakMap<Node, Map<string, { english: string, said: string }>>} */
const originals = new WeakMap();
const FIELD = /\{\w+\}/g;
const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const LABELLED =
  "[aria-label]:is(button, a, input), button[title], [data-testid=stCode] [title], input[placeholder]";
const SAYING =
  "[data-testid=stSkipToContent], [data-testid=stFileUploader], [data-testid=stNumberInput]," +
  "[data-testid=InputInstructions]," +
  "[data-testid=stTooltipContent], [data-testid=stSelectbox], [role=listbox], [role=alert]," +
  "[data-testid=stStatusWidget], [data-testid=stConnectionStatus], [role=dialog]";

/**
 * Take the words of a language by those of Streamlit; in braces stands what varies.
 *
 * @param {Record<string, string>} words
 */
export function takeNative(words) {
  natives.length = 0;
  for (const [english, ours] of Object.entries(words)) {
    /** @type {string[]} */
    const names = english.match(FIELD) ?? [];
    const parts = english.split(FIELD).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`^${parts.join("(.+)")}$`);
    natives.push({ pattern, said: ours.replace(FIELD, (name) => `$${names.indexOf(name) + 1}`) });
  }
}

/** @param {string} text */
function inOurWords(text) {
  const found = natives.find(({ pattern }) => pattern.test(text));
  return found ? text.replace(found.pattern, found.said) : text;
}

/**
 * Give what a node is to say, unless it says that already.
 *
 * @param {Node} node
 * @param {string} name of an attribute; empty for its text
 * @param {string} now what it says
 */
function changed(node, name, now) {
  const kept = originals.get(node) ?? new Map();
  const known = kept.get(name);
  const english = known?.said === now ? known.english : now;
  const said = inOurWords(english);
  if (known || said !== english) originals.set(node, kept.set(name, { english, said }));
  return said === now ? null : said;
}

export function translateNative() {
  for (const element of document.querySelectorAll(LABELLED))
    for (const name of ATTRIBUTES) {
      const said = changed(element, name, element.getAttribute(name) ?? "");
      if (said !== null) element.setAttribute(name, said);
    }
  for (const element of document.querySelectorAll(SAYING)) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const said = changed(node, "", node.nodeValue ?? "");
      if (said !== null) node.nodeValue = said;
    }
  }
}
