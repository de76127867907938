// Panels. Streamlit draws an open panel at the end of the page, where Tab comes to it last of all.
// Here Tab leads from its button into it, and Shift+Tab from its first element back. A panel closes
// when one of its buttons has done its work.

import { FOCUSABLE } from "./focus.js";
import { whenServerIsIdle } from "./server.js";

export function tendPanels() {
  addEventListener("keydown", moveFocus, true);
  addEventListener("click", closeWhenDone, true);
}

/**
 * Give the button, if it is one that loads logits.
 *
 * @param {EventTarget | null} target
 * @returns {HTMLElement | null}
 */
export const loadingButton = (target) =>
  /** @type {Element | null} */ (target)?.closest?.("[class*=st-key-loads_] button") ?? null;

/**
 * Close the panel after a run of Python, unless it shows what was wrong.
 *
 * @param {Event} event
 */
function closeWhenDone({ target }) {
  const panel = loadingButton(target)?.closest("[data-testid=stPopoverBody]");
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
