// The live link. Python has computed every number for every position of every slider (see
// live.py); what follows only watches the sliders' thumbs and puts the matching row of numbers
// on the screen. It knows no mathematics, and where it cannot run the page is plain Streamlit.

let plan = null; // what the newest run of the page sent: one page, one plan
let told = ""; // what Python has been told and may be about to answer; telling costs a rerun
let answer = 0; // the timer that gives an answer up
let evenings = 0; // how often the theme has changed, light or dark, while this page was open
let scheduled = 0;
const drawn = new Map(); // chart key -> { gd, shown, visible, redrawing }
const watched = new Set(); // the boxes of the texts of this plan

// ---- numbers to text: the same rules as logitviz/charts/text.py, held equal by a test ----

const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
const minus = (text) => text.replaceAll("-", "−");

const finite = {
  probability: (v) =>
    v === 0 || v === 1 ? String(v) : v < 0.0005 ? "<.0005" : v >= 0.9995 ? ">.9995" : v.toFixed(3),
  amount: (v) => (v === 0 ? "0" : Math.abs(v) < 0.0005 ? "<.0005" : minus(v.toFixed(3))),
  percent: (v) =>
    v < 1 && v >= 0.9995 ? ">99.9 %" : v !== 0 && v < 0.0005 ? "<0.1 %" : (100 * v).toFixed(1) + " %",
  logit: (v) => minus(trimmed(v.toFixed(3)).replace(/^-0$/, "0")),
  whole: (v) => String(v),
  signed: (v) => (v === 0 ? "0" : Math.abs(v) < 0.0005 ? "≈0" : (v > 0 ? "+" : "") + minus(v.toFixed(3))),
  stage: (v) =>
    v === 0 || (Math.abs(v) >= 0.001 && Math.abs(v) < 1e5)
      ? minus(trimmed(v.toFixed(4)))
      : minus(v.toExponential(2)),
};
const other = (name, v) =>
  Number.isNaN(v) ? (name === "percent" ? "–" : "NaN") : v > 0 ? "∞" : "−∞"; // a share of nothing
export const FORMATS = Object.fromEntries(Object.entries(finite).map(
  ([name, write]) => [name, (v) => (Number.isFinite(v) ? write(v) : other(name, v))]));

// A format is one of these, or words to choose from by index.
const writer = (format) => (Array.isArray(format) ? (v) => format[v] : FORMATS[format]);

// ---- the plan: a JSON header, then numbers (layout in charts/frames.py) ----

function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  header.resting = {};
  header.touched = new Set();
  header.body = bytes.slice(4 + size).buffer;
  return header;
}

function rowOf(series, control, position) {
  const start = control in series.sweeps ? series.sweeps[control] : series.now;
  const row = control in series.sweeps ? position : 0;
  if (series.type === "f8")
    return new Float64Array(plan.body, start + 8 * series.width * row, series.width);
  const packed = new Uint16Array(plan.body, start + 2 * series.width * row, series.width);
  return Float64Array.from(packed, (q) => series.low + (q / 65535) * (series.high - series.low));
}

const follows = (ref, control) => control in plan.series[ref].sweeps;

// ---- reading the sliders ----

const boxOf = (key) => document.querySelector(`.st-key-${key}`);
const inputOf = (key) => boxOf(key)?.querySelector("input[type=range]");
const positionOf = (input) => Math.round((input.value - input.min) / input.step);

// A value between two steps is shown on one of them; which one, on a tie, is the slider's choice.
function restingPosition(input, value, position) {
  const exact = (value - input.min) / input.step;
  return Math.abs(position - exact) <= 0.5 + 1e-6 ? position : Math.round(exact);
}

function underHand(key) {
  const box = boxOf(key);
  return box.contains(document.activeElement) || box.querySelector("[data-dragging]") !== null;
}

