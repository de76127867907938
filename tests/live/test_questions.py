"""A question and its answer, which is computed from the states that it is about."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, get_ident
from typing import Any

import numpy as np
import pytest

from logitviz.live.controls import OptionSlider, Slider, by_key
from logitviz.live.questions import Asked, Question, Scene, only_true
from logitviz.live.state import Floats, State, computed
from tests.cases import for_each

CONTROLS = by_key(
    (
        Slider("a", 1, 0.0, 10.0, 1.0),
        OptionSlider("b", "2", ("1", "2", "4")),
        Slider("c", 5.0, 0.0, 10.0, 1.0),
    )
)
TEXT = """The side goes from {before.a:whole} to {after.a:whole}. What happens to the square?

- It grows by {after.a:whole}
- It is {after.b:whole} times as large

It is {after.area:whole}, not {before.area:whole}.

That is much."""


class Square(State):
    """A square, some times."""

    @computed
    def area(self) -> Floats:
        """Give the area."""
        return np.asarray(self.b * self.a**2)


def ratio(scene: Scene) -> int:
    """Compare the squares."""
    times = scene.after.area / scene.before.area
    return only_true(times == 2, times == scene.after.b)


def asked() -> Asked:
    """Ask a question about squares, one of which is larger by a factor of 4."""
    return Asked(
        Question("ask", "area", ratio, {"a": 6}, {"a": 3, "b": "4"}), TEXT, Square, CONTROLS
    )


def test_a_question_and_its_choices_name_numbers_of_the_scene() -> None:
    assert asked().text == "The side goes from 3 to 6. What happens to the square?"
    assert asked().choices == ["It grows by 6", "It is 4 times as large"]


def test_the_answer_is_computed_from_the_states() -> None:
    assert asked().right == 1
    assert asked().explanation == "It is 144, not 36.\n\nThat is much."


def test_the_answer_is_not_computed_before_it_is_needed() -> None:
    def fail(_: Scene) -> int:
        raise AssertionError

    Asked(Question("ask", "area", fail, {}), TEXT, Square, CONTROLS)


def test_the_scene_sets_the_controls_that_the_answer_reads_and_those_that_are_moved() -> None:
    values = asked().values
    assert values == {"a": 6.0, "b": "4"}
    assert isinstance(values["a"], float)
    moved = Asked(
        Question("ask", "area", ratio, {"a": 2, "c": 7}, {"b": "4"}), TEXT, Square, CONTROLS
    )
    assert moved.scene.before.area == 4
    assert moved.values == {"a": 2.0, "b": "4", "c": 7.0}


def test_two_visits_that_need_an_answer_at_once_get_the_same() -> None:
    """The second visit is in the midst of a property when the first reads a control."""
    inside, go_on, here = Event(), Event(), get_ident()
    with ThreadPoolExecutor(1) as other:

        class Slow(State):
            @computed
            def area(self) -> Floats:
                inside.set()
                assert go_on.wait(30)
                return np.asarray(self.b * self.a**2)

        def right(scene: Scene) -> int:
            if get_ident() == here and not seconds:
                seconds.append(other.submit(lambda: (shared.explanation, shared.values)))
                assert inside.wait(30)
                assert scene.after.c == 5
                go_on.set()
            return only_true(scene.after.area == 144, scene.after.c != 5)

        seconds: list[Any] = []
        shared = Asked(Question("ask", "area", right, {"a": 6}, {"b": "4"}), TEXT, Slow, CONTROLS)
        first = (shared.values, shared.explanation)
        assert first == ({"a": 6.0, "b": "4", "c": 5.0}, seconds[0].result(30)[0])
        assert seconds[0].result(30)[1] == shared.values == first[0]


@for_each(("holds", "index"), [([True, False], 0), ([np.False_, np.True_, False], 1)])
def test_the_one_choice_that_holds_is_right(holds: list[bool], index: int) -> None:
    assert only_true(*holds) == index


@for_each("holds", [[], [False, False], [True, False, True]])
def test_a_question_has_exactly_one_right_choice(holds: list[bool]) -> None:
    with pytest.raises(ValueError, match=f"got {sum(holds)} of {len(holds)}"):
        only_true(*holds)
