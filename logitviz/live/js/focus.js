// The focus. The browser gives it to nothing when what has it is removed, disabled or hidden. Here it
// goes back, or to what stands in its place: to the first thing to use in, or after, the smallest
// container that is still there, or to the title of the page. A key that is pressed once more must do no harm.

import { isServerIdle } from "./server.js";

export const FOCUSABLE =
  "a[href]:not([href^='#']), button:not([disabled], .modebar-btn), input:not([disabled]), textarea, [tabindex='0']";

// What leads away from what is on the page: links, buttons that load logits, pictures alone.
const LEADS_AWAY = "a, [class*=st-key-loads_] *, [data-testid=stElementToolbar] *";

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
  /** @param {FocusEvent} event */
  const leave = ({ relatedTarget }) => {
    if (relatedTarget || !document.hasFocus()) last.element = null; // the user takes it elsewhere
  };
  addEventListener("focusin", note, true);
  addEventListener("focusout", leave, true);
  addEventListener("pointerdown", forget, true);
  new MutationObserver(() => restoreFocus(last)).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["disabled", "data-test-script-state", "data-logitviz-known"],
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
  if (!isServerIdle() || document.querySelector("[data-testid=stSkeleton]")) return;
  // Streamlit may use the element for something else.
  const same = canHaveFocus(element) && element.matches(`${containers[0] ?? "main"} *`);
  const next = same ? element : (firstToUse(containers) ?? title());
  if (!next?.checkVisibility({ visibilityProperty: true })) return; // its numbers are under way
  last.element = null;
  next.focus({ preventScroll: true });
}

/** @param {string[]} containers */
function firstToUse(containers) {
  const container = containers.map((key) => document.querySelector(key)).find(Boolean);
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll(`[data-testid=stMain] :is(${FOCUSABLE})`);
  // What is inside of a container follows it, too.
  return [...found].find(
    (element) =>
      container &&
      container.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING &&
      !element.matches(LEADS_AWAY) &&
      canHaveFocus(element),
  );
}

export function title() {
  /** @type {HTMLElement | null} */
  const heading = document.querySelector(".st-key-lead h1");
  if (heading) heading.tabIndex = -1;
  return heading;
}
