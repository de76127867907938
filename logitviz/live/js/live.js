// The live link. Python has computed the numbers for the positions of the sliders (see
// logitviz/live/link.py). The script watches the controls and shows the numbers that belong to
// them. It knows no mathematics, and where it cannot run the page is plain Streamlit.
//
// The protocol. Two states are known to each other only with a delay: that of the controls on the
// screen, and that of the server, which answers in the order in which it is asked, but late, piece
// by piece, or not at all.
//
// 1. The controls are right: nothing else on the screen may contradict them, whether the user, a
//    preset or a link has moved them.
// 2. Every run of the page ends with a plan, and plans are numbered as they come. A plan names its
//    page, the value of every slider (`controls`) and of every other control (`choices`) in its
//    state, and for every chart and text the controls that change it, and those of them whose rows
//    the plan has (`groups`). The newest plan counts, whatever its state: what was drawn before it
//    has come.
// 3. A chart or text none of whose controls differs from the plan shows the plan's own numbers. If
//    one slider among them differs and the plan has its rows, it shows the row of its position. In
//    every other case its numbers are not known here: it is marked, and its frame stays, without
//    numbers.
//    A plan that answers a button that set several sliders at once also has the rows of the states
//    between (`ease.js`): for half a second it shows these, and the page is not at rest.
// 4. What the plan does not mention belongs to a later run: it stays without numbers until the plan
//    of that run comes. So does what only Python can draw (`snapshots`), unless it carries the digest
//    that the plan has for it and no control of its state differs. So does a chart that was built
//    otherwise than the plan expects (`skeleton`).
// 5. What Streamlit writes into live elements, early or late, is corrected before it is painted.
// 6. Before the first plan of a page, Python's numbers count as long as no slider moves.
// 7. When the page is at rest and the server has nothing to do, the address is that of the plan
//    (`address.js`).
// 8. An answer is lost with its connection. If the server is idle and numbers are missing, the page
//    asks for it again.

import { correctAddress } from "./address.js";
import { showChart } from "./charts.js";
import {
  findBox,
  keyOf,
  newControls,
  positionOf,
  readDifferences,
  watchInput,
} from "./controls.js";
import { decode } from "./decode.js";
import { beginEasing, easeOn, newEasing, withEasing } from "./ease.js";
import { findElements } from "./elements.js";
import { awaitAnswer, beginReports, newHandshake, report, watchTheme } from "./handshake.js";
import { endPad, tendPad } from "./ink.js";
import { markLandmarks } from "./landmarks.js";
import { hideControls, markPage, markSnapshots, newMarks, showStatus } from "./marks.js";
import { translateNative } from "./native.js";
import { announceChange } from "./news.js";
import { takeOptions } from "./options.js";
import { watchPulls } from "./pulls.js";
import { isServerIdle, noteEndOfRun, observeScript } from "./server.js";
import { forgetDrawing, keepDrawing } from "./strokes.js";
import { newTexts, showTexts } from "./texts.js";
import { viewOf, viewsOf } from "./views.js";
import { said } from "./words.js";

/** @typedef {import("./decode.js").Plan} Plan */

/**
 * Everything that changes while the page is open.
 *
 * @typedef {object} Live
 * @property {Plan | null} plan the newest plan of the open page
 * @property {string} page the open page
 * @property {{ plan: Plan, number: number } | null} newest the newest plan that has been decoded,
 *   perhaps of a page that has not begun yet
 * @property {number} arrivals how many plans have come
 * @property {number} awaited the number of the plan by which the address is corrected next
 * @property {AbortController} ended another version of this script has taken over
 * @property {number} showing the frame in which the state will be shown
 * @property {number} searching the frame in which the elements of the plan will be searched
 * @property {Map<string, number>} firstPositions by key, of the sliders before the first plan
 * @property {import("./controls.js").Controls} controls
 * @property {import("./charts.js").Charts} charts
 * @property {import("./texts.js").LiveText[]} texts
 * @property {Set<Element>} textBoxes the containers of the texts of this plan
 * @property {Element[]} snapshots what only Python can draw
 * @property {import("./marks.js").Marks} marks
 * @property {import("./handshake.js").Handshake} handshake
 * @property {import("./ease.js").Easing} easing
 * @property {import("./elements.js").Observers} observers
 */

// React moves a thumb late in a frame. To wait for the next frame would show old numbers in this one.
const observers = {
  controls: new MutationObserver(show),
  texts: new MutationObserver(correctTexts),
  page: new MutationObserver(searchIfChanged),
  script: new MutationObserver(noteRun),
  visibility: new IntersectionObserver(noteVisibility),
};

