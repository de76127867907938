// The live link. Python has computed every number for every position of every slider (see
// live.py); what follows watches the controls and puts the matching numbers on the screen. It
// knows no mathematics, and where it cannot run the page is plain Streamlit.
//
// The protocol. Two states see each other late: that of the controls on the screen, and that of
// the server, which answers in the order it is asked, but late, piece by piece, or not at all.
//
// 1. The state of the screen is what its controls show: nothing else on the screen may contradict
//    them. It does not matter whether a hand, a preset or a link moved them.
// 2. Every run of the page has a number and ends with a plan. The plan names its page, the place of
//    every slider (`controls`) and of every other control (`choices`) in its state, and for every
//    chart and text the controls that change it (`groups`). The newest plan holds, whatever state
//    it belongs to: all that was drawn before it has come.
// 3. A chart or a text whose controls all stand where the plan has them shows the plan's numbers.
//    If one slider among them stands elsewhere, it shows the plan's row for that position. In every
//    other case nobody here knows its numbers: it is marked, and its frame stays without numbers.
// 4. What the plan does not know, Python has drawn for a later run: it stays without numbers until
//    that run's plan comes. So does what only Python can draw (`stills`), unless it carries the
//    digest that the plan gives it and no control of its state differs. A chart of another make than
//    the plan's (`skeleton`) waits as well.
// 5. What Streamlit writes into live elements, early or late, is put right before it is painted.
// 6. Before the first plan of a page, Python's numbers stand as long as no control moves.
// 7. An answer that is lost with its connection is asked for again, once the page rests without it.

let plan = null; // the newest plan of this page
let here = ""; // the page that is open
let newest = null; // the newest plan that has been unpacked, perhaps of a page yet to begin
let arrivals = 0;
let scheduled = 0;
let attaching = 0;
let overdue = 0; // the timer that waits for numbers
let since = []; // the controls that differ from the plan, the longest first
const touched = new Set(); // those that a hand has moved
let places = new WeakMap(); // before the first plan: where each slider was seen first
let stills = []; // what only Python can draw
const watched = new Set(); // the boxes of the texts of this plan
const PATIENCE = 3000; // ms, for an answer that may be lost
const drafts = new WeakSet(); // boxes in which something is typed that Python has not been told

// ---- reading the controls ----

const boxOf = (key) => document.querySelector(`.st-key-${key}`);
const inputOf = (key) => boxOf(key)?.querySelector("input[type=range]");
const positionOf = (input) => Math.round((input.value - input.min) / input.step);

// A value between two steps is shown on one of them; which one, on a tie, is the slider's choice.
function restingPosition(input, value, position) {
  const exact = (value - input.min) / input.step;
  return Math.abs(position - exact) <= 0.5 + 1e-6 ? position : Math.round(exact);
}

// What a control other than a slider shows; undefined if it is not there, or only being typed in.
function shownBy(box) {
  const chosen = box?.querySelector("[role=radio][aria-checked=true]");
  if (chosen) return chosen.textContent.trim();
  const input = box?.querySelector("input:not([type=range])");
  if (!input || drafts.has(input)) return undefined;
  return input.type === "checkbox" ? String(input.checked) : input.value;
}

function agree(shown, value) {
  const difference = Math.abs(Number(shown) - Number(value)); // a box shows six digits
  return shown === value || (shown !== "" && difference <= 1e-5 * Math.max(1, Math.abs(value)));
}

const underHand = (box) =>
  box.contains(document.activeElement) || box.querySelector("[data-dragging]") !== null;

// Which controls are not where the plan has them, and where sliders stand instead. Of two sliders
// that each show a consequence of the other (`coupled`), the later one is hidden and does not count;
// and if no hand has moved the earlier one, more has changed than its row of the plan tells.
function differing() {
  const now = new Map();
  for (const [key, value] of Object.entries(plan.controls)) {
    const input = inputOf(key);
    if (!input) continue;
    const position = positionOf(input);
    plan.resting[key] ??= restingPosition(input, value, position);
    if (position === plan.resting[key]) continue;
    if (underHand(boxOf(key))) touched.add(key);
    now.set(key, key in plan.coupled && !touched.has(key) ? undefined : position);
  }
  for (const key of touched) if (!now.has(key)) touched.delete(key);
  for (const [key, value] of Object.entries(plan.choices)) {
    const shown = shownBy(boxOf(key));
    if (shown !== undefined && !agree(shown, value)) now.set(key, undefined);
  }
  since = [...since.filter((key) => now.has(key)),
    ...[...now.keys()].filter((key) => !since.includes(key))];
  const hidden = new Set(), found = new Map();
  for (const key of since) {
    if (hidden.has(key)) continue;
    found.set(key, now.get(key));
    if (now.get(key) !== undefined) for (const other of plan.coupled[key] ?? []) hidden.add(other);
  }
  return { found, hidden };
}

