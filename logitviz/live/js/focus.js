// The focus. The browser gives it to nothing when Streamlit removes or disables what has it. Here it
// goes to what stands in its place: to the first thing to use in the smallest container that is still
// there, or to the title of the page.

import { isServerIdle } from "./server.js";

export const FOCUSABLE =
  "a[href], button:not([disabled]), input:not([disabled]), textarea, [tabindex='0']";

/**
 * @typedef {object} Focus
 * @property {HTMLElement | null} element what had the focus last
 * @property {string[]} containers selectors of the keyed containers around it, the smallest first
 */

export function keepFocus() {
  /** @type {Focus} */
  const last = { element: null, containers: [] };
  /** @param {FocusEvent} event */
  const note = ({ target }) => {
    last.element = /** @type {HTMLElement} */ (target);
    last.containers = containersOf(last.element);
  };
  /** @param {PointerEvent} event */
  const forget = ({ target }) => {
    if (!last.element?.contains(/** @type {Node} */ (target))) last.element = null;
  };
  addEventListener("focusin", note, true);
  addEventListener("pointerdown", forget, true);
  new MutationObserver(() => restoreFocus(last)).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["disabled", "data-test-script-state"],
  });
}

/**
 * @param {Element} element
 * @returns {string[]}
 */
function containersOf(element) {
  const found = [];
  for (
    let box = element.closest("[class*=st-key-]");
    box;
    box = box.parentElement?.closest("[class*=st-key-]") ?? null
  )
    found.push(`.${/st-key-[\w-]+/.exec(box.className)?.[0]}`);
  return found;
}

/** @param {HTMLElement} element */
const canHaveFocus = (element) =>
  element.isConnected && element.checkVisibility() && !element.matches(":disabled");

/** @param {Focus} last */
function restoreFocus(last) {
  const { element, containers } = last;
  if (!element || document.activeElement !== document.body) return;
  if (canHaveFocus(element) || !isServerIdle()) return;
  const next = containers.map(firstToUse).find(Boolean) ?? title();
  last.element = null;
  next?.focus();
}

/** @param {string} selector */
function firstToUse(selector) {
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll(`${selector} :is(${FOCUSABLE})`);
  return [...found].find(canHaveFocus);
}

function title() {
  /** @type {HTMLElement | null} */
  const heading = document.querySelector(".st-key-lead h1");
  if (heading) heading.tabIndex = -1;
  return heading;
}
