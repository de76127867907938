"""Targets of the losses: class indices are integers, distributions are floats."""

import re
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv

THREE = np.array([2.0, 1.0, 0.1])


def test_one_target_serves_a_whole_batch() -> None:
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    assert lv.cross_entropy(z, 1).shape == (2, 3)
    assert_array_equal(lv.cross_entropy(z, [[[0.0, 1, 0, 0]]]), lv.cross_entropy(z, 1))


def test_each_of_several_batches_may_have_its_own_target() -> None:
    z, y = np.random.default_rng(0).normal(size=(2, 3, 4)), np.eye(4)[[1, 3]]
    assert_array_equal(lv.cross_entropy(z, y[:, None]), lv.cross_entropy(z, [[1], [3]]))


def test_integers_in_a_square_batch_are_one_class_for_each_row() -> None:
    z = np.random.default_rng(0).normal(size=(3, 3))
    each = [lv.cross_entropy(row, k) for row, k in zip(z, [0, 1, 0], strict=True)]
    assert_array_equal(lv.cross_entropy(z, [0, 1, 0]), each)


LOSSES: list[Any] = [
    lv.cross_entropy,
    lv.cross_entropy_gradient,
    lv.naive_cross_entropy,
    lambda z, y: lv.cross_entropy_along(z, y, 0, [1.0]),
    lambda z, y: lv.gradient_descent(z, y, rate=1.0, steps=1),
]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(
    ("logits", "target"),
    [
        ([[1.0, 2.0], [3.0, 0.4]], [0.0, 1.0]),  # labels or one distribution?
        ([[1.0, 2.0, 3.0]] * 2, [0.0, 1.0]),
        ([[1.0, 2.0]] * 3, [0.5, 0.5]),
        ([[[1.0, 2.0]] * 2] * 2, [[0.0, 1.0], [1.0, 0.0]]),
    ],
)
def test_floats_with_fewer_axes_than_the_logits_are_refused_as_ambiguous(
    loss: Any, logits: Any, target: Any
) -> None:
    shape = np.shape(logits)
    advice = re.escape(f"np.broadcast_to(target, {shape})")
    with pytest.raises(ValueError, match=f"ambiguous .* labels as integers, .*{advice}"):
        loss(logits, target)


@pytest.mark.parametrize("loss", LOSSES)
def test_what_the_message_says_to_write_is_accepted(loss: Any) -> None:
    z, y = np.array([[1.0, 2.0], [3.0, 0.4]]), np.array([0.0, 1.0])
    assert_array_equal(loss(z, np.broadcast_to(y, (2, 2))), loss(z, 1))
    assert_array_equal(loss(z, y.astype(int)), loss(z, np.eye(2)))


@pytest.mark.parametrize("function", [lv.cross_entropy, lv.cross_entropy_gradient])
@pytest.mark.parametrize(
    ("target", "error", "message"),
    [
        (3, ValueError, "target must be a class index from 0 to 2, got 3"),
        (-1, ValueError, "target must be a class index from 0 to 2, got -1"),
        ([0, 1, 0], ValueError, r"class indices of shape \(\).*as floats\), got shape \(3,\)"),
        (1.0, ValueError, r"distribution over the 3 classes.*must be integers\), got shape \(\)"),
        ([0.5, 0.5], ValueError, r"distribution over the 3 classes.*got shape \(2,\)"),
        ([[1.0, 0, 0]], ValueError, r"distribution over the 3 classes.*got shape \(1, 3\)"),
        ([0.5, 0.6, 0.5], ValueError, r"target must sum to 1 .* got a sum of 1.6"),
        ([1.5, -0.5, 0.0], ValueError, r"target must hold probabilities.*-0.5 at index 1"),
        ([np.nan, 0.5, 0.5], ValueError, "target must not contain NaN"),
        ([True, False, False], TypeError, "target must hold integers.*got dtype bool"),
        ("0", TypeError, "target must hold integers.*got dtype <U1"),
        ([[1], [2, 3]], ValueError, "target must be a rectangular array"),
    ],
)
def test_a_wrong_target_is_refused(
    function: Any, target: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        function(THREE, target)


def test_an_unknown_class_in_a_batch_is_named_with_its_place() -> None:
    with pytest.raises(ValueError, match="0 to 2, got 7 at index 1"):
        lv.cross_entropy([THREE, THREE], [0, 7])
