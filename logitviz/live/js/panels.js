// Panels and the keyboard. Streamlit draws an open panel at the end of the page, where Tab comes to
// it last of all. Here Tab leads from its button into it, and Shift+Tab from its first element back.

if (!window.logitvizPanels) {
  window.logitvizPanels = true;
  const USABLE = "a[href], button:not([disabled]), input:not([disabled]), textarea, [tabindex='0']";
  addEventListener("keydown", (event) => {
    const opener = document.querySelector("[data-testid=stPopoverButton][aria-expanded=true]");
    const panel = document.querySelector("[data-testid=stPopoverBody]");
    if (!opener || !panel || !["Tab", "ArrowDown"].includes(event.key)) return;
    const first = [...panel.querySelectorAll(USABLE)].find((e) => e.checkVisibility());
    const here = document.activeElement;
    const inwards = opener.contains(here) && !event.shiftKey;
    const outwards = event.key === "Tab" && event.shiftKey && here === first;
    if (!first || !(inwards || outwards)) return;
    event.preventDefault();
    event.stopPropagation();
    (inwards ? first : opener).focus();
  }, true);
}
