// What a button has set at once is shown step by step: the plan that answers it has the rows of the
// states between, as of a slider that nobody sees.

import { findBox } from "./controls.js";

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./views.js").Differences} Differences */

/**
 * @typedef {object} Easing
 * @property {Plan | null} plan the plan that eases
 * @property {number} begun when its first step was shown, in ms; 0 before that
 * @property {number} step
 * @property {boolean} rested whether the page last showed numbers at rest
 */

const EASE = "ease"; // its name among the sliders of a plan
const EASED = "data-logitviz-eased";
const EASE_TIME = 450; // ms

/** Say whether the user wants nothing to move. */
export const staysStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @returns {Easing} */
export const newEasing = () => ({ plan: null, begun: 0, step: 0, rested: false });

/**
 * A plan has come: begin, if it goes on from what was shown last, has all that is to be shown, and
 * things may move.
 *
 * @param {Easing} easing
 * @param {Plan} before what was shown
 * @param {Plan} plan
 */
export function beginEasing(easing, before, plan) {
  endEasing(easing);
  const eased = Object.entries(plan.eased);
  const same = eased.every(([key, position]) => before.controls[key] === position);
  const groups = plan.groups.filter(({ controls }) => controls.includes(EASE));
  const complete = groups.length > 0 && groups.every(({ rows }) => rows.includes(EASE));
  if (!same || !easing.rested || !complete || staysStill()) return;
  Object.assign(easing, { plan, begun: 0, step: 0 });
  // The numbers of these sliders are those of the end.
  for (const [key] of eased) findBox(key)?.toggleAttribute(EASED, true);
}

/** @param {Easing} easing */
function endEasing(easing) {
  easing.plan = null;
  for (const box of document.querySelectorAll(`[${EASED}]`)) box.removeAttribute(EASED);
}

/**
 * Go on to the step of this moment. It ends at once when a control differs or is held.
 *
 * @param {Easing} easing
 * @param {Plan} plan
 * @param {Differences} differences
 */
export function easeOn(easing, plan, differences) {
  if (!easing.plan) return;
  const now = performance.now();
  easing.begun ||= now;
  const last = plan.positions[EASE] - 1;
  easing.step = Math.floor(((now - easing.begun) / EASE_TIME) * last);
  const held = document.querySelector("[data-dragging]");
  if (easing.plan !== plan || differences.size || held || easing.step >= last) endEasing(easing);
}

/**
 * Give the present step as the only difference while the plan eases and no control differs, or else
 * the differences.
 *
 * @param {Easing} easing
 * @param {Differences} differences
 * @returns {Differences}
 */
export const withEasing = (easing, differences) =>
  easing.plan && !differences.size ? new Map([[EASE, easing.step]]) : differences;
