// Numbers to text, by the rules of logitviz/charts/formats.py. A test holds the two equal.

/** @typedef {(value: number) => string} Writer */

/** @param {string} text */
const withoutTrailingZeros = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** @param {string} text */
const withMinusSigns = (text) => text.replaceAll("-", "−");

/** @type {Record<string, Writer>} */
const FINITE = {
  probability: (v) => {
    if (v === 0 || v === 1) return String(v);
    if (v < 0.0005) return "<.0005";
    return v >= 0.9995 ? ">.9995" : v.toFixed(3);
  },
  amount: (v) => {
    if (v === 0) return "0";
    return Math.abs(v) < 0.0005 ? "<.0005" : withMinusSigns(v.toFixed(3));
  },
  optional: (v) => FINITE.amount(v),
  percent: (v) => {
    if (v < 1 && v >= 0.9995) return ">99.9 %";
    return v !== 0 && v < 0.0005 ? "<0.1 %" : `${(100 * v).toFixed(1)} %`;
  },
  logit: (v) => withMinusSigns(withoutTrailingZeros(v.toFixed(3)).replace(/^-0$/, "0")),
  hundredths: (v) => withMinusSigns(v.toFixed(2).replace(/^-(?=0\.00$)/, "")),
  whole: (v) => String(v),
  signed: (v) => {
    if (v === 0) return "0";
    if (Math.abs(v) < 0.0005) return "≈0";
    return (v > 0 ? "+" : "") + withMinusSigns(v.toFixed(3));
  },
  stage: (v) =>
    v === 0 || (Math.abs(v) >= 0.001 && Math.abs(v) < 1e5)
      ? withMinusSigns(withoutTrailingZeros(v.toFixed(4)))
      : withMinusSigns(v.toExponential(2)),
};

// A share of nothing is a dash, an amount that does not exist nothing at all.
/** @type {Record<string, string>} */
const MISSING = { percent: "–", optional: "" };

/** @type {(name: string, value: number) => string} */
function writeNonFinite(name, value) {
  if (Number.isNaN(value)) return MISSING[name] ?? "NaN";
  return value > 0 ? "∞" : "−∞";
}

/** @type {Record<string, Writer>} */
export const FORMATS = Object.fromEntries(
  Object.entries(FINITE).map(([name, write]) => [
    name,
    (value) => (Number.isFinite(value) ? write(value) : writeNonFinite(name, value)),
  ]),
);

/**
 * Give the function that writes a number in a format: the name of a format, or a list of texts of
 * which the number is an index.
 *
 * @param {string | string[]} format
 * @returns {Writer}
 */
export const writerOf = (format) =>
  Array.isArray(format) ? (index) => format[index] : FORMATS[format];
