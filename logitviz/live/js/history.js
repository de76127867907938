// Back and forward. When it changes the page, Streamlit strips the link of the page that is left,
// and then pushes an entry for every key that it writes into the new one; on the way back it shows
// a page without its state. Here a page is one entry, which keeps its link, and going back to a
// page loads that link as if it had been opened.

if (!window.logitvizHistory) {
  window.logitvizHistory = true;
  const push = history.pushState.bind(history);
  let here = location.pathname;
  let left = ""; // the link of the page that is left, as it was when the hand chose another
  addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-testid=stPageLink] a")) left = location.href;
  }, true);
  history.pushState = (data, unused, address) => {
    const { pathname } = new URL(address ?? location.href, location.href);
    if (pathname === here) return history.replaceState(data, unused, address);
    if (left && new URL(left).pathname === here) history.replaceState(history.state, "", left);
    here = pathname;
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0); // a new page begins at its top
    return push(data, unused, address);
  };
  addEventListener("popstate", (event) => {
    if (location.pathname === here) return; // a heading, or a link that Streamlit has corrected
    event.stopImmediatePropagation(); // before Streamlit, which would ask for that page alone
    location.reload();
  }, true);
}
