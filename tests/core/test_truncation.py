"""Temperature, top-k, top-p and min-p, in any order.

Oracles: sets found by enumeration, values worked by hand, scipy's softmax, and the rules of three
libraries, written anew in `libraries.py`.
"""

import itertools
from typing import Any

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from tests.cases import for_each
from tests.core.libraries import LIBRARIES
from tests.core.public import assert_same

ORDER = ("temperature", "top_k", "top_p", "min_p")
LATE = ("top_k", "top_p", "min_p", "temperature")
ORDERS = {
    "Transformers": ORDER,
    "vLLM": ("temperature", "min_p", "top_k", "top_p"),
    "llama.cpp": LATE,
}
EXAMPLE = [4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2]
SHARES = [0.5, 0.25, 0.125, 0.0625, 0.0625]

logits = st.lists(st.floats(-20, 20).map(lambda z: round(z, 2)), min_size=1, max_size=7)
bounds = st.fixed_dictionaries(
    {},
    optional={
        "temperature": st.sampled_from([0.0, 0.1, 0.7, 1.0, 3.0, np.inf]),
        "top_k": st.integers(1, 9),
        "top_p": st.sampled_from([0.0, 0.11, 0.5, 0.87, 0.99, 1.0]),
        "min_p": st.sampled_from([0.0, 0.03, 0.2, 0.61, 1.0]),
        "order": st.permutations(ORDER),
    },
)


def kept(z: Any, **steps: Any) -> list[int]:
    """The classes that are left at the end."""
    return [int(i) for i in np.flatnonzero(lv.truncate(z, **steps).kept[-1])]


def last(z: Any, **steps: Any) -> Any:
    return lv.truncate(z, **steps).probabilities[..., -1, :]


# ---- values worked by hand ----


@for_each(("k", "left"), [(1, [0]), (2, [0, 5]), (4, [0, 4, 5, 9]), (10, list(range(10)))])
def test_top_k_keeps_the_k_largest(k: int, left: list[int]) -> None:
    assert kept(EXAMPLE, top_k=k) == left


@for_each(
    ("p", "left"),
    [(0, 1), (0.3, 1), (0.5, 1), (0.51, 2), (0.75, 2), (0.8, 3), (0.875, 3), (0.9, 4), (1, 5)],
)
def test_top_p_keeps_the_class_by_which_the_sum_reaches_p(p: float, left: int) -> None:
    assert kept(np.log(SHARES), top_p=p) == list(range(left))


@for_each(
    ("share", "left"), [(0, 5), (0.125, 5), (0.126, 3), (0.25, 3), (0.3, 2), (0.5, 2), (1, 1)]
)
def test_min_p_is_a_share_of_the_largest_probability(share: float, left: int) -> None:
    assert kept(np.log(SHARES), min_p=share) == list(range(left))


def test_what_is_left_is_scaled_to_a_sum_of_1() -> None:
    assert_allclose(last(np.log(SHARES), top_k=2), [2 / 3, 1 / 3, 0, 0, 0], rtol=1e-14)


def test_the_stages_are_those_of_the_order() -> None:
    record = lv.truncate(EXAMPLE, temperature=2, top_k=4, top_p=0.9, min_p=0.3, order=LATE)
    assert record.order == LATE
    assert_allclose(record.probabilities[0], scipy.special.softmax(EXAMPLE), rtol=1e-13)
    assert record.kept.sum(axis=-1).tolist() == [10, 4, 3, 2, 2]
    assert_allclose(
        record.probabilities[-1][[0, 5]], scipy.special.softmax([4.2 / 2, 3.1 / 2]), rtol=1e-13
    )


def test_top_p_before_top_k_keeps_another_set_than_after_it() -> None:
    # Among the two largest, 2/3 and 1/3, the first alone reaches 0.6; among all five it does not.
    z, first = np.log(SHARES), ("temperature", "top_p", "top_k", "min_p")
    assert kept(z, top_k=2, top_p=0.6) == [0]
    assert kept(z, top_k=2, top_p=0.6, order=first) == [0, 1]


def test_the_place_of_the_temperature_decides_what_top_p_cuts() -> None:
    assert len(kept(EXAMPLE, temperature=3, top_p=0.9)) > len(
        kept(EXAMPLE, temperature=3, top_p=0.9, order=LATE)
    )
    # Top-k keeps the order of the classes, so it does not matter there.
    assert_allclose(
        last(EXAMPLE, temperature=3, top_k=4),
        last(EXAMPLE, temperature=3, top_k=4, order=LATE),
        rtol=1e-14,
    )


# ---- limits and ties ----


