"""A masked entry of logits counts as −inf; everywhere else it is refused."""

import re
from typing import Any

import numpy as np
import pytest

import logitviz as lv
from tests.core.public import CALLS, array_arguments, assert_same, call

ARGUMENTS = array_arguments()
THIRD = [False, False, True]
# Logits that may be −inf. Those of `standardize` must be finite.
RULED_OUT = {
    *((name, "logits") for name, argument in ARGUMENTS if argument == "logits"),
    *((name, "similarities") for name, argument in ARGUMENTS if argument == "similarities"),
} - {("standardize", "logits")}


def masked(value: Any, *, hidden: float = 77) -> Any:
    """Mask the last entry, whose number may be anything."""
    array = np.ma.array(value, copy=True)
    array.flat[-1] = hidden if array.dtype.kind != "b" else True
    array[(-1,) * array.ndim] = np.ma.masked
    return array


def test_every_public_function_that_takes_an_array_has_a_sound_call() -> None:
    assert {name for name, _ in ARGUMENTS} == set(CALLS)
    for name, argument in ARGUMENTS:
        assert argument in CALLS[name]
        call(name)


def test_a_masked_class_counts_as_minus_infinity(subtests: pytest.Subtests) -> None:
    for name, argument in sorted(RULED_OUT):
        minus_infinity = np.array(CALLS[name][argument])
        minus_infinity.flat[-1] = -np.inf
        expected = call(name, **{argument: minus_infinity})
        for hidden in (77.0, np.nan, np.inf):
            with subtests.test(name, argument=argument, hidden=hidden):
                given = masked(CALLS[name][argument], hidden=hidden)
                assert_same(call(name, **{argument: given}), expected)


def test_any_other_masked_entry_is_refused_with_its_place(subtests: pytest.Subtests) -> None:
    for name, argument in sorted(set(ARGUMENTS) - RULED_OUT):
        value = np.array(CALLS[name][argument])
        index = tuple(n - 1 for n in value.shape)
        place = re.escape(str(index[0] if len(index) == 1 else index))
        message = f"^{argument} must not hold masked entries, got one at index {place}: fill them"
        with (
            subtests.test(name, argument=argument),
            pytest.raises(ValueError, match=message),
        ):
            call(name, **{argument: masked(value)})


def test_a_masked_array_without_masked_entries_is_an_array(subtests: pytest.Subtests) -> None:
    for name, argument in ARGUMENTS:
        value = np.array(CALLS[name][argument])
        for mask in (np.ma.nomask, np.zeros(value.shape, dtype=bool)):
            with subtests.test(name, argument=argument):
                given = np.ma.array(value, mask=mask)
                assert_same(call(name, **{argument: given}), call(name))


def test_a_masked_class_gets_nothing() -> None:
    assert lv.softmax(np.ma.array([1.0, 2.0, 9.0], mask=THIRD))[2] == 0
    assert lv.predict(np.ma.array([1, 2, 9], mask=THIRD)) == 1


def test_masked_logits_keep_their_type() -> None:
    z = np.ma.array([1.0, 2.0, 9.0], mask=THIRD, dtype=np.float16)
    assert lv.softmax(z).dtype == np.float16


def test_masked_arrays_and_entries_inside_lists_are_found() -> None:
    row: Any = np.ma.array([1.0, 2.0, 9.0], mask=THIRD)
    other = [3.0, 2.0, 1.0]
    expected = lv.softmax([[1.0, 2.0, -np.inf], other])
    for rows in ([row, other], (row, np.array(other)), [[1.0, 2.0, np.ma.masked], other]):
        assert_same(lv.softmax(rows), expected)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"p must not hold masked .* at index \(1, 2\)"):
        lv.confidence([[0.5, 0.25, 0.25], row])
    unmasked: Any = np.ma.array(other)
    assert_same(lv.softmax([unmasked, other]), lv.softmax([other, other]))


def test_one_masked_number_is_refused_too() -> None:
    with pytest.raises(ValueError, match="temperature must not hold masked entries, got one: "):
        lv.softmax([1.0, 2.0], temperature=np.ma.masked)
    with pytest.raises(ValueError, match="target must not hold masked entries, got one: "):
        lv.cross_entropy([1.0, 2.0], np.ma.array(1, mask=True))


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("cross_entropy_along", "index"),
        ("gradient_descent", "steps"),
        ("logit_sweep", "index"),
        ("metropolis", "seed"),
        ("smooth_labels", "classes"),
        ("softmax", "axis"),
        ("standardize", "ddof"),
    ],
)
def test_a_masked_whole_number_is_refused(name: str, argument: str) -> None:
    with pytest.raises(ValueError, match=f"{argument} must not hold masked entries"):
        call(name, **{argument: np.ma.array(1, mask=True)})


def test_a_masked_count_is_refused() -> None:
    count: Any = np.ma.masked
    with pytest.raises(ValueError, match="count must not hold masked entries"):
        lv.parse_logits("1 2", count=count)


def test_a_row_with_every_class_masked_is_refused() -> None:
    z = np.ma.array([[1.0, 2.0], [3.0, 4.0]], mask=[[False, False], [True, True]])
    with pytest.raises(ValueError, match="got -inf for every class at index 1"):
        lv.softmax(z)


def test_neither_the_data_nor_the_mask_is_written_to() -> None:
    z = np.ma.array([1.0, 2.0, 9.0], mask=THIRD)
    lv.analyse(z)
    assert z.data.tolist() == [1.0, 2.0, 9.0]
    assert z.mask.tolist() == [False, False, True]
