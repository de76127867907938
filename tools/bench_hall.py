"""A hall of visitors, against the plain app: two hundred open one link and move T.

Both apps get the same: as many workers, the same nginx, the same visitors at the same times. The
visitors are light (`tools.visitors`), and among them is one real Chromium.
"""

import asyncio
import math
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from playwright.sync_api import Browser, Error, Page, Request, WebSocket

from logitviz.live.shared import TEMPERATURE

from .bench_pages import PLAIN_CHART, PLAIN_SLIDER
from .bench_run import Bench, visit
from .browser import VIEWPORT, chromium, wait_until_settled
from .hall import Hall, hall
from .hand import Hand
from .meters import Stretch, first_bar, settle
from .report import head, row, spread
from .server import APP, cpu_seconds, peak_megabytes
from .visitors import Audience, Recording, Waits

WORKERS = 2
VISITORS, ARRIVE, EVERY, STAY = 200, 60.0, 15.0, 80.0  # visitors, then seconds
WARM_UP = 4 * WORKERS  # visitors: a worker imports modules for its first one
LINK = "/?z4=3.3"
STRETCH = Stretch(20, 100)
MEMORY = 400  # MB
MOST_TROUBLES = 5  # that are printed of each app
PAUSE = 5000  # ms, of the real Chromium


@dataclass(frozen=True)
class Site:
    """One of the two apps.

    Parameters
    ----------
    app
        Its script.
    link
        The link that all visitors open.
    live
        Whether the app has a live link.
    """

    app: Path
    link: str
    live: bool


@dataclass
class Figures:
    """What was measured of one app.

    Parameters
    ----------
    waits
        How long the light visitors waited.
    bars, settled
        How long the real Chromium waited for its first bar and after a release, in ms.
    workers, nginx
        The processor time that they used, in s.
    memory
        The most memory that a worker had, in MB.
    """

    waits: Waits = field(default_factory=Waits)
    bars: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    workers: float = 0.0
    nginx: float = 0.0
    memory: float = 0.0


class Recorder:
    """What a page asks its server for and says to it; create it before the page is opened."""

    def __init__(self, page: Page) -> None:
        self.files: list[str] = []
        self.said: list[bytes] = []
        page.on("request", self._ask)
        page.on("websocket", self._listen)

    def _ask(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme == "http" and request.resource_type != "document":
            self.files.append(address.path)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._hear)

    def _hear(self, words: bytes | str) -> None:
        if isinstance(words, bytes):
            self.said.append(words)


def record(browser: Browser, opened: Hall, site: Site) -> Recording:
    """Open the link in a real browser, release T, and give what it did."""
    page = browser.new_context(viewport=VIEWPORT).new_page()
    recorder = Recorder(page)
    page.goto(opened.url + site.link)
    wait_until_settled(page, live=site.live)
    opening, files = list(recorder.said), list(recorder.files)
    hand = Hand.press(page, PLAIN_SLIDER)
    hand.move(STRETCH.high)
    hand.release()
    wait_until_settled(page, live=site.live)
    (release,) = recorder.said[len(opening) :]
    page.context.close()
    return Recording(site.link, files, opening, release, PLAIN_SLIDER, TEMPERATURE.options)


@contextmanager
def attending(audience: Audience) -> Iterator["Future[Waits]"]:
    """Let visitors come, in a thread of their own; wait until all have gone."""
    future: Future[Waits] = Future()

    def attend() -> None:
        try:
            future.set_result(asyncio.run(audience.attend()))
        except BaseException as error:  # the thread that waits for the result raises it
            future.set_exception(error)

    thread = threading.Thread(target=attend)
    thread.start()
    try:
        yield future
    finally:
        thread.join()


def watch(browser: Browser, opened: Hall, site: Site, over: Callable[[], bool]) -> Figures:
    """Measure in a real browser until all visitors have gone."""
    found = Figures()
    page = visit(browser, opened.url + site.link, live=site.live)
    meters = (
        (found.settled, partial(settle, page, PLAIN_SLIDER, STRETCH)),
        (found.bars, partial(first_bar, browser, opened.url + site.link, PLAIN_CHART)),
    )
    while not over():
        for figures, meter in meters:
            try:
                figures.append(meter())
            except Error as error:  # an overloaded server did not answer in time
                figures.append(math.inf)
                found.waits.troubles.append(f"the Chromium: {error.message}")
        page.wait_for_timeout(PAUSE)
    page.context.close()
    return found


