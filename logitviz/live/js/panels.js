// Panels. Streamlit draws an open panel at the end of the page, where Tab comes to it last of all.
// Here Tab leads from its button into it, and Shift+Tab from its first element back. A panel closes
// when one of its buttons has done its work.

import { FOCUSABLE } from "./focus.js";
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

/**
 * Close the panel after a run of Python, unless it shows what was wrong.
 *
 * @param {Event} event
 */
function closeWhenDone(event) {
  const target = /** @type {Element} */ (event.target);
  const panel = loads(event) && target.closest("[data-testid=stPopoverBody]");
  if (!panel) return;
  whenServerIsIdle(() => {
    const opener = openerOfPanel();
    if (!panel.isConnected || !opener || panel.querySelector("[data-testid=stAlert]")) return;
    opener.click();
    opener.focus();
  });
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
  const first = firstIn(panel);
  const focused = document.activeElement;
  const inwards = opener.contains(focused) && !event.shiftKey;
  const outwards = event.key === "Tab" && event.shiftKey && focused === first;
  if (!(inwards || outwards)) return;
  event.preventDefault();
  event.stopPropagation();
  (inwards ? first : opener).focus();
}

/**
 * Give what Tab comes to first: of a panel that is only read, the panel, which the keys then scroll.
 *
 * @param {HTMLElement} panel
 */
function firstIn(panel) {
  /** @type {NodeListOf<HTMLElement>} */
  const focusable = panel.querySelectorAll(FOCUSABLE);
  const first = [...focusable].find((element) => element.checkVisibility());
  if (first) return first;
  panel.tabIndex = -1;
  return panel;
}
