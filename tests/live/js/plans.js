/** @typedef {import("../../../logitviz/live/js/decode.js").Plan} Plan */

/**
 * Make a plan that has nothing but what is given.
 *
 * @param {Partial<Plan>} parts
 * @returns {Plan}
 */
export const planWith = (parts) => ({
  page: "temperature",
  linked: "desk",
  controls: {},
  choices: {},
  options: {},
  link: {},
  coupled: {},
  eased: {},
  meanings: {},
  snapshots: {},
  positions: {},
  groups: [],
  charts: {},
  texts: [],
  series: [],
  coarse: 1,
  exact: [],
  integers: new Int32Array(),
  exponents: new Int16Array(),
  ...parts,
});
