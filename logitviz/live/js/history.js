// Back and forward. When the page changes, Streamlit strips the link of the page that is left, and
// then pushes an entry for every key that it writes into the new one; on the way back it shows a
// page without its state. Here a page is one entry, which keeps its link. A preset, a digit and the
// like, which replace all logits, begin another entry. Going back loads the link of an entry as if it
// had been opened.

import { loadingButton } from "./panels.js";

export function keepHistory() {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  // The open page and its link, the link of the page that is left as it was when the user chose
  // another, and whether the next link is to begin an entry.
  const now = { path: location.pathname, search: location.search, left: "", begins: false };

  /** @param {Event} event */
  const noteClick = ({ target }) => {
    const link = /** @type {Element} */ (target).closest?.("[data-testid=stPageLink] a");
    if (link) now.left = location.href;
    now.begins = loadingButton(target) !== null;
  };
  const forgetClick = () => {
    now.begins = false;
  };
  /** @type {History["replaceState"]} */
  const replaceLink = (data, unused, address) => {
    replace(data, unused, address);
    now.search = location.search;
  };
  /** @type {History["pushState"]} */
  const pushPage = (data, unused, address) => {
    const { pathname, search } = new URL(address ?? location.href, location.href);
    if (pathname === now.path) {
      const begins = now.begins && search !== now.search;
      if (begins) now.begins = false;
      (begins ? push : replace)(data, unused, address);
      now.search = location.search;
      return;
    }
    if (now.left && new URL(now.left).pathname === now.path) replace(history.state, "", now.left);
    now.path = pathname;
    // A new page begins at its top.
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    push(data, unused, address);
    now.search = location.search;
  };
  /** @param {PopStateEvent} event */
  const reload = (event) => {
    // The anchor of a heading.
    if (location.pathname === now.path && location.search === now.search) return;
    // Streamlit would ask for the page without its state.
    event.stopImmediatePropagation();
    location.reload();
  };
  addEventListener("click", noteClick, true);
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, forgetClick, true);
  history.pushState = pushPage;
  history.replaceState = replaceLink;
  addEventListener("popstate", reload, true);
}
