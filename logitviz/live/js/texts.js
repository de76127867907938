// Texts with numbers: readouts, sentences and cells of tables.

import { writerOf } from "./formats.js";
import { rowOf } from "./rows.js";

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./views.js").View} View */

/**
 * A text of the plan in this page.
 *
 * @typedef {import("./decode.js").Text & TextPlace} LiveText
 */

/**
 * @typedef {object} TextPlace
 * @property {Element | null} element
 * @property {Element | null} box the container of the element
 * @property {boolean} visible whether it is on the screen
 * @property {boolean} showsPlan whether it shows the numbers of the plan's own state
 */

/**
 * @param {Plan} plan
 * @returns {LiveText[]}
 */
export const newTexts = (plan) =>
  plan.texts.map((text) => ({
    ...text,
    element: null,
    box: null,
    visible: true,
    showsPlan: false,
  }));

/**
 * Put words in the numbered places of a template.
 *
 * @param {string} template
 * @param {string[]} words
 */
export const fillTemplate = (template, words) =>
  template.replace(/\{(\d+)\}/g, (_, index) => words[index]);

/**
 * React keeps its own text node, so change this node and never replace it.
 *
 * @param {Element} element
 * @param {string} words
 */
function writeWords(element, words) {
  const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  if (node && node.nodeValue !== words) node.nodeValue = words;
}

/**
 * Write a text as a row of the plan has it.
 *
 * @param {Plan} plan
 * @param {import("./decode.js").Text} text
 * @param {NonNullable<View>} view
 */
export function wordsOf(plan, text, view) {
  const words = text.parts.map(([ref, format, column]) =>
    writerOf(format)(rowOf(plan, ref, view.control, view.position)[column]),
  );
  return fillTemplate(text.template, words);
}

/**
 * @param {Plan} plan
 * @param {LiveText} text
 * @param {View} view
 */
function showText(plan, text, view) {
  if (!text.element?.isConnected) {
    text.element = document.querySelector(text.selector);
    text.showsPlan = false;
  }
  if (!text.element) return;
  text.element.toggleAttribute("data-logitviz-unknown", !view);
  if (!view || (view.control ? !text.visible : text.showsPlan)) return;
  text.showsPlan = !view.control;
  writeWords(text.element, wordsOf(plan, text, view));
}

/**
 * Write every text, or mark it as unknown.
 *
 * @param {Plan} plan
 * @param {LiveText[]} texts
 * @param {View[]} views
 */
export function showTexts(plan, texts, views) {
  for (const text of texts) showText(plan, text, views[text.group]);
}
