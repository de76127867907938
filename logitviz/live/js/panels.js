// Panels. Streamlit draws an open panel at the end of the page, where Tab comes to it last of all.
// Here Tab leads from its button into it, Shift+Tab from its first element back, and Tab from its last
// element to what follows the button, which closes the panel. It closes, too, when one of its buttons
// has done its work.

import { FOCUSABLE, isAfter, isVisible } from "./focus.js";
import { whenServerIsIdle } from "./server.js";

export function tendPanels() {
  addEventListener("keydown", moveFocus, true);
  for (const kind of ["click", "keydown"]) addEventListener(kind, closeWhenDone, true);
}

/**
 * Say whether an event loads logits: a click on a button that does, or Ctrl+Enter in the paste box.
 *
 * @param {Event} event
 */
export function loads(event) {
  const target = /** @type {Element} */ (event.target);
  const sends =
    event instanceof KeyboardEvent &&
    event.key === "Enter" &&
    (event.ctrlKey || event.metaKey) &&
    target.matches?.("textarea");
  const pressed = event.type === "click" && target.closest?.("button");
  return (sends || pressed) && target.closest("[class*=st-key-loads_]") !== null;
}

const FRAMES_OF_OLD_WORDS = 40;

/**
 * Close the panel after a run of Python, unless it shows what was wrong.
 *
 * @param {Event} event
 */
function closeWhenDone(event) {
  const target = /** @type {Element} */ (event.target);
  const panel = loads(event) && target.closest("[data-testid=stPopoverBody]");
  if (!panel) return;
  whenServerIsIdle(() => closePanel(panel, FRAMES_OF_OLD_WORDS));
}

/**
 * Close a panel. What was said in it before goes some frames after the run.
 *
 * @param {Element} panel
 * @param {number} patience how many frames to wait for it to go
 */
function closePanel(panel, patience) {
  const opener = openerOfPanel();
  if (!panel.isConnected || !opener) return;
  if (panel.querySelector("[data-testid=stAlert]")) {
    if (patience) requestAnimationFrame(() => closePanel(panel, patience - 1));
    return;
  }
  opener.click();
  opener.focus();
}

/** @returns {HTMLElement | null} */
const openerOfPanel = () =>
  document.querySelector("[data-testid=stPopoverButton][aria-expanded=true]");

/** @param {KeyboardEvent} event */
function moveFocus(event) {
  const opener = openerOfPanel();
  /** @type {HTMLElement | null} */
  const panel = document.querySelector("[data-testid=stPopoverBody]");
  if (!opener || !panel || !["Tab", "ArrowDown"].includes(event.key)) return;
  panel.tabIndex = usable(panel).length ? -1 : 0; // so the keys scroll what is only read
  const next = nextFocus(event, opener, panel);
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  if (next !== opener && !panel.contains(next)) opener.click();
  next.focus();
}

/**
 * Give what a key leads to, where the order of the document is wrong.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement} opener
 * @param {HTMLElement} panel
 */
function nextFocus({ key, shiftKey }, opener, panel) {
  const focused = document.activeElement;
  const inside = usable(panel);
  const first = inside[0] ?? panel;
  if (opener.contains(focused)) return shiftKey ? null : first;
  if (key !== "Tab" || !focused || !panel.contains(focused)) return null;
  if (shiftKey) return focused === first ? opener : null;
  const group = focused.closest("[role=radiogroup]"); // its choices are reached by the arrows
  if (inside.some((element) => isAfter(element, focused) && !group?.contains(element))) return null;
  return usable(document).find(
    (element) =>
      isAfter(element, opener) && !panel.contains(element) && element.ariaChecked !== "false",
  );
}

/**
 * List what Tab can come to.
 *
 * @param {ParentNode} container
 * @returns {HTMLElement[]}
 */
function usable(container) {
  /** @type {NodeListOf<HTMLElement>} */
  const found = container.querySelectorAll(FOCUSABLE);
  return [...found].filter(isVisible);
}
