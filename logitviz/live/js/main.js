// What the component of the script runs. It is the same in every run, so that it is sent only once;
// another component brings the plans.

import { copyLinks } from "./copy.js";
import { keepFocus } from "./focus.js";
import { keepHistory } from "./history.js";
import { markLandmarks } from "./landmarks.js";
import { begin, receive, start } from "./live.js";
import { lookAtAnswers } from "./look.js";
import { takeNative } from "./native.js";
import { drawNews } from "./news.js";
import { writeOptions } from "./options.js";
import { tendPanels } from "./panels.js";
import { printCharts } from "./paper.js";
import { watchPlay } from "./play.js";
import { repeatReleases } from "./release.js";
import { stepByKeys } from "./steps.js";
import { filterTouches } from "./touch.js";
import { speak } from "./words.js";

/**
 * What scripts of this app share in a window.
 *
 * @typedef {object} Shared
 * @property {boolean} [logitvizPageHandlers] whether the handlers of the whole page are there
 * @property {() => void} [logitvizStop] stops another version of this script
 * @property {typeof receive} [logitvizReceive] receives a plan
 * @property {{ bytes: BlobPart, taken: (cleanup: () => void) => void }[]} [logitvizWaiting] plans
 *   that came before this script
 */

const shared = /** @type {Shared} */ (globalThis);

if (!shared.logitvizPageHandlers) {
  shared.logitvizPageHandlers = true;
  keepHistory();
  tendPanels();
  keepFocus();
  copyLinks();
  printCharts();
  lookAtAnswers();
  writeOptions();
  drawNews();
  addEventListener("resize", markLandmarks);
  watchPlay(); // before others take what stops it
  filterTouches();
  repeatReleases();
  stepByKeys();
}
shared.logitvizStop?.();
shared.logitvizStop = start();
shared.logitvizReceive = receive;
for (const { bytes, taken } of shared.logitvizWaiting?.splice(0) ?? []) taken(receive(bytes));

/**
 * @typedef {object} Given
 * @property {string} page
 * @property {string} language
 * @property {Record<string, string>} words of the script
 * @property {Record<string, string>} native by what Streamlit says
 */
/** @typedef {{ data: Given, setStateValue: (name: string, value: string) => void }} Component */

/** @param {Component} component */
export default function run({ data, setStateValue }) {
  speak(data.language, data.words);
  takeNative(data.native);
  begin(data.page, setStateValue);
}
