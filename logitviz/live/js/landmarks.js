// What Streamlit cannot say of an element: the menu is a navigation, and a table that scrolls
// sideways can have the focus, so that the keys scroll it.

export function markLandmarks() {
  const menu = document.querySelector(".st-key-menu");
  menu?.setAttribute("role", "navigation");
  menu?.setAttribute("aria-label", "Lessons");
  /** @type {NodeListOf<HTMLElement>} */
  const tables = document.querySelectorAll("[data-testid=stMarkdownContainer] table");
  for (const table of tables) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    else table.removeAttribute("tabindex");
  }
}
