// Back and forward. When it changes the page, Streamlit strips the link of the page that is left,
// and then pushes an entry for every key that it writes into the new one; on the way back it shows
// a page without its state. Here a page is one entry, which keeps its link, and going back loads
// that link as if it had been opened.

if (!window.logitvizHistory) {
  window.logitvizHistory = true;
  const push = history.pushState.bind(history);
  let left = ""; // the link of the page that is left, as it was when the hand chose another
  addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-testid=stPageLink] a")) left = location.href;
  }, true);
  history.pushState = (data, unused, address) => {
    const { pathname } = new URL(address ?? location.href, location.href);
    if (pathname === location.pathname) return history.replaceState(data, unused, address);
    if (left && new URL(left).pathname === location.pathname) history.replaceState(history.state, "", left);
    return push(data, unused, address);
  };
  addEventListener("popstate", (event) => {
    event.stopImmediatePropagation(); // before Streamlit, which would ask for that page alone
    location.reload();
  }, true);
}