/** @type {Live} */
const live = {
  plan: null,
  page: "",
  newest: null,
  arrivals: 0,
  awaited: 1,
  ended: new AbortController(),
  showing: 0,
  searching: 0,
  firstPositions: new Map(),
  controls: newControls(),
  charts: {
    byKey: new Map(),
    visibility: observers.visibility,
    redrawn: showOneChart,
    touched: () => {},
  },
  texts: [],
  textBoxes: new Set(),
  snapshots: [],
  marks: newMarks(),
  handshake: newHandshake(() => live.plan, isDrawing),
  easing: newEasing(),
  observers,
};

// ---- showing the state of the controls ----

function show() {
  const { plan, texts, charts, marks } = live;
  if (live.ended.signal.aborted) return;
  tendPad(plan, show, live.handshake);
  cancelAnimationFrame(live.showing);
  live.showing = 0;
  if (!plan) {
    showBeforeFirstPlan();
    return;
  }
  const { differences, hidden } = readDifferences(plan, live.controls);
  noteForeignWriting(observers.texts.takeRecords());
  easeOn(live.easing, plan, differences);
  const views = viewsOf(plan, withEasing(live.easing, differences));
  const waiting = views.includes(null);
  if (!waiting) live.easing.rested = !differences.size && !live.easing.plan;
  if (waiting) markPage("waiting");
  else if (live.easing.plan) markPage("easing");
  else if (differences.size) markPage("moving");
  else markPage(plan.linked ? "resting" : "opening");
  hideControls(marks, boxesOf(hidden));
  const known = Object.entries(plan.charts).filter(([key, chart]) =>
    showChart(plan, charts, key, views[chart.group]),
  );
  showTexts(plan, texts, views);
  observers.texts.takeRecords();
  const complete = markSnapshots(plan, live.snapshots, differences);
  const figures = document.getElementsByClassName("stPlotlyChart").length;
  reportMissing(differences.size > 0 || !complete || known.length < figures);
  if (live.easing.plan) showInNextFrame();
  else if (!differences.size) updateAddress(plan);
}

/**
 * Correct the address, once for every plan, when the page shows its state and no later one is to come.
 *
 * @param {Plan} plan
 */
function updateAddress(plan) {
  const { newest, arrivals, awaited } = live;
  const isLast = newest?.plan === plan && newest.number === arrivals;
  if (!isLast || arrivals < awaited || !isServerIdle()) return;
  live.awaited = arrivals + 1;
  correctAddress(plan.link);
}

/** Say whether Python runs the page, and its plan is yet to come. */
function isDrawing() {
  return !isServerIdle() && live.arrivals < live.awaited;
}

/** Python has begun to run the page, which will bring a plan, or has ended. */
function noteRun() {
  if (isServerIdle()) report(live.handshake);
  else live.awaited = live.arrivals + 1;
  show();
}

function showInNextFrame() {
  live.showing ||= requestAnimationFrame(show);
}

/**
 * What has the focus is not hidden: the user moves it, and hiding it would take the focus away.
 *
 * @param {Set<string>} keys
 */
const boxesOf = (keys) =>
  new Set(
    [...keys]
      .map(findBox)
      .filter((box) => box !== null)
      .filter((box) => !box.contains(document.activeElement)),
  );

function showBeforeFirstPlan() {
  let moved = false;
  /** @type {NodeListOf<HTMLInputElement>} */
  const sliders = document.querySelectorAll("input[type=range]");
  for (const slider of sliders) {
    const [position, key] = [positionOf(slider), keyOf(slider)];
    const first = slider.closest("[data-dragging]") ? Number.NaN : position; // it has moved before
    if (!live.firstPositions.has(key)) live.firstPositions.set(key, first);
    moved ||= live.firstPositions.get(key) !== position;
  }
  markPage(moved ? "waiting" : "loading");
  hideControls(live.marks, new Set());
  reportMissing(moved);
}

/** @param {string} key */
function showOneChart(key) {
  const { plan } = live;
  if (!plan?.charts[key]) return;
  showChart(
    plan,
    live.charts,
    key,
    viewOf(plan.groups[plan.charts[key].group], shownDifferences(plan)),
  );
}

/** @param {Plan} plan */
const shownDifferences = (plan) =>
  withEasing(live.easing, readDifferences(plan, live.controls).differences);

/**
 * Say that numbers are missing, but not while the user drags a slider.
 *
 * @param {boolean} missing
 */
function reportMissing(missing) {
  const late = missing && !document.querySelector("[data-dragging]");
  showStatus(live.marks, late ? said("late") : "");
  awaitAnswer(live.handshake, late, show);
}

// ---- watching the page, in which Streamlit may draw at any time ----

