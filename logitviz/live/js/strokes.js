// The image as it is drawn. At the end of a stroke Python is sent the image, and until it has answered
// the image stays as it is drawn.

import { isServerIdle, observeConnection } from "./server.js";

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./decode.js").Ink} Ink */

/**
 * A stroke under way: the pointer, or the key, that draws it; what was painted before; where it is,
 * in pixels from the upper left corner; the ink it leaves.
 *
 * @typedef {{ by: number | string, before: number[] | undefined, x: number, y: number, ink: number }}
 *   Stroke
 */

const ANSWER_PATIENCE = 1500; // ms

export const drawing = {
  pad: document.createElement("div"),
  plan: /** @type {Plan | null} */ (null),
  stroke: /** @type {Stroke | null} */ (null),
  painted: /** @type {number[] | undefined} */ (undefined),
  sent: /** @type {[number, string][]} */ ([]), // when, and what Python has not answered yet
  last: 0,
  lost: false, // the connection, since then
  renewed: false, // whether a plan has come since it was lost
  waiting: /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined),
  x: 0.5,
  y: 0.5,
  show: () => {},
  send: /** @type {(name: string, value: any) => void} */ (() => {}),
};
// It may break and come back before anybody looks.
const connectionObserver = new MutationObserver(() => {
  drawing.lost = true;
  drawing.renewed = false;
});

/** @param {number[] | undefined} image */
export function showPainted(image) {
  drawing.painted = image;
  if (drawing.plan) drawing.plan.painted = image;
  drawing.show();
}

/** @param {number[]} image */
export const writtenImage = (image) => image.map((ink) => ink.toString(17)).join("");

/**
 * A new plan has come: unless it has the answer, the image stays as it is drawn.
 *
 * @param {Plan} plan
 */
export function keepDrawing(plan) {
  if (!plan.ink) return;
  drawing.renewed = true;
  const text = writtenImage(plan.ink.image);
  drawing.sent.splice(0, drawing.sent.findLastIndex(([, image]) => image === text) + 1);
  if (!drawing.stroke && !drawing.sent.length) drawing.painted = undefined;
  drawing.plan = plan;
  plan.painted = drawing.painted;
}

export function releasePad() {
  drawing.stroke = null;
  drawing.pad.removeAttribute("data-dragging");
}

export function forgetDrawing() {
  releasePad();
  connectionObserver.disconnect();
  drawing.sent = [];
  drawing.painted = undefined;
  clearTimeout(drawing.waiting);
}

/**
 * Wait a little. If Python has not answered then and is idle, send the images again if the connection
 * was lost, or else show Python's image: it may have undone strokes.
 */
function checkForAnswer() {
  clearTimeout(drawing.waiting);
  drawing.waiting = setTimeout(() => {
    if (!drawing.sent.length) return;
    if (drawing.stroke || !isServerIdle()) checkForAnswer();
    else if (drawing.lost) sendStrokes();
    else {
      drawing.sent = [];
      showPainted(undefined);
    }
  }, ANSWER_PATIENCE);
}

export function sendStrokes() {
  for (const stroke of drawing.sent) {
    if (stroke[0] && !drawing.lost) continue;
    drawing.last = Math.max(drawing.last + 1, Date.now());
    stroke[0] = drawing.last;
  }
  // A new worker takes no strokes in its first run: until that has ended they may be lost once more.
  drawing.lost &&= !drawing.renewed;
  observeConnection(connectionObserver);
  drawing.send("strokes", structuredClone(drawing.sent));
  checkForAnswer();
}
