"""A position of a slider shows under the hand what the page shows there after release."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from streamlit.testing.v1 import AppTest

from logitviz.charts.formats import written
from logitviz.lessons import PAGES
from tests.lessons.profiles import PROFILES
from tests.lessons.table import options_of
from tests.live.decoded import Decoded
from tests.shell.visits import (
    LOGITS,
    as_link,
    charts,
    plan,
    seen,
    slide,
    slider_of,
    troubles,
    visit,
)

pages = pytest.mark.parametrize("page", PAGES)


def text_at(decoded: Decoded, text: dict[str, object], control: str, place: int) -> str:
    """A text of the plan with a slider at some position, by the rules of `charts.text`."""
    shown = []
    for ref, form, column in text["parts"]:  # type: ignore[attr-defined]
        value = decoded.at(ref, control, place)[column]
        shown.append(written(value, form))
    return str(text["template"]).format(*shown)


def setting(at: AppTest, control: str) -> tuple[int, object]:
    """One position of a slider with its value."""
    if options := options_of(control):
        place = len(options) // 2 + 1
        return place, options[place]
    slider = slider_of(at, control)
    low, high, step = (float(str(v)) for v in (slider.min, slider.max, slider.step))
    place = round((high - low) / step) // 3
    return place, round(low + step * place, 10)


@pages
def test_the_page_says_which_sliders_it_follows(page: str) -> None:
    assert set(plan(seen(page)).header["controls"]) == set(PROFILES[page].sliders)
    assert set(PROFILES[page].sliders) - set(PROFILES[page].tried) <= set(LOGITS)


def elsewhere(page: str) -> AppTest:
    """A page in the state in which a mouse first tries its sliders."""
    return seen(page, **dict(parse_qsl(next(iter(PROFILES[page].drags)))))


@pages
def test_what_a_mouse_tries_moves_all_that_any_slider_moves(page: str) -> None:
    tried = {key for keys in PROFILES[page].drags.values() for key in keys}
    movers = [set(series["sweeps"]) for series in plan(elsewhere(page)).series]
    assert [sliders for sliders in movers if sliders and not sliders & tried] == []


@pages
def test_a_position_under_the_hand_shows_what_stands_after_release(page: str) -> None:
    at = visit(page)
    before = plan(at)
    for control in PROFILES[page].tried:
        place, value = setting(at, control)
        slide(at, control, value)
        assert troubles(at) == [], f"{control} = {value}"
        after = plan(at)
        assert_stands(at, before, after, control, place)
        before = after


def assert_stands(at: AppTest, before: Decoded, after: Decoded, control: str, place: int) -> None:
    """Compare what a page shows with what the plan before had for a position of a slider."""
    now = {text["selector"]: text_at(after, text, "", 0) for text in after.texts}
    for text in before.texts:
        assert text_at(before, text, control, place) == now[text["selector"]], control
    for key, figure in charts(at).items():
        for (trace, name), (ref, form, _, scale, shift) in before.attributes(key).items():
            row = before.at(ref, control, place)
            drawn = figure["data"][trace][name]
            if form:
                assert drawn == [written(v, form) for v in row], f"{key} under {control}"
            else:
                atol = 1.002 * before.most_off(ref, control)
                flat = np.array(drawn, dtype=np.float64).ravel()
                assert_allclose(flat, scale * row + (shift or 0), rtol=0, atol=atol + 1e-5)


@pages
def test_the_plan_knows_where_the_sliders_stand(page: str) -> None:
    at = elsewhere(page)
    for key, place in plan(at).header["controls"].items():
        options = options_of(key)
        value = at.session_state[key] if options else slider_of(at, key).value
        assert place == (options.index(value) if options else value)


@pages
def test_what_the_page_writes_is_what_the_plan_writes_at_rest(page: str) -> None:
    at = elsewhere(page)
    decoded = plan(at)
    shown = "\n".join([*(m.value for m in at.metric), *(m.value for m in at.markdown)])
    assert decoded.texts
    for text in decoded.texts:
        assert text_at(decoded, text, "", 0) in shown


@pages
def test_a_page_that_has_heard_of_the_live_link_still_draws_and_sends_the_present(
    page: str,
) -> None:
    at = visit(page)
    at.session_state["logitviz"].linked = "desk"
    at.run()
    kept = charts(at)
    key = PROFILES[page].sliders[0]
    _, value = setting(at, key)
    slide(at, key, value)
    assert troubles(at) == []
    assert charts(at) == kept  # the browser brings the kept figures to the present
    found, fresh = plan(at), plan(visit(page, **{key: as_link(value)}))
    assert found.charts == fresh.charts
    for ours, theirs in zip(found.series, fresh.series, strict=True):
        assert ours.keys() == theirs.keys()
    for ref in range(len(fresh.series)):
        assert_array_equal(found.now(ref), fresh.now(ref))
