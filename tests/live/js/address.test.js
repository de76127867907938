import assert from "node:assert/strict";
import test from "node:test";
import { correctAddress } from "../../../logitviz/live/js/address.js";

/**
 * Correct an address; say what it is then, and how often it was written.
 *
 * @param {string} search
 * @param {Parameters<typeof correctAddress>[0]} link
 * @returns {[string, number]}
 */
function corrected(search, link) {
  const location = { href: `http://localhost/Page${search}` };
  let written = 0;
  const history = {
    state: {},
    /** @type {(state: object, unused: string, address: URL) => void} */
    replaceState(_state, _unused, address) {
      location.href = address.href;
      written += 1;
    },
  };
  const document = { querySelector: (/** @type {string} */ box) => !box.includes("hidden") };
  Object.assign(globalThis, { location, history, document });
  correctAddress(link);
  return [location.href.replace("http://localhost/Page", ""), written];
}

test("what is lost is written again, what is a default is not named, the rest stays", () => {
  const link = { T: "2", z0: -0.5, sort: true, k: null, a: "" };
  assert.deepEqual(corrected("?embed=true&k=3&T=inf", link), [
    "?embed=true&T=2&z0=-0.5&sort=true&a=",
    1,
  ]);
});

test("of a control that nobody sees, the browser may know an older value than the address", () => {
  assert.deepEqual(corrected("?hidden=2", { hidden: null }), ["?hidden=2", 0]);
});

test("an address that says the same is left as it is, also in other digits", () => {
  for (const search of ["?t0=2.50&a=1+2&on=true", "?on=true&a=1%202&t0=2.5"])
    assert.deepEqual(corrected(search, { t0: 2.5, a: "1 2", on: true, k: null }), [search, 0]);
});

test("a key that is named twice is named once, with the value of the page", () => {
  assert.deepEqual(corrected("?T=2&T=5", { T: "5" }), ["?T=5", 1]);
});
