"""Start a Chromium, and wait until a page has settled.

The browser tests, the screenshots and the benchmark use this module. Run as a script, it starts the
browser once: ``python -m tools.browser`` fails if no Chromium runs, which the Makefile asks for.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TypedDict

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from logitviz.lessons import PAGES, path

from .server import ROOT as ROOT
from .server import Server as Server
from .server import serve as serve

PATHS = {name: path(name) for name in PAGES}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LAUNCH_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
QUIET_MILLISECONDS = 200
VIEWPORT: ViewportSize = {"width": 1280, "height": 720}


def _runs(executable: str) -> bool:
    """Tell whether this is a browser: some distributions install a placeholder of its name."""
    try:
        answer = subprocess.run([executable, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


@cache
def find_chromium() -> str | None:
    """Give the path of the system's Chromium; None leaves the choice to Playwright.

    The environment variable CHROMIUM comes first and is not checked.
    """
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    installed = (shutil.which(name) for name in CHROMIUM_NAMES)
    return next((path for path in installed if path and _runs(path)), None)


class LaunchOptions(TypedDict):
    """The options with which every Chromium is started."""

    executable_path: str | None
    args: list[str]


def launch_options() -> LaunchOptions:
    """Give the options for Playwright to start a Chromium."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*LAUNCH_ARGUMENTS, *(["--no-sandbox"] if root else [])]
    return {"executable_path": find_chromium(), "args": arguments}


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """Start Playwright and a headless Chromium, and stop both at the end.

    Parameters
    ----------
    arguments
        Further options of Chromium.
    """
    options = launch_options()
    options["args"] += arguments
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        try:
            yield browser
        finally:
            browser.close()


SETTLED = """([live, quiet, patience = 90_000]) => new Promise((resolve, reject) => {
  const begin = performance.now();
  let last = begin;
  const observer = new MutationObserver(() => { last = performance.now(); });
  const options = { subtree: true, childList: true, attributes: true, characterData: true };
  observer.observe(document, options);
  const state = () => {
    const app = document.querySelector("[data-testid=stApp]")?.dataset;
    return { script: app?.testScriptState, connection: app?.testConnectionState,
      stale: document.querySelectorAll("[data-stale=true]").length,
      link: live ? document.documentElement.dataset.logitviz : "resting" };
  };
  const atRest = JSON.stringify(
    { script: "notRunning", connection: "CONNECTED", stale: 0, link: "resting" });
  const look = () => {
    const now = performance.now(), found = JSON.stringify(state());
    if (found !== atRest) last = now;
    const settled = now - last >= quiet;
    if (!settled && now - begin < patience) return void setTimeout(look, 20);
    observer.disconnect();
    if (settled) resolve();
    else reject(new Error(`not at rest after ${patience} ms: ${found}`));
  };
  look();
})"""
SETTLED_LIVE = [True, QUIET_MILLISECONDS]


def wait_until_settled(page: Page, *, live: bool = True, quiet: int = QUIET_MILLISECONDS) -> None:
    """Wait until a page has settled.

    A page has settled when the script is not running, the server is connected, no element is stale,
    the live link shows the state that Python drew, and nothing has changed for `quiet` milliseconds
    (the live link asks for a second run after the first run of a visit, without any earlier sign).

    Parameters
    ----------
    page
        A page that shows a Streamlit app.
    live
        Whether the app has a live link; false for the plain app of the benchmark.
    quiet
        How long nothing may have changed, in milliseconds.
    """
    page.wait_for_selector("[data-testid=stApp]")
    page.evaluate(SETTLED, [live, quiet])


if __name__ == "__main__":
    with chromium() as found:
        print(f"Chromium {found.version} at {find_chromium() or 'the place Playwright put it'}")
