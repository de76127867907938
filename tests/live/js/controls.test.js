import assert from "node:assert/strict";
import test from "node:test";
import { isSameValue, plannedPosition, positionOf } from "../../../logitviz/live/js/controls.js";

const LOGIT = { min: "-10", step: "0.1" };

test("positions are counted from the lowest value", () => {
  assert.equal(positionOf({ ...LOGIT, value: "-10" }), 0);
  assert.equal(positionOf({ ...LOGIT, value: "0.30000000000000004" }), 103);
});

test("a value on a step has its position, wherever the slider is", () => {
  assert.equal(plannedPosition(LOGIT, 0.3, 103), 103);
  assert.equal(plannedPosition(LOGIT, 0.3, 7), 103);
});

test("a value between two steps counts at either, if it is as near", () => {
  for (const position of [137, 138]) assert.equal(plannedPosition(LOGIT, 3.75, position), position);
  assert.equal(plannedPosition(LOGIT, 3.7261, 138), 137);
});

test("what a box shows is the value of the plan up to six digits", () => {
  assert.ok(isSameValue("0.333333", "0.3333333333333333"));
  assert.ok(isSameValue("shared", "shared"));
  assert.ok(!isSameValue("0.3334", "0.3333333333333333"));
  assert.ok(!isSameValue("", "0"));
  assert.ok(!isSameValue("separate", "shared"));
});
