// The focus. The browser gives it to nothing when what has it is removed, disabled or hidden. Here it
// goes back, or to what stands in its place: to the first thing to use in, or after, the smallest
// container that is still there, or before it, or to the title of the page. In an open panel it stays
// there. A key that is pressed once more must do no harm.

import { isServerIdle } from "./server.js";

export const FOCUSABLE =
  "a[href]:not([href^='#']), button:not([disabled], .modebar-btn), input:not([disabled]), textarea, [tabindex='0']";

// What leads away from what is on the page: links, buttons that load logits, pictures alone.
const LEADS_AWAY = "a, [class*=st-key-loads_] *, [data-testid=stElementToolbar] *";

/**
 * @typedef {object} Focus
 * @property {HTMLElement | null} element what had the focus last
 * @property {string[]} containers selectors of the keyed containers around it, the smallest first
 * @property {boolean} inPanel whether the element was in a panel
 * @property {string} page the path of the page on which it had it
 * @property {boolean} left whether the focus left it while it could be used, as with Escape
 */

export function keepFocus() {
  /** @type {Focus} */
  const last = { element: null, containers: [], inPanel: false, left: false, page: "" };
  /** @param {FocusEvent} event */
  const note = ({ target }) => {
    last.element = /** @type {HTMLElement} */ (target);
    last.containers = containersOf(last.element);
    last.inPanel = last.element.closest(PANEL) !== null;
    last.left = false;
    last.page = location.pathname;
  };
  /** @param {PointerEvent} event */
  const forget = ({ target }) => {
    if (!last.element?.contains(/** @type {Node} */ (target))) last.element = null;
  };
  /** @param {FocusEvent} event */
  const leave = ({ target, relatedTarget }) => {
    if (relatedTarget) last.element = null; // until it has arrived there
    last.left = isVisible(target) && document.hasFocus();
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

const PANEL = "[data-testid=stPopoverBody]";

/** @param {HTMLElement} element */
const canHaveFocus = (element) =>
  element.isConnected && element.checkVisibility() && !element.matches(":disabled");

/** @param {any} element */
export const isVisible = (element) => element.checkVisibility({ visibilityProperty: true });

/** @param {Focus} last */
function restoreFocus(last) {
  const { element, containers, inPanel, left } = last;
  const stepped = last.page !== location.pathname && document.querySelector(".st-key-stage_bar");
  const panel = inPanel ? document.querySelector(PANEL) : null;
  if (!element || document.activeElement !== document.body || !document.hasFocus()) return;
  if (!isServerIdle() || document.querySelector("[data-testid=stSkeleton]")) return;
  // Streamlit may use the element for something else.
  const same = canHaveFocus(element) && element.matches(`${containers[0] ?? "main"} *`);
  // The next page of a lecture: a key that is pressed there scrolls, and moves no control.
  const nearest = stepped ? undefined : nearestToUse(containers, panel);
  const next = same ? element : (nearest ?? focusableTitle());
  if (!next || !isVisible(next)) return; // its numbers are under way
  last.element = null;
  if (!(same && left)) next.focus({ preventScroll: panel !== null });
}

/**
 * @param {string[]} containers
 * @param {Element | null} panel the open panel in which the element was
 */
function nearestToUse(containers, panel) {
  const root = panel ?? document.querySelector("[data-testid=stMain]") ?? document.body;
  const container = containers.map((key) => root.querySelector(key)).find(Boolean) ?? panel;
  if (!container) return undefined;
  /** @type {NodeListOf<HTMLElement>} */
  const found = root.querySelectorAll(FOCUSABLE);
  const usable = [...found].filter(
    (element) => !element.matches(LEADS_AWAY) && canHaveFocus(element),
  );
  // What is inside of a container follows it, too.
  return usable.find((element) => isAfter(element, container)) ?? usable.at(-1);
}

/**
 * @param {Element} element
 * @param {Element} other
 */
export const isAfter = (element, other) =>
  (other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

export function focusableTitle() {
  /** @type {HTMLElement | null} */
  const heading = document.querySelector(".st-key-lead h1");
  if (heading) heading.tabIndex = -1;
  return heading;
}