// How to show what depends on some controls: as it is, by the row of one slider, or not at all.
function viewOf(keys, found) {
  const moved = keys.filter((key) => found.has(key));
  if (!moved.length) return { control: "", position: 0 };
  const position = found.get(moved[0]);
  return moved.length === 1 && position !== undefined ? { control: moved[0], position } : null;
}

// ---- showing a state ----

function mark(element, known) {
  element.toggleAttribute("data-logitviz-known", known);
  element.toggleAttribute("data-logitviz-unknown", !known);
}

function write(element, text) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const node = walker.nextNode(); // React keeps its own text node: change it, never replace it
  if (node && node.nodeValue !== text) node.nodeValue = text;
}

function writeTexts(views) {
  for (const text of plan.texts) {
    const view = views[text.group];
    if (!text.element?.isConnected) {
      text.element = document.querySelector(text.selector);
      text.stands = false; // it shows the plan's own numbers
    }
    if (!text.element) continue;
    text.element.toggleAttribute("data-logitviz-unknown", !view);
    if (!view || (view.control ? !text.visible : text.stands)) continue;
    text.stands = !view.control;
    const words = text.parts.map(([ref, format, column]) =>
      writer(format)(rowOf(plan, ref, view.control, view.position)[column]));
    write(text.element, text.template.replace(/\{\}/g, () => words.shift()));
  }
  readouts.takeRecords(); // our own writing is no news
}

function veil(state, hidden) {
  const root = document.documentElement;
  if (root.dataset.logitviz !== state) root.dataset.logitviz = state;
  document.querySelectorAll("[data-logitviz-veiled]").forEach((e) => {
    if (![...hidden].some((key) => e === boxOf(key))) delete e.dataset.logitvizVeiled;
  });
  for (const key of hidden) boxOf(key)?.setAttribute("data-logitviz-veiled", "");
}

function markStills(found) {
  let all = true;
  for (const box of stills) {
    const { still, state } = box.querySelector("[data-state]")?.dataset ?? {};
    const [known, keys] = plan.stills[still] ?? [];
    const stands = known && !(keys.length ? keys.some((key) => found.has(key)) : found.size);
    box.toggleAttribute("data-logitviz-known", Boolean(stands) && state === known);
    all &&= box.hasAttribute("data-logitviz-known");
  }
  return all;
}

// What the page says of itself, quietly.
const status = document.createElement("div");
status.id = "logitviz-status";
status.setAttribute("role", "status");

function tellStatus(words) {
  if (!status.isConnected) document.body.append(status);
  if (status.textContent !== words) status.textContent = words;
}

// Numbers are missing: they are on their way, unless a hand is still moving.
function expect(missing) {
  const late = missing && !document.querySelector("[data-dragging]");
  tellStatus(late ? "Bringing the page up to date …" : "");
  if (late) return void (overdue ||= setTimeout(askAgain, PATIENCE));
  clearTimeout(overdue);
  overdue = 0;
}

// An answer is lost with its connection. A page that rests without it has to ask for another.
function askAgain() {
  overdue = 0;
  if (rests()) say("linked", told || plan?.linked || screenWords());
  sync();
}

// Before the first plan: what Python has drawn is right until a slider moves.
function guard() {
  let moved = false;
  for (const input of document.querySelectorAll("input[type=range]")) {
    if (!places.has(input)) places.set(input, positionOf(input));
    moved ||= places.get(input) !== positionOf(input);
  }
  veil(moved ? "lost" : "loading", []);
  expect(moved);
}

function sync() {
  cancelAnimationFrame(scheduled);
  scheduled = 0;
  if (!plan) return guard();
  const { found, hidden } = differing();
  heed(readouts.takeRecords());
  const views = plan.groups.map((keys) => viewOf(keys, found));
  const lost = views.includes(null);
  veil(lost ? "lost" : found.size ? "moving" : plan.linked ? "resting" : "opening", hidden);
  for (const [key, chart] of Object.entries(plan.charts)) showChart(key, views[chart.group]);
  writeTexts(views);
  const whole = markStills(found) && !document.querySelector(".stPlotlyChart:not([data-logitviz-known])");
  expect(found.size > 0 || !whole);
}

const soon = () => (scheduled ||= requestAnimationFrame(sync));

// ---- watching the page, in which Streamlit draws when it likes ----

