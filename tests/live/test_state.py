"""A state computes what is asked for, once, and knows what it depends on."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.live.state import State, analysis, computed, entry_at, over_temperatures

computations: list[str] = []


class Product(State):
    """A product of two controls, and what follows from one of them."""

    @computed
    def square(self) -> Any:
        computations.append("square")
        return self.a**2

    @computed
    def product(self) -> Any:
        computations.append("product")
        return self.square * self.b

    @computed
    def branch(self) -> Any:
        return self.a if self.kind == "a" else self.b

    @computed
    def broken(self) -> Any:
        return self.square.nonsense


def product(**values: Any) -> Product:
    computations.clear()
    return Product({"a": np.float64(3), "b": np.float64(2), "kind": "a"} | values)


def test_a_property_is_computed_once_and_only_if_it_is_read() -> None:
    state = product()
    assert computations == []
    assert (state.product, state.product, state.square) == (18, 18, 9)
    assert computations == ["product", "square"]


def test_a_replaced_control_gives_one_more_axis_to_what_depends_on_it() -> None:
    batch = product().replaced({"a": np.array([1.0, 2.0, 3.0])})
    assert_array_equal(batch.product, [2, 8, 18])


def test_what_does_not_depend_on_a_replaced_control_is_not_computed_again() -> None:
    state = product()
    assert state.product == 18
    computations.clear()
    assert_array_equal(state.replaced({"b": np.array([1.0, 2.0])}).product, [9, 18])
    assert computations == ["product"]


@pytest.mark.parametrize(("kind", "keys"), [("a", {"kind", "a"}), ("b", {"kind", "b"})])
def test_only_the_controls_that_were_read_are_recorded(kind: str, keys: set[str]) -> None:
    state = product(kind=kind)
    with state.recorded() as read:
        assert state.branch == (3 if kind == "a" else 2)
    assert read == keys


def test_what_is_known_already_is_recorded_again() -> None:
    state = product()
    for _ in range(2):
        with state.recorded() as outer:
            with state.recorded() as inner:
                assert state.product == 18
            assert inner == {"a", "b"}
        assert outer == {"a", "b"}


def test_a_missing_control_is_named() -> None:
    with pytest.raises(AttributeError, match="Product has no property and no control 'c'"):
        product().c  # noqa: B018 # reading it fails


def test_a_mistake_inside_a_property_names_the_property() -> None:
    with pytest.raises(RuntimeError, match=r"Product\.broken: .*nonsense"):
        product().broken  # noqa: B018


def test_a_vector_has_its_controls_on_the_last_axis() -> None:
    batch = product().replaced({"b": np.array([5.0, 6.0])})
    assert_array_equal(batch.vector("a", "b"), [[3, 5], [3, 6]])


def test_an_analysis_takes_logits_and_temperature_with_or_without_leading_axes() -> None:
    z, t = np.array([[2.0, 1.0], [0.0, 3.0]]), np.array([0.5, np.inf])
    expected = lv.analyse(z, temperature=t).probabilities
    assert_array_equal(analysis(z, t).probabilities, expected)
    assert_array_equal(analysis(z[0], t).probabilities[0], expected[0])
    assert_array_equal(analysis(z, 0.5).probabilities[0], expected[0])
    assert analysis(z[0], 0.5).confidence == expected[0].max()


def test_logits_at_each_temperature_have_the_temperatures_before_the_classes() -> None:
    z, t = np.array([[2.0, 1.0, 0.0]] * 4), np.array([0.0, 1.0])
    found = over_temperatures(z, t)
    assert found.probabilities.shape == (4, 2, 3)
    assert_array_equal(found.probabilities[3], lv.temperature_sweep(z[3], t))


@pytest.mark.parametrize(
    ("shape", "lead", "axis"),
    [
        ((4,), (), -1),
        ((3, 4), (), -1),
        ((4,), (3,), -1),
        ((3, 4), (3,), -1),
        ((3, 4, 2), (), -2),
        ((4, 2), (3,), -2),
        ((3, 4, 2), (3,), -2),
        ((3, 1, 4), (3, 5), -1),
    ],
)
def test_an_entry_is_that_of_its_own_state(
    shape: tuple[int, ...], lead: tuple[int, ...], axis: int
) -> None:
    array = np.arange(np.prod(shape)).reshape(shape)
    index = np.arange(np.prod(lead, dtype=int)).reshape(lead) % 4
    found = entry_at(array, index, axis)
    states = np.broadcast_shapes(shape[:axis], lead)
    assert found.shape == (*states, *shape[axis:][1:])
    for state in np.ndindex(states):
        entries = np.broadcast_to(array, (*states, *shape[axis:]))[state]
        assert_array_equal(found[state], entries[np.broadcast_to(index, states)[state]])
