// Panels and the keyboard. Streamlit draws an open panel at the end of the page, where Tab comes to
// it last of all. Here Tab leads from its button into it, and Shift+Tab from its first element back.

const FOCUSABLE =
  "a[href], button:not([disabled]), input:not([disabled]), textarea, [tabindex='0']";

export function leadFocusIntoPanels() {
  addEventListener("keydown", moveFocus, true);
}

/** @param {KeyboardEvent} event */
function moveFocus(event) {
  /** @type {HTMLElement | null} */
  const opener = document.querySelector("[data-testid=stPopoverButton][aria-expanded=true]");
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
