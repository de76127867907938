import assert from "node:assert/strict";
import test from "node:test";
import {
  lengthOf,
  onwardFrom,
  placeAt,
  roundFrom,
  wayTo,
  withoutMotion,
} from "../../../logitviz/live/js/ways.js";

/** @typedef {import("../../../logitviz/live/js/ways.js").Way} Way */

const FRAME = 1000 / 60;
const LAST = 124;

/** @param {Way} way */
const frames = (way) =>
  Array.from({ length: Math.ceil(lengthOf(way) / FRAME) + 1 }, (_, i) => placeAt(way, i * FRAME));

/** @param {number[]} places */
const changes = (places) => places.filter((place, i) => place !== places[i - 1]);

test("a round goes down to the coldest, up to the hottest, and back to where it began", () => {
  const places = changes(frames(roundFrom(57, LAST)));
  const way = [57, 0, LAST, 57];
  const all = way.flatMap((from, i) => {
    const to = way[i + 1] ?? from;
    return Array.from({ length: Math.abs(to - from) }, (_, n) => from + Math.sign(to - from) * n);
  });
  assert.deepEqual(places, [...all, 57]);
});

test("a round takes about 9 seconds from wherever it begins, and passes both ends", () => {
  for (const start of [0, 1, 57, LAST]) {
    const way = roundFrom(start, LAST);
    assert.ok(Math.abs(lengthOf(way) - 9000) <= 400);
    const places = frames(way);
    assert.equal(places[0], start);
    assert.equal(places.at(-1), start);
    assert.equal(Math.min(...places), 0);
    assert.equal(Math.max(...places), LAST);
  }
});

test("no frame of a round leaves out more than one position", () => {
  const places = frames(roundFrom(57, LAST));
  for (let i = 1; i < places.length; i += 1)
    assert.ok(Math.abs(places[i] - places[i - 1]) <= 2, `${places[i - 1]} to ${places[i]}`);
});

test("training goes on from where it stands, step by step, to the last step", () => {
  assert.deepEqual(changes(frames(onwardFrom(46, 50))), [46, 47, 48, 49, 50]);
});

test("training at its last step begins anew", () => {
  const places = changes(frames(onwardFrom(50, 50)));
  assert.deepEqual(
    places,
    Array.from({ length: 51 }, (_, n) => n),
  );
});

test("without motion, a round stands at the coldest, then at the hottest, and then is back", () => {
  const way = withoutMotion(roundFrom(57, LAST));
  assert.deepEqual(changes(frames(way)), [0, LAST, 57]);
  assert.deepEqual(
    [0, 1199, 1201, 2399, 2401].map((time) => placeAt(way, time)),
    [0, 0, LAST, LAST, 57],
  );
});

test("without motion, training shows four states", () => {
  assert.deepEqual(changes(frames(withoutMotion(onwardFrom(0, 50)))), [13, 25, 38, 50]);
});

test("the way to a position takes its time, however far that is, and ends there", () => {
  for (const end of [0, 56, 58, LAST]) {
    const way = wayTo(57, end, 500);
    assert.ok(Math.abs(lengthOf(way) - 500) < 1e-6);
    const places = frames(way);
    assert.deepEqual([places[0], placeAt(way, lengthOf(way))], [57, end]);
  }
});
