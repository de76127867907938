// What the server is doing, as Streamlit writes it on the page.

/** @returns {HTMLElement | null} */
const app = () => document.querySelector("[data-testid=stApp]");

/** Say whether the server is connected and has nothing to do for this page. */
export function isServerIdle() {
  const { testScriptState, testConnectionState } = app()?.dataset ?? {};
  return testScriptState === "notRunning" && testConnectionState === "CONNECTED";
}

/**
 * Do something once after the next run of Python.
 *
 * @param {() => void} act
 */
export function whenServerIsIdle(act) {
  const element = app();
  if (!element) return;
  const observer = new MutationObserver(() => {
    if (!isServerIdle()) return;
    observer.disconnect();
    requestAnimationFrame(act);
  });
  observer.observe(element, { attributeFilter: ["data-test-script-state"] });
}