// The slider, if any, that is not where the plan has it; null where it is more than one: every
// row of numbers assumes that the others stand still. Only what a hand has moved counts. A preset,
// a link or the back button moves thumbs as well, a little before Python's new plan comes: until
// then the page stays as it was, but under a hand nothing is right.
function present() {
  const moved = [];
  let others = false;
  for (const [key, value] of Object.entries(plan.controls)) {
    const input = inputOf(key);
    if (!input) continue;
    const position = positionOf(input);
    plan.resting[key] ??= restingPosition(input, value, position);
    if (position === plan.resting[key]) continue;
    if (underHand(key)) plan.touched.add(key);
    if (plan.touched.has(key)) moved.push([key, position]);
    else others = true;
  }
  if (moved.length > 1 || (moved.length && others && document.querySelector("[data-dragging]")))
    return null;
  return moved[0] ?? ["", 0];
}

// ---- showing a state ----

function same(row, other) {
  // A sweep's row for the present state may differ from the present in its last digits.
  const alike = (v, w) => Number.isFinite(v) && Math.abs(v - w) <= 1e-12 * Math.abs(v);
  return row.length === other?.length && row.every((v, i) => Object.is(v, other[i]) || alike(v, other[i]));
}

// What Plotly takes: numbers (null is a gap), or for a heat map rows of numbers.
function drawable(row, rows) {
  const finite = Array.from(row, (v) => (Number.isFinite(v) ? v : null));
  if (!rows) return finite;
  const width = row.length / rows;
  return Array.from({ length: rows }, (_, r) => finite.slice(r * width, (r + 1) * width));
}

function play(key, control, position) {
  const chart = plan.charts[key];
  if (!drawn.get(key)?.gd.isConnected && !adopt(key)) return;
  const state = drawn.get(key);
  label(state.gd, control ? "" : chart.alt);
  if (control && !state.visible) return;
  const changes = new Map();
  for (const { trace, attributes } of chart.sets)
    for (const [name, [ref, format, rows]] of Object.entries(attributes)) {
      const row = rowOf(plan.series[ref], control, position);
      // Two numbers that no eye tells apart may be written differently: 1 and >.9995.
      const seen = format ? Array.from(row, writer(format)) : row;
      const place = `${trace} ${name}`;
      if (same(seen, state.shown.get(place))) continue;
      state.shown.set(place, seen);
      if (!changes.has(trace)) changes.set(trace, {});
      changes.get(trace)[name] = format ? seen : drawable(row, rows);
    }
  if (changes.size) draw(state, changes);
}

function label(gd, words) {
  const figure = gd.closest(".stPlotlyChart");
  if (figure && figure.getAttribute("aria-label") !== words) figure.setAttribute("aria-label", words);
}

// Plotly.animate and Plotly.restyle work out every default of the chart again for each frame.
// Only numbers change here, so they go where Plotly keeps them and Plotly's own plot draws them.
function draw(state, changes) {
  const { gd } = state;
  if ([...changes.keys()].some((trace) => !gd.calcdata?.[trace]?.length))
    return state.shown.clear(); // Plotly is just drawing it anew, and says so when it is done
  for (const [trace, set] of changes) {
    Object.assign(gd.data[trace], set);
    Object.assign(gd._fullData[trace], set);
    const points = gd.calcdata[trace];
    if (set.z) points[0].z = set.z.map((row) => row.map((v) => v ?? undefined)); // gaps
    else if (gd._fullData[trace].type === "bar") {
      const [size, place] = gd._fullData[trace].orientation === "h" ? ["x", "y"] : ["y", "x"];
      points.forEach((point, i) => moveBar(point, set, i, size, place));
    }
    else points.forEach((point, i) => movePoint(point, set, i, gd._fullData[trace].x));
  }
  // A bar without a number had its words hidden. There Plotly would find the next words to have no
  // size, leave them out, and remember that of these words for every chart.
  for (const words of gd.querySelectorAll('.bartext[display="none"]')) words.removeAttribute("display");
  try {
    const traces = toDraw(gd._fullData, changes), before = blanks(gd);
    for (const module of gd._fullLayout._basePlotModules) module.plot(gd, traces, AT_ONCE);
    if (blanks(gd) !== before) // a bar without a number has no outline
      for (const module of gd._fullLayout._modules) module.style?.(gd);
  } catch (error) {
    console.warn("logitviz: drawing the slow way, which asks nothing of Plotly's inside", error);
    state.redrawing = true;
    window.Plotly.react(gd, gd.data, gd.layout).finally(() => (state.redrawing = false));
  }
}

