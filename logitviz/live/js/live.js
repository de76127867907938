// The live link. Python has computed the numbers for the positions of the sliders (see
// live.py); what follows watches the controls and puts the matching numbers on the screen. It
// knows no mathematics, and where it cannot run the page is plain Streamlit.
//
// The protocol. Two states see each other late: that of the controls on the screen, and that of
// the server, which answers in the order it is asked, but late, piece by piece, or not at all.
//
// 1. The state of the screen is what its controls show: nothing else on the screen may contradict
//    them. It does not matter whether a hand, a preset or a link moved them.
// 2. Every run of the page ends with a plan; plans are numbered as they come. A plan names its page,
//    the place of every slider (`controls`) and of every other control (`choices`) in its state, and
//    for every chart and text the controls that change it, and those whose rows are here (`groups`).
//    The newest plan holds, whatever state it belongs to: all that was drawn before it has come.
// 3. A chart or a text whose controls all stand where the plan has them shows the plan's numbers.
//    If one slider among them stands elsewhere and the plan has its rows, it shows the row of that
//    position. In every other case nobody here knows its numbers: it is marked, and its frame stays
//    without numbers.
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
let stopped = false; // another version of this script has taken over
let scheduled = 0;
let attaching = 0;
let overdue = 0; // the timer that waits for numbers
const PATIENCE = 3000; // ms, for an answer that may be lost
let patience = PATIENCE; // more after each question
let places = new WeakMap(); // before the first plan: where each slider was seen first
let stills = []; // what only Python can draw
let veiled = new Set(); // controls that are hidden, as they show a consequence of another
const figures = document.getElementsByClassName("stPlotlyChart"); // all that there are just now
const watched = new Set(); // the boxes of the texts of this plan

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
      text.showsPlan = false; // true: it shows the plan's own numbers
    }
    if (!text.element) continue;
    text.element.toggleAttribute("data-logitviz-unknown", !view);
    if (!view || (view.control ? !text.visible : text.showsPlan)) continue;
    text.showsPlan = !view.control;
    const words = text.parts.map(([ref, format, column]) =>
      writer(format)(rowOf(plan, ref, view.control, view.position)[column]));
    write(text.element, text.template.replace(/\{(\d+)\}/g, (_, i) => words[i]));
  }
  readouts.takeRecords(); // our own writing is no news
}

