from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.fields import filled
from logitviz.charts.formats import amount, signed
from logitviz.charts.words import words_of
from logitviz.lessons.sigmoid.state import RISE
from logitviz.live.elements import ChartElement
from tests.cases import for_each
from tests.charts.scenery import EXAMPLE, HOSTILE
from tests.lessons.captured import captured

hostile = for_each("name", HOSTILE)
kinds = for_each("kind", ["softmax", "sigmoid"])
WORDS = words_of("sigmoid")


def state(name: str = "the example", **values: Any) -> Any:
    logits, t = HOSTILE[name]
    z = {f"z{i}": value for i, value in enumerate(logits)}
    return captured("sigmoid").state(**z | {"T": f"{t:g}"} | values)


def element(key: str, now: Any) -> ChartElement:
    return captured("sigmoid").element(key, now)


def figure(key: str, **values: Any) -> go.Figure:
    return element(key, state(**values)).chart.figure


def shown(key: str, trace: str, now: Any) -> dict[str, list[Any]]:
    """What a trace shows, by attribute."""
    found = element(key, now)
    pairs = zip(found.names, found.readings, strict=True)
    return {name: reading.plain() for (owner, name), reading in pairs if owner == trace}


@hostile
def test_the_words_on_sigmoids_name_the_sum_and_who_passes(name: str) -> None:
    now = state(name)
    words = element("sigmoids", now).alt
    sigmoids = now.record.sigmoids
    assert f": the sum is {amount(sigmoids.sum())};" in words
    passing = [str(c) for c in range(10) if sigmoids[c] >= 0.5]
    assert words.endswith(f" 0.500: {', '.join(passing) or 'none'}.")


def test_no_class_passes_a_threshold_out_of_reach() -> None:
    now = state(t=1.0)
    assert element("sigmoids", now).alt == filled(WORDS["sigmoids_alt_none"], now)


def test_the_axis_of_gains_holds_every_difference_of_probabilities() -> None:
    assert tuple(figure("gains").layout.xaxis.range) == (-1, 1)


def test_the_bars_of_gains_say_whose_logit_is_raised() -> None:
    title = figure("gains", k=7).layout.title.text
    assert title == WORDS.said("gains_title", rise=RISE, k=7)


def test_the_two_kinds_of_bars_stand_side_by_side_around_their_class() -> None:
    softmax, sigmoid = figure("gains").data
    assert_allclose(np.add(softmax.y, sigmoid.y) / 2, np.arange(10), rtol=0, atol=1e-12)
    assert softmax.y[0] + softmax.width / 2 <= sigmoid.y[0] - sigmoid.width / 2 + 0.01


def test_the_numbers_of_the_gains_lie_as_their_bars_do() -> None:
    assert all(bars.orientation == "h" and bars.textangle == 0 for bars in figure("gains").data)


@for_each("key", ["probabilities", "sigmoids"])
def test_the_bars_say_what_hatched_ones_are(key: str) -> None:
    title = figure(key).layout.title.text
    assert title.startswith(f"{WORDS[f'{key}_title']}<br>")
    assert f">{WORDS[f'{key}_hatched']}</span>" in title


def test_the_numbers_of_sigmoids_are_drawn_over_the_line_of_the_threshold() -> None:
    """The style sheet draws them on the colour of the page."""
    traces = list(element("sigmoids", state()).chart.traces)
    assert traces.index("numbers") > traces.index("threshold") > traces.index("classes")


@for_each(("index", "T"), [(0, "1"), (7, "1"), (0, "inf"), (3, "0"), (9, "0")])
def test_the_words_on_gains_hold_their_numbers(index: int, T: str) -> None:  # noqa: N803
    now = state(k=index, T=T)
    together, separate = now.softmax_gains[index], now.sigmoid_gains[index]
    moved = {"1": 1, "inf": 0, "0": int(EXAMPLE[index] <= 0 <= EXAMPLE[index] + 1)}[T]
    words = element("gains", now).alt
    assert f"class {index} {signed(together)} and" in words
    assert f" {moved} output{'s' * (moved == 0)}, by {signed(separate)}." in words


@kinds
def test_the_colours_of_the_slopes_are_centred_on_0(kind: str) -> None:
    bar = figure(f"slopes_{kind}").layout.coloraxis
    assert (bar.cmin, bar.cmax) == (-0.25, 0.25)


@kinds
def test_the_slopes_say_what_they_are_per(kind: str) -> None:
    layout = figure(f"slopes_{kind}").layout
    assert layout.title.text == WORDS[f"slopes_{kind}_title"]
    assert layout.xaxis.title.text == WORDS["slopes_x"]
    assert all("z/T" in text for text in (layout.title.text, layout.xaxis.title.text))


@kinds
@hostile
def test_the_words_on_the_slopes_hold_their_extremes(kind: str, name: str) -> None:
    now = state(name)
    slopes = getattr(now, f"{kind}_slopes")
    off = slopes[~np.eye(10, dtype=bool)].min()
    said = WORDS.said(f"slopes_{kind}_alt", most=slopes.max(), least=off)
    assert element(f"slopes_{kind}", now).alt == said
    assert f" {kind} " in said


@for_each("key", ["pair", "inverse"])
def test_the_curve_is_the_sigmoid_over_the_whole_axis(key: str) -> None:
    drawing = figure(key)
    x = np.array(drawing.data[0].x)
    assert_array_equal(drawing.data[0].y, lv.sigmoid(x))
    low, high = drawing.layout.xaxis.range
    assert x[-1] - x[0] >= 0.75 * (high - low)


def test_the_curve_of_the_logit_is_the_logit() -> None:
    curve = figure("logit").data[0]
    assert_allclose(curve.y, lv.logit(np.array(curve.x)), rtol=1e-12, atol=1e-12)


@for_each(("p", "edge", "text"), [(0.0, -8, "−∞"), (1.0, 8, "∞")])
def test_an_infinite_logit_waits_at_the_edge_and_says_so(p: float, edge: int, text: str) -> None:
    now = state(p=p)
    assert shown("logit", "point", now) == {"x": [p], "y": [edge], "text": [text]}
    assert shown("inverse", "point", now)["x"] == [edge]


@for_each(
    ("p", "words"),
    [(0.8, "logit(0.8) is 1.386."), (0.0, "logit(0) is −∞."), (1.0, "logit(1) is ∞.")],
)
def test_the_words_on_the_logit_hold_its_value(p: float, words: str) -> None:
    assert element("logit", state(p=p)).alt.endswith(words)


def test_the_words_on_the_inverse_lead_back() -> None:
    assert element("inverse", state(p=0.8)).alt.endswith("sigmoid(1.386) is 0.8 again.")
