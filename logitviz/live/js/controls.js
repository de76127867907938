// What the sliders and other controls of the page show, and which of them differ from the plan.

import { orderOfChange, resolveCoupled, rowPosition } from "./views.js";

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./views.js").Differences} Differences */

/**
 * @typedef {object} Controls
 * @property {Map<string, Element | null>} boxes the elements of the controls of this plan
 * @property {Map<string, number>} planned the positions of the sliders in this plan
 * @property {string[]} order the controls that differ, the first to change first
 * @property {Map<string, number>} byUser the positions that the user has moved sliders to
 * @property {Map<string, HTMLInputElement>} seen the sliders of this page. One that is no longer
 *   drawn counts with its last position.
 * @property {Node | null} keyTarget where a key was pressed in this frame
 * @property {WeakSet<EventTarget>} drafts boxes with input that Python has not been sent
 */

/** @returns {Controls} */
export const newControls = () => ({
  boxes: new Map(),
  planned: new Map(),
  order: [],
  byUser: new Map(),
  seen: new Map(),
  keyTarget: null,
  drafts: new WeakSet(),
});

/**
 * Find a Streamlit element by its key, after which a number may stand.
 *
 * @param {string} key
 */
export const findBox = (key) => document.querySelector(`.st-key-${key}, [class*="st-key-${key}-"]`);

/**
 * Give the key of the Streamlit element in which an element lies.
 *
 * @param {Element} element
 */
export const keyOf = (element) =>
  /st-key-(\w+)/.exec(element.closest("[class*=st-key-]")?.className ?? "")?.[1] ?? "";

/**
 * Find the slider in an element.
 *
 * @param {Element | null} box
 * @returns {HTMLInputElement | null}
 */
export const sliderIn = (box) => box?.querySelector("input[type=range]") ?? null;

/**
 * Find the element of a control. Streamlit may draw it again; what is not there is looked for only
 * when the page changes.
 *
 * @param {Controls} controls
 * @param {string} key
 */
export function boxOf(controls, key) {
  const known = controls.boxes.get(key) ?? null;
  if (!known || known.isConnected) return known;
  const box = findBox(key);
  controls.boxes.set(key, box);
  return box;
}

/** @typedef {{ min: string, step: string }} Range */

/** @param {Range & { value: string }} slider */
export const positionOf = ({ value, min, step }) =>
  Math.round((Number(value) - Number(min)) / Number(step));

/**
 * Give the position at which a slider shows a value of the plan. It shows a value between two steps
 * on one of them; if both are equally near, on the one where it is now.
 *
 * @param {Range} slider
 * @param {number} value
 * @param {number} position where it is now
 */
export function plannedPosition({ min, step }, value, position) {
  const exact = (value - Number(min)) / Number(step);
  return Math.abs(position - exact) <= 0.5 + 1e-6 ? position : Math.round(exact);
}

/**
 * Give what a control other than a slider shows; undefined while it is not there or being typed in.
 *
 * @param {Controls} controls
 * @param {Element | null} box
 */
function shownBy(controls, box) {
  const chosen = box?.querySelector("[role=radio][aria-checked=true]");
  if (chosen) return chosen.textContent.trim();
  /** @type {HTMLInputElement | null | undefined} */
  const input = box?.querySelector("input:not([type=range])");
  if (!input || controls.drafts.has(input)) return undefined;
  if (input.getAttribute("aria-invalid") === "true") return undefined;
  return input.type === "checkbox" ? String(input.checked) : input.value;
}

/**
 * Compare what a control shows with the plan. A box shows six digits of a number.
 *
 * @param {string} shown
 * @param {string} value
 */
export function isSameValue(shown, value) {
  const difference = Math.abs(Number(shown) - Number(value));
  return (
    shown === value || (shown !== "" && difference <= 1e-5 * Math.max(1, Math.abs(Number(value))))
  );
}

