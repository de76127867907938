import assert from "node:assert/strict";
import test from "node:test";
import {
  orderOfChange,
  resolveCoupled,
  rowPosition,
  viewsOf,
} from "../../../logitviz/live/js/views.js";
import { planWith } from "./plans.js";

/** @typedef {import("../../../logitviz/live/js/views.js").Differences} Differences */

const GROUPS = [
  { controls: ["T", "sort"], rows: ["T"] },
  { controls: ["T", "z3"], rows: ["T", "z3"] },
  { controls: ["z3"], rows: [] },
  { controls: [], rows: [] },
];
const UNCHANGED = { control: "", position: 0 };

/** @param {[string, number | undefined][]} differences */
const shown = (...differences) => viewsOf(planWith({ groups: GROUPS }), new Map(differences));

test("where nothing differs, all shows the plan's own numbers", () => {
  assert.deepEqual(shown(), [UNCHANGED, UNCHANGED, UNCHANGED, UNCHANGED]);
});

test("what one slider changes shows the row of its position, the rest does not change", () => {
  const row = { control: "T", position: 80 };
  assert.deepEqual(shown(["T", 80]), [row, row, UNCHANGED, UNCHANGED]);
});

test("what two controls change, or one without rows, is not known", () => {
  assert.deepEqual(shown(["T", 80], ["z3", 5]), [
    { control: "T", position: 80 },
    null,
    null,
    UNCHANGED,
  ]);
  assert.deepEqual(shown(["sort", undefined]), [null, UNCHANGED, UNCHANGED, UNCHANGED]);
});

test("a slider at a position without a row changes what it changes into the unknown", () => {
  assert.deepEqual(shown(["T", undefined]), [null, null, UNCHANGED, UNCHANGED]);
});

test("a position has a row up to the number of rows", () => {
  const plan = planWith({ positions: { T: 125 } });
  assert.equal(rowPosition(plan, "T", 124, undefined), 124);
  assert.equal(rowPosition(plan, "T", 125, undefined), undefined);
  assert.equal(rowPosition(plan, "z3", 500, undefined), 500, "nothing has rows for it to miss");
});

test("of coupled sliders, only one that the user has moved there shows its row", () => {
  const plan = planWith({ coupled: { ga: ["za"] }, positions: { ga: 100 } });
  assert.equal(rowPosition(plan, "ga", 30, 30), 30);
  assert.equal(rowPosition(plan, "ga", 30, undefined), undefined);
  assert.equal(rowPosition(plan, "ga", 30, 29), undefined, "an answer has moved it since");
});

test("controls keep the order in which they began to differ", () => {
  /** @type {Differences} */
  const changed = new Map([
    ["T", 1],
    ["z3", 2],
    ["z0", 3],
  ]);
  assert.deepEqual(orderOfChange(["z0", "k", "T"], changed), ["z0", "T", "z3"]);
});

const COUPLED = planWith({
  controls: { ga: 1, za: 2, T: 3 },
  coupled: { ga: ["za", "pick"], za: ["ga", "pick"] },
  meanings: { za: "ka" },
});

/** @param {[string, number | undefined][]} changed */
function resolved(...changed) {
  const order = changed.map(([key]) => key);
  const { differences, hidden } = resolveCoupled(COUPLED, new Map(changed), order);
  return [[...differences.keys()], [...hidden]];
}

test("the coupled slider that changed first counts, and hides the other and what shows a result", () => {
  assert.deepEqual(resolved(["T", 1], ["ga", 30], ["za", 50]), [
    ["T", "ga"],
    ["za", "pick"],
  ]);
  assert.deepEqual(resolved(["za", 50], ["ga", 30]), [["za"], ["ga", "pick"]]);
});

test("a coupled slider that an answer moved hides the one that did not change", () => {
  assert.deepEqual(resolved(["ga", undefined]), [["ga"], ["za"]]);
});

test("two coupled sliders that an answer moved both stay", () => {
  assert.deepEqual(resolved(["ga", undefined], ["za", undefined]), [["ga", "za"], []]);
});

test("a slider that shows another logit hides nothing", () => {
  assert.deepEqual(resolved(["ka", undefined], ["za", undefined]), [["ka", "za"], []]);
});
