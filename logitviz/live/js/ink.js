// Drawing on an image with a mouse, a pen, a finger or the keys. What is drawn is like a control that
// differs from the plan: charts and texts show the sums of its ink (rows.js).

import { findBox } from "./controls.js";
import { announce } from "./news.js";
import {
  drawing,
  forgetDrawing,
  releasePad,
  sendStrokes,
  showPainted,
  writtenImage,
} from "./strokes.js";
import { fillTemplate } from "./texts.js";

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./strokes.js").Stroke} Stroke */

const ERASER = 32; // in `buttons`
const STEPS = 4; // of a line, for each pixel: so it has no gaps
/** @type {Record<string, number[]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * Lay the place where one draws over the image of the chart, if it is there.
 *
 * @param {Plan | null} plan
 * @param {() => void} show
 * @param {{ send: typeof drawing.send }} handshake
 */
export function tendPad(plan, show, handshake) {
  const { pad } = drawing;
  const box = plan?.ink && findBox(plan.ink.chart);
  const picture = box?.querySelector(".heatmaplayer image");
  if (!plan?.ink || !box || !picture) {
    if (pad.isConnected) pad.remove();
    return;
  }
  Object.assign(drawing, { plan, show, send: handshake.send });
  if (pad.parentElement !== box) {
    prepare(pad);
    box.append(pad);
  }
  if (pad.ariaLabel !== plan.ink.label) pad.ariaLabel = plan.ink.label;
  const [outer, inner] = [box, picture].map((element) => element.getBoundingClientRect());
  const { style } = pad;
  style.left = `${inner.x - outer.x}px`;
  style.top = `${inner.y - outer.y}px`;
  style.width = `${inner.width}px`;
  style.height = `${inner.height}px`;
}

/** @param {HTMLElement} pad */
function prepare(pad) {
  if (pad.id) return;
  pad.id = "logitviz-pad";
  pad.tabIndex = 0;
  pad.setAttribute("role", "application");
  pad.addEventListener("pointerdown", pressPointer);
  pad.addEventListener("pointermove", movePointer);
  pad.addEventListener("pointerup", releasePointer);
  pad.addEventListener("pointercancel", cancelStroke);
  pad.addEventListener("keydown", pressPadKey);
  pad.addEventListener("focus", drawOutline);
  pad.addEventListener("keyup", ({ key }) => drawing.stroke?.by === key && endStroke());
  pad.addEventListener("blur", () => typeof drawing.stroke?.by === "string" && endStroke());
  addEventListener("keydown", escapeStroke, true);
}

/** Another version of this script takes over. */
export function endPad() {
  forgetDrawing();
  drawing.pad.remove();
  removeEventListener("keydown", escapeStroke, true);
}

// ---- strokes ----

/**
 * @param {Stroke["by"]} by
 * @param {number} x
 * @param {number} y
 * @param {number} ink
 */
function beginStroke(by, x, y, ink) {
  drawing.stroke = { by, before: drawing.painted, x, y, ink };
  drawing.pad.toggleAttribute("data-dragging", true);
  lineTo(x, y);
}

/**
 * @param {number} x
 * @param {number} y
 */
function lineTo(x, y) {
  const { plan, stroke } = drawing;
  if (!plan?.ink || !stroke) return;
  const { columns, image } = plan.ink;
  const painted = [...(drawing.painted ?? image)];
  const size = penSize();
  const steps = Math.ceil(STEPS * Math.max(Math.abs(x - stroke.x), Math.abs(y - stroke.y)));
  for (let step = 0; step <= steps; step += 1) {
    const share = steps ? step / steps : 1;
    const left = firstPixel(stroke.x + share * (x - stroke.x), size);
    const top = firstPixel(stroke.y + share * (y - stroke.y), size);
    painted.forEach((_, i) => {
      const [column, row] = [(i % columns) - left, Math.floor(i / columns) - top];
      if (column >= 0 && column < size && row >= 0 && row < size) painted[i] = stroke.ink;
    });
  }
  Object.assign(stroke, { x, y });
  showPainted(painted);
}

function endStroke() {
  const { plan, painted, sent } = drawing;
  releasePad();
  if (!plan?.ink || !painted) return;
  const text = writtenImage(painted);
  if (text !== (sent.at(-1)?.[1] ?? writtenImage(plan.ink.image))) {
    sent.push([0, text]);
    sendStrokes();
  } else if (!sent.length) showPainted(undefined);
}

