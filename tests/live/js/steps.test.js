import assert from "node:assert/strict";
import test from "node:test";
import { stepByKeys } from "../../../logitviz/live/js/steps.js";

/**
 * A page of a lecture: the number of the link that it shows, none if its bar is missing; what the
 * server does; what happens after so many ms.
 */
const page = {
  link: /** @type {number | null} */ (1),
  script: "notRunning",
  clock: 0,
  happens: /** @type {Record<number, () => void>} */ ({}),
  clicked: /** @type {string[]} */ ([]),
  click: () => {},
};

/** @param {string} selector */
function find(selector) {
  if (selector.includes("stApp"))
    return { dataset: { testConnectionState: "CONNECTED", testScriptState: page.script } };
  const step = /stage_(\w+)/.exec(selector)?.[1];
  if (!step || page.link === null) return null;
  const name = `${step}-${page.link}`;
  const click = () => {
    page.clicked.push(name);
    page.click();
  };
  return { className: `st-key-stage_${name}`, disabled: false, click };
}

/** @type {Record<string, (event: any) => void>} */
const listeners = {};
/** @type {unknown[]} */
const errors = [];
const later = setImmediate;
Object.assign(globalThis, {
  document: { querySelector: find },
  addEventListener: (/** @type {string} */ type, /** @type {() => void} */ act) =>
    Object.assign(listeners, { [type]: act }),
  reportError: (/** @type {unknown} */ error) => errors.push(error),
  // All pauses are over at once, on a clock of their own.
  setTimeout: (/** @type {() => void} */ act, /** @type {number} */ time) => {
    for (const end = page.clock + time; page.clock < end; page.clock += 10)
      page.happens[page.clock]?.();
    later(act);
  },
});
stepByKeys();

test.beforeEach(() => {
  Object.assign(page, { link: 1, script: "notRunning", clock: 0, happens: {}, clicked: [] });
  page.click = () => {
    page.script = "running";
  };
});

/**
 * Press a key, and say whether the lecture takes it.
 *
 * @param {string} key
 */
function press(key) {
  let taken = false;
  const preventDefault = () => {
    taken = true;
  };
  listeners.keydown({ key, target: {}, preventDefault, stopPropagation: () => {} });
  return taken;
}

/** @param {() => boolean} condition */
async function until(condition) {
  for (let i = 0; i < 10_000 && !condition(); i += 1) await new Promise((go) => later(go));
  assert.ok(condition());
}

/** The bar is gone: wait until the page has its keys for itself. */
async function end() {
  becomes(null, "notRunning")();
  await until(() => !press("Escape"));
}

/** @type {(link: number | null, script: string) => () => void} */
const becomes = (link, script) => () => Object.assign(page, { link, script });

test("once all is shown again in the middle of a step, keys are no longer the lecture's", async () => {
  page.happens = { 100: becomes(null, "notRunning") };
  assert.ok(press("."));
  await until(() => page.clock > 100);
  await end();
  assert.ok(page.clock < 500, `it takes ${page.clock} ms`);
});

test("a second press counts though the bar is missing for a moment between two pages", async () => {
  page.happens = {
    100: becomes(null, "running"),
    200: becomes(null, "notRunning"),
    240: becomes(null, "running"),
    400: becomes(2, "notRunning"),
  };
  assert.ok(press("."));
  await until(() => page.clock > 200);
  page.click = becomes(3, "notRunning");
  assert.ok(press("."));
  await until(() => page.clicked.length === 2);
  assert.deepEqual(page.clicked, ["next-1", "next-2"]);
  await end();
});

test("a step that fails is reported, and the next key counts", async () => {
  page.click = () => assert.fail("a button fails");
  press(".");
  await until(() => errors.length > 0);
  assert.match(String(errors), /a button fails/);
  page.click = becomes(2, "notRunning");
  assert.ok(press("."));
  await until(() => page.clicked.length === 2);
  await end();
});
