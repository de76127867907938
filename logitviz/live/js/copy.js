// The button that copies the link. The address is the state, so Python is not asked.

import { announce } from "./news.js";
import { said } from "./words.js";

const SHOWN = 2000; // for how long the button says that it has copied, in ms

export function copyLinks() {
  addEventListener("click", copyLink, true);
}

/** @param {Event} event */
async function copyLink(event) {
  const target = /** @type {Element | null} */ (event.target);
  /** @type {HTMLElement | null | undefined} */
  const button = target?.closest?.(".st-key-copy_link button");
  if (!button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say(button, (await copied(addressToShare())) ? said("copied") : said("not_copied"));
}

/** Streamlit Community Cloud shows an app in a frame, whose address has an additional folder. */
const addressToShare = () => location.href.replace("/~/+/", "/");

/**
 * Copy a text, and say whether that went well.
 *
 * @param {string} text
 */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedFromBox(text); // without https, or in a frame that must not use the clipboard
  }
}

/** @param {string} text */
function copiedFromBox(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const box = document.createElement("textarea");
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  focused?.focus();
  return done;
}

/**
 * Let the button say it for a while, in the width that it has.
 *
 * @param {HTMLElement} button
 * @param {string} words
 */
function say(button, words) {
  announce(words);
  const label = button.querySelector("p");
  if (!label || label.dataset.before) return;
  label.dataset.before = label.textContent;
  button.style.minWidth = `${button.offsetWidth}px`;
  label.textContent = words;
  setTimeout(() => {
    label.textContent = label.dataset.before ?? "";
    delete label.dataset.before;
    button.style.minWidth = "";
  }, SHOWN);
}
