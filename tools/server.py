"""A Streamlit server on a free port of the loopback.

The browser tests and the benchmark start their servers here, and `tools.hall` its workers.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app.py"
START_SECONDS = 60.0
STOP_SECONDS = 5.0
POLL_SECONDS = 0.02


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


def peak_megabytes(pid: int) -> float:
    """Give the most memory that a process has had resident (Linux only)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6  # the kB of Linux have 1024


def answers(url: str) -> bool:
    """Tell whether a Streamlit server, or one behind nginx, is ready to serve."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_until(done: Callable[[], bool], otherwise: str) -> None:
    """Wait for a condition; if it takes too long, raise an error with these words."""
    deadline = time.monotonic() + START_SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(POLL_SECONDS)


class Server:
    """A Streamlit server in a process group of its own; its port stays the same when it restarts.

    Parameters
    ----------
    app
        The script to serve; its folder is the working directory, so its settings apply.
    environment
        Variables to set besides those of this process.
    """

    def __init__(self, app: Path = APP, environment: Mapping[str, str] | None = None) -> None:
        self.app = app
        self.environment = {**os.environ, **(environment or {})}
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

    @property
    def running(self) -> bool:
        """Tell whether the server runs; one that has ended by itself does not."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.launch()
        self.wait_until_healthy()

    def launch(self) -> None:
        """Start the server; it does not answer yet."""
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
            env=self.environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def wait_until_healthy(self) -> None:
        """Wait until the server answers; stop it if it does not."""
        try:
            wait_until(self._healthy, f"the server of {self.app} does not answer")
        except BaseException as error:
            self.stop()
            error.add_note(self.log)
            raise

    def _healthy(self) -> bool:
        if not self.running:
            raise RuntimeError(f"the server of {self.app} stopped at once")
        return answers(self.url)

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

    def close(self) -> None:
        """Stop the server for good."""
        self.stop()
        self._log.close()

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
        server.close()
