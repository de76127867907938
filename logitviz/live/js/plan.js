// A plan: the numbers that the page may have to show before Python is asked again, for the state
// it was made for and for states that differ from it in one slider. Its layout is described
// in logitviz/live/plan.py, what its integers mean in packing.py and decimals.py beside that.

// ---- numbers to text: the same rules as logitviz/charts/formats.py, held equal by a test ----

const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
const minus = (text) => text.replaceAll("-", "−");

const finite = {
  probability: (v) =>
    v === 0 || v === 1 ? String(v) : v < 0.0005 ? "<.0005" : v >= 0.9995 ? ">.9995" : v.toFixed(3),
  amount: (v) => (v === 0 ? "0" : Math.abs(v) < 0.0005 ? "<.0005" : minus(v.toFixed(3))),
  optional: (v) => finite.amount(v),
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
const MISSING = { percent: "–", optional: "" }; // a share of nothing; what does not exist
const unusual = (name, v) => Number.isNaN(v) ? (MISSING[name] ?? "NaN") : v > 0 ? "∞" : "−∞";
export const FORMATS = Object.fromEntries(Object.entries(finite).map(
  ([name, write]) => [name, (v) => (Number.isFinite(v) ? write(v) : unusual(name, v))]));

// A format is one of these, or words to choose from by index.
const writer = (format) => (Array.isArray(format) ? (v) => format[v] : FORMATS[format]);

// ---- bytes to numbers ----

const SURFACE = 16; // curves of so many points and positions may be coarser and have fewer rows
const GAP = -(2 ** 31); // in place of a multiple: no number
const EXACT = 1003; // in place of an exponent: the digits are an index into a list of numbers
const SPECIAL = { 1000: NaN, 1001: Infinity, 1002: -Infinity };

async function decode(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const data = new Uint8Array(await new Response(stream).arrayBuffer());
  const size = new DataView(data.buffer).getUint32(0, true);
  const plan = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + size)));
  const [count, texts] = locate(plan);
  const body = data.subarray(4 + size);
  plan.integers = sums(body, count);
  plan.exponents = Int16Array.from({ length: texts },
    (_, i) => body[4 * count + i] | (body[4 * count + texts + i] << 8));
  for (const { width, sweeps } of plan.series)
    for (const { start, order, rows } of Object.values(sweeps))
      if (order === "both") addRows(plan.integers, start, width, rows);
  return plan;
}

// Say where the numbers of every series begin: the state as it is, then one sweep after the other.
function locate(plan) {
  let count = 0, texts = 0;
  for (const series of plan.series) {
    series.start = count;
    series.lag = series.written ? texts - count : 0; // from an integer to its exponent
    count += series.width;
    for (const [control, order] of Object.entries(series.sweeps)) {
      const surface = Math.min(series.width, plan.positions[control]) >= SURFACE;
      const knots = series.knots[control], rows = knots?.length ?? plan.positions[control];
      series.sweeps[control] = { start: count, order, rows, knots, coarse: surface ? plan.coarse : 1 };
      count += series.width * rows;
    }
    if (series.written) texts += count - series.start;
  }
  return [count, texts];
}

// Add up differences, whose bytes lie in four planes, the lowest first, with the sign at the end.
function sums(planes, count) {
  const integers = new Int32Array(count);
  for (let i = 0, sum = 0; i < count; i += 1) {
    const folded = planes[i] | (planes[count + i] << 8) | (planes[2 * count + i] << 16) |
      (planes[3 * count + i] << 24);
    sum = (sum + ((folded >>> 1) ^ -(folded & 1))) | 0;
    integers[i] = sum;
  }
  return integers;
}

function addRows(integers, start, width, rows) {
  for (let i = start + width; i < start + width * rows; i += 1)
    integers[i] = (integers[i] + integers[i - width]) | 0;
}

// Give the numbers of a series in the state as it is, or at a position of one slider. Without rows
// for that slider it stands still; whether they may be missing is for `viewOf` to say.
function rowOf(plan, ref, control, position) {
  const series = plan.series[ref], sweep = series.sweeps[control];
  if (!sweep) return numbers(plan, series, series.start, 1, series.unit);
  if (!sweep.knots) return rowIn(plan, series, sweep, position);
  const next = sweep.knots.findIndex((knot) => knot >= position), after = sweep.knots[next];
  const end = rowIn(plan, series, sweep, next);
  if (after === position) return end;
  const before = sweep.knots[next - 1], share = (position - before) / (after - before);
  return rowIn(plan, series, sweep, next - 1).map((v, i) => v + share * (end[i] - v));
}

function rowIn(plan, series, { start, order, rows, coarse }, index) {
  const unit = series.unit * coarse;
  return order === "down"
    ? numbers(plan, series, start + index, rows, unit)
    : numbers(plan, series, start + index * series.width, 1, unit);
}

function numbers(plan, series, start, step, unit) {
  const row = new Float64Array(series.width);
  for (let i = 0; i < row.length; i += 1) row[i] = numberAt(plan, series, start + i * step, unit);
  return row;
}

function numberAt(plan, { written, lag }, at, unit) {
  const integer = plan.integers[at];
  if (!written) return integer === GAP ? NaN : integer * unit;
  const exponent = plan.exponents[at + lag];
  if (exponent === -3) return integer / 1000;
  if (exponent in SPECIAL) return SPECIAL[exponent];
  return exponent === EXACT ? plan.exact[integer] : Number(`${integer}e${exponent}`);
}
