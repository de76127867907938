"""What others meet while the server is busy: each meter runs in a process of its own.

The figures come with the time of the monotonic clock, which all processes of a machine share. So
whoever started the meters can tell what fell into the time in question.
"""

import http.client
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection

from .bench_bytes import Wire
from .browser import PATHS, VIEWPORT, chromium, wait_until_settled
from .hand import Hand, track
from .meters import HEAR_SERVER

PAUSE = 0.01  # seconds between two questions for the health of the server
ANSWER_SECONDS = 60.0  # the longest wait for one answer
READY_SECONDS, END_SECONDS = 120.0, 90.0
LONGEST = 600.0  # seconds that a meter runs at most
SLIDER, STRETCH = "T", (0.3, 0.7)  # of the page on temperature, and the shares of it to release on
HEAR_RELEASE = """addEventListener("pointerup",
  (event) => { window.released = event.timeStamp; }, { capture: true })"""
WAITED = "() => (window.serverHeard - window.released) / 1000"

Report = Callable[[float, float], bool]  # tells of a wait: begin and length; is it to go on?
Meter = Callable[[str, Report], None]


@dataclass
class Waits:
    """How long somebody waited, again and again.

    Parameters
    ----------
    each
        Begin and length of each wait, in seconds.
    trouble
        What ended the meter too early; empty if nothing did.
    """

    each: list[tuple[float, float]] = field(default_factory=list)
    trouble: str = ""

    def during(self, begin: float, end: float) -> list[float]:
        """Give the lengths of the waits that overlap a stretch of time."""
        return [wait for start, wait in self.each if start < end and start + wait > begin]


def ask_for_health(url: str, report: Report) -> None:
    """Ask a server for its health every 10 ms, or as soon as it has answered.

    Each question has a connection of its own: the system delays what follows on a known one by
    40 ms, whatever the server does.
    """
    line = http.client.HTTPConnection(url.removeprefix("http://"), timeout=ANSWER_SECONDS)
    begin = time.monotonic()
    while True:
        line.request("GET", "/_stcore/health")
        line.getresponse().read()
        end = time.monotonic()
        line.close()
        if not report(begin, end - begin):
            break
        time.sleep(max(0.0, begin + PAUSE - end))
        begin = time.monotonic()


def release_sliders(url: str, report: Report) -> None:
    """Release a slider in a browser again and again; time the end of the run that it causes.

    Both ends are timed in the browser, so that nothing else counts than the server, the line and
    the browser.
    """
    with chromium() as browser:
        page = browser.new_context(viewport=VIEWPORT).new_page()
        page.set_default_timeout(1000 * ANSWER_SECONDS)
        for script in (HEAR_SERVER, HEAR_RELEASE):
            page.add_init_script(script)
        wire = Wire(page)
        page.goto(url + PATHS["temperature"])
        wait_until_settled(page)
        steps = track(page, SLIDER).steps
        going, turn = True, 0
        while going:
            hand = Hand.press(page, SLIDER)
            hand.move(round(steps * STRETCH[turn % 2]))
            begin = time.monotonic()
            wire.let_go(hand)
            going, turn = report(begin, float(page.evaluate(WAITED))), turn + 1


def _work(meter: Meter, url: str, line: Connection) -> None:
    """Run a meter until the other end of the line says something; then tell what it found."""
    deadline, waits = time.monotonic() + LONGEST, Waits()

    def report(begin: float, wait: float) -> bool:
        if not waits.each:
            line.send(None)
        waits.each.append((begin, wait))
        return not line.poll() and time.monotonic() < deadline

    try:
        meter(url, report)
    except Exception as error:  # the table is to say what went wrong
        waits.trouble = f"{type(error).__name__}: {error}"
    line.send(waits)
    line.close()


class Worker:
    """A meter in a process of its own, which has something to say at its first wait."""

    def __init__(self, meter: Meter, url: str) -> None:
        context = get_context("spawn")
        self._name = meter.__name__
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(meter, url, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def wait_until_ready(self) -> None:
        """Wait until the meter has found its first wait."""
        if not self._line.poll(READY_SECONDS):
            raise TimeoutError(f"{self._name} does not begin")
        if (found := self._line.recv()) is not None:
            raise RuntimeError(f"{self._name} ended at once: {found.trouble}")

    def finish(self) -> Waits:
        """End the meter; give what it found."""
        self._line.send(None)
        if not self._line.poll(END_SECONDS):
            raise TimeoutError(f"{self._name} does not end")
        found: Waits = self._line.recv()
        return found

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._line.close()
        self._process.join(END_SECONDS)
        self._process.terminate()


@contextmanager
def working(url: str, meters: Sequence[Meter]) -> Iterator[list[Worker]]:
    """Start meters beside the caller, and stop them at the end."""
    workers = [Worker(meter, url) for meter in meters]
    try:
        for worker in workers:
            worker.wait_until_ready()
        yield workers
    finally:
        for worker in workers:
            worker.stop()