const CHANGES = { subtree: true, childList: true, characterData: true };
const CHOICES = { ...CHANGES, attributes: true, attributeFilter: ["aria-checked", "value"] };
const LIVE = "[class*=st-key-live_]";

// Not with the next frame: a thumb moves late in a frame, so that the next one starts drawn.
const thumbs = new MutationObserver(sync);
// A late rerun may write the numbers of a state the hand has already left.
const readouts = new MutationObserver((records) => {
  if (!plan) return;
  heed(records);
  const { found } = differing();
  writeTexts(plan.groups.map((keys) => viewOf(keys, found)));
});
const heed = (records) => {
  if (records.length) for (const text of plan.texts) text.stands = false;
};
const page = new MutationObserver((records) => {
  if (records.some(({ target }) => !target.closest(".js-plotly-plot, #logitviz-status")))
    attaching ||= requestAnimationFrame(attach);
});
const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    // What is out of sight does not follow: scrolled in, it shows once it has been brought up.
    target.toggleAttribute("data-logitviz-unseen", !isIntersecting);
    for (const state of drawn.values()) if (state.gd === target) state.visible = isIntersecting;
    for (const text of plan?.texts ?? [])
      if (text.box === target) text.visible = isIntersecting || !target.isConnected;
  }
  sync();
});

// Find what the plan is about: Streamlit may draw it after this script has the plan, or again.
function attach() {
  cancelAnimationFrame(attaching);
  attaching = 0;
  thumbs.disconnect();
  for (const slider of document.querySelectorAll(".stSlider")) thumbs.observe(slider, CHANGES);
  if (plan) attachPlan();
  sync();
}

function attachPlan() {
  for (const key of Object.keys(plan.choices)) {
    const box = boxOf(key);
    if (box) thumbs.observe(box, CHOICES);
  }
  stills = [...document.querySelectorAll("[class*=st-key-still_]")];
  for (const box of stills) thumbs.observe(box, { subtree: true, childList: true });
  let complete = Object.keys(plan.controls).every(inputOf);
  forgetLostCharts();
  for (const key of Object.keys(plan.charts)) complete = adopt(key) && complete;
  readouts.disconnect();
  for (const text of plan.texts) {
    text.visible ??= true;
    if (!text.box?.isConnected)
      text.box = document.querySelector(text.selector)?.closest(LIVE);
    complete &&= Boolean(text.box);
  }
  const boxes = new Set(plan.texts.map((text) => text.box).filter(Boolean));
  for (const box of document.querySelectorAll(LIVE))
    box.toggleAttribute("data-logitviz-known", boxes.has(box));
  for (const figure of document.querySelectorAll(".stPlotlyChart[data-logitviz-known]"))
    if (![...drawn].some(([key, { gd }]) => key in plan.charts && figure.contains(gd)))
      mark(figure, false);
  for (const box of boxes) watchBox(box);
  if (complete) tell();
}

function watchBox(box) {
  readouts.observe(box, CHANGES);
  if (watched.has(box)) return;
  watched.add(box);
  sight.unobserve(box); // a new plan knows nothing of what is in sight: ask again
  sight.observe(box);
}

addEventListener("input", ({ target }) => {
  if (target.matches("input:not([type=range], [type=checkbox])")) drafts.add(target);
}, true);
for (const kind of ["click", "focusout", "keydown", "change"])
  addEventListener(kind, ({ target, key = "Enter" }) => {
    if (/^(Enter|Tab|Arrow)/.test(key)) drafts.delete(target);
    soon();
  }, true);

// ---- what comes from Python ----

// A page begins: the plan of another page says nothing about it.
function begin(name, setStateValue) {
  say = setStateValue;
  if (here !== name) {
    here = name;
    plan = null;
    places = new WeakMap();
    for (const element of document.querySelectorAll("[data-logitviz-known]"))
      element.removeAttribute("data-logitviz-known");
  }
  page.observe(document.body, { subtree: true, childList: true });
  if (!heard) setTimeout(tell, FIRST_WAIT);
  hold();
}

// A plan has come. Others may come while it is unpacked; the component that brought it may go.
function receive(bytes) {
  const mine = { arrival: ++arrivals, gone: false };
  decode(bytes).then((found) => {
    if (mine.gone || mine.arrival < (newest?.arrival ?? 0)) return;
    newest = Object.assign(found, { arrival: mine.arrival, resting: {} });
    hold();
  });
  return () => { mine.gone = true; };
}

function hold() {
  if (newest?.page === here && newest !== plan) {
    plan = newest;
    watched.clear();
  }
  attach();
}
