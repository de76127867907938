// Which row of the plan each chart and text shows. These functions know nothing of the document.

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./decode.js").Group} Group */

/**
 * The controls that differ from the plan. The value is the position of a slider for which the plan
 * has a row, and otherwise undefined.
 *
 * @typedef {Map<string, number | undefined>} Differences
 */

/**
 * What a chart or text shows: the row of one slider at a position; without a control, the numbers
 * of the state as it is; null if the plan does not have its numbers.
 *
 * @typedef {{ control: string, position: number } | null} View
 */

/**
 * Give the position of a slider if the row of this position is right.
 *
 * When the user moves one of two coupled sliders, the answer of Python moves the other. Then more
 * has changed than the one slider, and its row would be wrong.
 *
 * @param {Plan} plan
 * @param {string} key
 * @param {number} position
 * @param {number | undefined} userPosition where the user has moved it, if at all
 */
export function rowPosition(plan, key, position, userPosition) {
  const movedByUser = !(key in plan.coupled) || userPosition === position;
  const hasRow = position < (plan.positions[key] ?? Infinity);
  return movedByUser && hasRow ? position : undefined;
}

/**
 * Put the keys that differ in the order in which they began to differ.
 *
 * @param {string[]} before
 * @param {Differences} changed
 */
export const orderOfChange = (before, changed) => [
  ...before.filter((key) => changed.has(key)),
  ...[...changed.keys()].filter((key) => !before.includes(key)),
];

/**
 * Decide which of coupled controls counts.
 *
 * Coupled controls show results of each other, so only one of them can be right while they differ
 * from the plan: the one that changed first. The others are hidden and do not count; so is one
 * that has not changed at all, as it shows the result of an old value.
 *
 * @param {Plan} plan
 * @param {Differences} changed
 * @param {string[]} order the keys of `changed`, the first to change first
 * @returns {{ differences: Differences, hidden: Set<string> }}
 */
export function resolveCoupled(plan, changed, order) {
  /** @type {Set<string>} */
  const hidden = new Set();
  /** @type {Differences} */
  const differences = new Map();
  for (const key of order) {
    if (hidden.has(key)) continue;
    differences.set(key, changed.get(key));
    // With another choice the slider shows another logit, and has moved none.
    const sameLogit = !changed.has(plan.meanings[key]);
    for (const other of plan.coupled[key] ?? []) {
      const outdated = sameLogit && other in plan.controls && !changed.has(other);
      if (changed.get(key) !== undefined || outdated) hidden.add(other);
    }
  }
  return { differences, hidden };
}

/**
 * @param {Group} group
 * @param {Differences} differences
 * @returns {View}
 */
export function viewOf({ controls, rows }, differences) {
  const different = controls.filter((key) => differences.has(key));
  if (!different.length) return { control: "", position: 0 };
  const [control] = different;
  const position = differences.get(control);
  const hasRow = different.length === 1 && position !== undefined && rows.includes(control);
  return hasRow ? { control, position } : null;
}

/**
 * Give the view of every group of the plan.
 *
 * @param {Plan} plan
 * @param {Differences} differences
 */
export const viewsOf = (plan, differences) =>
  plan.groups.map((group) => viewOf(group, differences));
