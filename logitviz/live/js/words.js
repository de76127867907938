// What the script says by itself, in the language of the page.

/** @type {Record<string, string>} */
const spoken = {};

/**
 * Take the words of a language, and say which it is: screen readers choose their voice by that.
 *
 * @param {string} language
 * @param {Record<string, string>} words
 */
export function speak(language, words) {
  Object.assign(spoken, words);
  document.documentElement.lang = language;
}

/**
 * Give a piece of words by its name.
 *
 * @param {string} name
 */
export const said = (name) => spoken[name] ?? "";
