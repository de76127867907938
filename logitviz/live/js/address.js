// The address of the page. Streamlit writes into it at once what a user changes, and later what the
// server has changed: then all of it, as the server has last heard of it. What was changed meanwhile
// is lost, and is written again here.

import { findBox } from "./controls.js";

/**
 * Write into the address what the controls on the page show.
 *
 * @param {import("./decode.js").Plan["link"]} link of the state of the page
 */
export function correctAddress(link) {
  const address = new URL(location.href);
  const given = address.searchParams;
  for (const [key, value] of Object.entries(link)) {
    if (isWrittenAs(given.get(key), value) || !findBox(key)) continue;
    if (value === null) given.delete(key);
    else given.set(key, String(value));
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

/**
 * Say whether an address has a value, also if it writes a number in another way.
 *
 * @param {string | null} text
 * @param {string | number | boolean | null} value
 */
const isWrittenAs = (text, value) =>
  typeof value === "number" && text
    ? Number(text) === value
    : text === (value === null ? null : String(value));
