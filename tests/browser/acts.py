"""What several browser tests do with a page."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, ViewportSize, expect

from logitviz.charts.words import words_of
from logitviz.lessons import MENU
from tests.browser.screen import differences, look
from tests.lessons.shown import shown
from tests.lessons.state import State
from tools.browser import PATHS, VIEWPORT, Server, wait_until_settled
from tools.hand import slider
from tools.shots import Theme

PHONE: ViewportSize = {"width": 390, "height": 844}
TALL: ViewportSize = {"width": 1280, "height": 2850}  # everything of every page is in sight
_STANDS_AT = """([input, position]) =>
  Math.round((input.value - input.min) / input.step) === position"""
TWO_FRAMES = "() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))"
FOCUSED = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const key = [...(e.closest("[class*=st-key-]")?.classList ?? [])].find(
    (name) => name.startsWith("st-key-"))?.match(/st-key-(\\w+)/)[1];
  const words = [...e.querySelectorAll("p")].map((p) => p.textContent);
  const aside = e.matches("main") || /^Help for|^Save as a drawing/.test(e.ariaLabel ?? "");
  return { names: aside ? [] : [key, ...words],
    seen: e.checkVisibility({ visibilityProperty: true }),
    inPopover: e.closest("[data-testid=stPopoverBody]") !== null };
}"""
MOST_TABS = 150
SNAPSHOTS = "[class*=st-key-snapshot_]:not([class*=snapshot_of_])"  # of the state of the whole page
# The page starts at its top, with nothing in focus.
_CHANGE_ADDRESS = """(address) => {
  document.activeElement?.blur();
  document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
  history.replaceState(history.state, "", address);
  dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
}"""
# Marks that stay with a chart as long as it is the same element.
MARK = """() => document.querySelectorAll(".js-plotly-plot").forEach(
  (chart, i) => { chart.mark = i; })"""
# Words of all live elements in sight, and of some more, per painted frame, until asked for.
_FILM = """(more) => {
  const film = window.film = { frames: new Set(), on: true };
  const key = (box) =>
    box.closest("[class*=st-key-]").className.match(/st-key-(?:live_)?(\\w+)/)[1];
  const inSight = (box) => {
    const { top, bottom } = box.getBoundingClientRect();
    const drawing = box.matches(".stPlotlyChart")
      ? box.querySelector(":is(.barlayer, .scatterlayer, .heatmaplayer):has(*)") : box;
    return drawing && top < innerHeight && bottom > 0 &&
      getComputedStyle(drawing).visibility === "visible";
  };
  const take = () => {
    if (!film.on) return;
    const live = ["[class*=st-key-live_]", ".stPlotlyChart", ...more].join();
    const seen = [...document.querySelectorAll(live)].filter(inSight);
    film.frames.add(JSON.stringify(seen.map((box) => {
      const words = box.querySelector(".js-plotly-plot")
        ? [...box.querySelectorAll(".bartext, .textpoint text")] : [box];
      return [key(box), words.map((word) => word.textContent).join(" ")];
    })));
    requestAnimationFrame(take);
  };
  take();
}"""
_DEVELOP = "() => { window.film.on = false; return [...window.film.frames].map(JSON.parse); }"


def open_anew(page: Page, address: str) -> None:
    """Open an address as in a new tab, and wait until the page rests."""
    page.goto(address)
    wait_until_settled(page)


def visit(page: Page, address: str) -> None:
    """Bring a page into the state of an address, and wait until it rests.

    A page that is open already gets another address, as by the Back button: to load Streamlit and
    Plotly again takes four times as long.
    """
    page.evaluate("window.visited = 'elsewhere'")
    if not _stays(page, address):
        open_anew(page, address)
        return
    wait_until_settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    page.evaluate(_CHANGE_ADDRESS, address)
    wait_until_settled(page)


def _stays(page: Page, address: str) -> bool:
    """Tell whether an address is one of the page that is open."""
    here, there = (link.partition("?")[0].rstrip("/") for link in (page.url, address))
    return here == there and page.locator("[data-testid=stApp]").count() == 1


