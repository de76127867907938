// What a screen reader says of a change that others see.

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
  if (!news) return;
  news.textContent = "";
  requestAnimationFrame(() => {
    news.textContent = words;
  });
}

/** @typedef {import("./decode.js").Plan} Plan */

/**
 * A new plan of the same page has come, as a control has come to rest: announce the first chart that
 * shows something else, in the words that it has for those who do not see it; if all charts are
 * others, the first of them.
 *
 * @param {Plan} before
 * @param {Plan} plan
 */
export function announceChange(before, plan) {
  const charts = Object.entries(plan.charts);
  const kept = charts.filter(([key]) => key in before.charts);
  const changed = kept.find(([key, { alt }]) => before.charts[key].alt !== alt);
  const first = kept.length ? changed : charts[0];
  if (first) announce(first[1].alt);
}
