import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.charts.bars import (
    Against,
    leader,
    logit_bars,
    probability_bars,
    sigmoid_bars,
)
from logitviz.charts.formats import amount, logit, probability
from tests.charts.scenery import EXAMPLE, HOSTILE, analyse

SORTED = (0, 5, 4, 9, 1, 8, 2, 6, 3, 7)  # the example's classes from the largest logit down
ORDERS = {"natural": tuple(range(10)), "sorted": SORTED, "reversed": tuple(range(9, -1, -1))}
records = pytest.mark.parametrize(
    "record", [analyse(*state) for state in HOSTILE.values()], ids=HOSTILE.keys()
)
orders = pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())


@records
def test_logit_bars_are_as_high_as_the_logits(record: lv.Analysis) -> None:
    assert_array_equal(logit_bars().figure(record).data[0].y, record.logits)


@records
def test_probability_bars_are_as_high_as_the_probabilities(record: lv.Analysis) -> None:
    assert_array_equal(probability_bars().figure(record).data[0].y, record.probabilities)


@records
def test_logit_bars_say_their_logits(record: lv.Analysis) -> None:
    text = logit_bars().figure(record).data[0].text
    assert list(text) == [logit(z) for z in record.logits]


@records
def test_probability_bars_say_their_probabilities(record: lv.Analysis) -> None:
    text = probability_bars().figure(record).data[0].text
    assert list(text) == [probability(p) for p in record.probabilities]


@records
@orders
def test_the_predicted_class_is_marked_at_its_place(
    record: lv.Analysis, order: tuple[int, ...]
) -> None:
    for chart, heights in (
        (logit_bars(order), record.logits),
        (probability_bars(order), record.probabilities),
    ):
        classes, marked = chart.figure(record).data
        place = order.index(int(record.prediction))
        assert tuple(marked.x) == (place,)
        assert tuple(marked.y) == (heights[record.prediction],)
        assert classes.x[int(record.prediction)] == place


def test_the_predicted_class_stands_out_by_a_pattern_and_not_by_colour_alone() -> None:
    marked = probability_bars().skeleton().data[1]
    assert marked.marker.pattern.shape == "/"
    assert marked.marker.line.width > 0


@orders
def test_a_bar_stands_over_the_name_of_its_class(order: tuple[int, ...]) -> None:
    figure = probability_bars(order).figure(analyse(EXAMPLE, 1.0))
    names = dict(zip(figure.layout.xaxis.tickvals, figure.layout.xaxis.ticktext, strict=True))
    assert [names[place] for place in figure.data[0].x] == [str(c) for c in range(10)]


def test_sorted_bars_fall_from_left_to_right() -> None:
    classes = probability_bars(SORTED).figure(analyse(EXAMPLE, 1.0)).data[0]
    falling = np.array(classes.y)[np.argsort(classes.x)]
    assert (np.diff(falling) < 0).all()


@orders
def test_logits_and_probabilities_keep_the_same_places(order: tuple[int, ...]) -> None:
    record = analyse(EXAMPLE, 1.0)
    left, right = (chart(order).figure(record) for chart in (logit_bars, probability_bars))
    assert left.data[0].x == right.data[0].x
    assert left.layout.xaxis == right.layout.xaxis


def test_another_order_is_another_skeleton() -> None:
    assert probability_bars().revision != probability_bars(SORTED).revision


THRESHOLDS = (0.0, 0.25, 0.5, 0.999, 1.0)


@pytest.mark.parametrize("threshold", THRESHOLDS)
@records
def test_sigmoids_that_reach_the_threshold_stand_out(record: lv.Analysis, threshold: float) -> None:
    classes, chosen, line = sigmoid_bars().figure(Against(record, np.array(threshold))).data
    assert_array_equal(classes.y, record.sigmoids)
    expected = [s if s >= threshold else 0 for s in record.sigmoids]
    assert_array_equal(chosen.y, expected)
    assert tuple(line.y) == (threshold, threshold)


@records
def test_sigmoid_bars_say_their_sigmoids(record: lv.Analysis) -> None:
    classes = sigmoid_bars().figure(Against(record, np.array(0.5))).data[0]
    assert list(classes.text) == [probability(s) for s in record.sigmoids]


def lead(record: lv.Analysis) -> str:
    """Who leads, as the words must say it."""
    leaders = [p for p in record.probabilities if p == max(record.probabilities)]
    return (
        f"class {record.prediction} leads with"
        if len(leaders) == 1
        else f"{len(leaders)} classes share the lead with"
    )


@records
def test_who_leads_is_named_unless_the_lead_is_shared(record: lv.Analysis) -> None:
    assert leader(record) == lead(record)


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
    assert logit_bars().alt(record).endswith(logits)
    assert softmax in probability_bars().alt(record)


@records
def test_the_words_on_logits_hold_the_records_numbers(record: lv.Analysis) -> None:
    low, high = logit(record.logits.min()), logit(record.logits.max())
    winners = [z for z in record.logits if z == max(record.logits)]
    has = f"class {record.prediction} has" if len(winners) == 1 else f"{len(winners)} classes have"
    assert logit_bars().alt(record) == (
        f"Logits of 10 classes from {low} to {high}; {has} the largest."
    )


@records
def test_the_words_on_softmax_hold_the_records_numbers(record: lv.Analysis) -> None:
    words = probability_bars().alt(record)
    assert f"T = {float(record.temperature):g}:" in words
    assert f": {lead(record)} {probability(record.confidence)}, " in words
    assert f"entropy {amount(record.entropy)} nats of at most 2.303" in words


def test_the_words_on_softmax_of_the_example_by_hand() -> None:
    assert probability_bars().alt(analyse(EXAMPLE, 2.0)) == (
        "Softmax at T = 2: class 0 leads with 0.295, entropy 2.015 nats of at most 2.303."
    )


@records
def test_the_words_on_sigmoids_name_the_sum_and_who_passes(record: lv.Analysis) -> None:
    words = sigmoid_bars().alt(Against(record, np.array(0.5)))
    assert f"the sum is {amount(record.sigmoids.sum())}" in words
    passing = [str(c) for c in range(10) if record.sigmoids[c] >= 0.5]
    assert words.endswith(f"threshold 0.500: {', '.join(passing) or 'none'}.")


def test_nobody_passes_a_threshold_out_of_reach() -> None:
    words = sigmoid_bars().alt(Against(analyse(EXAMPLE, 1.0), np.array(1.0)))
    assert words.endswith("at or above the threshold 1: none.")
