// Charts under the hand: a bar is pulled up and down, the marker of a curve along its axis. The plan
// names the slider that moves (`pulls`), and where the point is at each of its positions.

import { valuesOf } from "./charts.js";
import { findBox, positionOf, sliderIn } from "./controls.js";
import { holdSlider } from "./hold.js";
import { rowOf } from "./rows.js";

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./charts.js").Charts} Charts */
/** @typedef {import("./drawing.js").GraphDiv} GraphDiv */

/**
 * A point that can be pulled.
 *
 * @typedef {object} Handle
 * @property {GraphDiv} gd
 * @property {"x" | "y"} axis along which it is pulled
 * @property {string} key of its slider
 * @property {HTMLInputElement} input
 * @property {number[]} places where the point is at every position of the slider
 */

/**
 * @typedef {object} Pull
 * @property {Handle} handle
 * @property {import("./hold.js").Hold} hold
 * @property {number} pointer
 * @property {number} offset from the pointer to the point, in units of the axis
 * @property {{ clientX: number, clientY: number }} down where the pointer came down
 * @property {boolean} [along] whether a finger has moved along the way of the point
 */

/** @typedef {Record<"x" | "y", number>} Place */

// In pixels: how far from a point a mouse, and a finger, may take it.
const REACH = { mouse: 12, finger: 24 };

/**
 * Watch for hands on charts.
 *
 * @param {() => Plan | null} plan
 * @param {Charts} charts
 * @param {AbortSignal} signal
 */
export function watchPulls(plan, charts, signal) {
  /** @type {Pull | null} */
  let pull = null;
  const letGo = (/** @type {boolean} */ restores) => {
    if (!pull) return;
    if (restores) pull.hold.moveTo(pull.hold.start);
    pull.hold.release();
    pull = null;
  };
  const find = (/** @type {PointerEvent} */ event) => {
    const now = plan();
    return now && event.isTrusted ? findHandle(now, charts, event) : null;
  };
  charts.touched = (event) => {
    // The browser scrolls with a finger that goes across the way of a marker, and zooms with two.
    if (pull && event.touches.length === 1 && claimsTouch(pull, event.touches[0]))
      event.preventDefault();
  };
  /** @type {Record<string, (event: any) => void>} */
  const listeners = {
    pointerdown: (event) => {
      if (pull && event.pointerType === "touch" && !event.isPrimary) letGo(true);
      // On macOS a press with Ctrl opens a menu, and its release is not heard.
      const takes = !pull && event.button === 0 && event.isPrimary && !event.ctrlKey;
      const handle = takes ? find(event) : null;
      if (!handle) return;
      event.preventDefault();
      const hold = holdSlider(handle.input);
      const at = placeOf(handle.gd, event)[handle.axis];
      const offset = handle.places[hold.start] - at;
      pull = { handle, hold, pointer: event.pointerId, offset, down: event };
    },
    pointermove: (event) => {
      // The button may have been released over another window.
      if (pull?.pointer === event.pointerId && !(event.buttons & 1)) letGo(false);
      if (pull && pull.pointer === event.pointerId) movePull(pull, event);
      else if (!pull && event.pointerType === "mouse" && !event.buttons)
        showCursor(event, find(event));
    },
    pointerup: (event) => pull?.pointer === event.pointerId && letGo(false),
    pointercancel: (event) => pull?.pointer === event.pointerId && letGo(true),
    keydown: (event) => {
      if (!pull || event.key !== "Escape") return;
      event.stopImmediatePropagation();
      letGo(true);
    },
  };
  for (const [type, act] of Object.entries(listeners))
    addEventListener(type, act, { capture: true, signal });
  signal.addEventListener("abort", () => letGo(false));
}

/**
 * Decide whether a finger pulls, and the browser does not scroll: always where a point is pulled up
 * and down, and for others once it has moved more to the side.
 *
 * @param {Pull} pull
 * @param {Touch} finger
 */
function claimsTouch(pull, { clientX, clientY }) {
  const { clientX: x, clientY: y } = pull.down;
  pull.along ||= pull.handle.axis === "y" || Math.abs(clientX - x) > Math.abs(clientY - y);
  return pull.along;
}

/**
 * @param {Pull} pull
 * @param {PointerEvent} event
 */
function movePull({ handle, hold, offset }, event) {
  const wanted = placeOf(handle.gd, event)[handle.axis] + offset;
  hold.moveTo(nearestIndex(handle.places, wanted, positionOf(hold.input)));
}

/**
 * Find the position at which the point is nearest to a place. At several positions it may be in one
 * place: of these, take the nearest to the position of now.
 *
 * @param {number[]} places
 * @param {number} wanted
 * @param {number} now
 */
export function nearestIndex(places, wanted, now) {
  let best = now;
  places.forEach((place, i) => {
    const [far, least] = [place, places[best]].map((at) => Math.abs(at - wanted));
    if (far < least || (far === least && Math.abs(i - now) < Math.abs(best - now))) best = i;
  });
  return best;
}

