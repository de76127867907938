"""Presenting: the panel, what is hidden, and the steps of a lecture."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from logitviz.lessons import PAGES, controls_of, path
from logitviz.live.addresses import query_of
from logitviz.live.messages import literal
from logitviz.shell.lecture import Stop, from_file, pack, to_file, unpack
from logitviz.shell.parts import MOST_HIDDEN, hiding, names_in
from tests.lessons.profiles import PROFILES
from tests.shell.lectures import code
from tests.shell.visits import (
    alts,
    charts,
    elements,
    keys_of,
    pick,
    press,
    seen,
    slide,
    troubles,
    turn,
    visit,
    within,
)

pages = pytest.mark.parametrize("page", PAGES)
STOPS = [
    Stop(f"On {name}", f"{path(name)}?{query_of(PROFILES[name].deep, controls_of(name))}")
    for name in PAGES
]
TALK = pack(STOPS)


def panel(page: str, **link: str) -> AppTest:
    """Open the panel of a page."""
    at = visit(page, **link)
    at.session_state["present"] = True
    return at.run()


def pills(at: AppTest) -> dict[str, Any]:
    """The groups of the panel by their labels."""
    return {group.label: group for group in at.button_group if str(group.key).startswith("seen_")}


def styles(at: AppTest) -> str:
    """All styles of the page that change."""
    return "".join(e.proto.body for e in elements(at, "html") if "--zoom" in e.proto.body)


def state(at: AppTest, page: str) -> dict[str, Any]:
    """What the controls of a page hold."""
    return {key: at.session_state[key] for key in keys_of(page) if key in at.session_state}


# ---- what this audience sees ----


@pages
def test_the_panel_names_what_the_page_drew(page: str) -> None:
    at = panel(page)
    assert troubles(at) == []
    found = pills(at)
    assert list(found) == ["Controls", "Charts, tables and pictures", "Words and numbers"]
    for group in found.values():
        assert group.options
        assert all(0 < len(label) <= 80 and not set("{<*#") & set(label) for label in group.options)
        assert len({*group.value}) == len(group.options)  # all of them
    assert charts(at) == charts(seen(page))  # an open panel changes nothing


def test_the_panel_costs_nothing_until_it_is_opened() -> None:
    assert not pills(seen("playground"))
    assert within(seen("playground"), "menu") is not None


def test_names_are_those_of_the_screen() -> None:
    found = pills(panel("playground"))
    assert "Temperature T" in found["Controls"].options
    assert "Logit of class 0 … Logit of class 9" in found["Controls"].options
    assert "Softmax probabilities" in found["Charts, tables and pictures"].options
    assert "Confidence" in found["Words and numbers"].options


def test_what_is_not_pressed_is_hidden_and_keeps_its_value() -> None:
    at = panel("temperature", T="2")
    group = pills(at)["Controls"]
    group.set_value([name for name in group.value if name != "T"])
    at.run()
    assert at.session_state["hide"] == "T"
    assert styles(at) == ""  # not before it is presented
    press(at, "Present this page")
    assert at.session_state["stage"] is True
    assert not at.session_state["present"]
    assert ".st-key-T" in styles(at)
    assert at.select_slider(key="T").value == "2"
    assert charts(at).keys() == charts(seen("temperature")).keys()
    assert troubles(at) == []


def test_escape_shows_everything_again_and_keeps_the_state() -> None:
    at = visit("temperature", T="2", stage="true", hide="T")
    press(at, "Show everything")
    assert at.session_state["stage"] is False
    assert styles(at) == ""
    assert at.select_slider(key="T").value == "2"
    assert at.session_state["hide"] == "T"


def test_the_panel_gives_the_link_that_opens_exactly_so() -> None:
    at = pick(panel("temperature", T="2", hide="T.curves"), "zoom", "2")
    (address,) = [code.value for code in at.code if "stage=true" in code.value]
    assert address.endswith("/Temperature?T=2&stage=true&hide=T.curves&zoom=2")


def test_numbered_controls_are_one_part() -> None:
    css = hiding("z", [f"z{i}" for i in range(10)])
    assert all(f".st-key-z{i}" in css for i in range(10))


HOSTILE = [
    "a}body{display:none",
    "<script>",
    "..",
    "1a",
    "x" * 5000,
    ".".join(f"a{i}" for i in range(5000)),
    "\0",
    "a b",
    "ü",
    "*",
]


def test_what_is_hidden_belongs_to_one_page() -> None:
    at = visit("temperature", hide="buttons.T", T="2")
    assert at.session_state["hide"] == "buttons.T"
    turn(at, "loss")
    assert (at.session_state["hide"], at.session_state["T"]) == ("", "2")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_ignored(text: str) -> None:
    at = visit("playground", stage="true", hide=text)
    assert troubles(at) == []
    assert len(names_in(text)) <= MOST_HIDDEN
    assert len(styles(at)) < 40_000
    assert all(name.isidentifier() and name.isascii() for name in names_in(text))
    assert charts(at) == charts(seen("playground", stage="true"))


# ---- the lecture ----


def test_a_list_is_made_in_the_panel() -> None:
    at = press(panel("temperature", T="2", hide="z"), "Add this page as it is")
    (stop,) = unpack(at.session_state["talk"])
    title = "Temperature changes the lead, never the leader"
    assert stop == Stop(title, "/Temperature?T=2&hide=z")
    slide(at, "T", "5")
    new = next(box for box in at.text_input if str(box.key).startswith("title_new"))
    new.set_value("Hotter").run()
    press(at, "Add this page as it is")
    assert [s.title for s in unpack(at.session_state["talk"])] == [stop.title, "Hotter"]
    press(at, "Down 1")
    assert [s.title for s in unpack(at.session_state["talk"])] == ["Hotter", stop.title]
    first = next(box for box in at.text_input if str(box.key).startswith("title_0"))
    first.set_value("Very hot").run()
    press(at, "Remove 2")
    assert unpack(at.session_state["talk"]) == [Stop("Very hot", "/Temperature?T=5&hide=z")]
    assert troubles(at) == []


def test_a_list_goes_from_page_to_page() -> None:
    at = press(panel("temperature"), "Add this page as it is")
    talk = at.session_state["talk"]
    turn(at, "sigmoid")
    assert at.session_state["talk"] == talk


def test_a_list_is_saved_and_loaded() -> None:
    at = panel("playground", talk=TALK)
    (button,) = [b for b in at.download_button if b.label == "Save as a file"]
    assert button.proto.url
    at.file_uploader[0].set_value(
        ("lecture.json", b'{"lecture": 1, "links": [{"title": "A", "link": "/?T=2"}]}', "")
    )
    at.run()
    assert unpack(at.session_state["talk"]) == [Stop("A", "/?T=2")]
    assert troubles(at) == []
    at.file_uploader[0].set_value(("lecture.json", b"<script>", "")).run()
    assert unpack(at.session_state["talk"]) == [Stop("A", "/?T=2")]
    (complaint,) = troubles(at)
    assert complaint.startswith("Nothing was changed: ")


def test_a_list_that_does_not_fit_changes_nothing() -> None:
    at = panel("playground", talk=TALK, slide="40")
    long = [Stop(str(i), f"/?drawn={(i * 7919**80):x}") for i in range(1, 39)]
    at.file_uploader[0].set_value(("lecture.json", to_file(long).encode(), "")).run()
    (complaint,) = troubles(at)
    assert complaint.startswith("Nothing was changed: ")
    assert (at.session_state["talk"], at.session_state["slide"]) == (TALK, 40)
    press(at, "Remove 1")
    assert at.session_state["slide"] == len(STOPS) - 1


def test_a_link_too_long_for_a_list_does_not_destroy_it() -> None:
    at = panel("features", talk=TALK, drawn="34g" * 1400)
    press(at, "Add this page as it is")
    complaint, _ = troubles(at)  # the other is about the strokes
    assert complaint.startswith(f"Nothing was changed: Link {len(STOPS) + 1} has ")
    assert at.session_state["talk"] == TALK


def test_a_step_keeps_a_value_that_is_empty() -> None:
    talk = pack([Stop("Empty", "/Confidence?a=")])
    at = press(visit("playground", stage="true", talk=talk), "Next")
    new = visit("confidence", a="", stage="true", talk=talk, slide="1")
    assert dict(at.query_params) == dict(new.query_params)
    assert at.query_params["a"] in ("", [""])
    assert state(at, "confidence") == state(new, "confidence")


def test_a_hostile_list_in_a_link_is_answered_where_it_matters() -> None:
    assert troubles(visit("playground", talk="<script>")) == []
    (complaint,) = troubles(panel("playground", talk="<script>"))
    assert "logitviz has written" in complaint
    at = visit("playground", talk="1AAAA", stage="true")
    assert troubles(at) == []
    assert literal("The list of links in this address is cut off or changed.") in [
        piece.value for piece in at.caption
    ]


@pytest.mark.parametrize("link", ["![](https://evil.io/a.png)", "[Sign in](https://evil.io)"])
def test_a_link_that_leads_to_no_page_is_quoted_and_not_shown_as_markdown(link: str) -> None:
    talk = code([["a", link]])
    said = [piece.value for piece in visit("playground", talk=talk, stage="true").caption]
    said += troubles(panel("playground", talk=talk))
    quoting = [text for text in said if "leads to no page" in text]
    assert len(quoting) == 2
    assert all(literal(link[:40]) in text for text in quoting)


def test_every_step_of_a_lecture_is_what_its_link_opens() -> None:
    at = visit("playground", stage="true", talk=TALK, T="3", z3="7")
    for place, stop in enumerate(STOPS, 1):
        press(at, "Next")
        assert_is(at, place, stop)
    for place in (len(STOPS) - 1, len(STOPS) - 2, len(STOPS) - 3):
        press(at, "Back")
        assert_is(at, place, STOPS[place - 1])


def assert_is(at: AppTest, place: int, stop: Stop) -> None:
    """A visit is where the link of a lecture leads in a new tab."""
    link = dict(pair.split("=", 1) for pair in stop.query.split("&"))
    link = {key: str(PROFILES[stop.page].deep[key]) for key in link}
    new = visit(stop.page, **link, stage="true", talk=TALK, slide=str(place))
    assert troubles(at) == troubles(new) == []
    assert state(at, stop.page) == state(new, stop.page)
    assert dict(at.query_params) == dict(new.query_params)
    assert charts(at) == charts(new)
    assert alts(at) == alts(new)
    assert [m.value for m in at.markdown] == [m.value for m in new.markdown]
    assert [m.value for m in at.metric] == [m.value for m in new.metric]


def test_a_lecture_starts_and_ends_with_its_list() -> None:
    at = press(panel("sigmoid", talk=TALK, c="2"), "Start")
    assert at.session_state["slide"] == 1
    back = within(at, "stage_bar").button[0]
    assert back.label == "Back"
    assert back.disabled
    last = visit("your_model", talk=TALK, stage="true", slide=str(len(STOPS)))
    assert [b.label for b in within(last, "stage_bar").button if b.disabled] == ["Next"]
    beyond = visit("playground", talk=TALK, stage="true", slide="40")
    assert f"{len(STOPS)}/{len(STOPS)}" in within(beyond, "stage_bar").caption[0].value


def test_a_title_from_a_link_is_quoted() -> None:
    talk = pack([Stop("[a](//evil.io) <b> $x$", "/")])
    at = visit("playground", talk=talk, stage="true", slide="1")
    (caption,) = within(at, "stage_bar").caption
    assert "\\[a\\]" in caption.value
    assert not set("[]()<>*$") & set(re.sub(r"\\.", "", caption.value))


def test_a_saved_file_is_read_by_people() -> None:
    assert from_file(b'{"lecture": 1, "links": []}') == []
