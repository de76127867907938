from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.charts.chart import Chart
from logitviz.charts.class_bars import logit_bars as bars_of_logits
from logitviz.charts.class_bars import probability_bars as bars_of_probabilities
from logitviz.charts.class_bars import with_threshold
from logitviz.charts.formats import amount, logit, probability
from logitviz.charts.words import words_of
from logitviz.live.elements import ChartElement
from tests.charts.scenery import EXAMPLE, HOSTILE, analyse

logit_bars = partial(bars_of_logits, words_of(""))
probability_bars = partial(bars_of_probabilities, words_of(""))
SORTED = (0, 5, 4, 9, 1, 8, 2, 6, 3, 7)  # the example's classes from the largest logit down
ORDERS = {"natural": tuple(range(10)), "sorted": SORTED, "reversed": tuple(range(9, -1, -1))}
records = pytest.mark.parametrize(
    "record", [analyse(*state) for state in HOSTILE.values()], ids=HOSTILE.keys()
)
orders = pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())


def state(record: lv.Analysis) -> SimpleNamespace:
    return SimpleNamespace(record=record, logits=record.logits, prediction=record.prediction)


def shown(chart: Chart, record: lv.Analysis) -> dict[tuple[str, str], list[Any]]:
    """What a chart shows of a record, by trace and attribute."""
    element = ChartElement.of(chart, state(record))
    return {n: r.plain() for n, r in zip(element.names, element.readings, strict=True)}


def test_a_threshold_leaves_the_bars_to_be_pulled() -> None:
    pulls = tuple(f"z{c}" for c in range(10))
    assert with_threshold(logit_bars(pulls=pulls), "d").pulls == {
        "classes": pulls,
        "threshold": ("d",),
    }


def places(chart: Chart) -> list[float]:
    return list(chart.traces["classes"].x)


@records
def test_bars_are_as_high_as_their_numbers_and_say_them(record: lv.Analysis) -> None:
    left, right = (shown(chart, record) for chart in (logit_bars(), probability_bars()))
    assert_array_equal(left["classes", "y"], record.logits)
    assert left["classes", "text"] == [logit(z) for z in record.logits]
    assert_array_equal(right["classes", "y"], record.probabilities)
    assert right["classes", "text"] == [probability(p) for p in record.probabilities]


@records
@orders
def test_the_predicted_class_is_marked_at_its_place(
    record: lv.Analysis, order: tuple[int, ...]
) -> None:
    place = order.index(int(record.prediction))
    for chart, heights in (
        (logit_bars(order), record.logits),
        (probability_bars(order), record.probabilities),
    ):
        marked = shown(chart, record)
        assert marked["predicted", "x"] == [place]
        assert marked["predicted", "y"] == [heights[record.prediction]]
        assert places(chart)[int(record.prediction)] == place


def test_the_predicted_class_stands_out_by_a_pattern_and_not_by_colour_alone() -> None:
    marked = probability_bars().traces["predicted"]
    assert marked.marker.pattern.shape == "/"
    assert marked.marker.line.width > 0


@orders
def test_a_bar_stands_over_the_name_of_its_class(order: tuple[int, ...]) -> None:
    axis = probability_bars(order).layout.xaxis
    names = dict(zip(axis.tickvals, axis.ticktext, strict=True))
    assert [names[place] for place in places(probability_bars(order))] == list(map(str, range(10)))


def test_sorted_bars_fall_from_left_to_right() -> None:
    chart = probability_bars(SORTED)
    heights = np.array(shown(chart, analyse(EXAMPLE, 1.0))["classes", "y"])
    assert (np.diff(heights[np.argsort(places(chart))]) < 0).all()


@orders
def test_logits_and_probabilities_keep_the_same_places(order: tuple[int, ...]) -> None:
    left, right = logit_bars(order), probability_bars(order)
    assert places(left) == places(right)
    assert left.layout.xaxis == right.layout.xaxis


def test_another_order_is_another_figure() -> None:
    assert probability_bars().digest != probability_bars(SORTED).digest


def lead(record: lv.Analysis) -> str:
    """Who leads, as the words must say it."""
    leaders = [p for p in record.probabilities if p == max(record.probabilities)]
    return (
        f"class {record.prediction} leads with"
        if len(leaders) == 1
        else f"{len(leaders)} classes share the lead with"
    )


def words(chart: Chart, record: lv.Analysis) -> str:
    return chart.alt(state(record))


@pytest.mark.parametrize(
    ("hostile", "logits", "softmax"),
    [
        ("a tie of two", "2 classes have the largest.", "2 classes share the lead with 0.498,"),
        ("T = infinity", "class 0 has the largest.", "10 classes share the lead with 0.100,"),
        ("all equal at T = 0", "10 classes have the largest.", "10 classes share the lead with "),
    ],
)
def test_the_words_on_a_tie_by_hand(hostile: str, logits: str, softmax: str) -> None:
    record = analyse(*HOSTILE[hostile])
    assert words(logit_bars(), record).endswith(logits)
    assert softmax in words(probability_bars(), record)


@records
def test_the_words_on_logits_hold_the_records_numbers(record: lv.Analysis) -> None:
    low, high = logit(record.logits.min()), logit(record.logits.max())
    winners = [z for z in record.logits if z == max(record.logits)]
    has = f"class {record.prediction} has" if len(winners) == 1 else f"{len(winners)} classes have"
    assert words(logit_bars(), record) == (
        f"Logits of 10 classes from {low} to {high}; {has} the largest."
    )


@records
def test_the_words_on_softmax_hold_the_records_numbers(record: lv.Analysis) -> None:
    said = words(probability_bars(), record)
    assert f"T = {logit(record.temperature)}:" in said
    assert f": {lead(record)} {probability(record.confidence)}, " in said
    assert f"entropy {amount(record.entropy)} nats of at most 2.303" in said


def test_the_words_on_softmax_of_the_example_by_hand() -> None:
    assert words(probability_bars(), analyse(EXAMPLE, 2.0)) == (
        "Softmax at T = 2: class 0 leads with 0.295, entropy 2.015 nats of at most 2.303."
    )