function cancelStroke() {
  if (!drawing.stroke) return;
  showPainted(drawing.stroke.before);
  releasePad();
}

// ---- the pen ----

/**
 * Give the number of the option that is chosen, whatever its word.
 *
 * @param {[string, number[]] | undefined} choice
 */
function chosen(choice) {
  const [key, numbers] = choice ?? ["", []];
  const options = [...(findBox(key)?.querySelectorAll("[role=radio]") ?? [])];
  return numbers[options.findIndex((option) => option.ariaChecked === "true")] ?? 0;
}

const penSize = () => chosen(drawing.plan?.ink?.size) || 1;
const penInk = () => chosen(drawing.plan?.ink?.ink);

/** @type {(middle: number, size: number) => number} */
const firstPixel = (middle, size) => Math.round(middle - size / 2);

/** Show which pixels the pen would draw. */
function drawOutline() {
  const { pad, plan, x, y } = drawing;
  const columns = plan?.ink?.columns ?? 1;
  const size = penSize();
  const share = (/** @type {number} */ pixels) => `${(100 * pixels) / columns}%`;
  pad.style.setProperty("--left", share(firstPixel(x, size)));
  pad.style.setProperty("--top", share(firstPixel(y, size)));
  pad.style.setProperty("--size", share(size));
}

/** @param {PointerEvent} event */
function moveTo({ clientX, clientY }) {
  const { x, y, width } = drawing.pad.getBoundingClientRect();
  const pixel = width / (drawing.plan?.ink?.columns ?? 1);
  Object.assign(drawing, { x: (clientX - x) / pixel, y: (clientY - y) / pixel });
}

/** @param {PointerEvent} event */
function pressPointer(event) {
  if (!event.isPrimary) return cancelStroke(); // two fingers zoom
  const erases = (event.buttons & ERASER) > 0;
  if (event.button !== 0 && !erases) return undefined;
  drawing.pad.setPointerCapture(event.pointerId);
  moveTo(event);
  drawOutline();
  return beginStroke(event.pointerId, drawing.x, drawing.y, erases ? 0 : penInk());
}

/** @param {PointerEvent} event */
function movePointer(event) {
  const draws = drawing.stroke?.by === event.pointerId;
  const passed = draws ? event.getCoalescedEvents() : [];
  for (const each of passed.length ? passed : [event]) {
    moveTo(each);
    if (draws) lineTo(drawing.x, drawing.y);
  }
  drawOutline();
}

/** @param {PointerEvent} event */
function releasePointer(event) {
  if (drawing.stroke?.by === event.pointerId) endStroke();
}

/** @param {KeyboardEvent} event */
function escapeStroke(event) {
  if (event.key !== "Escape" || !drawing.stroke) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  cancelStroke();
}

/** @param {KeyboardEvent} event */
function pressPadKey(event) {
  const { key, repeat } = event;
  const way = ARROWS[key];
  const erases = key === "Delete" || key === "Backspace";
  if (event.ctrlKey || event.metaKey || event.altKey || !(way || erases || key === " ")) return;
  event.preventDefault();
  if (way) moveByKey(way);
  else if (!repeat && !drawing.stroke) {
    beginStroke(key, drawing.x, drawing.y, erases ? 0 : penInk());
  }
}

/** @param {number[]} way */
function moveByKey([right, down]) {
  const { plan, stroke } = drawing;
  if (!plan?.ink) return;
  const { columns, image, place } = plan.ink;
  const next = (/** @type {number} */ from, /** @type {number} */ by, /** @type {number} */ end) =>
    Math.min(Math.max(Math.floor(from) + by, 0), end - 1) + 0.5;
  drawing.x = next(drawing.x, right, columns);
  drawing.y = next(drawing.y, down, image.length / columns);
  drawOutline();
  if (typeof stroke?.by === "string") lineTo(drawing.x, drawing.y);
  const [column, row] = [drawing.x, drawing.y].map(Math.floor);
  const ink = (drawing.painted ?? image)[row * columns + column];
  announce(fillTemplate(place, [row, column, ink].map(String)));
}
