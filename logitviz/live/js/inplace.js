// Drawing inside Plotly. Plotly.animate and Plotly.restyle work out every default of the chart again
// for each frame. Here only numbers change: they go where Plotly keeps them, and Plotly's own plot
// functions draw them. Only this file touches fields of Plotly that are not public.

/** @typedef {import("./drawing.js").GraphDiv} GraphDiv */
/** @typedef {import("./drawing.js").Changes} Changes */
/** @typedef {import("./drawing.js").NewValues} NewValues */

/**
 * What Plotly keeps on the element of a chart: a list of points for every trace (a heat map is one
 * point), the traces with all defaults, and the modules that draw them.
 *
 * @typedef {object} Fields
 * @property {Record<string, any>[][]} calcdata
 * @property {Record<string, any>[]} _fullData
 * @property {{ _basePlotModules: any[], _modules: any[] }} _fullLayout
 */

/**
 * @param {GraphDiv} gd
 * @returns {Fields}
 */
const fieldsOf = (gd) => /** @type {any} */ (gd);

/** @type {Record<string, string[]>} */
const POINT_FIELDS = { bar: ["p", "p0", "p1", "s"], scatter: ["x"], heatmap: ["z"] };
const AT_ONCE = { duration: 0, easing: "linear" };

/**
 * Say whether this Plotly keeps the numbers of a chart where `drawInPlace` expects them.
 *
 * @param {GraphDiv} gd
 */
export function canDrawInPlace(gd) {
  try {
    const { calcdata, _fullData, _fullLayout } = fieldsOf(gd);
    const found =
      _fullData.length === gd.data.length &&
      _fullData.every(({ type }, i) =>
        POINT_FIELDS[type].every((name) => name in calcdata[i][0]),
      ) &&
      _fullLayout._basePlotModules.every(({ plot }) => typeof plot === "function") &&
      Array.isArray(_fullLayout._modules);
    if (found) return true;
  } catch {
    // A field is missing.
  }
  console.warn("logitviz: this Plotly keeps the numbers of a chart in other places");
  return false;
}

/**
 * @param {GraphDiv} gd
 * @param {Changes} changes
 */
export function drawInPlace(gd, changes) {
  const fields = fieldsOf(gd);
  const { calcdata, _fullData, _fullLayout } = fields;
  for (const [trace, values] of changes) {
    Object.assign(_fullData[trace], values);
    setPoints(calcdata[trace], _fullData[trace], values);
  }
  const traces = tracesToDraw(_fullData, changes);
  const before = emptyBars(fields);
  for (const module of _fullLayout._basePlotModules) module.plot(gd, traces, AT_ONCE);
  // Plotly gives a bar without a number no outline.
  if (emptyBars(fields) !== before) for (const module of _fullLayout._modules) module.style?.(gd);
}

/**
 * @param {Record<string, any>[]} points
 * @param {Record<string, any>} trace
 * @param {NewValues} values
 */
function setPoints(points, trace, values) {
  if (values.z) {
    points[0].z = values.z.map((/** @type {unknown[]} */ row) => row.map((v) => v ?? undefined));
  } else if (trace.type === "bar") {
    const [size, place] = trace.orientation === "h" ? ["x", "y"] : ["y", "x"];
    points.forEach((point, i) => {
      moveBar(point, values, i, size, place);
    });
  } else {
    points.forEach((point, i) => {
      movePoint(point, values, i, trace.x);
    });
  }
}

/**
 * @param {Record<string, any>} point
 * @param {NewValues} values
 * @param {number} i
 * @param {string} size the letter of the axis along the bar
 * @param {string} place the letter of the axis across it
 */
function moveBar(point, values, i, size, place) {
  if (values[size]) {
    const end = values[size][i] ?? undefined;
    point[size] = point.s = point.s1 = end;
  }
  if (values[place]) {
    const shift = values[place][i] - point.p;
    point.p += shift;
    point.p0 += shift;
    point.p1 += shift;
    point[place] = point.p;
  }
}

/**
 * @param {Record<string, any>} point
 * @param {NewValues} values
 * @param {number} i
 * @param {number[] | undefined} places
 */
function movePoint(point, values, i, places) {
  // Where a curve begins with a gap, Plotly has not kept the place either.
  if (values.x) point.x = values.x[i];
  else point.x ??= places?.[i];
  if (values.y) point.y = values.y[i] ?? undefined;
  if (values.text) point.tx = values.text[i];
}

/**
 * Say which bars have no number, as one text.
 *
 * @param {Fields} fields
 */
const emptyBars = ({ calcdata, _fullData }) =>
  calcdata
    .filter((_, i) => _fullData[i].type === "bar")
    .map((points) => points.map(({ isBlank }) => Number(isBlank ?? 0)).join(""))
    .join();

/**
 * Choose the traces to draw: all but curves that have not changed. Of every other kind Plotly
 * removes what it is not told to draw. On axes where no curve has changed it needs to be told of one
 * of them, or it removes them all.
 *
 * @param {Record<string, any>[]} traces
 * @param {Changes} changes
 */
function tracesToDraw(traces, changes) {
  /** @type {Record<string, number[]>} */
  const curves = {};
  traces.forEach(({ type, xaxis, yaxis }, i) => {
    curves[xaxis + yaxis] ??= [];
    if (type === "scatter") curves[xaxis + yaxis].push(i);
  });
  const left = new Set();
  for (const onAxes of Object.values(curves)) {
    const unchanged = onAxes.filter((i) => !changes.has(i));
    const some = unchanged.length < onAxes.length;
    for (const i of some ? unchanged : unchanged.slice(1)) left.add(i);
  }
  return traces.map((_, i) => i).filter((i) => !left.has(i));
}
