import assert from "node:assert/strict";
import test from "node:test";

Object.assign(globalThis, { HTMLInputElement: class {} });
const { nearestIndex } = await import("../../../logitviz/live/js/pulls.js");

const STAIRS = [1, 1, 1, 0.9, 0.9, 0.5, 0.5, 0.5]; // a coverage over thresholds

test("where several positions have the same place, the point stays at its own", () => {
  STAIRS.forEach((place, now) => {
    assert.equal(nearestIndex(STAIRS, place, now), now);
  });
});

test("of several positions with the nearest place, the first on the way is taken", () => {
  assert.equal(nearestIndex(STAIRS, 0.95 + 1e-9, 7), 2);
  assert.equal(nearestIndex(STAIRS, 0.5, 2), 5);
  assert.equal(nearestIndex(STAIRS, 0.88, 0), 3);
  assert.equal(nearestIndex(STAIRS, 0.88, 7), 4);
});

test("a position without a place is never taken", () => {
  assert.equal(nearestIndex([Number.NaN, 2, Number.NaN, 3], 0, 3), 1);
});
