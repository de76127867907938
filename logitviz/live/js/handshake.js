// The handshake with Python. The browser reports that the live link runs here, on what kind of
// screen, and how often the theme has changed: Streamlit keeps old colours in a chart, so Python has
// to build its charts anew.
// The next plan repeats the report (`linked`); a report that no plan repeats is sent again.

import { isServerIdle } from "./server.js";

/** @typedef {import("./decode.js").Plan} Plan */

/**
 * @typedef {object} Handshake
 * @property {() => Plan | null} plan gives the plan of the open page
 * @property {() => boolean} isDrawing says whether Python runs the page, and the plan is yet to come
 * @property {(name: string, value: string) => void} send sends to Python, which then runs the page
 * @property {string} reported what was reported last, and Python may not have answered yet
 * @property {string} answered what the last plan has repeated
 * @property {number} themes how often the theme has changed
 * @property {ReturnType<typeof setTimeout> | undefined} repeating
 * @property {ReturnType<typeof setTimeout> | undefined} waiting
 * @property {number} patience how long to wait for missing numbers before asking again, in ms
 */

const NUMBERS_PATIENCE = 3000;
const REPORT_PATIENCE = 4000;
// Python draws what is below the fold once it has a report: that need not wait for charts that come
// late on a slow line.
const FIRST_REPORT_DELAY = 1000;

/**
 * @param {() => Plan | null} plan
 * @param {() => boolean} isDrawing
 * @returns {Handshake}
 */
export const newHandshake = (plan, isDrawing) => ({
  plan,
  isDrawing,
  send: () => {},
  reported: "",
  answered: "",
  themes: 0,
  repeating: undefined,
  waiting: undefined,
  patience: NUMBERS_PATIENCE,
});

/** @param {Handshake} handshake */
function reportOf({ themes }) {
  const large = innerWidth >= 1800 && innerHeight >= 950;
  const small = innerHeight < 700 && /[?&]embed=true/.test(location.search);
  const narrow = innerWidth <= 640; // as in page.css
  const screen = large ? "projector" : small ? "frame" : narrow ? "phone" : "desk";
  return themes ? `${screen} ${themes}` : screen;
}

/**
 * Report to Python, unless it knows, after the frame that shows the charts.
 *
 * @param {Handshake} handshake
 * @param {number} patience
 */
export function report(handshake, patience = REPORT_PATIENCE) {
  const words = reportOf(handshake);
  requestAnimationFrame(() => {
    handshake.answered = handshake.plan()?.linked ?? handshake.answered;
    if (handshake.answered === words || handshake.reported === words) return;
    // A report that interrupted the run after Back would lose the controls not yet drawn in it.
    if (handshake.answered && handshake.isDrawing()) return;
    handshake.reported = words;
    handshake.send("linked", words);
    repeatIfLost(handshake, patience);
  });
}

/**
 * Report again if the report was lost, as when another run began at the same moment. An answer is
 * complete only when the server is idle.
 *
 * @param {Handshake} handshake
 * @param {number} patience
 */
function repeatIfLost(handshake, patience) {
  clearTimeout(handshake.repeating);
  handshake.repeating = setTimeout(() => {
    if (!isServerIdle()) return repeatIfLost(handshake, patience);
    handshake.reported = "";
    return report(handshake, 2 * patience);
  }, patience);
}

/**
 * A run of a page has begun: if Python has no report yet, report soon, even if the charts take long.
 *
 * @param {Handshake} handshake
 * @param {Handshake["send"]} send
 */
export function beginReports(handshake, send) {
  handshake.send = send;
  if (!handshake.answered) setTimeout(() => report(handshake), FIRST_REPORT_DELAY);
}

/**
 * While numbers are missing, ask for them again and again: an answer is lost with its connection.
 * If none are missing, stop waiting.
 *
 * @param {Handshake} handshake
 * @param {boolean} missing
 * @param {() => void} timeIsOver called each time, whether or not Python could be asked
 */
export function awaitAnswer(handshake, missing, timeIsOver) {
  if (missing) {
    handshake.waiting ??= setTimeout(() => askAgain(handshake, timeIsOver), handshake.patience);
    return;
  }
  clearTimeout(handshake.waiting);
  handshake.waiting = undefined;
  handshake.patience = NUMBERS_PATIENCE;
}

/**
 * @param {Handshake} handshake
 * @param {() => void} timeIsOver
 */
function askAgain(handshake, timeIsOver) {
  handshake.waiting = undefined;
  if (isServerIdle()) {
    handshake.send("linked", handshake.reported || handshake.plan()?.linked || reportOf(handshake));
    handshake.patience *= 2;
  }
  timeIsOver();
}

/**
 * @param {Handshake} handshake
 * @param {AbortSignal} signal
 */
export function watchTheme(handshake, signal) {
  const changed = () => {
    if (/embed_options=(dark|light)_theme/.test(location.search)) return;
    handshake.themes += 1;
    report(handshake);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
}
