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
 * Take hold of a slider: one of Streamlit by its thumb, as with a mouse that does not move. It may be
 * hidden.
 *
 * @param {HTMLInputElement} input
 * @returns {Hold}
 */
export function holdSlider(input) {
  const [min, step] = [Number(input.min), Number(input.step)];
  const thumb = input.closest("[data-testid=stSlider] [role=group] > div > div");
  const send = (/** @type {string} */ type) => {
    const pointer = { pointerId: POINTER, pointerType: "mouse", isPrimary: true, button: 0 };
    thumb?.dispatchEvent(new PointerEvent(type, { ...pointer, bubbles: true, cancelable: true }));
  };
  send("pointerdown");
  return {
    input,
    start: positionOf(input),
    moveTo: (position) => setValue(input, String(min + position * step)),
    release: () =>
      thumb ? send("pointerup") : void input.dispatchEvent(new Event("change", { bubbles: true })),
  };
}
