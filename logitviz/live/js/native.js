// What Streamlit says by itself, in English: in another language the page says it in its own words.

/**
 * @typedef {object} Native
 * @property {RegExp} pattern of what Streamlit says
 * @property {string} said instead, with $1 for what varies
 */

/** @type {Native[]} */
const natives = [];
const LABELLED =
  "[aria-label]:is(button, a, input), button[title], [data-testid=stCode] [title], input[placeholder]";
const SAYING =
  "[data-testid=stSkipToContent], [data-testid=stFileUploader], [data-testid=InputInstructions]," +
  "[data-testid=stTooltipContent], [data-testid=stSelectbox], [role=listbox]," +
  "[data-testid=stStatusWidget], [data-testid=stConnectionStatus], [role=dialog]";

/**
 * Take the words of a language by those of Streamlit; in braces stands what varies.
 *
 * @param {Record<string, string>} words
 */
export function takeNative(words) {
  natives.length = 0;
  for (const [english, said] of Object.entries(words)) {
    const parts = english
      .split(/\{\w+\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`^${parts.join("(.+)")}$`);
    natives.push({ pattern, said: said.replace(/\{\w+\}/, "$1") });
  }
}

/** @param {string} text */
function inOurWords(text) {
  const found = natives.find(({ pattern }) => pattern.test(text));
  return found ? text.replace(found.pattern, found.said) : text;
}

export function translateNative() {
  if (!natives.length) return;
  for (const element of document.querySelectorAll(LABELLED))
    for (const name of ["aria-label", "title", "placeholder"]) {
      const text = element.getAttribute(name) ?? "";
      const ours = inOurWords(text);
      if (ours !== text) element.setAttribute(name, ours);
    }
  for (const element of document.querySelectorAll(SAYING)) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.nodeValue ?? "";
      const ours = inOurWords(text);
      if (ours !== text) node.nodeValue = ours;
    }
  }
}
