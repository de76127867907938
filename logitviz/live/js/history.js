// Back and forward. When the page changes, Streamlit strips the link of the page that is left, and
// then pushes an entry for every key that it writes into the new one; on the way back it shows a
// page without its state. Here a page is one entry, which keeps its link, and going back to a page
// loads that link as if it had been opened. A preset, a digit and the like, which replace all logits,
// begin another entry of the same page.

import { loads } from "./panels.js";
import { whenServerIsIdle } from "./server.js";

// What leads to another page, or to another state of this one: its link and the steps of a lecture.
const LEADS = "[data-testid=stPageLink] a, .st-key-stage_bar button, .st-key-talk_start button";

export function keepHistory() {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  // The open page, the link of the page that is left as it was when the user chose another, and
  // whether the next link is to begin an entry.
  const now = { path: location.pathname, left: "", begins: false };

  /** @param {Event} event */
  const noteStart = (event) => {
    const target = /** @type {Element} */ (event.target);
    const link = event.type === "click" && target.closest?.(LEADS);
    if (link) now.left = location.href;
    if (!loads(event)) return;
    now.begins = true;
    whenServerIsIdle(() => {
      now.begins = false;
    });
  };
  /** @type {History["pushState"]} */
  const pushPage = (data, unused, address) => {
    const { pathname, search } = new URL(address ?? location.href, location.href);
    if (pathname === now.path) {
      const begins = now.begins && search !== location.search;
      if (begins) now.begins = false;
      (begins ? push : replace)(data, unused, address);
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
    // Streamlit shows another state of the same page by itself.
    if (location.pathname === now.path) return;
    // Streamlit would ask for the page without its state.
    event.stopImmediatePropagation();
    location.reload();
  };
  for (const kind of ["click", "keydown"]) addEventListener(kind, noteStart, true);
  history.pushState = pushPage;
  addEventListener("popstate", reload, true);
}
