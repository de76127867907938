// Fingers on sliders. A slider takes every touch and jumps to its place, so a finger that only
// scrolls the page changes a number. Here a slider learns of a finger when it taps the slider or
// moves along it. With any other finger the browser scrolls or zooms; the style sheet lets it.

import { setValue } from "./hold.js";

/**
 * @typedef {object} Finger
 * @property {PointerEvent | null} down where a finger came down of which the slider does not know
 * @property {{ input: HTMLInputElement, value: string } | null} before what the slider showed before
 *   it learned of the finger
 */

// In pixels: a finger moves along the slider; a finger that taps does not keep still.
const MOVES = 4;
const TAP = 12;

export function filterTouches() {
  /** @type {Finger} */
  const finger = { down: null, before: null };
  // A pen scrolls as a finger does.
  const listen = (/** @type {string} */ type, /** @type {(event: PointerEvent) => void} */ act) => {
    /** @param {Event} event */
    const listener = (event) => {
      if (!(event instanceof PointerEvent)) return;
      if (event.isTrusted && event.pointerType !== "mouse") act(event);
    };
    addEventListener(type, listener, true);
  };
  listen("pointerdown", (event) => takeDown(finger, event));
  listen("pointermove", (event) => {
    if (!finger.down) return;
    const [along, across] = wayOf(finger.down, event);
    if (along > MOVES && along > across) passOn(finger, finger.down);
  });
  listen("pointerup", (event) => {
    if (finger.down && Math.max(...wayOf(finger.down, event)) < TAP) passOn(finger, finger.down);
    finger.down = finger.before = null;
  });
  // The browser scrolls or zooms with the finger, even if it went along the slider first.
  listen("pointercancel", () => {
    if (finger.before) takeBack(finger.before);
    finger.down = finger.before = null;
  });
  /** @param {TouchEvent} event */
  const stopTouch = (event) => {
    // The same finger as another event.
    if (sliderUnder(event)) event.stopImmediatePropagation();
  };
  addEventListener("touchstart", stopTouch, { capture: true, passive: true });
}

/** @param {Event} event */
const sliderUnder = ({ target }) =>
  /** @type {Element} */ (target).closest?.("[data-testid=stSlider] [role=group]") ?? null;

/** @type {(from: PointerEvent, to: PointerEvent) => number[]} */
const wayOf = (from, to) => [to.clientX - from.clientX, to.clientY - from.clientY].map(Math.abs);

/**
 * @param {Finger} finger
 * @param {PointerEvent} event
 */
function takeDown(finger, event) {
  // Two fingers zoom.
  finger.down = null;
  if (!sliderUnder(event)) return;
  event.stopImmediatePropagation();
  // Otherwise the browser sends events of a mouse after a tap.
  event.preventDefault();
  if (!event.isPrimary) return;
  finger.down = event;
  finger.before = null;
}

/**
 * Let the slider know that the finger came down. It has moved there before it gets the event that
 * is being handled: React moves it as soon as a listener of the browser ends.
 *
 * @param {Finger} finger
 * @param {PointerEvent} down
 */
function passOn(finger, down) {
  const input = sliderUnder(down)?.querySelector("input");
  if (input) finger.before = { input, value: input.value };
  down.target?.dispatchEvent(new PointerEvent("pointerdown", down));
  finger.down = null;
}

/**
 * Give a slider its value back.
 *
 * @param {NonNullable<Finger["before"]>} before
 */
function takeBack({ input, value }) {
  setValue(input, value);
}
