import assert from "node:assert/strict";
import test from "node:test";
import { noteEndOfRun, whenServerIsIdle } from "../../../logitviz/live/js/server.js";

const app = { dataset: { testConnectionState: "CONNECTED", testScriptState: "notRunning" } };
/** @type {Set<() => void>} what the observers call that watch the state of the script */
const watching = new Set();

/** @param {string} state */
function turn(state) {
  app.dataset.testScriptState = state;
  for (const look of watching) look();
}

Object.assign(globalThis, {
  document: { querySelector: () => app },
  requestAnimationFrame: (/** @type {() => void} */ act) => act(),
  MutationObserver: class {
    /** @param {() => void} look */
    constructor(look) {
      this.look = look;
    }
    observe() {
      watching.add(this.look);
    }
    disconnect() {
      watching.delete(this.look);
    }
  },
});

test("what waits for a run is done once, when the run has ended", () => {
  let done = 0;
  whenServerIsIdle(() => {
    done += 1;
  });
  turn("running");
  noteEndOfRun(); // the plan comes a little before the end
  assert.equal(done, 0);
  turn("notRunning");
  turn("running");
  turn("notRunning");
  noteEndOfRun();
  assert.equal(done, 1);
});

test("a run that begins and ends between two frames is known by its plan", () => {
  let done = 0;
  whenServerIsIdle(() => {
    done += 1;
  });
  assert.equal(done, 0);
  noteEndOfRun();
  assert.equal(done, 1);
  turn("running");
  turn("notRunning");
  assert.equal(done, 1);
});
