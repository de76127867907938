"""Drags at the pace of a real hand, which does not wait for the page.

This part of the benchmark uses Playwright's asynchronous interface: Chromium confirms a mouse
event only with the next frame, so that whoever waits for that sends no more than thirty a second.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page, async_playwright

from .bench_pages import Survey
from .browser import SETTLED, SETTLED_LIVE, VIEWPORT, launch_options
from .hand import TRACK, Track
from .meters import NEXT_FRAME

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
    """What happened per second of a drag, and the server's work for it in seconds.

    Parameters
    ----------
    updates
        Frames in which the chart was drawn anew.
    frames
        Frames the browser made.
    events
        Mouse events that reached the page, several between two frames being one.
    cpu
        Processor time of the server, the rerun on release included.
    """

    updates: float
    frames: float
    events: float
    cpu: float


async def _move_to_and_fro(page: Page, hand: Track, found: Survey) -> None:
    """Send a mouse event every sixtieth of a second, whatever the page does meanwhile."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    on_the_way = []
    while (passed := loop.time() - start) < SECONDS:
        x = hand.at(found.stretch.triangle(passed / SECONDS))
        on_the_way.append(asyncio.create_task(page.mouse.move(x, hand.y)))
        passed = loop.time() - start
        await asyncio.sleep((int(passed * HERTZ) + 1) / HERTZ - passed)
    await asyncio.gather(*on_the_way)


async def drag(page: Page, found: Survey) -> dict[str, float]:
    """Drag a slider up and back once, count, and let go elsewhere."""
    await page.bring_to_front()
    hand = Track(**await page.locator(f".st-key-{found.slider}").evaluate(TRACK))
    await page.mouse.move(hand.x, hand.y)
    await page.mouse.down()
    await page.mouse.move(hand.at(found.stretch.low), hand.y)
    await page.evaluate(NEXT_FRAME)
    await page.evaluate(_START_COUNTING, found.chart)
    await _move_to_and_fro(page, hand, found)
    rates: dict[str, Any] = await page.evaluate(_STOP_COUNTING)
    await page.mouse.move(hand.at(found.stretch.rest(hand.position)), hand.y)
    await page.mouse.up()
    return rates


async def _compare(
    addresses: Mapping[str, str],
    found: Survey,
    turns: Iterable[str],
    cpu_seconds: Callable[[], float],
) -> dict[str, list[Drag]]:
    drags: dict[str, list[Drag]] = {name: [] for name in addresses}

    async def rest(name: str) -> None:
        if name != LIMIT:
            await pages[name].evaluate(SETTLED, SETTLED_LIVE)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        pages: dict[str, Page] = {}
        for name, address in addresses.items():
            context = await browser.new_context(viewport=VIEWPORT)
            pages[name] = await context.new_page()
            await pages[name].goto(address)
            await rest(name)
        for name in turns:
            before = cpu_seconds()
            rates = await drag(pages[name], found)
            await rest(name)
            drags[name].append(Drag(**rates, cpu=cpu_seconds() - before))
        await browser.close()
    return drags


def compare(
    addresses: Mapping[str, str],
    found: Survey,
    turns: Iterable[str],
    cpu_seconds: Callable[[], float],
) -> dict[str, list[Drag]]:
    """Drag the same slider on several pages, in turns.

    Parameters
    ----------
    addresses
        The pages by name; the one named by `LIMIT` is no Streamlit page.
    found
        The slider, its chart, and the stretch to drag it over.
    turns
        Which page is dragged, one after the other.
    cpu_seconds
        The server's processor time so far.
    """
    return asyncio.run(_compare(addresses, found, turns, cpu_seconds))