def in_size(page: Page, size: ViewportSize, scheme: Theme = "light") -> None:
    """Give a page another size and theme."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)


def tidy(page: Page, size: ViewportSize = VIEWPORT, scheme: Theme = "light") -> None:
    """Let go of what a test holds, and give the page a size and theme."""
    page.unroute_all(behavior="ignoreErrors")
    page.mouse.up()
    page.mouse.move(0, 0)
    in_size(page, size, scheme)


def empty(page: Page) -> None:
    """Close what is open in a page: its server may stop."""
    page.goto("about:blank")


@contextmanager
def visit_once(
    page: Page, address: str, size: ViewportSize, scheme: Theme = "light"
) -> Iterator[None]:
    """Open an address in a size and theme, unless it was opened so and all went well since.

    Around a whole test: a fixture does not learn whether its test has failed.
    """
    opened = [address, dict(size), scheme]
    if page.evaluate("window.visited") != opened:
        empty(page)  # what was open would be drawn once more in this size
        tidy(page, size, scheme)
        open_anew(page, address)
    page.evaluate("window.visited = null")
    yield
    page.evaluate("(opened) => { window.visited ??= opened; }", opened)


def name_of(page: Page) -> str:
    """Tell which page is open."""
    path = "/" + page.url.split("?")[0].split("/", 3)[3]
    return next(name for name, known in PATHS.items() if known == path)


def wait_for_position(page: Page, key: str, position: int) -> None:
    """Wait until a slider stands on a position and the frame after that has been painted."""
    handle = slider(page, key).element_handle()
    page.wait_for_function(_STANDS_AT, arg=[handle, position])
    page.evaluate(TWO_FRAMES)


def assert_shows(page: Page, state: State) -> None:
    """Compare all that is in sight with what the lesson says of a state."""
    screen = look(page)
    wanted = shown(name_of(page), state).seen_on(screen)
    assert wanted.charts, "no chart is in sight"
    wrong = differences(screen, wanted)
    assert not wrong, "\n".join(wrong)


def assert_shows_all(page: Page, state: State) -> None:
    """Compare the whole page, which has to be in sight, with what the lesson says of a state."""
    wrong = differences(look(page), shown(name_of(page), state))
    assert not wrong, "\n".join(wrong)


def assert_link(page: Page, state: State) -> None:
    """Compare the state that the address carries."""
    found = State.of(page.url)
    assert found == state, f"the link says {found} instead of {state}"


@contextmanager
def frozen(server: Server) -> Iterator[None]:
    """Let a server answer nothing for a while; what it is asked it answers later."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


@contextmanager
def film(page: Page, *more: str) -> Iterator[list[dict[str, str]]]:
    """Collect the different words, by key, that live elements in sight show, frame by frame.

    `more` are selectors of further elements to film.
    """
    page.evaluate(_FILM, more)
    frames: list[dict[str, str]] = []
    yield frames
    frames += map(dict, page.evaluate(_DEVELOP))


def hidden(page: Page, selector: str) -> list[bool]:
    """Tell of each element whether it is hidden."""
    found: Any = page.evaluate(
        "(s) => [...document.querySelectorAll(s)].map("
        "(e) => getComputedStyle(e).visibility === 'hidden')",
        selector,
    )
    return list(found)


def press_button(page: Page, popover: str, button: str) -> None:
    """Open a popover, press a button in it that changes the link, and wait until it has closed."""
    before = page.url
    page.get_by_test_id("stPopover").get_by_role("button", name=popover).click()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    page.wait_for_url(lambda url: url != before)
    wait_until_settled(page)


def go_by_menu(page: Page, name: str) -> None:
    """Go to a page by the menu, without waiting for it."""
    group = next(group for group, pages in MENU.items() if name in pages)
    page.locator(".st-key-menu").get_by_role("button", name=words_of("")[f"group_{group}"]).click()
    panel = page.get_by_test_id("stPopoverBody")
    panel.get_by_role("link", name=words_of(name)["page_name"], exact=True).click()
