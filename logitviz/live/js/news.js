// What a screen reader says of a change that others see.

import { wordsOf } from "./texts.js";

const MOST_TEXTS = 5; // that are read out
const ID = "logitviz-news";

/** Draw the place for what is announced, before it is: a new one may not be noticed. */
export function drawNews() {
  const news = document.createElement("div");
  news.id = ID;
  news.setAttribute("role", "status");
  document.body.append(news);
}

/**
 * Announce some words, also if they are the same as before.
 *
 * @param {string} words
 */
export function announce(words) {
  const news = document.getElementById(ID);
  if (!news || !words) return;
  news.textContent = "";
  requestAnimationFrame(() => {
    news.textContent = words;
  });
}

/** @typedef {import("./decode.js").Plan} Plan */

/**
 * A new plan of the same page has come, as a control has come to rest: announce the first chart that
 * shows something else, in the words that it has for those who do not see it; if all charts are
 * others, the first of them; if all show the same, the texts that have changed.
 *
 * @param {Plan} before
 * @param {Plan} plan
 */
export function announceChange(before, plan) {
  const charts = Object.entries(plan.charts);
  const kept = charts.filter(([key]) => key in before.charts);
  const changed = kept.find(([key, { alt }]) => before.charts[key].alt !== alt);
  const first = kept.length ? changed : charts[0];
  announce(first ? first[1].alt : changedTexts(before, plan).slice(0, MOST_TEXTS).join("; "));
}

/**
 * List the texts that have changed, each cell of a table after the name of its row.
 *
 * @param {Plan} before
 * @param {Plan} plan
 */
function changedTexts(before, plan) {
  const itself = { control: "", position: 0 };
  const earlier = new Map(
    before.texts.map((text) => [text.selector, wordsOf(before, text, itself)]),
  );
  return plan.texts
    .map((text) => ({ words: wordsOf(plan, text, itself), selector: text.selector }))
    .filter(({ words, selector }) => earlier.has(selector) && earlier.get(selector) !== words)
    .map(({ words, selector }) => {
      const row = document.querySelector(selector)?.closest("tr");
      return row ? `${row.cells[0].textContent}: ${words}` : words;
    });
}