@for_each("order", list(itertools.permutations(ORDER)))
def test_zero_is_greedy_and_takes_the_lowest_class_on_a_tie(order: tuple[str, ...]) -> None:
    z = [1.0, 3.0, 3.0, 2.0]
    assert last(z, temperature=0, top_p=0.9, order=order).tolist() == [0, 1, 0, 0]
    assert kept(z, temperature=0, min_p=0.5, order=order) == [lv.predict(z)]


def test_on_a_tie_the_lower_classes_are_kept() -> None:
    assert kept(np.zeros(5), top_k=3) == [0, 1, 2]
    assert kept(np.zeros(5), top_p=0.5) == [0, 1, 2]
    assert kept(np.zeros(5), min_p=1) == [0, 1, 2, 3, 4]


@for_each("n", range(1, 11))
def test_ten_equal_classes_reach_every_tenth(n: int) -> None:
    assert len(kept(np.zeros(10), top_p=n / 10)) == n


def test_infinity_is_uniform_over_what_is_left() -> None:
    assert last(EXAMPLE, temperature=np.inf).tolist() == [0.1] * 10
    for order in (ORDER, LATE):
        left = last(EXAMPLE, temperature=np.inf, top_k=4, order=order)
        assert left.tolist() == [0.25, 0, 0, 0, 0.25, 0.25, 0, 0, 0, 0.25]


@given(logits, bounds)
def test_infinity_is_the_limit_of_a_large_temperature(
    z: list[float], steps: dict[str, Any]
) -> None:
    # At T = 1e15 the probabilities differ from each other by less than the rounding of the bounds.
    hot, limit = (lv.truncate(z, **steps | {"temperature": t}) for t in (1e15, np.inf))
    assert_array_equal(limit.kept, hot.kept)
    assert_allclose(limit.probabilities, hot.probabilities, rtol=1e-12)


@for_each("steps", [{"top_k": 1}, {"top_p": 0}, {"top_p": 0.2}, {"min_p": 1, "top_k": 1}])
@for_each("temperature", [0, 1, 1e300, np.inf])
def test_the_class_with_the_largest_logit_is_never_cut(
    steps: dict[str, Any], temperature: float
) -> None:
    for order in itertools.permutations(ORDER):
        assert 2 in kept([1, 2, 5, 0], temperature=temperature, order=order, **steps)


def test_a_class_of_minus_infinity_is_never_kept() -> None:
    z = [0.0, -np.inf, 1.0]
    assert kept(z) == kept(z, top_k=3, top_p=1, min_p=0) == [0, 2]
    assert not lv.truncate(z, temperature=np.inf).kept[:, 1].any()


def test_classes_of_plus_infinity_share() -> None:
    assert last([np.inf, 0, np.inf], top_p=1).tolist() == [0.5, 0, 0.5]


def test_no_bound_cuts_nothing() -> None:
    for steps in ({}, {"top_k": 99}, {"top_p": 1}, {"min_p": 0}, {"top_k": np.inf}):
        assert lv.truncate([800.0, 0, 1e-300], **steps).kept.all()


def test_gaps_too_wide_for_a_float_are_calm() -> None:
    record = lv.truncate([1e308, -1e308], temperature=1e308, top_p=1, order=LATE)
    assert_allclose(record.probabilities[-1], scipy.special.softmax([1, -1]), rtol=1e-13)


# ---- invariants ----


@given(logits, bounds)
def test_what_holds_for_every_truncation(z: list[float], steps: dict[str, Any]) -> None:
    record = lv.truncate(z, **steps)
    assert_allclose(record.probabilities.sum(axis=-1), 1, rtol=1e-14)
    assert_array_equal(record.kept, record.shifted > -np.inf)
    assert (record.shifted.max(axis=-1) == 0).all()
    assert not (record.kept[1:] & ~record.kept[:-1]).any()  # nothing comes back
    assert record.kept[:, lv.predict(z)].all()
    assert not record.probabilities[~record.kept].any()
    assert_allclose(
        record.probabilities[0], lv.softmax(z), rtol=1e-15, err_msg="stage 0 is the softmax"
    )


@given(logits, bounds, st.floats(-5, 5))
def test_only_differences_of_logits_matter(
    z: list[float], steps: dict[str, Any], constant: float
) -> None:
    by = round(constant)  # whole, so that no difference is rounded
    moved = lv.truncate(np.round(np.array(z) * 4) / 4 + by, **steps)
    assert_same(moved, lv.truncate(np.round(np.array(z) * 4) / 4, **steps))


