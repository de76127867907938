"""Start a Chromium and a Streamlit server, and wait until a page has settled.

The browser tests, the screenshots and the benchmark use this module. Run as a script, it starts the
browser once: ``python -m tools.browser`` fails if no Chromium runs, which the Makefile asks for.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, TypedDict

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from logitviz.lessons import PAGES, path

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app.py"
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
START_SECONDS = 60.0
STOP_SECONDS = 5.0
POLL_SECONDS = 0.02
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


def free_port() -> int:
    """Give a loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(pid: int) -> Iterator[int]:
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # a thread may end before its file is read
            yield from map(int, file.read_text().split())


def cpu_seconds(pid: int) -> float:
    """Give the processor time of a process and of its children, running or ended (Linux only).

    The clock of a process counts in nanoseconds what ``/proc/PID/stat`` counts in hundredths.
    """
    clock = ~pid << 3 | 2  # the number Linux gives it: MAKE_PROCESS_CPUCLOCK(pid, CPUCLOCK_SCHED)
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    ended = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(clock) + ended + sum(map(cpu_seconds, _children(pid)))


class Server:
    """A Streamlit server in a process group of its own; its port stays the same when it restarts.

    Parameters
    ----------
    app
        The script to serve; its folder is the working directory, so its settings apply.
    """

    def __init__(self, app: Path = APP) -> None:
        self.app = app
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 # open as long as the server

    @property
    def pid(self) -> int:
        """Give the process id of the running server."""
        if self._process is None:
            raise RuntimeError(f"the server of {self.app.name} is not running")
        return self._process.pid

    @property
    def log(self) -> str:
        """Give what the server has written so far, including earlier starts."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        if self._process is not None:
            raise RuntimeError(f"the server of {self.app.name} is running already")
        options = {
            "server.address": "127.0.0.1",
            "server.port": str(self.port),
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }
        command = [sys.executable, "-m", "streamlit", "run", self.app.name]
        self._process = subprocess.Popen(
            [*command, *(f"--{name}={value}" for name, value in options.items())],
            cwd=self.app.parent,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        try:
            self._wait_until_healthy(self._process)
        except BaseException:
            self.stop()
            raise

    def _wait_until_healthy(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._healthy():
            if process.poll() is not None:
                raise RuntimeError(f"the server of {self.app} stopped at once:\n{self.log}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"the server of {self.app} does not answer:\n{self.log}")
            time.sleep(POLL_SECONDS)

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def stop(self) -> None:
        """Stop the server and whatever it started."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """Kill the server at once, as a crash would."""
        if self._process is None:
            return
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def cpu_seconds(self) -> float:
        """Give the processor time that the server and its children have used (Linux only)."""
        return cpu_seconds(self.pid)


@contextmanager
def serve(app: Path = APP) -> Iterator[Server]:
    """Serve a Streamlit script on a free port of the loopback, and stop it at the end.

    Examples
    --------
    >>> with serve() as server:  # doctest: +SKIP
    ...     page.goto(server.url + PATHS["temperature"])
    """
    server = Server(app)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server._log.close()


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
