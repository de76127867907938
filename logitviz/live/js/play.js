// Buttons that play a slider: T goes from cold to hot and back, or training runs to its last step; and
// buttons that bring T to a value, along those between. The slider moves as under a hand, without the
// server, and is let go of at the end. What plays stops where it is when anything is pressed or
// touched; T on its way to a value is there at once.

import { findBox, positionOf, sliderIn } from "./controls.js";
import { staysStill } from "./ease.js";
import { holdSlider } from "./hold.js";
import { announce } from "./news.js";
import { lengthOf, onwardFrom, placeAt, roundFrom, wayTo, withoutMotion } from "./ways.js";
import { said } from "./words.js";

/**
 * @typedef {object} Playing
 * @property {import("./hold.js").Hold} hold
 * @property {import("./ways.js").Way} way
 * @property {HTMLButtonElement | null} button that plays it; null on the way to a value
 * @property {number} time on its way so far, in ms
 * @property {number} frame
 */

const GLIDE_TIME = 500; // ms
// In ms. A hidden tab paints no frames: seen again, what plays goes on where it was.
const LONGEST_FRAME = 400;

/** @type {{ now: Playing | null }} */
const player = { now: null };

/** Watch for presses on buttons that play, and for whatever stops what plays. */
export function watchPlay() {
  /** @param {Event} event */
  const press = (event) => {
    const button = playButtonAt(event);
    if (button && player.now?.button === button) stopPlaying();
    else if (button) startPlaying(button);
    else glide(event);
  };
  /** @param {Event} event */
  const interrupt = (event) => {
    const own = player.now?.button && playButtonAt(event) === player.now.button;
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
  button.focus({ preventScroll: true });
  move(input, staysStill() ? withoutMotion(whole) : whole, button);
  markButton(button, true);
  announce(said("it_plays"));
}

/**
 * Bring T to the position that a button names, if numbers are there to be shown on the way; else the
 * server does.
 *
 * @param {Event} event
 */
function glide(event) {
  const button = /** @type {Element} */ (event.target).closest?.("[class*=st-key-jump_] button");
  const place = Number(/jump_(\d+)/.exec(button?.closest("[class*=jump_]")?.className ?? "")?.[1]);
  const input = sliderIn(findBox("T"));
  const ready = /resting|moving/.test(document.documentElement.dataset.logitviz ?? "");
  if (!button || !input || input.disabled || !ready || staysStill()) return;
  event.stopImmediatePropagation();
  if (place !== positionOf(input)) move(input, wayTo(positionOf(input), place, GLIDE_TIME), null);
}

/**
 * @param {HTMLInputElement} input
 * @param {import("./ways.js").Way} way
 * @param {HTMLButtonElement | null} button
 */
function move(input, way, button) {
  stopPlaying();
  const hold = keepingFocus(() => holdSlider(input));
  const playing = { hold, way, button, time: 0, frame: 0 };
  player.now = playing;
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
  const { hold, way, button, frame } = player.now;
  player.now = null;
  cancelAnimationFrame(frame);
  if (!button) hold.moveTo(placeAt(way, lengthOf(way)));
  keepingFocus(hold.release);
  if (!button) return;
  markButton(button, false);
  const value = hold.input.getAttribute("aria-valuetext") ?? hold.input.value;
  announce(said("stopped_at").replace("{value}", value));
}

/**
 * @param {HTMLButtonElement} button
 * @param {boolean} plays
 */
function markButton(button, plays) {
  const words = plays ? said("stop") : (button.dataset.words ?? "");
  button.toggleAttribute("data-plays", plays);
  button.title = words;
  button.setAttribute("aria-label", words);
  if (button.firstChild) button.firstChild.textContent = said(plays ? "stop" : "play");
}
