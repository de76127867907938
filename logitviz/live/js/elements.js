// Finding the elements that a plan is about, and observing them. Streamlit may draw them after the
// plan has come, or draw them again.

import { findChart, forgetRemovedCharts, markChart } from "./charts.js";
import { boxOf, findBox, sliderIn } from "./controls.js";

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./live.js").Live} Live */

/**
 * @typedef {object} Observers
 * @property {MutationObserver} controls sliders, choices, and parts that only Python draws
 * @property {MutationObserver} texts
 * @property {MutationObserver} page everything
 * @property {IntersectionObserver} visibility charts and texts
 */

const TEXT_CHANGES = { subtree: true, childList: true, characterData: true };
// React may end a drag after the frame of its release.
const SLIDER_CHANGES = { ...TEXT_CHANGES, attributes: true, attributeFilter: ["data-dragging"] };
const CHOICE_CHANGES = {
  ...TEXT_CHANGES,
  attributes: true,
  attributeFilter: ["aria-checked", "value"],
};
const TEXT_BOX = "[class*=st-key-live_]";
const SNAPSHOT = "[class*=st-key-snapshot_]";

/**
 * Find and observe what is there.
 *
 * @param {Live} live
 * @returns {boolean} whether there is a plan and all that it is about
 */
export function findElements(live) {
  const { plan, observers } = live;
  observers.controls.disconnect();
  for (const slider of document.querySelectorAll(".stSlider"))
    observers.controls.observe(slider, SLIDER_CHANGES);
  if (!plan) return false;
  const found = [findControls(live, plan), findCharts(live, plan), findTexts(live)];
  live.snapshots = [...document.querySelectorAll(SNAPSHOT)];
  for (const box of live.snapshots)
    observers.controls.observe(box, { subtree: true, childList: true });
  return found.every(Boolean);
}

/**
 * @param {Live} live
 * @param {Plan} plan
 */
function findControls({ controls, observers }, plan) {
  const sliders = Object.keys(plan.controls);
  const choices = Object.keys(plan.choices);
  for (const key of [...sliders, ...choices]) controls.boxes.set(key, findBox(key));
  for (const key of choices) {
    const box = boxOf(controls, key);
    if (box) observers.controls.observe(box, CHOICE_CHANGES);
  }
  return sliders.every((key) => sliderIn(boxOf(controls, key)));
}

/**
 * @param {Live} live
 * @param {Plan} plan
 */
function findCharts({ charts }, plan) {
  forgetRemovedCharts(charts);
  const found = Object.keys(plan.charts).map((key) => findChart(charts, key));
  const planned = [...charts.byKey].filter(([key]) => key in plan.charts);
  for (const figure of document.querySelectorAll(".stPlotlyChart[data-logitviz-known]"))
    if (!planned.some(([, { gd }]) => figure.contains(gd))) markChart(figure, false);
  return found.every(Boolean);
}

/** @param {Live} live */
function findTexts({ texts, textBoxes, observers }) {
  for (const text of texts)
    if (!text.box?.isConnected)
      text.box = document.querySelector(text.selector)?.closest(TEXT_BOX) ?? null;
  const boxes = new Set(texts.map(({ box }) => box).filter((box) => box !== null));
  for (const box of document.querySelectorAll(TEXT_BOX))
    box.toggleAttribute("data-logitviz-known", boxes.has(box));
  observers.texts.disconnect();
  for (const box of boxes) {
    observers.texts.observe(box, TEXT_CHANGES);
    if (textBoxes.has(box)) continue;
    textBoxes.add(box);
    // A new plan does not know what is visible: observed anew, the box reports it.
    observers.visibility.unobserve(box);
    observers.visibility.observe(box);
  }
  return texts.every(({ box }) => box !== null);
}
