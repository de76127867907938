// Buttons that play a slider: T goes from cold to hot and back, or training runs to its last step.
// The slider moves as under a hand, without the server, and is let go of at the end. What moves by
// itself stops when anything is pressed or touched, where it is then.

import { findBox, positionOf, sliderIn } from "./controls.js";
import { holdSlider } from "./hold.js";
import { announce } from "./news.js";
import { inJumps, lengthOf, onwardFrom, placeAt, roundFrom } from "./ways.js";

/**
 * @typedef {object} Playing
 * @property {import("./hold.js").Hold} hold
 * @property {import("./ways.js").Way} way
 * @property {HTMLButtonElement} button
 * @property {number} time on its way so far, in ms
 * @property {number} frame
 */

const LONGEST_FRAME = 400; // ms: in a tab that nobody sees, no time passes

/** @type {{ now: Playing | null }} */
const player = { now: null };

/** Watch for presses on buttons that play, and for whatever stops what plays. */
export function watchPlay() {
  /** @param {Event} event */
  const press = (event) => {
    const button = playButtonAt(event);
    if (!button) return;
    if (player.now?.button === button) stopPlaying();
    else startPlaying(button);
  };
  /** @param {Event} event */
  const interrupt = (event) => {
    const own = playButtonAt(event) === player.now?.button;
    if (event.isTrusted && !own) stopPlaying();
  };
  /** @param {KeyboardEvent} event */
  const pressKey = (event) => {
    if (!player.now || /^(Tab|Shift|Control|Alt|Meta)$/.test(event.key)) return;
    if (event.key === "Escape") event.stopImmediatePropagation();
    if (event.key === "Escape" || !playButtonAt(event)) stopPlaying();
  };
  addEventListener("click", press, true);
  addEventListener("pointerdown", interrupt, true);
  addEventListener("keydown", pressKey, true);
}

/**
 * @param {Event} event
 * @returns {HTMLButtonElement | null}
 */
const playButtonAt = ({ target }) =>
  /** @type {Element} */ (target).closest?.("button[data-play]") ?? null;

/** @param {HTMLButtonElement} button */
function startPlaying(button) {
  const input = sliderIn(findBox(button.dataset.play ?? ""));
  if (!input || input.disabled) return;
  const last = positionOf({ min: input.min, step: input.step, value: input.max });
  const whole = (button.dataset.way === "on" ? onwardFrom : roundFrom)(positionOf(input), last);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const way = still ? inJumps(whole) : whole;
  button.focus({ preventScroll: true });
  const hold = keepingFocus(() => holdSlider(input));
  const playing = { hold, way, button, time: 0, frame: 0 };
  player.now = playing;
  markButton(button, true);
  announce("It plays. Escape stops it.");
  let before = performance.now();
  const step = (/** @type {number} */ now) => {
    playing.time += Math.min(Math.max(now - before, 0), LONGEST_FRAME);
    before = now;
    const gone = !input.isConnected || input.disabled;
    if (!gone) hold.moveTo(placeAt(way, playing.time));
    if (gone || playing.time >= lengthOf(way)) stopPlaying();
    else playing.frame = requestAnimationFrame(step);
  };
  step(before);
}

/**
 * Do something to a slider, which takes the focus when it is pressed and when it is let go.
 *
 * @template Result
 * @param {() => Result} act
 */
function keepingFocus(act) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const result = act();
  focused?.focus({ preventScroll: true });
  return result;
}

function stopPlaying() {
  if (!player.now) return;
  const { hold, button, frame } = player.now;
  player.now = null;
  cancelAnimationFrame(frame);
  keepingFocus(hold.release);
  markButton(button, false);
  announce(`Stopped at ${hold.input.getAttribute("aria-valuetext") ?? hold.input.value}.`);
}

/**
 * @param {HTMLButtonElement} button
 * @param {boolean} plays
 */
function markButton(button, plays) {
  button.ariaPressed = String(plays);
  if (button.firstChild) button.firstChild.nodeValue = plays ? "Stop" : "Play";
}