def measure(site: Site) -> Figures:
    """Fill a fresh hall with visitors."""
    with chromium() as browser, hall(WORKERS, app=site.app) as opened:
        recording = record(browser, opened, site)
        with attending(Audience(opened.url, recording, WARM_UP, 1.0, 2.0, 5.0)) as warm:
            pass
        pids = [worker.pid for worker in opened.workers]
        workers, nginx = sum(map(cpu_seconds, pids)), cpu_seconds(opened.nginx.pid)
        with attending(Audience(opened.url, recording, VISITORS, ARRIVE, EVERY, STAY)) as attended:
            found = watch(browser, opened, site, attended.done)
        waits = attended.result()
        waits.troubles += [*warm.result().troubles, *found.waits.troubles]
        found.waits = waits
        found.workers = sum(map(cpu_seconds, pids)) - workers
        found.nginx = cpu_seconds(opened.nginx.pid) - nginx
        found.memory = max(map(peak_megabytes, pids))
    return found


def _ratio(plain: float, ours: float) -> str:
    """Compare two figures, unless one of them is of something that failed."""
    return f"**{ours / plain:.2f}**" if math.isfinite(plain) and math.isfinite(ours) else ""


def _compared(what: str, plain: float, ours: float, wanted: str = "") -> None:
    row(what, f"{plain:.0f}", f"{ours:.0f}", _ratio(plain, ours), wanted)


def _percentile(waits: Sequence[float], share: int) -> float:
    """Give one of the waits: between two of them lies nothing if one lasts for ever."""
    return float(np.percentile(waits, share, method="inverted_cdf"))


def _percentiles(what: str, plain: Sequence[float], ours: Sequence[float]) -> None:
    for share, wanted in ((50, ""), (95, "1.0")):
        figures = _percentile(plain, share), _percentile(ours, share)
        _compared(f"{what}, p{share}, ms", *figures, wanted)


def _answered(waits: Sequence[float]) -> str:
    return f"{sum(map(math.isfinite, waits))} of {len(waits)}"


def visitors(bench: Bench) -> None:
    """Two hundred visitors within a minute, against the plain app."""
    head(
        f"A hall: {VISITORS} visitors within {ARRIVE:.0f} s, each moves T every {EVERY:.0f} s; "
        f"{WORKERS} workers",
        "what|plain app|ours|ratio|wanted",
    )
    plain = measure(Site(bench.plain.app, "/", live=False))
    ours = measure(Site(APP, LINK, live=True))
    _percentiles("page stands", plain.waits.pages, ours.waits.pages)
    _percentiles("release", plain.waits.releases, ours.waits.releases)
    _compared("processor time of the workers, s", plain.workers, ours.workers)
    _compared("of nginx, s", plain.nginx, ours.nginx)
    _compared("peak memory of a worker, MB", plain.memory, ours.memory, f"below {MEMORY} MB")
    pairs: Mapping[str, tuple[Sequence[float], Sequence[float]]] = {
        "first bar in a Chromium among them, ms": (plain.bars, ours.bars),
        "its release until settled, ms": (plain.settled, ours.settled),
    }
    for what, (theirs, found) in pairs.items():
        if not theirs or not found:
            row(what, len(theirs), len(found), "", "none came in time")
            continue
        share = _ratio(float(np.median(theirs)), float(np.median(found)))
        row(what, spread(theirs, 0), spread(found, 0), share, "")
    row("pages", _answered(plain.waits.pages), _answered(ours.waits.pages), "", "")
    row("releases", _answered(plain.waits.releases), _answered(ours.waits.releases), "", "")
    for name, troubles in (("plain app", plain.waits.troubles), ("ours", ours.waits.troubles)):
        for trouble in troubles[:MOST_TROUBLES]:
            print(f"\nTrouble, {name}: {trouble}", flush=True)
