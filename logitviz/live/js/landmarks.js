// What Streamlit cannot say of an element: the menu is a navigation, which its link to the main
// content passes over, and a table or code that scrolls can have the focus, so that the keys scroll it.

import { focusableTitle } from "./focus.js";
import { said } from "./words.js";

export function markLandmarks() {
  const menu = document.querySelector(".st-key-menu");
  menu?.setAttribute("role", "navigation");
  menu?.setAttribute("aria-label", said("menu"));
  /** @type {HTMLElement | null} */
  const skip = document.querySelector("[data-testid=stSkipToContent]");
  if (skip)
    skip.onclick = (event) => {
      event.preventDefault();
      event.stopPropagation(); // Streamlit goes to what has the menu in it
      focusableTitle()?.focus();
    };
  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(
    "[data-testid=stMarkdownContainer] table, [data-testid=stCode] pre",
  );
  for (const box of boxes) {
    const long = box.scrollHeight > box.clientHeight + 1;
    if (long || box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
