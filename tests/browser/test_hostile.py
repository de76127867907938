"""Nothing that a link or a box says can hurt: a sentence, and the state stays."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import assert_shows, open_anew, visit
from tests.browser.conftest import STRANGER, Troubles
from tests.lessons.profiles import PROFILES
from tests.lessons.state import State
from tests.lessons.table import TABLE
from tools.browser import PATHS, Server, wait_until_settled

SCRIPT = "<script>window.stolen=1</script><img src=x onerror='window.stolen=1'>"
EVIL = {
    "T": SCRIPT, "z0": "NaN", "z1": "1e999", "z2": "999", "z3": "", "z4": "-1e999", "z5": SCRIPT,
    "z6": "0x10", "z7": "[1]", "z8": "True", "z9": "1.1\x00", "k": "77", "show": SCRIPT,
    "sort": "perhaps", "seed": "-5", "digit": "1e9", "unknown": SCRIPT, "a": SCRIPT, "b": "nan",
    "t": "NaN", "d": "inf", "net": "evil", "p": "-1", "c": "inf", "u": "💩", "v": "9" * 5000,
    "ka": "-1", "kb": "x", "_page": "1", "_charts": "1", "live_link": "1", "_linked": "projector",
}  # fmt: skip
HOSTILE = dict.fromkeys(TABLE, SCRIPT) | EVIL  # keys of later pages too
REPEATED = "T=2&T=5&z0=1&z0=2&k=1&k=2&a=1&a=2"
# All that is wrong with a text is tried without a browser; here, what a browser makes of it.
PASTES = {
    SCRIPT: "is not a number",
    "9" * 10_001: "at most 10,000 characters",
    "💩\x07\u202e": "is not a number",
    "": "",
}
ASKING = {
    "fetch(url).catch(() => {})": "http://192.0.2.1/",
    "new Image().src = url": "https://example.com/",
    "new WebSocket(url)": "wss://example.com/",
}
_STOLEN = "'stolen' in window"


@pytest.mark.parametrize("name", [name for name in PATHS if PROFILES[name].wrong_texts])
def test_a_hostile_link_leaves_the_page_in_its_default_state(
    name: str, page: Page, server: Server
) -> None:
    open_anew(page, f"{server.url}{PATHS[name]}?{urlencode(HOSTILE)}")
    assert_shows(page, State())
    complaints = page.get_by_test_id("stAlert").all_inner_texts()
    assert len(complaints) == len(PROFILES[name].wrong_texts)
    assert not page.evaluate(_STOLEN)


def test_a_repeated_parameter_takes_one_of_its_values_and_no_more(
    page: Page, server: Server
) -> None:
    open_anew(page, f"{server.url}/Temperature?{REPEATED}")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    state = State.of(page.url.split("?")[0] + "?" + _known(page.url))
    assert state.T in ("1", "2", "5")
    assert state.z[0] in (State().z[0], 1, 2)
    assert_shows(page, state)


def _known(link: str) -> str:
    """Leave out the keys of other pages, which this page neither reads nor removes."""
    return "&".join(p for p in link.partition("?")[2].split("&") if p[:2] != "a=")


def test_a_hostile_paste_is_answered_with_a_sentence_and_stays_in_the_box(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/?T=2&z0=1.5")
    state = State.of(page.url)
    page.get_by_role("button", name="Paste").click()
    box = page.get_by_label("Ten logits")
    for text, reason in PASTES.items():
        box.fill(text)
        page.get_by_role("button", name="Use these logits").click()
        complaint = page.get_by_test_id("stAlert").filter(has_text="Nothing was changed")
        expect(complaint).to_contain_text(reason)
        wait_until_settled(page)
        expect(box).to_have_value(text)
        assert State.of(page.url) == state
    page.keyboard.press("Escape")
    wait_until_settled(page)
    assert_shows(page, state)
    assert not page.evaluate(_STOLEN)


def test_a_hostile_case_is_answered_with_a_sentence_and_the_bars_stay(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/Confidence?T=2")
    page.get_by_role("button", name="Logits of A").click()
    box = page.get_by_role("textbox", name="Logits of A")
    for text in (SCRIPT, "inf 1 2 3 4 5 6 7 8 9"):
        box.fill(text)
        box.press("Enter")
        panel = page.get_by_test_id("stPopoverBody")
        expect(panel.get_by_test_id("stAlert")).to_contain_text("The bars show")
        wait_until_settled(page)
        expect(box).to_have_value(text)
        assert_shows(page, State(T="2"))
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    page.get_by_role("button", name="Logits of A").click()
    box.fill("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]")
    box.press("Enter")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    wait_until_settled(page)
    assert_shows(page, State(T="2", a=tuple(map(float, range(10)))))
    assert not page.evaluate(_STOLEN)


def test_a_page_that_asks_a_stranger_is_noticed(
    page: Page, server: Server, troubles: Troubles
) -> None:
    visit(page, f"{server.url}/Confidence?T=2")
    troubles.allow("ERR_")
    for count, (act, url) in enumerate(ASKING.items(), 1):
        with page.expect_console_message(lambda message: STRANGER in message.text):
            page.evaluate(f"(url) => {{ {act}; }}", url)
        assert len(troubles.unexpected) == count
    troubles.found.clear()
