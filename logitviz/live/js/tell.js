// What the browser tells Python: that the live link runs here, once it does, on what kind of screen,
// and how often the theme has changed, after which Streamlit leaves colours of a chart as they were.

let sendToPython = () => {}; // costs a rerun
let reported = ""; // what was last reported to Python, which may be about to answer
let knownToPython = ""; // what it has been seen to know
let repeatTimer = 0;
let themes = 0; // how often the theme has changed, light or dark, while this page was open

function screenWords() {
  const screen = innerWidth >= 1800 && innerHeight >= 950 ? "projector" : "desk";
  return themes ? `${screen} ${themes}` : screen;
}

// Whether the server is there, and has nothing to do for this page.
function rests() {
  const { testScriptState, testConnectionState } = document.querySelector("[data-testid=stApp]").dataset;
  return testScriptState === "notRunning" && testConnectionState === "CONNECTED";
}

function tell(patience = 4000) {
  const words = screenWords();
  requestAnimationFrame(() => { // after the frame that shows the charts
    knownToPython = plan ? plan.linked : knownToPython;
    if (knownToPython === words || reported === words) return;
    reported = words;
    sendToPython("linked", words);
    repeatIfLost(patience);
  });
}

// What is reported just as another run begins can get lost. Only a page at rest has had its answer.
function repeatIfLost(patience) {
  clearTimeout(repeatTimer);
  repeatTimer = setTimeout(() => {
    if (!rests()) return repeatIfLost(patience);
    reported = "";
    tell(2 * patience);
  }, patience);
}

// On a slow line the charts come late: what else the page holds need not wait for them.
const FIRST_WAIT = 1000; // ms

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (/embed_options=(dark|light)_theme/.test(location.search)) return;
  themes += 1;
  tell();
});

// The script is a component of its own, which never changes; another one brings the plans.
globalThis.logitvizReceive = receive;
for (const { bytes, taken } of globalThis.logitvizWaiting?.splice(0) ?? []) taken(receive(bytes));

export default function ({ data, setStateValue }) {
  if (globalThis.DecompressionStream) begin(data, setStateValue); // else the page stays plain
}
