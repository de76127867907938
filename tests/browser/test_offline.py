"""A page that was taken along: opened from a file, without a server and without a net."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from logitviz.charts.themes import DARK, LIGHT
from logitviz.lessons.confidence.cases import COUPLED
from tests.browser.acts import hidden, visit
from tests.browser.conftest import Troubles, new_context
from tests.browser.contrast import rgb
from tests.browser.screen import differences, look
from tests.lessons.offline import offline_html
from tests.lessons.profiles import ONE_OF_EACH_GROUP, PROFILES
from tests.lessons.shown import Shown, shown
from tests.lessons.state import State
from tools.browser import PATHS, Server

TALL = {"width": 1280, "height": 4200}  # everything is in sight
THUMB = 16  # pixels: how wide Chromium draws it
DRAWN = """() => [...document.querySelectorAll('.stPlotlyChart')].every((chart) =>
  chart.dataset.logitvizKnown === '') && document.querySelector('.moved > span')?.textContent"""


@pytest.fixture(scope="module")
def offline_context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without a net."""
    with new_context(browser, viewport=TALL, offline=True) as opened:
        yield opened


@pytest.fixture
def asked() -> list[str]:
    """Whatever the file asks for."""
    return []


@pytest.fixture
def taken(offline_context: BrowserContext, asked: list[str]) -> Iterator[Page]:
    """A tab in which no error goes unseen, and which asks for one file alone."""
    troubles = Troubles()
    troubles.watch(offline_context)
    opened = offline_context.new_page()
    opened.on("request", lambda each: asked.append(each.url))
    yield opened
    opened.close()
    troubles.forget(offline_context)
    assert troubles.unexpected == []
    assert all(each.startswith(("file:", "data:", "blob:")) for each in asked)


def open_file(taken: Page, folder: Path, name: str, link: str = "") -> None:
    """Write the file of a page, and open it from the disk."""
    file = folder / f"{name}.html"
    file.write_text(offline_html(name, link), encoding="utf-8")
    taken.goto(file.as_uri())
    taken.wait_for_function(DRAWN)


def wanted(taken: Page, name: str, state: State) -> Shown:
    """What the file has to show of a state: all that it has a place for."""
    everything = shown(name, state)
    keys = set(
        taken.evaluate(
            "() => [...document.querySelectorAll('[class*=st-key-]')].map((box) =>"
            " box.className.match(/st-key-(?:live_)?(\\w+)/)[1])"
        )
    )
    return Shown(
        {key: traces for key, traces in everything.charts.items() if key in keys},
        {key: text for key, text in everything.texts.items() if key in keys},
        {key: cells for key, cells in everything.tables.items() if key in keys},
    )


def press(taken: Page, key: str) -> tuple[float, float, float, int]:
    """Press the mouse on the thumb of a slider; give its track."""
    slider = taken.locator(f".st-key-{key} input")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    last, now = int(slider.get_attribute("max") or ""), int(slider.input_value())
    left, width = box["x"] + THUMB / 2, box["width"] - THUMB
    middle = box["y"] + box["height"] / 2
    taken.mouse.move(left + width * now / last, middle)
    taken.mouse.down()
    return left, width, middle, last


