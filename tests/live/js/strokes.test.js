import assert from "node:assert/strict";
import test from "node:test";
import { planWith } from "./plans.js";

const pad = { removeAttribute: () => {} };
const app = { dataset: { testConnectionState: "CONNECTED", testScriptState: "notRunning" } };
const browser = { loseConnection: () => {}, timer: () => {} };
Object.assign(globalThis, {
  document: { createElement: () => pad, querySelector: () => app },
  MutationObserver: class {
    /** @param {() => void} act */
    constructor(act) {
      browser.loseConnection = act;
    }
    observe() {}
    disconnect() {}
  },
  setTimeout: (/** @type {() => void} */ act) => Object.assign(browser, { timer: act }),
  clearTimeout: () => Object.assign(browser, { timer: () => {} }),
});
const { drawing, forgetDrawing, releasePad, sendStrokes } = await import(
  "../../../logitviz/live/js/strokes.js"
);

const INK = {
  ...{ chart: "image", control: "drawn", columns: 2, image: [0, 0, 0, 0], tables: [] },
  ...{
    size: /** @type {[string, number[]]} */ (["nib", [1]]),
    ink: /** @type {[string, number[]]} */ (["pen", [16]]),
    label: "",
    place: "",
  },
};

/** Draw a stroke, and give the list of what Python is sent from now on. */
function drawn() {
  forgetDrawing();
  /** @type {string[][]} */
  const sent = [];
  const send = (/** @type {string} */ _, /** @type {[number, string][]} */ strokes) =>
    sent.push(strokes.map(([, image]) => image));
  Object.assign(drawing, { plan: planWith({ ink: INK }), send, lost: false });
  Object.assign(drawing, { painted: [16, 0, 0, 0], sent: [[0, "g000"]] });
  sendStrokes();
  return sent;
}

/** Let the time pass until the page looks for an answer, if it is going to. */
function endWaiting() {
  const { timer } = browser;
  clearTimeout(0);
  timer();
}

const beginStroke = () =>
  Object.assign(drawing, { stroke: { by: 1, before: drawing.painted, x: 1, y: 1, ink: 16 } });

test("a stroke that was lost is sent again after a later one that came to nothing", () => {
  const sent = drawn();
  browser.loseConnection();
  beginStroke();
  endWaiting();
  assert.deepEqual(sent, [["g000"]], "not before the pen is lifted");
  releasePad();
  endWaiting();
  assert.deepEqual(sent, [["g000"], ["g000"]]);
});

test("what Python has undone goes from the image after a later stroke that came to nothing", () => {
  const sent = drawn();
  beginStroke();
  endWaiting();
  assert.deepEqual(drawing.painted, [16, 0, 0, 0]);
  releasePad();
  endWaiting();
  assert.equal(drawing.painted, undefined);
  assert.deepEqual([sent, drawing.sent], [[["g000"]], []]);
});
