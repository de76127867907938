// The keys of a lecture. The page has a button for each step (logitviz/shell/stage.py); a key presses
// it. Presenters' remotes send Page Down and Page Up.

import { isServerIdle } from "./server.js";

/** @type {Record<string, string>} */
const LECTURE_KEYS = {
  ".": "next",
  PageDown: "next",
  ",": "back",
  PageUp: "back",
  Escape: "leave",
};
const TYPED_IN = "input:not([type=range], [type=checkbox]), textarea, [contenteditable=true]";
const HELD = "[data-dragging], [data-testid=stPopoverBody], [role=dialog], [role=listbox]";
const PATIENCE = 10_000; // until the next link is shown, in ms
const PAUSE = 20;
const SETTLING = 100; // until Streamlit has drawn what the last run has sent, in ms

/** Whether the keys, and not the mouse, have reached what has the focus. */
const reached = { byKeys: false };

export function stepByKeys() {
  addEventListener("pointerdown", () => Object.assign(reached, { byKeys: false }), true);
  // One after another: Streamlit ignores a click on a button of a page that it is replacing.
  let steps = Promise.resolve();
  let open = 0; // steps not done: their keys count even while the bar is missing between two pages
  addEventListener(
    "keydown",
    (event) => {
      const step = stepOf(event);
      if (/^(Tab|Arrow|Home|End)/.test(event.key)) reached.byKeys = true;
      if (!step || !(open || buttonOf(step))) return;
      event.preventDefault();
      event.stopPropagation();
      open += 1;
      steps = steps
        .then(() => press(step))
        .catch(reportError)
        .finally(() => {
          open -= 1;
        });
    },
    true,
  );
}

/**
 * Give the step that a key means; none if it belongs to what has the focus.
 *
 * @param {KeyboardEvent} event
 */
function stepOf({ key, target, repeat, altKey, ctrlKey, metaKey, defaultPrevented }) {
  const step = LECTURE_KEYS[key];
  if (!step || repeat || altKey || ctrlKey || metaKey || defaultPrevented) return "";
  const focused = /** @type {Element} */ (target);
  const types = focused.matches?.(TYPED_IN);
  // The keys that reached a slider move it; one that the mouse has moved leaves them to the lecture.
  const slides = reached.byKeys && key.startsWith("Page") && focused.matches?.("[type=range]");
  return types || slides || document.querySelector(HELD) ? "" : step;
}

/**
 * @param {string} step
 * @returns {HTMLButtonElement | null}
 */
const buttonOf = (step) => document.querySelector(`[class*=stage_${step}] button`);

/** Tell which link is shown. Until that changes, the buttons are those of the link before. */
const place = () =>
  /next-\d+/.exec(document.querySelector("[class*=stage_next]")?.className ?? "")?.[0];

/** @param {number} time in ms */
const pause = (time) => new Promise((done) => setTimeout(done, time));

/** @param {string} step */
async function press(step) {
  const button = buttonOf(step);
  if (!button || button.disabled) return;
  const before = place();
  button.click();
  if (step === "leave") return;
  // With a press that comes earlier, the browser would send what controls held before.
  const waits = () => !isServerIdle() || [undefined, before].includes(place());
  let gone = 0; // how long an idle page has had no bar, in ms: for good, if not between two pages
  for (let left = PATIENCE; left > 0 && gone < SETTLING && waits(); left -= PAUSE) {
    gone = isServerIdle() && !buttonOf("leave") ? gone + PAUSE : 0;
    await pause(PAUSE);
  }
  await pause(SETTLING);
}