const blanks = ({ calcdata, _fullData }) => calcdata.flatMap((points, i) =>
  _fullData[i].type === "bar" ? points.map((point) => Number(point.isBlank ?? 0)) : []).join("");

const AT_ONCE = { duration: 0, easing: "linear" };

// Curves that stand still need no drawing. Of every other kind Plotly clears away what it is not
// told to draw, and so it does with the curves of a pair of axes if it is told of none.
function toDraw(traces, changes) {
  const curves = {};
  traces.forEach(({ type, xaxis, yaxis }, i) => {
    if (type === "scatter") (curves[xaxis + yaxis] ??= []).push(i);
  });
  const idle = new Set();
  for (const pair of Object.values(curves)) {
    const still = pair.filter((i) => !changes.has(i));
    for (const i of still.length < pair.length ? still : still.slice(1)) idle.add(i);
  }
  return traces.map((_, i) => i).filter((i) => !idle.has(i));
}

function moveBar(point, set, i, size, place) {
  if (set[size]) point[size] = point.s = point.s1 = set[size][i] ?? undefined; // a gap
  if (set[place]) {
    const shift = set[place][i] - point.p;
    point[place] = point.p += shift;
    point.p0 += shift;
    point.p1 += shift;
  }
}

function movePoint(point, set, i, places) {
  if (set.x) point.x = set.x[i];
  else point.x ??= places?.[i]; // where a chart begins with a gap, Plotly forgets the place too
  if (set.y) point.y = set.y[i] ?? undefined; // a gap
  if (set.text) point.tx = set.text[i];
}

function write(element, text) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const node = walker.nextNode(); // React keeps its own text node: change it, never replace it
  if (node && node.nodeValue !== text) node.nodeValue = text;
}

function writeTexts(control, position) {
  for (const text of plan.texts) {
    const moves = Boolean(control) && text.parts.some(([ref]) => follows(ref, control));
    if (control && ((!moves && text.stands) || !text.visible)) continue;
    if (!text.element?.isConnected) text.element = document.querySelector(text.selector);
    if (!text.element) continue;
    text.stands = !moves;
    const words = text.parts.map(([ref, format, column]) => {
      const value = rowOf(plan.series[ref], control, position)[column];
      return writer(format)(value);
    });
    write(text.element, text.template.replace(/\{\}/g, () => words.shift()));
  }
  readouts.takeRecords(); // our own writing is no news
}

function veil(state, control) {
  const root = document.documentElement;
  if (root.dataset.logitviz !== state) root.dataset.logitviz = state;
  const hidden = state === "moving" ? plan.coupled[control] ?? [] : [];
  document.querySelectorAll("[data-logitviz-veiled]").forEach((e) => {
    if (!hidden.some((key) => e === boxOf(key))) delete e.dataset.logitvizVeiled;
  });
  for (const key of hidden) boxOf(key)?.setAttribute("data-logitviz-veiled", "");
}

function sync() {
  cancelAnimationFrame(scheduled);
  scheduled = 0;
  if (!plan) return;
  const now = present();
  if (!now) return veil("lost");
  heed(readouts.takeRecords());
  const [control, position] = now;
  veil(control ? "moving" : plan.linked ? "resting" : "opening", control);
  for (const key of Object.keys(plan.charts)) play(key, control, position);
  writeTexts(control, position);
}

const soon = () => (scheduled ||= requestAnimationFrame(sync));

