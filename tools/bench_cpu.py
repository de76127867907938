"""How much processor time a visit and a release cost the server, against the plain app.

For every page both apps are started afresh and warmed up. In each round one link is opened twice,
as two visitors would, and both visitors release the main slider on the same positions: the second
visitor asks only for what the first has asked for before. Every one of these acts is paired with
the same act on the plain app, in alternating order. What an idle server uses in the same time is
subtracted.

A page with more kinds of elements than the plain app loads more of Streamlit's own files, each of
which costs the server about 2 ms. So at the end the second visitor opens the link once more: the
browser has these files then, and what is measured is the app.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from statistics import median

from playwright.sync_api import Browser

from .bench_bytes import Wire
from .bench_pages import PLAIN_SLIDER, Subject
from .bench_run import Bench
from .browser import VIEWPORT, Server, chromium, serve, wait_until_settled
from .hand import Hand, position, track
from .report import head, ratio, row, spread

RELEASES = 4  # by each visitor in each round
WARM_UPS = 2  # visits: the first imports modules
IDLE_SECONDS = 5.0
LOOK_SECONDS, IDLE_SHARE, PATIENCE = 0.1, 0.02, 60.0  # idle: below 2 % of one processor
FIRST, SECOND = "first visitor of a link", "second visitor of the link"
NEW, SEEN = "release to a new state", "release to a seen state"
AGAIN = "second visitor, once more"


def wait_until_idle(server: Server) -> None:
    """Wait until a server has finished all work."""
    deadline = time.monotonic() + PATIENCE
    before = server.cpu_seconds()
    while time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
        now = server.cpu_seconds()
        if now - before < IDLE_SHARE * LOOK_SECONDS:
            return
        before = now
    raise TimeoutError(f"the server of {server.app.name} does not become idle")


@dataclass
class Site:
    """One of the two apps, on a fresh server.

    Parameters
    ----------
    server, browser
        The server of the app, and the browser that visits it.
    slider
        The key of the slider to release.
    live
        Whether the app has a live link.
    idle
        The share of one processor that the idle server uses.
    """

    server: Server
    browser: Browser
    slider: str
    live: bool
    idle: float = 0.0

    def cost(self, act: Callable[[], None]) -> float:
        """Give the processor time that an act costs the server, in ms."""
        wait_until_idle(self.server)
        begin, before = time.monotonic(), self.server.cpu_seconds()
        act()
        wait_until_idle(self.server)
        used = self.server.cpu_seconds() - before
        return 1000 * (used - self.idle * (time.monotonic() - begin))


class Visitor:
    """A page in a browser that has stored nothing of the app."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._page = site.browser.new_context(viewport=VIEWPORT).new_page()
        self._wire = Wire(self._page)

    def open(self, path: str) -> None:
        """Open a link and wait until the page has settled."""
        self._page.goto(self._site.server.url + path)
        wait_until_settled(self._page, live=self._site.live)

    def positions(self) -> list[int]:
        """Give the positions on which the slider may be released, in random order."""
        slider = self._site.slider
        here = position(self._page, slider)
        others = [p for p in range(track(self._page, slider).steps + 1) if p != here]
        random.Random(0).shuffle(others)
        return others

    def release(self, target: int) -> None:
        """Drag the slider to a position, release it, and wait until the page has settled."""
        self._page.bring_to_front()
        hand = Hand.press(self._page, self._site.slider)
        hand.move(target)
        self._wire.let_go(hand)
        wait_until_settled(self._page, live=self._site.live)

    def leave(self) -> None:
        """Close the page."""
        self._page.context.close()


@dataclass
class CpuComparison:
    """The costs of visits and releases of one page, each with that of the plain app."""

    ours: Site
    plain: Site
    subject: Subject
    costs: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def pair(self, name: str, ours: Callable[[], None], plain: Callable[[], None]) -> None:
        """Measure an act on both apps, in an order that alternates."""
        known = self.costs.setdefault(name, [])
        if len(known) % 2:
            cost, usual = self.ours.cost(ours), self.plain.cost(plain)
        else:
            usual, cost = self.plain.cost(plain), self.ours.cost(ours)
        known.append((cost, usual))

    @contextmanager
    def visitors(self) -> Iterator[tuple[Visitor, Visitor]]:
        """Give each app a visitor, who leaves at the end."""
        both = Visitor(self.ours), Visitor(self.plain)
        yield both
        for visitor in both:
            visitor.leave()

    def warm_up(self) -> None:
        """Visit both apps and release their sliders until everything is loaded."""
        for _ in range(WARM_UPS):
            with self.visitors() as (ours, plain):
                ours.open(self.subject.path)
                plain.open(self.subject.plain_path)
                for visitor in (ours, plain):
                    visitor.release(visitor.positions()[-1])

    def measure_idle(self) -> None:
        """Measure what the servers use while each has a visitor who does nothing."""
        with self.visitors() as (ours, plain):
            ours.open(self.subject.path)
            plain.open(self.subject.plain_path)
            sites = self.ours, self.plain
            for site in sites:
                wait_until_idle(site.server)
            before = [site.server.cpu_seconds() for site in sites]
            time.sleep(IDLE_SECONDS)
            for site, used in zip(sites, before, strict=True):
                site.idle = (site.server.cpu_seconds() - used) / IDLE_SECONDS

    def measure(self, turn: int) -> None:
        """Measure two visitors of one link, one after the other."""
        path, start = self.subject.link(turn), turn * RELEASES
        for visit, release in ((FIRST, NEW), (SECOND, SEEN)):
            with self.visitors() as (ours, plain):
                opened = partial(ours.open, path), partial(plain.open, self.subject.plain_path)
                self.pair(visit, *opened)
                targets = zip(cycle(ours.positions()), cycle(plain.positions()))
                for target, usual in islice(targets, start, start + RELEASES):
                    self.pair(release, partial(ours.release, target), partial(plain.release, usual))
                if visit == SECOND:
                    self.pair(AGAIN, *opened)


@contextmanager
def comparison(bench: Bench, subject: Subject) -> Iterator[CpuComparison]:
    """Start a fresh server of each app, and a browser, and warm them up."""
    with serve() as app, serve(bench.plain.app) as plain, chromium() as browser:
        ours = Site(app, browser, subject.sliders[0], live=True)
        usual = Site(plain, browser, PLAIN_SLIDER, live=False)
        found = CpuComparison(ours, usual, subject)
        found.warm_up()
        found.measure_idle()
        yield found


def loads(bench: Bench) -> None:
    """Processor time of the server for a visit and for a release, against the plain app."""
    head("Processor time of the server, ms", "page|for|times|plain app|ours|ratio")
    ratios: dict[str, dict[str, float]] = {}
    for subject in bench.subjects:
        with comparison(bench, subject) as found:
            for turn in range(bench.repetitions):
                found.measure(turn)
        for act, costs in found.costs.items():
            ours, plain = zip(*costs, strict=True)
            row(subject.name, act, len(costs), spread(plain), spread(ours), ratio(ours, plain))
            ratios.setdefault(act, {})[subject.name] = median(ours) / median(plain)
        idle = [f"{1000 * site.idle:.1f}" for site in (found.plain, found.ours)]
        row(subject.name, "an idle second (subtracted)", 1, *idle, "")
    for act, pages in ratios.items():
        worst = max(pages, key=lambda name: pages[name])
        print(
            f"\n{act}: median {median(pages.values()):.2f} times the plain app, "
            f"worst {pages[worst]:.2f} ({worst}).",
            flush=True,
        )