/** @param {MutationRecord[]} records */
function noteForeignWriting(records) {
  if (records.length) for (const text of live.texts) text.showsPlan = false;
}

/**
 * A late run may write the numbers of a state that the user has left.
 *
 * @param {MutationRecord[]} records
 */
function correctTexts(records) {
  const { plan, texts } = live;
  if (!plan) return;
  noteForeignWriting(records);
  showTexts(plan, texts, viewsOf(plan, shownDifferences(plan)));
  observers.texts.takeRecords();
}

/** @param {MutationRecord[]} records */
function searchIfChanged(records) {
  const ours = ".js-plotly-plot, #logitviz-status, #logitviz-news";
  if (records.some(({ target }) => !(/** @type {Element} */ (target).closest(ours))))
    live.searching ||= requestAnimationFrame(search);
}

/**
 * What is out of sight does not follow. It is hidden until it has been brought up to date.
 *
 * @param {IntersectionObserverEntry[]} entries
 */
function noteVisibility(entries) {
  for (const { target, isIntersecting } of entries) {
    target.toggleAttribute("data-logitviz-offscreen", !isIntersecting);
    for (const chart of live.charts.byKey.values())
      if (chart.gd === target) chart.visible = isIntersecting;
    for (const text of live.texts)
      if (text.box === target) text.visible = isIntersecting || !target.isConnected;
  }
  show();
}

/** Search the elements of the plan. Streamlit may draw them after the plan has come, or again. */
function search() {
  if (live.ended.signal.aborted) return;
  cancelAnimationFrame(live.searching);
  live.searching = 0;
  markLandmarks();
  translateNative();
  if (findElements(live)) report(live.handshake);
  show();
}

// ---- what comes from Python ----

/**
 * A run of a page begins.
 *
 * @param {string} page
 * @param {import("./handshake.js").Handshake["send"]} send
 */
export function begin(page, send) {
  if (live.page !== page) leavePage(page);
  observers.page.observe(document.body, { subtree: true, childList: true });
  observeScript(observers.script);
  beginReports(live.handshake, send);
  takePlan();
}

/**
 * The plan of another page says nothing about this one, and is too old when its page comes back.
 *
 * @param {string} page
 */
function leavePage(page) {
  live.page = page;
  // Python may draw the new page before it hears of a slider that was moved on the old one.
  live.firstPositions = new Map(live.plan && live.controls.planned);
  if (live.newest?.plan === live.plan) live.newest = null;
  live.plan = null;
  forgetDrawing();
  live.texts = [];
  live.controls.seen.clear();
  for (const element of document.querySelectorAll("[data-logitviz-known]"))
    element.removeAttribute("data-logitviz-known");
  forgetUnknownTexts();
}

/** Streamlit may use an element of the old plan for something else. */
function forgetUnknownTexts() {
  for (const element of document.querySelectorAll("[data-logitviz-unknown]:not(.stPlotlyChart)"))
    element.removeAttribute("data-logitviz-unknown");
}

/**
 * A plan has come. Others may come while it is decoded, and the component that brought it may go.
 *
 * @param {BlobPart} bytes
 * @returns {() => void} to call when this component goes
 */
export function receive(bytes) {
  live.arrivals += 1;
  noteEndOfRun();
  const arrival = { number: live.arrivals, gone: false };
  decode(bytes)
    .then((plan) => {
      if (arrival.gone || arrival.number < (live.newest?.number ?? 0)) return;
      live.newest = { plan, number: arrival.number };
      takePlan();
    })
    .catch((error) => console.warn("logitviz: a plan that cannot be read", error));
  return () => {
    arrival.gone = true;
  };
}

function takePlan() {
  const plan = live.newest?.plan;
  if (plan && plan.page === live.page && plan !== live.plan) {
    if (live.plan) {
      announceChange(live.plan, plan);
      beginEasing(live.easing, live.plan, plan);
    }
    keepDrawing(plan);
    takeOptions(plan.options);
    live.plan = plan;
    live.texts = newTexts(plan);
    live.textBoxes.clear();
    live.controls.boxes.clear();
    live.controls.planned.clear();
    forgetUnknownTexts();
  }
  search();
}

/** Start to watch the page, and give the function that stops it. */
export function start() {
  const { signal } = live.ended;
  watchInput(live.controls, showInNextFrame, signal);
  watchTheme(live.handshake, signal);
  watchPulls(() => live.plan, live.charts, signal);
  return () => {
    live.ended.abort();
    for (const observer of Object.values(observers)) observer.disconnect();
    awaitAnswer(live.handshake, false, show);
    endPad();
    live.marks.status.remove();
  };
}