// ---- finding sliders, charts and texts, which Streamlit may draw after this component ----

// Not with the next frame: a thumb moves late in a frame, so that the next one starts drawn.
const thumbs = new MutationObserver(sync);
// A late rerun may write the numbers of a state the hand has already left.
const readouts = new MutationObserver((records) => {
  const now = plan && present();
  if (!now) return;
  heed(records);
  writeTexts(...now);
});
const heed = (records) => {
  if (records.length) for (const text of plan.texts) text.stands = false;
};
const CHANGES = { subtree: true, childList: true, characterData: true };
const page = new MutationObserver(() => attach() && page.disconnect());
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

function adopt(key) {
  const gd = boxOf(key)?.querySelector(".js-plotly-plot");
  if (!gd?._fullLayout) return false;
  if (drawn.get(key)?.gd === gd) return true;
  const state = { gd, shown: new Map(), visible: true, redrawing: false };
  drawn.set(key, state);
  sight.observe(gd);
  gd.removeAllListeners("plotly_animated"); // Streamlit would render the chart again per frame
  gd.on("plotly_afterplot", () => {
    if (!plan?.charts[key] || state.redrawing) return;
    state.shown.clear(); // Streamlit drew it anew (theme, size): bring it back to the present
    soon();
  });
  return true;
}

function attach() {
  if (!plan) return true;
  thumbs.disconnect();
  readouts.disconnect();
  let complete = true;
  for (const key of Object.keys(plan.controls)) {
    const box = boxOf(key);
    if (box) thumbs.observe(box, CHANGES);
    complete &&= Boolean(box && inputOf(key));
  }
  for (const key of Object.keys(plan.charts)) complete = adopt(key) && complete;
  for (const text of plan.texts) {
    text.visible ??= true;
    text.box = document.querySelector(text.selector)?.closest("[class*=st-key-live_]");
    complete &&= Boolean(text.box);
  }
  for (const box of new Set(plan.texts.map((text) => text.box).filter(Boolean))) {
    readouts.observe(box, CHANGES);
    if (watched.has(box)) continue;
    watched.add(box);
    sight.unobserve(box); // a new plan knows nothing of what is in sight: ask again
    sight.observe(box);
  }
  soon();
  if (complete) tell();
  return complete;
}

// That the link runs here, once it does: the charts it found are on the screen. The second word
// counts changes of the theme, after which Streamlit leaves colours of a chart as they were.
function tell(patience = 4000) {
  const screen = innerWidth >= 1800 && innerHeight >= 950 ? "projector" : "desk";
  const words = evenings ? `${screen} ${evenings}` : screen;
  requestAnimationFrame(() => { // after the frame that shows the charts
    if (!plan || plan.linked === words || told === words) return;
    told = words;
    plan.say("linked", words);
    doubt(patience);
  });
}

// What is told just as another run begins can get lost. Only a page at rest has had its answer.
function doubt(patience) {
  clearTimeout(answer);
  answer = setTimeout(() => {
    const app = document.querySelector("[data-testid=stApp]").dataset;
    if (app.testScriptState !== "notRunning" || app.testConnectionState !== "CONNECTED")
      return doubt(patience);
    told = "";
    tell(2 * patience);
  }, patience);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (/embed_options=(dark|light)_theme/.test(location.search)) return;
  evenings += 1;
  tell();
});

export default function ({ data, setStateValue }) {
  const mine = Object.assign(decode(data), { say: setStateValue });
  plan = mine;
  watched.clear();
  for (const [key, { gd }] of drawn)
    if (!gd.isConnected) {
      sight.unobserve(gd);
      drawn.delete(key);
    }
  page.disconnect();
  if (!attach()) page.observe(document.body, { childList: true, subtree: true });
  return () => {
    if (plan !== mine) return; // what a page leaves behind is not its successor's
    veil("resting");
    plan = null;
    thumbs.disconnect();
    readouts.disconnect();
    page.disconnect();
  };
}
