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
  let steps = Promise.resolve(); // one after another: a page that is left hears of no button
  let open = 0; // steps that have begun, in which the bar may be away for a moment
  addEventListener(
    "keydown",
    (event) => {
      const step = stepOf(event);
      if (/^(Tab|Arrow|Home|End)/.test(event.key)) reached.byKeys = true;
      if (!step || !(open || buttonOf(step))) return;
      event.preventDefault();
      event.stopPropagation();
      open += 1;
      steps = steps.then(async () => {
        await press(step);
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

/** Which link is shown: what the page has of the last one hears of no press any more. */
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
  for (let left = PATIENCE; left > 0 && waits(); left -= PAUSE) await pause(PAUSE);
  await pause(SETTLING);
}
