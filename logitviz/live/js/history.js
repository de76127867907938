// Back and forward. When the page changes, Streamlit strips the link of the page that is left, and
// then pushes an entry for every key that it writes into the new one; on the way back it shows a
// page without its state. Here a page is one entry, which keeps its link. A preset, a digit and the
// like, which replace all logits, begin another entry. Going back loads the link of an entry as if it
// had been opened.

import { loadingButton } from "./panels.js";

const ENTRY = "logitvizEntry"; // marks two entries of one page, in their states

export function keepHistory() {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  // The open page, the link of the page that is left as it was when the user chose another, and
  // whether the next link is to begin an entry.
  const now = { path: location.pathname, left: "", begins: false };

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
    replace(history.state?.[ENTRY] ? { ...data, [ENTRY]: true } : data, unused, address);
  };
  /** @type {History["pushState"]} */
  const pushPage = (data, unused, address) => {
    const { pathname, search } = new URL(address ?? location.href, location.href);
    if (pathname === now.path && now.begins && search !== location.search) {
      now.begins = false;
      replace({ ...history.state, [ENTRY]: true }, "");
      push({ ...data, [ENTRY]: true }, unused, address);
      return;
    }
    if (pathname === now.path) {
      replaceLink(data, unused, address);
      return;
    }
    if (now.left && new URL(now.left).pathname === now.path) replace(history.state, "", now.left);
    now.path = pathname;
    // A new page begins at its top.
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    push(data, unused, address);
  };
  /** @param {PopStateEvent} event */
  const reload = (event) => {
    // A heading, or a link that Streamlit has corrected.
    if (location.pathname === now.path && !event.state?.[ENTRY]) return;
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
