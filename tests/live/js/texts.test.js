import assert from "node:assert/strict";
import test from "node:test";
import { fillTemplate } from "../../../logitviz/live/js/texts.js";

test("words go to the places with their numbers, in any order and more than once", () => {
  assert.equal(fillTemplate("{1} of {0}, {1} {}", ["a", "$&"]), "$& of a, $& {}");
  const many = Array.from({ length: 11 }, (_, i) => `w${i}`);
  assert.equal(fillTemplate("{10} {1}", many), "w10 w1");
});
