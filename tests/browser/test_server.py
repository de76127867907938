"""The page outlives its server."""

from playwright.sync_api import Page, expect

from tests.browser.acts import assert_link, assert_shows, open_anew, wait_for_position
from tests.browser.conftest import Troubles
from tests.lessons.state import State
from tools.browser import Server, wait_until_settled
from tools.hand import Hand, slider

_CONNECTED = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState"

# What Streamlit and the browser say on the console while there is no server.
AWAY = (
    r"ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket connection to|"
    r"in reaching server endpoint|Streamlit server is not responding"
)

# Whether what lies below the fold was ever away.
_WATCH_LOWER = """() => new MutationObserver(() => {
  window.lowerWasAway ||= !document.querySelector(".st-key-live_steps");
}).observe(document.body, { subtree: true, childList: true })"""


def test_a_killed_and_restarted_server_finds_the_state_in_the_page(
    cold_server: Server, page: Page, troubles: Troubles
) -> None:
    troubles.allow(AWAY)
    open_anew(page, f"{cold_server.url}/?z4=-3.3")
    page.evaluate(_WATCH_LOWER)
    for position in (90, 30):
        hand = Hand.press(page, "T")
        hand.move(position)
        hand.release()
        wait_until_settled(page)
        state = State.of("/?z4=-3.3").at("T", position)
        assert_shows(page, state)
        cold_server.kill()
        page.wait_for_function(f"{_CONNECTED} !== 'CONNECTED'")
        cold_server.start()
        wait_until_settled(page)
        assert_shows(page, state)
        assert_link(page, state)
    hand = Hand.press(page, "z4")
    hand.move(150)
    wait_for_position(page, "z4", 150)
    assert_shows(page, state.at("z4", 150))
    hand.release()
    wait_until_settled(page)
    assert_shows(page, state.at("z4", 150))
    assert not page.evaluate("window.lowerWasAway")


def test_a_slider_let_go_of_while_there_is_no_server_keeps_its_value(
    cold_server: Server, page: Page, troubles: Troubles
) -> None:
    troubles.allow(AWAY)
    open_anew(page, f"{cold_server.url}/?z4=-3.3")
    hand = Hand.press(page, "T")
    hand.move(90)
    wait_for_position(page, "T", 90)
    cold_server.kill()
    expect(slider(page, "T")).to_be_disabled()
    hand.release()
    cold_server.start()
    state = State.of("/?z4=-3.3").at("T", 90)
    page.wait_for_url(lambda link: State.of(link) == state)
    wait_until_settled(page)
    assert_shows(page, state)
    hand = Hand.press(page, "T")
    hand.move(30)
    wait_for_position(page, "T", 30)
    hand.release()
    page.wait_for_url(lambda link: State.of(link) == state.at("T", 30))


# The next message of the live link does not arrive.
_LOSE = """() => {
  const send = WebSocket.prototype.send;
  window.lose = true;
  WebSocket.prototype.send = function (data) {
    const words = typeof data === "string" ? data : new TextDecoder().decode(data);
    if (!window.lose || !words.includes('"linked"')) return send.call(this, data);
    window.lose = false;
  };
}"""


def test_what_the_live_link_says_is_said_again_if_it_gets_lost(server: Server, page: Page) -> None:
    open_anew(page, f"{server.url}/?z4=-3.3")
    page.evaluate(_LOSE)
    page.emulate_media(color_scheme="dark")  # of which the link has to tell
    page.wait_for_function("window.lose === false")
    page.wait_for_function(
        "document.querySelector('.st-key-probabilities .js-plotly-plot')?.layout?.meta?.themes"
        " === '1'"
    )
    wait_until_settled(page)
    assert_shows(page, State.of("/?z4=-3.3"))
