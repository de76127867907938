// Charts under the hand: rows of numbers into drawings that Plotly has made. Plotly keeps a chart's
// numbers in fields that are its own affair; all that touches them is in this file.

const drawn = new Map(); // chart key -> { gd, shown, visible, redrawing }

function adopt(key) {
  const gd = findBox(key)?.querySelector(".js-plotly-plot");
  if (!gd?._fullLayout) return false;
  if (drawn.get(key)?.gd === gd) return true;
  const state = { gd, shown: new Map(), visible: true, redrawing: false };
  drawn.set(key, state);
  sight.observe(gd);
  gd.removeAllListeners("plotly_animated"); // Streamlit would render the chart again per frame
  gd.on("plotly_afterplot", () => {
    if (state.redrawing || !plan?.charts[key]) return; // whoever draws it marks it
    state.shown.clear(); // Streamlit drew it anew (theme, size): bring it back to the present
    showChart(key, viewOf(plan.groups[plan.charts[key].group], differing().found));
  });
  return true;
}

function forgetLostCharts() {
  for (const [key, { gd }] of drawn)
    if (!gd.isConnected) {
      sight.unobserve(gd);
      drawn.delete(key);
    }
}

// Bring a chart to a state of the plan; null is a state of which the plan knows nothing. Say whether
// it shows it.
function showChart(key, view) {
  const chart = plan.charts[key];
  if (!drawn.get(key)?.gd.isConnected && !adopt(key)) return false;
  const state = drawn.get(key), figure = state.gd.closest(".stPlotlyChart");
  const fits = Boolean(view) && state.gd.layout?.meta === chart.skeleton;
  label(figure, fits && !view.control ? chart.alt : "");
  const known = fits && ((view.control !== "" && !state.visible) || drawRows(state, chart, view));
  mark(figure, known);
  return known;
}

function label(figure, words) {
  if (figure.getAttribute("aria-label") !== words) figure.setAttribute("aria-label", words);
}

function drawRows(state, chart, { control, position }) {
  const changes = new Map();
  for (const { trace, attributes } of chart.sets)
    for (const [name, [ref, format, rows, scale, shift]] of Object.entries(attributes)) {
      const row = rowOf(plan, ref, control, position);
      // Two numbers that no eye tells apart may be written differently: 1 and >.9995.
      const seen = format
        ? Array.from(row, writer(format)) : row.map((v, i) => scale * v + (shift?.[i] ?? 0));
      const place = `${trace} ${name}`;
      if (same(seen, state.shown.get(place))) continue;
      state.shown.set(place, seen);
      if (!changes.has(trace)) changes.set(trace, {});
      changes.get(trace)[name] = format ? seen : drawable(seen, rows);
    }
  return !changes.size || draw(state, changes);
}

const same = (row, other) =>
  row.length === other?.length && row.every((v, i) => Object.is(v, other[i]));

// What Plotly takes: numbers (null is a gap), or for a heat map rows of numbers.
function drawable(row, rows) {
  const finite = Array.from(row, (v) => (Number.isFinite(v) ? v : null));
  if (!rows) return finite;
  const width = row.length / rows;
  return Array.from({ length: rows }, (_, r) => finite.slice(r * width, (r + 1) * width));
}

// Plotly.animate and Plotly.restyle work out every default of the chart again for each frame.
// Only numbers change here, so they go where Plotly keeps them and Plotly's own plot draws them.
// False: the chart is being drawn anew just now, and Plotly will say so when it is done.
function draw(state, changes) {
  const { gd } = state;
  if ([...changes.keys()].some((trace) => !gd.calcdata?.[trace]?.length)) {
    state.shown.clear();
    return false;
  }
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
    window.Plotly?.redraw(gd).then(() => {
      state.redrawing = false;
      soon();
    });
    return false;
  }
  return true;
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
