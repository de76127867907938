"""How often charts are redrawn while a slider is dragged at the pace of a real hand.

This part of the benchmark uses Playwright's asynchronous interface: Chromium confirms a mouse
event only with the next frame, so a caller that waits for it sends at most thirty a second.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.async_api import Page, async_playwright

from .bench_pages import Subject, Survey, survey, write_limit
from .bench_run import Bench, visit
from .browser import SETTLED, SETTLED_LIVE, VIEWPORT, chromium, launch_options
from .hand import TRACK, Track
from .meters import NEXT_FRAME
from .report import head, ratio, row, spread

HERTZ = 60
SECONDS = 2.0
LIMIT = "limit"

# An update is an animation frame in which the drawn bars differ from the frame before.
_START_COUNTING = """(chart) => {
  const meter = { frames: 0, updates: 0, events: 0, begin: performance.now(), on: true };
  const drawing = () => [...document.querySelectorAll(`.st-key-${chart} .bars path`)]
    .map((path) => path.getAttribute("d")).join();
  let before = drawing();
  const frame = () => {
    if (!meter.on) return;
    const now = drawing();
    meter.frames += 1;
    if (now !== before) meter.updates += 1;
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  meter.count = () => { meter.events += 1; };
  addEventListener("pointermove", meter.count, true);
  window.dragMeter = meter;
}"""
_STOP_COUNTING = """() => {
  const meter = window.dragMeter;
  meter.on = false;
  removeEventListener("pointermove", meter.count, true);
  const seconds = (performance.now() - meter.begin) / 1000;
  return { updates: meter.updates / seconds, frames: meter.frames / seconds,
    events: meter.events / seconds };
}"""


@dataclass(frozen=True)
class Drag:
    """What happened per second of a drag, and what it cost the server.

    Parameters
    ----------
    updates
        Frames in which the chart was drawn anew.
    frames
        Frames the browser made.
    events
        Mouse events that reached the page; several between two frames count as one.
    cpu
        Processor time of the server in seconds, the rerun on release included.
    """

    updates: float
    frames: float
    events: float
    cpu: float


async def _sweep(page: Page, track: Track, found: Survey) -> None:
    """Send a mouse event every sixtieth of a second, whatever the page does meanwhile."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    sent = []
    while (passed := loop.time() - start) < SECONDS:
        x = track.at(found.stretch.triangle(passed / SECONDS))
        sent.append(asyncio.create_task(page.mouse.move(x, track.y)))
        passed = loop.time() - start
        await asyncio.sleep((int(passed * HERTZ) + 1) / HERTZ - passed)
    await asyncio.gather(*sent)


async def _drag(page: Page, found: Survey) -> dict[str, float]:
    """Drag a slider up and back once, count the updates, and release it on a new position."""
    await page.bring_to_front()
    track = Track(**await page.locator(f".st-key-{found.slider}").evaluate(TRACK))
    await page.mouse.move(track.x, track.y)
    await page.mouse.down()
    await page.mouse.move(track.at(found.stretch.low), track.y)
    await page.evaluate(NEXT_FRAME)
    await page.evaluate(_START_COUNTING, found.chart)
    await _sweep(page, track, found)
    counted: dict[str, Any] = await page.evaluate(_STOP_COUNTING)
    await page.mouse.move(track.at(found.stretch.rest(track.position)), track.y)
    await page.mouse.up()
    return counted


async def _compare_drags(
    addresses: Mapping[str, str],
    found: Survey,
    turns: Iterable[str],
    cpu_seconds: Callable[[], float],
) -> dict[str, list[Drag]]:
    drags: dict[str, list[Drag]] = {name: [] for name in addresses}

    async def settle(name: str) -> None:
        if name != LIMIT:
            await pages[name].evaluate(SETTLED, SETTLED_LIVE)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        pages: dict[str, Page] = {}
        for name, address in addresses.items():
            context = await browser.new_context(viewport=VIEWPORT)
            pages[name] = await context.new_page()
            await pages[name].goto(address)
            await settle(name)
        for name in turns:
            before = cpu_seconds()
            counted = await _drag(pages[name], found)
            await settle(name)
            drags[name].append(Drag(**counted, cpu=cpu_seconds() - before))
        await browser.close()
    return drags


def compare_drags(
    addresses: Mapping[str, str],
    found: Survey,
    turns: Iterable[str],
    cpu_seconds: Callable[[], float],
) -> dict[str, list[Drag]]:
    """Drag the same slider on several pages, in turns.

    Parameters
    ----------
    addresses
        The pages by name; the page named `LIMIT` is no Streamlit page.
    found
        The slider, its chart, and the stretch to drag it over.
    turns
        Which page is dragged, one after the other.
    cpu_seconds
        The server's processor time so far.
    """
    return asyncio.run(_compare_drags(addresses, found, turns, cpu_seconds))


def _surveys(bench: Bench) -> Iterator[tuple[Subject, Survey]]:
    """Find out what the sliders under test do, on every page."""
    for subject in bench.subjects:
        for slider in subject.sliders:
            with chromium() as browser:
                found = survey(visit(browser, bench.app.url + subject.path), slider, subject.chart)
            yield subject, found


def rates(bench: Bench) -> None:
    """Chart updates per second while a slider is dragged, against JavaScript alone."""
    head(
        "Chart updates per second, 2 s drag at 60 Hz",
        "page|slider|charts that follow: bars, others|positions|JavaScript alone|"
        "0 ms|ratio|100 ms|ratio|events/s: limit, 0 ms|server CPU s per drag",
    )
    shares: dict[str, float] = {}
    for subject, found in _surveys(bench):
        addresses = {
            LIMIT: write_limit(found, bench.folder, bars_only=bench.bars_only),
            "near": bench.app.url + subject.path,
            "far": bench.slow + subject.path,
        }
        drags = compare_drags(addresses, found, bench.turns(list(addresses)), bench.app.cpu_seconds)
        _rate_row(subject, found, drags)
        limit = median(one.updates for one in drags[LIMIT])
        for name in ("near", "far"):
            share = median(one.updates for one in drags[name]) / limit
            shares[f"{subject.name}, {found.slider}, {name}"] = share
    worst = min(shares, key=lambda name: shares[name])
    print(f"\nThe worst page: {worst}, {shares[worst]:.2f} of the limit.", flush=True)


def _rate_row(subject: Subject, found: Survey, drags: Mapping[str, Sequence[Drag]]) -> None:
    """Print the figures of one slider."""
    seen = {name: [one.updates for one in some] for name, some in drags.items()}
    events = {name: median(one.events for one in some) for name, some in drags.items()}
    row(
        subject.name,
        found.slider,
        f"{len(found.sizes)}, {len(found.others)}",
        f"{found.stretch.high - found.stretch.low + 1} of {len(found.rows)}",
        spread(seen[LIMIT]),
        spread(seen["near"]),
        ratio(seen["near"], seen[LIMIT]),
        spread(seen["far"]),
        ratio(seen["far"], seen[LIMIT]),
        f"{events[LIMIT]:.0f}, {events['near']:.0f}",
        spread([one.cpu for one in drags["near"]], 2),
    )
