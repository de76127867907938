import pytest
from playwright.sync_api import Page

from tools.browser import PATHS, Server, wait_until_settled
from tools.drawn import bars, calculated, charts, misdrawn
from tools.hand import Hand, position

MAIN_CHART = {"confidence": "a_bars"}


@pytest.mark.parametrize("name", PATHS)
def test_each_page_shows_its_charts_without_an_error(name: str, page: Page, server: Server) -> None:
    page.goto(server.url + PATHS[name])
    wait_until_settled(page)
    main = MAIN_CHART.get(name, "probabilities")
    assert main in charts(page)
    assert page.locator(f".st-key-{main}").is_visible()
    assert not misdrawn(page, main, calculated(page, main))


@pytest.mark.parametrize("name", PATHS)
def test_each_page_follows_a_hand_that_holds_the_temperature(
    name: str, page: Page, server: Server
) -> None:
    page.goto(server.url + PATHS[name])
    wait_until_settled(page)
    main = MAIN_CHART.get(name, "probabilities")
    before = bars(page, main)
    hand = Hand.press(page, "T")
    hand.move(80)
    page.wait_for_function("document.documentElement.dataset.logitviz === 'moving'")
    assert position(page, "T") == 80
    during = bars(page, main)
    assert during != before
    assert not misdrawn(page, main, calculated(page, main))
    hand.release()
    wait_until_settled(page)
    assert bars(page, main) == during