/**
 * @param {Controls} controls
 * @param {Element} box
 */
const isHeld = ({ keyTarget }, box) =>
  box.querySelector("[data-dragging]") !== null || (keyTarget !== null && box.contains(keyTarget));

/**
 * Compare a slider with a plan that knows it only as a choice: a later run drew the slider, and the
 * plan of that run has yet to come.
 *
 * @param {HTMLInputElement} slider
 * @param {string} value
 */
function isSliderElsewhere(slider, value) {
  if (slider.getAttribute("aria-valuetext") === value) return false;
  const position = positionOf(slider);
  return slider.step === "1" || position !== plannedPosition(slider, Number(value), position);
}

/**
 * @param {Plan} plan
 * @param {Controls} controls
 * @param {Differences} changed
 */
function addSliders(plan, controls, changed) {
  const { planned, byUser, seen } = controls;
  for (const [key, value] of Object.entries(plan.controls)) {
    const box = boxOf(controls, key);
    const slider = sliderIn(box) ?? seen.get(key);
    if (!slider) continue;
    seen.set(key, slider);
    const position = positionOf(slider);
    if (!planned.has(key)) planned.set(key, plannedPosition(slider, value, position));
    if (position === planned.get(key)) continue;
    if (box && isHeld(controls, box)) byUser.set(key, position);
    changed.set(key, rowPosition(plan, key, position, byUser.get(key)));
  }
  for (const key of byUser.keys()) if (!changed.has(key)) byUser.delete(key);
}

/**
 * @param {Plan} plan
 * @param {Controls} controls
 * @param {Differences} changed
 */
function addChoices(plan, controls, changed) {
  for (const [key, value] of Object.entries(plan.choices)) {
    const box = boxOf(controls, key);
    const slider = sliderIn(box);
    const shown = slider ? undefined : shownBy(controls, box);
    const differs = slider
      ? isSliderElsewhere(slider, value)
      : shown !== undefined && !isSameValue(shown, value);
    if (differs) changed.set(key, undefined);
  }
  // With another choice, the slider moves something else than its rows.
  for (const [key, choice] of Object.entries(plan.meanings))
    if (changed.has(key) && changed.has(choice)) changed.set(key, undefined);
}

/**
 * Find the controls that differ from the plan, and those that have to be hidden because they show a
 * result of one that differs.
 *
 * @param {Plan} plan
 * @param {Controls} controls
 */
export function readDifferences(plan, controls) {
  /** @type {Differences} */
  const changed = new Map();
  addSliders(plan, controls, changed);
  addChoices(plan, controls, changed);
  if (plan.ink && plan.painted) changed.set(plan.ink.control, 0);
  controls.order = orderOfChange(controls.order, changed);
  return resolveCoupled(plan, changed, controls.order);
}

/**
 * Watch boxes being typed in, and everything after which a control may show another value.
 *
 * @param {Controls} controls
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function watchInput(controls, changed, signal) {
  const options = { capture: true, signal };
  const typedIn = "input:not([type=range], [type=checkbox])";
  /** @param {Event} event */
  const type = ({ target }) => {
    if (target instanceof Element && target.matches(typedIn)) controls.drafts.add(target);
  };
  /** @param {Event} event */
  const commit = (event) => {
    const commits =
      !(event instanceof KeyboardEvent) || /^(Enter|Tab|Arrow(Up|Down))$/.test(event.key);
    if (event.type !== "click" && commits && event.target) controls.drafts.delete(event.target);
    changed();
  };
  /** @param {KeyboardEvent} event */
  const press = ({ target }) => {
    controls.keyTarget = /** @type {Node | null} */ (target);
    requestAnimationFrame(() => {
      controls.keyTarget = null;
    });
  };
  addEventListener("input", type, options);
  for (const kind of ["click", "focusout", "keydown", "change"])
    addEventListener(kind, commit, options);
  addEventListener("keydown", press, options);
}
