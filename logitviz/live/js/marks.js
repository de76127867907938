// What the page says of itself: marks for the style sheet (shell/styles/page.css), and one quiet sentence.

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./views.js").Differences} Differences */

/**
 * @typedef {object} Marks
 * @property {Set<Element>} hidden the elements of controls that are hidden
 * @property {HTMLElement} status
 */

/** @returns {Marks} */
export function newMarks() {
  const status = document.createElement("div");
  status.id = "logitviz-status";
  status.setAttribute("role", "status");
  return { hidden: new Set(), status };
}

/**
 * Mark the state of the page: loading (no plan yet), opening (a plan, but Python does not know of
 * the live link), resting (the state of the plan), easing (a state on the way there), moving (another state, whose numbers the plan
 * has), waiting (another state, of which the plan lacks some numbers).
 *
 * @param {string} state
 */
export function markPage(state) {
  const { dataset } = document.documentElement;
  if (dataset.logitviz !== state) dataset.logitviz = state;
}

/**
 * Hide the elements of some controls, and show those that were hidden before.
 *
 * @param {Marks} marks
 * @param {Set<Element>} boxes
 */
export function hideControls(marks, boxes) {
  for (const box of marks.hidden) box.toggleAttribute("data-logitviz-hidden", boxes.has(box));
  for (const box of boxes) box.toggleAttribute("data-logitviz-hidden", true);
  marks.hidden = boxes;
}

/**
 * Of the parts that only Python can draw, mark those that show the present state (the style sheet
 * hides the others), and say whether all do. They carry the digest that the plan has for them, and
 * no control of their state differs.
 *
 * @param {Plan} plan
 * @param {Element[]} boxes
 * @param {Differences} differences
 */
export function markSnapshots(plan, boxes, differences) {
  const current = boxes.map((box) => {
    /** @type {HTMLElement | null} */
    const carrier = box.querySelector("[data-state]");
    const { snapshot = "", state } = carrier?.dataset ?? {};
    const [digest, keys] = plan.snapshots[snapshot] ?? [];
    const differs = keys?.length ? keys.some((key) => differences.has(key)) : differences.size > 0;
    return digest !== undefined && state === digest && !differs;
  });
  boxes.forEach((box, i) => {
    box.toggleAttribute("data-logitviz-known", current[i]);
  });
  return current.every(Boolean);
}

/**
 * @param {Marks} marks
 * @param {string} words
 */
export function showStatus({ status }, words) {
  if (!status.isConnected) document.body.append(status);
  if (status.textContent !== words) status.textContent = words;
}
