// Back and forward. When the page changes, Streamlit strips the link of the page that is left, and
// then pushes an entry for every key that it writes into the new one; on the way back it shows a
// page without its state. Here a page is one entry, which keeps its link, and going back to a page
// loads that link as if it had been opened.

export function keepHistory() {
  const push = history.pushState.bind(history);
  // The open page, and the link of the page that is left as it was when the user chose another.
  const now = { path: location.pathname, left: "" };

  /** @param {MouseEvent} event */
  const noteLink = ({ target }) => {
    const link = /** @type {Element} */ (target).closest?.("[data-testid=stPageLink] a");
    if (link) now.left = location.href;
  };
  /** @type {History["pushState"]} */
  const pushPage = (data, unused, address) => {
    const { pathname } = new URL(address ?? location.href, location.href);
    if (pathname === now.path) {
      history.replaceState(data, unused, address);
      return;
    }
    if (now.left && new URL(now.left).pathname === now.path)
      history.replaceState(history.state, "", now.left);
    now.path = pathname;
    // A new page begins at its top.
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    push(data, unused, address);
  };
  /** @param {PopStateEvent} event */
  const reload = (event) => {
    // A heading, or a link that Streamlit has corrected.
    if (location.pathname === now.path) return;
    // Streamlit would ask for the page without its state.
    event.stopImmediatePropagation();
    location.reload();
  };
  addEventListener("click", noteLink, true);
  history.pushState = pushPage;
  addEventListener("popstate", reload, true);
}