function showPageState(state, hidden) {
  const root = document.documentElement;
  if (root.dataset.logitviz !== state) root.dataset.logitviz = state;
  const boxes = new Set([...hidden].map(findBox).filter(Boolean));
  for (const box of veiled) if (!boxes.has(box)) box.removeAttribute("data-logitviz-veiled");
  for (const box of boxes) box.setAttribute("data-logitviz-veiled", "");
  veiled = boxes;
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

function showStatus(words) {
  if (!status.isConnected) document.body.append(status);
  if (status.textContent !== words) status.textContent = words;
}

// If numbers are missing and no hand is moving, say so and start the timer; otherwise stop it.
function reportMissing(missing) {
  const late = missing && !document.querySelector("[data-dragging]");
  showStatus(late ? "Bringing the page up to date …" : "");
  if (late) return void (overdue ||= setTimeout(askAgain, patience));
  clearTimeout(overdue);
  overdue = 0;
  patience = PATIENCE;
}

// An answer is lost with its connection. A page that rests without it has to ask for another.
function askAgain() {
  overdue = 0;
  if (rests()) {
    sendToPython("linked", reported || plan?.linked || screenWords());
    patience *= 2;
  }
  sync();
}

// Before the first plan: what Python has drawn is right until a slider moves.
function guard() {
  let moved = false;
  for (const input of document.querySelectorAll("input[type=range]")) {
    if (!places.has(input)) places.set(input, positionOf(input));
    moved ||= places.get(input) !== positionOf(input);
  }
  showPageState(moved ? "lost" : "loading", []);
  reportMissing(moved);
}

function sync() {
  if (stopped) return;
  cancelAnimationFrame(scheduled);
  scheduled = 0;
  if (!plan) return guard();
  const { found, hidden } = differing();
  noteWriting(readouts.takeRecords());
  const views = viewsOf(found);
  const lost = views.includes(null);
  showPageState(lost ? "lost" : found.size ? "moving" : plan.linked ? "resting" : "opening", hidden);
  let known = 0;
  for (const [key, chart] of Object.entries(plan.charts)) known += showChart(key, views[chart.group]);
  writeTexts(views);
  const whole = markStills(found) && known === figures.length;
  reportMissing(found.size > 0 || !whole);
}

const soon = () => (scheduled ||= requestAnimationFrame(sync));

// ---- watching the page, in which Streamlit draws when it likes ----

const CHANGES = { subtree: true, childList: true, characterData: true };
const CHOICES = { ...CHANGES, attributes: true, attributeFilter: ["aria-checked", "value"] };
const LIVE = "[class*=st-key-live_]";

// React moves a thumb late in a frame: to wait for the next frame would show old numbers in this one.
const controlChanges = new MutationObserver(sync);
// A late rerun may write the numbers of a state the hand has already left.
const readouts = new MutationObserver((records) => {
  if (!plan) return;
  noteWriting(records);
  writeTexts(viewsOf(differing().found));
});
const noteWriting = (records) => {
  if (records.length) for (const text of plan.texts) text.showsPlan = false;
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
  if (stopped) return;
  cancelAnimationFrame(attaching);
  attaching = 0;
  controlChanges.disconnect();
  for (const slider of document.querySelectorAll(".stSlider")) controlChanges.observe(slider, CHANGES);
  if (plan) attachPlan();
  sync();
}

function attachPlan() {
  for (const key of [...Object.keys(plan.controls), ...Object.keys(plan.choices)])
    plan.boxes.set(key, findBox(key));
  for (const key of Object.keys(plan.choices)) {
    const box = boxOf(key);
    if (box) controlChanges.observe(box, CHOICES);
  }
  stills = [...document.querySelectorAll("[class*=st-key-still_]")];
  for (const box of stills) controlChanges.observe(box, { subtree: true, childList: true });
  let complete = Object.keys(plan.controls).every((key) => rangeIn(boxOf(key)));
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

// ---- what comes from Python ----

// A page begins: the plan of another page says nothing about it.
function begin(name, setStateValue) {
  sendToPython = setStateValue;
  if (here !== name) {
    here = name;
    newest = newest === plan ? null : newest; // it is too old for a return to its page
    plan = null;
    places = new WeakMap();
    inputs.clear();
    for (const element of document.querySelectorAll("[data-logitviz-known]"))
      element.removeAttribute("data-logitviz-known");
    forgetUnknown();
  }
  page.observe(document.body, { subtree: true, childList: true });
  if (!knownToPython) setTimeout(tell, FIRST_WAIT);
  takePlan();
}

// Streamlit may use an element of the old plan for something else.
function forgetUnknown() {
  for (const element of document.querySelectorAll("[data-logitviz-unknown]:not(.stPlotlyChart)"))
    element.removeAttribute("data-logitviz-unknown");
}

// A plan has come; plans are numbered as they come. Others may come while it is unpacked, and the
// component that brought it may go.
function receive(bytes) {
  const mine = { number: ++arrivals, gone: false };
  decode(bytes).then((found) => {
    if (mine.gone || mine.number < (newest?.number ?? 0)) return;
    newest = Object.assign(found, { number: mine.number, resting: {}, boxes: new Map() });
    takePlan();
  }).catch((error) => console.warn("logitviz: a plan that cannot be read", error));
  return () => { mine.gone = true; };
}

function takePlan() {
  if (newest?.page === here && newest !== plan) {
    plan = newest;
    watched.clear();
    forgetUnknown();
  }
  attach();
}

// Another version of this script takes over.
globalThis.logitvizStop?.();
globalThis.logitvizStop = () => {
  stopped = true;
  for (const observer of [page, controlChanges, readouts, sight]) observer.disconnect();
  clearTimeout(overdue);
  status.remove();
};
