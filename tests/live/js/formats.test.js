import assert from "node:assert/strict";
import test from "node:test";
import { FORMATS, writerOf } from "../../../logitviz/live/js/formats.js";

/** @type {Record<string, [number, string][]>} */
const WRITTEN = {
  probability: [
    [0, "0"],
    [1, "1"],
    [0.0004999, "<.0005"],
    [0.0005, "0.001"],
    [0.9994999, "0.999"],
    [0.9995, ">.9995"],
  ],
  amount: [
    [0, "0"],
    [-0.0004999, "<.0005"],
    [-2.5, "−2.500"],
  ],
  optional: [
    [-2.5, "−2.500"],
    [NaN, ""],
  ],
  percent: [
    [0, "0.0 %"],
    [0.0004999, "<0.1 %"],
    [0.256, "25.6 %"],
    [0.9995, ">99.9 %"],
    [1, "100.0 %"],
    [NaN, "–"],
  ],
  logit: [
    [-0, "0"],
    [-0.0001, "0"],
    [-1.5, "−1.5"],
    [10, "10"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
    [NaN, "NaN"],
  ],
  hundredths: [
    [2.996, "3.00"],
    [-0.25, "−0.25"],
    [-0.004, "0.00"],
  ],
  whole: [[7, "7"]],
  signed: [
    [0, "0"],
    [-0.0004999, "≈0"],
    [0.5, "+0.500"],
    [-0.5, "−0.500"],
  ],
  stage: [
    [0, "0"],
    [-0.001, "−0.001"],
    [0.00099, "9.90e−4"],
    [1e5, "1.00e+5"],
    [99999.5, "99999.5"],
  ],
};

test("every format has examples here", () => {
  assert.deepEqual(Object.keys(WRITTEN).sort(), Object.keys(FORMATS).sort());
});

for (const [name, examples] of Object.entries(WRITTEN))
  test(`a number is written as ${name}`, () => {
    for (const [value, text] of examples) assert.equal(writerOf(name)(value), text);
  });

test("a list of texts is a format whose numbers are indices", () => {
  assert.equal(writerOf(["no", "yes"])(1), "yes");
});
