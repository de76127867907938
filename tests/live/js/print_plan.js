// Decode the plan in a file and print its rows: for each series, by control, a row per position.

import { readFileSync } from "node:fs";
import { decode } from "../../../logitviz/live/js/decode.js";
import { rowOf } from "../../../logitviz/live/js/rows.js";

const plan = await decode(readFileSync(process.argv[2]));
const printed = plan.series.map(({ sweeps }, ref) => {
  /** @type {(control: string, positions: number) => number[][]} */
  const rows = (control, positions) =>
    Array.from({ length: positions }, (_, position) => [...rowOf(plan, ref, control, position)]);
  const moving = Object.keys(sweeps).map((control) => [
    control,
    rows(control, plan.positions[control]),
  ]);
  return { "": rows("", 1), ...Object.fromEntries(moving) };
});
// What JSON lacks is written as text.
console.log(
  JSON.stringify(printed, (_, v) => (Number.isFinite(v) || typeof v !== "number" ? v : String(v))),
);
