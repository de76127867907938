// A slider that the script holds and moves, as when a bar is pulled. The slider itself takes the
// value: it tells Streamlit when it is let go, and charts follow it as under a hand.

import { positionOf } from "./controls.js";

/**
 * @typedef {object} Hold
 * @property {HTMLInputElement} input
 * @property {number} start the position at which it was taken
 * @property {(position: number) => void} moveTo
 * @property {() => void} release lets go: Streamlit runs the page
 */

const POINTER = 70707; // no mouse or finger has this number
const nativeValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");

/**
 * Set the value of an input. React reads an input that has another value than React gave it.
 *
 * @param {HTMLInputElement} input
 * @param {string} value
 */
export function setValue(input, value) {
  nativeValue?.set?.call(input, value);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Take hold of a slider: of Streamlit by its thumb, with events as of a mouse; of a browser by its
 * value.
 *
 * @param {HTMLInputElement} input
 * @returns {Hold}
 */
export function holdSlider(input) {
  const start = positionOf(input);
  const [min, max, step] = [input.min, input.max, input.step].map(Number);
  const thumb = input.closest("[data-testid=stSlider] [role=group] > div > div");
  if (!thumb) {
    return {
      input,
      start,
      moveTo: (position) => setValue(input, String(min + position * step)),
      release: () => input.dispatchEvent(new Event("change", { bubbles: true })),
    };
  }
  const width = thumb.parentElement?.getBoundingClientRect().width ?? 0;
  let clientX = 0;
  const send = (/** @type {string} */ type) => {
    const pointer = { pointerId: POINTER, pointerType: "mouse", isPrimary: true };
    const way = { bubbles: true, cancelable: true };
    thumb.dispatchEvent(new PointerEvent(type, { ...pointer, ...way, clientX, button: 0 }));
  };
  send("pointerdown");
  return {
    input,
    start,
    moveTo: (position) => {
      clientX = ((position - start) * step * width) / (max - min);
      send("pointermove");
    },
    release: () => send("pointerup"),
  };
}