@pytest.mark.parametrize("name", PATHS)
def test_every_slider_of_every_file_moves_all_that_depends_on_it(
    name: str, taken: Page, tmp_path: Path
) -> None:
    for link, keys in PROFILES[name].drags.items():
        open_file(taken, tmp_path, name, link)
        state = State.of(f"?{link}")
        assert differences(look(taken), wanted(taken, name, state)) == []
        for key in keys:
            left, width, middle, last = press(taken, key)
            for position in (last, 3 * last // 8):
                taken.mouse.move(left + width * position / last, middle)
                screen, moved = look(taken), state.at(key, position)
                assert screen.positions[key] == position, key
                assert differences(screen, wanted(taken, name, moved)) == [], (link, key, position)
                for other in COUPLED.get(key, ()):
                    assert all(hidden(taken, f".stSlider.st-key-{other}"))
            taken.mouse.up()
            taken.locator(".moved button").click()
        assert differences(look(taken), wanted(taken, name, state)) == []


def test_the_data_panel_gives_the_page_in_its_state(
    page: Page, taken: Page, server: Server, tmp_path: Path
) -> None:
    visit(page, f"{server.url}/Temperature?T=0.5&z3=6")
    page.get_by_role("button", name="Data").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="temperature.html").click()
    assert started.value.suggested_filename == "temperature.html"
    started.value.save_as(tmp_path / "taken.html")
    taken.goto((tmp_path / "taken.html").as_uri())
    taken.wait_for_function(DRAWN)
    saved = State.of("?T=0.5&z3=6")
    assert differences(look(taken), wanted(taken, "temperature", saved)) == []
    address = taken.locator("footer a")
    assert address.get_attribute("href") == f"{server.url}/Temperature?T=0.5&z3=6"
    z3 = taken.locator("footer dl div").filter(has_text="Logit of class 3")
    expect(z3.locator("dd")).to_have_text("6.0")


def status(taken: Page) -> str:
    return taken.locator(".moved > span").inner_text()


def test_one_slider_moves_at_a_time_and_the_file_says_so(taken: Page, tmp_path: Path) -> None:
    open_file(taken, tmp_path, "playground", "T=2&z1=5.25")
    saved = State.of("?T=2&z1=5.25")
    assert "One slider moves at a time" in taken.locator(".note").inner_text()
    assert (look(taken).thumbs["z1"], status(taken)) == ("5.2", "You see the saved state.")
    taken.locator(".st-key-T input").press("Home")
    assert status(taken) == "Temperature T: 0. Saved: 2."
    assert differences(look(taken), wanted(taken, "playground", saved.at("T", 0))) == []
    taken.locator(".st-key-z1 input").press("End")
    assert status(taken) == "Logit of class 1: 10.0. Saved: 5.2."
    assert look(taken).thumbs["T"] == "2"
    assert differences(look(taken), wanted(taken, "playground", saved.at("z1", 200))) == []
    taken.locator(".moved button").press("Enter")
    assert status(taken) == "You see the saved state."
    assert differences(look(taken), wanted(taken, "playground", saved)) == []
    taken.locator(".st-key-z9 input").press("ArrowRight")
    assert differences(look(taken), wanted(taken, "playground", saved.at("z9", 123))) == []


def test_in_the_dark_charts_have_the_colours_of_the_dark_theme_and_on_paper_light_ones(
    taken: Page, tmp_path: Path
) -> None:
    bar = taken.locator(".st-key-probabilities .bars .point path").nth(1)
    light, dark = (rgb(theme.categorical[0]) for theme in (LIGHT, DARK))
    open_file(taken, tmp_path, "playground")
    expect(bar).to_have_css("fill", light)
    taken.locator(".st-key-T input").press("Home")
    taken.emulate_media(color_scheme="dark")
    expect(bar).to_have_css("fill", dark)
    assert differences(look(taken), wanted(taken, "playground", State().at("T", 0))) == []
    taken.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(bar).to_have_css("fill", light)
    width = taken.locator(".st-key-probabilities .main-svg").first.evaluate("(e) => e.clientWidth")
    assert width == 640
    assert differences(look(taken), wanted(taken, "playground", State().at("T", 0))) == []
    taken.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(bar).to_have_css("fill", dark)


# Charts follow the width of the window a few frames later. The file lets no text become a program,
# as the waiting of Playwright for a condition would need.
_FITS_IN_TIME = """() => new Promise((resolve) => {
  const look = (patience) => {
    const fits = document.documentElement.scrollWidth <= innerWidth;
    if (fits || !patience) resolve(fits);
    else requestAnimationFrame(() => look(patience - 1));
  };
  look(600);
})"""


@pytest.mark.parametrize("name", ONE_OF_EACH_GROUP)
def test_a_file_fits_every_screen(name: str, taken: Page, tmp_path: Path) -> None:
    open_file(taken, tmp_path, name)
    for width in (390, 768, 1280, 1920):
        taken.set_viewport_size({"width": width, "height": 800})
        assert taken.evaluate(_FITS_IN_TIME), width