/**
 * @param {PointerEvent} event
 * @param {Handle | null} handle
 */
function showCursor({ target }, handle) {
  const figure = /** @type {Element} */ (target).closest?.(".stPlotlyChart");
  figure?.setAttribute("data-logitviz-pull", handle?.axis ?? "");
}

/**
 * Give the rectangle of the plot, without the axes.
 *
 * @param {GraphDiv} gd
 */
const plotOf = (gd) => gd.querySelector(".nsewdrag")?.getBoundingClientRect() ?? new DOMRect();

/**
 * Give the place of a pointer in units of the axes.
 *
 * @param {GraphDiv} gd
 * @param {{ clientX: number, clientY: number }} pointer
 * @returns {Place}
 */
function placeOf(gd, { clientX, clientY }) {
  const { left, top, width, height } = plotOf(gd);
  const [x, y] = [rangeOf(gd, "x"), rangeOf(gd, "y")];
  return {
    x: x[0] + ((clientX - left) / width) * (x[1] - x[0]),
    y: y[1] - ((clientY - top) / height) * (y[1] - y[0]),
  };
}

/**
 * @param {GraphDiv} gd
 * @param {"x" | "y"} axis
 */
const rangeOf = (gd, axis) => gd.layout[`${axis}axis`].range;

/**
 * Give the place of a number on an axis, whose range counts powers of ten if it is logarithmic.
 *
 * @param {GraphDiv} gd
 * @param {"x" | "y"} axis
 * @param {number} value
 */
const onAxis = (gd, axis, value) =>
  gd.layout[`${axis}axis`].type === "log" ? Math.log10(value) : value;

/**
 * Find the point under a pointer, or next to it.
 *
 * @param {Plan} plan
 * @param {Charts} charts
 * @param {PointerEvent} event
 * @returns {Handle | null}
 */
function findHandle(plan, charts, event) {
  const target = /** @type {Element} */ (event.target);
  const figure = target.closest?.(".stPlotlyChart[data-logitviz-known]");
  if (!figure || target.closest(".modebar")) return null;
  for (const [key, { gd }] of charts.byKey) {
    if (!figure.contains(gd)) continue;
    for (const set of plan.charts[key]?.sets ?? []) {
      const axis = gd.data[set.trace].type === "bar" || !set.attributes.x ? "y" : "x";
      const point = set.pulls ? pointUnder(gd, gd.data[set.trace], axis, event) : -1;
      const found = point >= 0 && handleOf(plan, gd, set, axis, point);
      if (found) return found;
    }
  }
  return null;
}

/**
 * Give the index of the point of a trace that a pointer can take; −1 if there is none.
 *
 * @param {GraphDiv} gd
 * @param {Record<string, any>} trace
 * @param {"x" | "y"} axis
 * @param {PointerEvent} event
 */
function pointUnder(gd, trace, axis, event) {
  const { width, height } = plotOf(gd);
  const at = placeOf(gd, event);
  const reach = event.pointerType === "mouse" ? REACH.mouse : REACH.finger;
  const [x, y] = [rangeOf(gd, "x"), rangeOf(gd, "y")];
  const [dx, dy] = [(reach * (x[1] - x[0])) / width, (reach * (y[1] - y[0])) / height];
  if (at.y < y[0] - dy || at.y > y[1] + dy) return -1;
  if (trace.type !== "bar") {
    // A line across the whole chart must leave room for fingers that scroll.
    const near = axis === "x" ? dx : (dy * REACH.mouse) / reach;
    const distance = (/** @type {number} */ value) => Math.abs(at[axis] - onAxis(gd, axis, value));
    return trace[axis].findIndex((/** @type {number} */ value) => distance(value) <= near);
  }
  return trace.x.findIndex((/** @type {number} */ place, /** @type {number} */ i) => {
    const ends = [0, trace.y[i]];
    const within = Math.min(...ends) - dy <= at.y && at.y <= Math.max(...ends) + dy;
    return within && Math.abs(at.x - place) <= 0.5;
  });
}

/**
 * @param {Plan} plan
 * @param {GraphDiv} gd
 * @param {Plan["charts"][string]["sets"][number]} set
 * @param {"x" | "y"} axis
 * @param {number} point
 * @returns {Handle | null} null if the slider is not on the page, or does not move the point
 */
function handleOf(plan, gd, { attributes, pulls = [] }, axis, point) {
  const key = pulls[point] ?? pulls[0];
  const input = sliderIn(findBox(key));
  if (!input || !(key in plan.positions) || input.disabled) return null;
  const attribute = attributes[axis];
  const placeAt = (/** @type {number} */ position) =>
    onAxis(gd, axis, valuesOf(rowOf(plan, attribute[0], key, position), attribute)[point]);
  const places = Array.from({ length: plan.positions[key] }, (_, position) => placeAt(position));
  const moves = places.some((place) => place !== places[0]) && positionOf(input) in places;
  return moves ? { gd, axis, key, input, places } : null;
}