@given(logits, st.sampled_from([0.11, 0.5, 0.87]))
def test_top_p_is_the_smallest_set_that_reaches_p(z: list[float], p: float) -> None:
    """Every other set of its size has at most its sum, and every smaller one misses p."""
    q, left = lv.softmax(z), kept(z, top_p=p)
    total = q[left].sum()
    assert total >= p - 1e-11
    for smaller in itertools.combinations(range(len(z)), len(left) - 1):
        assert q[list(smaller)].sum() < p
    for other in itertools.combinations(range(len(z)), len(left)):
        assert q[list(other)].sum() <= total + 1e-12


# ---- the libraries ----


DISTINCT = st.lists(st.integers(-700, 700), min_size=1, max_size=8, unique=True)


@given(
    DISTINCT,
    st.floats(0.2, 4),
    st.integers(1, 9),
    st.sampled_from([0.07, 0.41, 0.83, 0.96]),
    st.sampled_from([0.0, 0.013, 0.31]),
)
def test_three_libraries_are_three_orders(
    hundredths: list[int], t: float, k: int, p: float, m: float
) -> None:
    z = [each / 100 for each in hundredths]
    steps: dict[str, Any] = {"temperature": t, "top_k": k, "top_p": p, "min_p": m}
    for library, order in ORDERS.items():
        expected = LIBRARIES[library](z, t, k, p, m)
        assert_allclose(last(z, **steps, order=order), expected, rtol=1e-11, atol=1e-15)


# ---- shapes, types, errors ----


def test_a_batch_is_its_rows_and_bounds_broadcast() -> None:
    z = np.random.default_rng(0).normal(0, 3, (4, 3, 70))
    t, k = np.array([0.0, 0.5, np.inf]), np.array([[1], [3], [9], [80]])
    p = np.linspace(0, 1, 12).reshape(4, 3)
    batch = lv.truncate(z, temperature=t, top_k=k, top_p=p, min_p=0.01, order=LATE)
    assert batch.kept.shape == (4, 3, 5, 70)
    for i, j in np.ndindex(4, 3):
        one = lv.truncate(
            z[i, j], temperature=t[j], top_k=k[i, 0], top_p=p[i, j], min_p=0.01, order=LATE
        )
        assert_array_equal(batch.kept[i, j], one.kept)
        assert_allclose(batch.probabilities[i, j], one.probabilities, rtol=1e-13, atol=1e-300)


def test_a_large_batch_in_blocks_is_its_rows() -> None:
    z = np.random.default_rng(1).normal(size=(9000, 10))
    whole = lv.truncate(z, top_p=np.linspace(0, 1, 9000))
    assert_array_equal(whole.kept[8999], lv.truncate(z[8999], top_p=1).kept)
    assert_array_equal(whole.kept[4500], lv.truncate(z[4500], top_p=4500 / 8999).kept)


@for_each("kind", [np.float16, np.float32, np.float64])
def test_the_type_of_the_logits_is_kept_and_the_work_is_in_float64(kind: type) -> None:
    z: Any = np.array(EXAMPLE, kind)
    record = lv.truncate(z, top_p=0.9)
    exact = lv.truncate(z.astype(np.float64), top_p=0.9)
    assert record.probabilities.dtype == record.shifted.dtype == kind
    assert_array_equal(record.probabilities, exact.probabilities.astype(kind))
    assert_array_equal(record.kept, exact.kept)


def test_nothing_is_written_to_and_the_record_is_closed() -> None:
    z = np.array(EXAMPLE)
    record = lv.truncate(z, top_k=3)
    assert z.tolist() == EXAMPLE
    assert not any(a.flags.writeable for a in (record.kept, record.shifted, record.probabilities))


@for_each(
    ("wrong", "message"),
    [
        ({"top_k": 0}, "top_k must be a whole number of 1 or more, got 0"),
        ({"top_k": 2.5}, "top_k must be a whole number of 1 or more, got 2.5"),
        ({"top_k": np.nan}, "top_k must be a whole number of 1 or more, got nan"),
        ({"top_p": 1.01}, "top_p must be from 0 to 1, got 1.01"),
        ({"top_p": [0.5, -0.1]}, r"top_p must be from 0 to 1, got -0.1 at index 1"),
        ({"min_p": np.nan}, "min_p must be from 0 to 1, got nan"),
        ({"min_p": [0.1, 0.2]}, r"min_p must be one number or broadcast to the leading shape \(\)"),
        ({"temperature": -1}, "temperature must be 0 or more"),
        ({"order": ("top_k", "top_p")}, "order must name each of temperature, top_k, top_p, min_p"),
        ({"order": "temperature"}, "once, got 'temperature'"),
        ({"logits": [-np.inf]}, "logits must have at least one class above -inf"),
    ],
)
def test_wrong_arguments_are_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lv.truncate(**({"logits": [0.0, 1.0]} | wrong))
