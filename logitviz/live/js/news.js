// What a screen reader says of a change that others see.

const ID = "logitviz-news";

/** @param {string} words */
export function announce(words) {
  let news = document.getElementById(ID);
  if (!news) {
    news = document.createElement("div");
    news.id = ID;
    news.setAttribute("role", "status");
    document.body.append(news);
  }
  news.textContent = words;
}

/** @typedef {import("./decode.js").Plan} Plan */

/**
 * A new plan of the same page has come, as a control has come to rest: announce the first chart that
 * shows something else, in the words that it has for those who do not see it.
 *
 * @param {Plan} before
 * @param {Plan} plan
 */
export function announceChange(before, plan) {
  const changed = Object.entries(plan.charts).find(
    ([key, { alt }]) => key in before.charts && before.charts[key].alt !== alt,
  );
  if (changed) announce(changed[1].alt);
}
