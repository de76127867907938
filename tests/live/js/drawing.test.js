import assert from "node:assert/strict";
import test from "node:test";
import { draw } from "../../../logitviz/live/js/drawing.js";

/** @typedef {import("../../../logitviz/live/js/drawing.js").Drawing} Drawing */

/** @type {import("../../../logitviz/live/js/drawing.js").Changes} */
const CHANGES = new Map();
CHANGES.set(0, { y: [5, null], text: ["5", ""] });
CHANGES.set(2, { x: [4, 8] });

/** Make a chart with bars and two curves, of which the second does not change, and a log of calls. */
function chart() {
  /** @type {unknown[][]} */
  const calls = [];
  const plot = (/** @type {unknown} */ _, /** @type {number[]} */ traces) => calls.push(traces);
  const data = [{ y: [1, 2], text: ["1", "2"] }, { x: [1, 2] }, { x: [3, 4] }];
  const axes = { xaxis: "x", yaxis: "y" };
  const bar = { p: 0, p0: -0.4, p1: 0.4, s: 1, s1: 1, x: 0, y: 1 };
  /** @type {any} */
  const gd = {
    data,
    calcdata: [
      [{ ...bar }, { ...bar }],
      [{ x: 1 }, { x: 2 }],
      [{ x: 3 }, { x: 4 }],
    ],
    _fullData: ["bar", "scatter", "scatter"].map((type, i) => ({ ...data[i], type, ...axes })),
    _fullLayout: { _basePlotModules: [{ plot }], _modules: [] },
    querySelectorAll: () => [],
    removeAllListeners: () => {},
  };
  const drawing = { gd, pending: false };
  const restyle = async (/** @type {unknown} */ _, /** @type {unknown[]} */ ...call) => {
    calls.push(call);
    drawing.pending = false;
  };
  Object.assign(globalThis, { Plotly: { restyle } });
  return { gd, drawing: /** @type {Drawing} */ (drawing), calls };
}

const PUBLIC = [
  { y: [[5, null], undefined], text: [["5", ""], undefined], x: [undefined, [4, 8]] },
  [0, 2],
];
const unexpected = () => assert.fail("it is drawn at once");

test("new numbers go where Plotly keeps them, and what changes is plotted", () => {
  const { gd, drawing, calls } = chart();
  assert.ok(draw(drawing, CHANGES, unexpected));
  assert.deepEqual(calls, [[0, 2]]);
  assert.deepEqual(
    gd.calcdata[0].map((/** @type {any} */ { y, s, s1 }) => [y, s, s1]),
    [
      [5, 5, 5],
      [undefined, undefined, undefined],
    ],
  );
  assert.deepEqual(gd.calcdata[2], [{ x: 4 }, { x: 8 }]);
  assert.deepEqual(gd._fullData[0].text, ["5", ""]);
  assert.deepEqual(gd.data[2].x, [4, 8]);
});

/** @type {Record<string, (gd: any) => void>} */
const MISSING = {
  calcdata: (gd) => delete gd.calcdata,
  _fullData: (gd) => delete gd._fullData,
  _fullLayout: (gd) => delete gd._fullLayout,
  _basePlotModules: (gd) => delete gd._fullLayout._basePlotModules,
  _modules: (gd) => delete gd._fullLayout._modules,
  "the size of a bar": (gd) => delete gd.calcdata[0][0].s,
  "the place of a point": (gd) => delete gd.calcdata[1][0].x,
  "a known kind of trace": (gd) => Object.assign(gd._fullData[1], { type: "scattergl" }),
};

for (const [name, take] of Object.entries(MISSING))
  test(`without ${name} Plotly's public call draws`, (t) => {
    const warn = t.mock.method(console, "warn", () => {});
    const { gd, drawing, calls } = chart();
    take(gd);
    for (const _ of [1, 2]) assert.ok(draw(drawing, CHANGES, unexpected));
    assert.deepEqual(calls, [PUBLIC, PUBLIC]);
    assert.equal(warn.mock.callCount(), 1, "it is tried once");
    assert.deepEqual(gd.data[0].y, [5, null]);
  });

test("after a drawing in place has failed, Plotly's public call draws, and does so from then on", (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const { gd, drawing, calls } = chart();
  gd._fullLayout._basePlotModules[0].plot = () => assert.fail("not as expected");
  for (const _ of [1, 2]) assert.ok(draw(drawing, CHANGES, unexpected));
  assert.deepEqual(calls, [PUBLIC, PUBLIC]);
  assert.equal(warn.mock.callCount(), 1);
});

test("a chart that is not drawn at once says when it is", async () => {
  const { drawing } = chart();
  drawing.inPlace = false;
  Object.assign(globalThis, { Plotly: { restyle: async () => {} } });
  const done = await new Promise((resolve) => {
    assert.ok(!draw(drawing, CHANGES, resolve));
  });
  assert.equal(done, true);
});

test("a chart that cannot be drawn at all is not drawn", (t) => {
  t.mock.method(console, "warn", () => {});
  const { drawing } = chart();
  drawing.inPlace = false;
  Object.assign(globalThis, { Plotly: undefined });
  /** @type {boolean[]} */
  const told = [];
  assert.ok(!draw(drawing, CHANGES, (done) => told.push(done)));
  assert.deepEqual(told, [false]);
});
