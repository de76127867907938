// What the server is doing, as Streamlit writes it on the page.

/** @returns {HTMLElement | null} */
const app = () => document.querySelector("[data-testid=stApp]");

const isConnected = () => app()?.dataset.testConnectionState === "CONNECTED";

/** @param {MutationObserver} observer */
export function observeConnection(observer) {
  const element = app();
  if (element) observer.observe(element, { attributeFilter: ["data-test-connection-state"] });
}

/** @param {MutationObserver} observer */
export function observeScript(observer) {
  const element = app();
  if (element) observer.observe(element, { attributeFilter: ["data-test-script-state"] });
}

/** Say whether the server is connected and has nothing to do for this page. */
export function isServerIdle() {
  return isConnected() && app()?.dataset.testScriptState === "notRunning";
}

/** @type {Set<() => void>} */
const waitingForRun = new Set();

/**
 * Do something once after the next run of Python.
 *
 * @param {() => void} act
 */
export function whenServerIsIdle(act) {
  const look = () => {
    if (!isServerIdle()) return;
    observer.disconnect();
    waitingForRun.delete(look);
    requestAnimationFrame(act);
  };
  const observer = new MutationObserver(look);
  observeScript(observer);
  waitingForRun.add(look);
}

/**
 * A plan has come, with which every run ends. Streamlit shows nothing else of a run that begins and
 * ends between two frames.
 */
export function noteEndOfRun() {
  for (const look of waitingForRun) look();
}
