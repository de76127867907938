"""The labels at the present temperature: none covers another, and each names one curve."""

from typing import Any

import numpy as np

from logitviz.lessons.temperature.labels import apart_from_all, places_of_words, readable
from logitviz.lessons.temperature.state import APART, DISTINCT, RAISED
from tests.cases import for_each
from tests.charts.scenery import HOSTILE
from tests.lessons.captured import captured

states = for_each(("logits", "temperature"), HOSTILE.values())


def state(logits: Any, temperature: float, k: int) -> Any:
    values = {f"z{i}": z for i, z in enumerate(logits)}
    return captured("temperature").state(T=f"{temperature:g}", k=k, **values)


@states
def test_no_label_covers_another(logits: Any, temperature: float) -> None:
    for k in range(10):
        here = state(logits, temperature, k)
        p = here.record.probabilities
        thin, thick = here.thin_labels < 10, here.thick_labels < 10
        assert not (thin & thick).any()
        heights = np.sort(np.concatenate([p[thin], p[thick] + RAISED]))
        assert (np.diff(heights) >= APART).all()


@states
def test_a_label_names_its_own_class_and_no_other_curve_is_there(
    logits: Any, temperature: float
) -> None:
    here = state(logits, temperature, 4)
    p = here.record.probabilities
    for labels in (here.thin_labels, here.thick_labels):
        assert all(word in (c, 10) for c, word in enumerate(labels))
    for c in np.flatnonzero(here.thin_labels < 10):
        assert np.abs(np.delete(p, c) - p[c]).min() >= DISTINCT


@states
def test_the_chosen_class_is_always_labelled(logits: Any, temperature: float) -> None:
    for k in range(10):
        assert state(logits, temperature, k).thick_labels[k] == k


def test_of_two_close_points_the_one_of_higher_rank_is_labelled() -> None:
    heights = np.array([[0.5, 0.52, 0.1], [0.5, 0.9, 0.1]])
    assert readable(heights, heights, apart=0.05).tolist() == [[0, 1, 1], [1, 1, 1]]
    assert readable(heights, [[3, 2, 1]] * 2, apart=0.05).tolist() == [[1, 0, 1], [1, 1, 1]]
    assert places_of_words(np.array([True, False])).tolist() == [0, 2]


def test_equal_points_are_not_apart() -> None:
    assert apart_from_all(np.array([0.1, 0.1, 0.3]), 0.01).tolist() == [False, False, True]


def test_the_four_temperatures_of_the_classic_figure_are_labelled_for_the_example() -> None:
    here = state(HOSTILE["the example"][0], 1.0, 0)
    assert here.classic_labels.tolist() == here.printed_labels.tolist() == [0, 1, 2, 3]
