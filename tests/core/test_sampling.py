"""Draws: by cumulative probabilities, and as the largest of noisy logits.

Oracles: scipy's test of counts, the definition written as a loop, and the Gumbel distribution.
"""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.stats import chisquare, gumbel_r, kstest

import logitviz as lv
from tests.cases import for_each

EXAMPLE = [4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2]
STEPS: list[dict[str, Any]] = [
    {},
    {"temperature": 0.4},
    {"temperature": 3},
    {"temperature": np.inf},
    {"top_k": 4},
    {"temperature": 2, "top_p": 0.8},
    {"min_p": 0.1, "order": ("min_p", "top_k", "top_p", "temperature"), "temperature": 1.5},
]
DRAW = [lv.sample, lv.gumbel_max]


def probable(**steps: Any) -> Any:
    return lv.truncate(EXAMPLE, **steps).probabilities[-1]


@for_each(("draw", "steps"), [(draw, steps) for draw in DRAW for steps in STEPS])
def test_the_counts_are_those_of_the_truncated_softmax(draw: Any, steps: dict[str, Any]) -> None:
    p, n = probable(**steps), 50_000
    counts = draw(EXAMPLE, size=n, seed=3, **steps).counts
    assert not counts[p == 0].any()
    often = n * p > 5  # what the test of counts asks for
    seen, thought = [*counts[often]], [*n * p[often]]
    if (rest := n * p[~often].sum()) > 0:
        seen, thought = [*seen, counts[~often].sum()], [*thought, rest]
    assert chisquare(seen, np.array(thought) * (n / sum(thought))).pvalue > 1e-3


@for_each("draw", DRAW)
def test_the_shares_scatter_by_their_standard_error(draw: Any) -> None:
    p, n = lv.softmax(EXAMPLE), 400
    shares = np.array([draw(EXAMPLE, size=n, seed=seed).counts / n for seed in range(600)])
    assert np.abs(shares.mean(axis=0) - p).max() < 4 * math.sqrt(0.25 / (600 * n))
    ratio = shares.std(axis=0) / np.sqrt(p * (1 - p) / n)
    assert (np.abs(ratio - 1) < 4 / math.sqrt(2 * 600)).all()


def test_a_draw_is_the_first_class_above_the_uniform_number() -> None:
    p, uniform = lv.softmax(EXAMPLE), np.random.default_rng(9).random(200)
    expected = [next(i for i in range(10) if math.fsum(p[: i + 1]) > u) for u in uniform]
    assert lv.sample(EXAMPLE, size=200, seed=9).indices.tolist() == expected


def test_a_draw_is_the_largest_of_the_noisy_logits() -> None:
    noise = lv.gumbel_noise(300, 10, seed=9)
    drawn = lv.gumbel_max(EXAMPLE, size=300, seed=9, temperature=0.7).indices
    assert_array_equal(drawn, (np.array(EXAMPLE) / 0.7 + noise).argmax(axis=-1))


def test_the_noise_has_the_gumbel_distribution() -> None:
    # Oracle: scipy's distribution, and −log(−log u) of uniform numbers.
    assert kstest(lv.gumbel_noise(3000, 5, seed=1).ravel(), gumbel_r.cdf).pvalue > 1e-3
    u = np.random.default_rng(2).random(4000)
    assert kstest(-np.log(-np.log(u)), lv.gumbel_noise(4000, 1, seed=3).ravel()).pvalue > 1e-3


@given(st.integers(0, 2**32), st.lists(st.floats(-9, 9), min_size=1, max_size=6))
def test_counts_are_those_of_the_draws_and_no_draw_is_lost(seed: int, z: list[float]) -> None:
    for draw in DRAW:
        found = draw(z, size=37, seed=seed)
        assert found.counts.tolist() == [(found.indices == c).sum() for c in range(len(z))]
        assert found.counts.sum() == 37


@for_each("draw", DRAW)
def test_zero_is_greedy_and_takes_the_lowest_class_on_a_tie(draw: Any) -> None:
    found = draw([1.0, 3.0, 3.0], size=50, seed=1, temperature=0)
    assert found.counts.tolist() == [0, 50, 0]


@for_each("draw", DRAW)
def test_a_class_that_is_ruled_out_or_cut_is_never_drawn(draw: Any) -> None:
    assert draw([-np.inf, 0, 0, -np.inf], size=999, seed=0).counts[[0, 3]].tolist() == [0, 0]
    assert draw(np.zeros(6), size=999, seed=0, top_k=2).counts[2:].tolist() == [0] * 4
    assert draw([-800.0, 0.0], size=999, seed=0).counts.tolist() == [0, 999]


@for_each("draw", DRAW)
def test_a_batch_is_its_rows_with_the_same_random_numbers(draw: Any) -> None:
    z = np.random.default_rng(0).normal(0, 2, (3, 1, 10))
    t = np.array([0.0, 0.5, 2.0, np.inf])
    batch = draw(np.broadcast_to(z, (3, 4, 10)), size=21, seed=5, temperature=t)
    assert batch.indices.shape == (3, 4, 21)
    assert batch.counts.shape == (3, 4, 10)
    for i, j in np.ndindex(3, 4):
        one = draw(z[i, 0], size=21, seed=5, temperature=t[j])
        assert_array_equal(batch.indices[i, j], one.indices)
        assert_array_equal(batch.counts[i, j], one.counts)


@for_each("draw", DRAW)
def test_a_smaller_size_gives_the_first_draws_and_the_seed_decides(draw: Any) -> None:
    many, few, other = (
        draw(EXAMPLE, size=size, seed=seed).indices for size, seed in ((90, 4), (7, 4), (90, 5))
    )
    assert_array_equal(many[:7], few)
    assert (many != other).any()


@for_each("draw", DRAW)
def test_draws_follow_the_temperature_with_few_changes(draw: Any) -> None:
    """With the same random numbers a small step of T changes few draws."""
    one, other = (draw(EXAMPLE, size=1000, seed=1, temperature=t).indices for t in (1.0, 1.05))
    assert 0 < (one != other).sum() < 100


def test_half_precision_is_drawn_from_exactly() -> None:
    z = np.array(EXAMPLE, np.float16)
    expected = lv.sample(z.astype(np.float64), size=500, seed=1)
    assert_array_equal(lv.sample(z, size=500, seed=1).indices, expected.indices)


def test_an_empty_batch_draws_nothing() -> None:
    found = lv.sample(np.zeros((0, 3)), size=4, seed=1)
    assert (found.indices.shape, found.counts.shape) == ((0, 4), (0, 3))


@for_each("draw", DRAW)
def test_wrong_arguments_are_refused(draw: Any) -> None:
    for wrong, message in (
        ({"size": 0}, "size must be 1 or more, got 0"),
        ({"seed": -1}, "seed must be 0 or more, got -1"),
        ({"top_p": 2}, "top_p must be from 0 to 1, got 2"),
        ({"logits": 3.0}, "logits must have a class axis"),
    ):
        with pytest.raises(ValueError, match=message):
            draw(**({"logits": [0.0, 1.0], "size": 1, "seed": 0} | wrong))
    with pytest.raises(TypeError, match="size must be a whole number"):
        draw([0.0], size=1.5, seed=0)
    with pytest.raises(TypeError):
        draw([0.0], size=1, seed=0, topk=3)


def test_the_noise_refuses_no_classes() -> None:
    with pytest.raises(ValueError, match="classes must be 1 or more, got 0"):
        lv.gumbel_noise(3, 0, seed=1)
