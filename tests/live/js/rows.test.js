import assert from "node:assert/strict";
import test from "node:test";
import { rowOf } from "../../../logitviz/live/js/rows.js";
import { planWith } from "./plans.js";

const GAP = -(2 ** 31);

/** @type {(order: "down" | "across") => import("./plans.js").Plan} */
const drawn = (order) =>
  planWith({
    integers: Int32Array.of(9, GAP, 1, 2, 3, 4, 5, 6),
    series: [
      {
        width: 2,
        unit: 0.5,
        start: 0,
        exponents: 0,
        sweeps: { T: { start: 2, order, rows: 3, coarse: 1 } },
      },
    ],
  });

/** @type {(order: "down" | "across") => number[][]} */
const rowsOfT = (order) => [0, 1, 2].map((position) => [...rowOf(drawn(order), 0, "T", position)]);

test("numbers that are drawn are multiples of the unit, or a gap", () => {
  assert.deepEqual([...rowOf(drawn("down"), 0, "", 0)], [4.5, NaN]);
});

test("a series without rows for a slider does not change with it", () => {
  assert.deepEqual([...rowOf(drawn("down"), 0, "z3", 2)], [4.5, NaN]);
});

test("columns lie together, or rows do", () => {
  assert.deepEqual(rowsOfT("down"), [
    [0.5, 2],
    [1, 2.5],
    [1.5, 3],
  ]);
  assert.deepEqual(rowsOfT("across"), [
    [0.5, 1],
    [1.5, 2],
    [2.5, 3],
  ]);
});

test("numbers that are written are decimals, special, or in a list", () => {
  const plan = planWith({
    integers: Int32Array.of(77, -1500, 25, 0, 0, 0, 1),
    exponents: Int16Array.of(-3, -3, 2, 1000, 1001, 1002, 1003),
    exact: [0.5, 1 / 3],
    series: [{ width: 6, unit: 1, written: true, start: 1, exponents: 1, sweeps: {} }],
  });
  assert.deepEqual([...rowOf(plan, 0, "", 0)], [-1.5, 2500, NaN, Infinity, -Infinity, 1 / 3]);
});

test("between the positions that have rows lead straight lines", () => {
  const plan = planWith({
    integers: Int32Array.of(0, 0, 10, 100, 30, 60),
    series: [
      {
        width: 2,
        unit: 1,
        start: 0,
        exponents: 0,
        sweeps: { T: { start: 2, order: "across", rows: 2, knots: [0, 4], coarse: 2 } },
      },
    ],
  });
  const found = [0, 1, 2, 4].map((position) => [...rowOf(plan, 0, "T", position)]);
  assert.deepEqual(found, [
    [20, 200],
    [30, 180],
    [40, 160],
    [60, 120],
  ]);
});

test("what is drawn on an image adds its ink to the numbers, and what is taken back leaves nothing", () => {
  const ink = {
    chart: "image",
    control: "drawn",
    columns: 2,
    image: [0, 16],
    size: /** @type {[string, number[]]} */ (["nib", [1]]),
    ink: /** @type {[string, number[]]} */ (["pen", [16]]),
    label: "",
    place: "",
    tables: [
      {
        now: [0.3, -20],
        added: [
          [0.1, 0.2],
          [2, 0],
        ],
      },
    ],
  };
  const one = { width: 2, unit: 1, start: 0, exponents: 0, sweeps: {} };
  /** @type {(painted: number[] | undefined, compared: any) => number[]} */
  const row = (painted, compared) => [
    ...rowOf(planWith({ ink, painted, series: [{ ...one, ink: [0, compared] }] }), 0, "drawn", 0),
  ];
  assert.deepEqual(row(undefined, null), [0.3, -20]);
  assert.deepEqual(row([3, 15], null), [0.4, -14]);
  assert.deepEqual(row([16, 16], ["each", -11, 11]), [1.9, 11]);
  assert.deepEqual(row([16, 16], ["largest", -11, 11]), [11]);
  assert.deepEqual(row([16, 16], ["place", -11, 11]), [1]);
});
