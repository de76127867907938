"""Material 9: the three derivations of softmax, held to the core."""

from typing import Any

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.fields import filled
from logitviz.charts.words import words_of
from logitviz.lessons import why
from logitviz.lessons.why.count_charts import (
    MAX_LOSS,
    describe_likelihood,
    describe_losses,
    likelihood_along_probabilities,
)
from logitviz.lessons.why.counts import ALONG, FEATURES, LINE_FEATURES, PROBABILITIES, SLOPES
from logitviz.lessons.why.entropy_charts import describe_entropy
from logitviz.lessons.why.particle_charts import settling_curves
from logitviz.lessons.why.same_mean import HALF_WIDTH, outline
from logitviz.lessons.why.state import FEW, OTHERS, share_of_mean
from tests.cases import for_each
from tests.charts.scenery import EXAMPLE, HOSTILE
from tests.lessons.captured import state_of

WORDS = words_of("why")
COUNTS = np.array([20.0, 12, 8, 4, 1])


def counted(counts: Any, j: int = 0) -> Any:
    return state_of(why, j=j, **{f"n{i}": float(n) for i, n in enumerate(counts)})


def at(name: str = "the example", **values: Any) -> Any:
    logits, temperature = HOSTILE[name]
    given = {f"z{i}": z for i, z in enumerate(logits)} | {"T": f"{temperature:g}"}
    return state_of(why, **(given | values))


# Counts.


def test_the_likelihood_of_one_class_is_that_of_its_counts() -> None:
    """Worked out from the binomial: the other classes keep their proportions."""
    p = PROBABILITIES[1:-1]
    likelihood = 20 * np.log(p) + 25 * np.log(1 - p)
    best = 20 * np.log(20 / 45) + 25 * np.log(25 / 45)
    found = counted(COUNTS).likelihoods[:, 0]
    assert_allclose(found[1:-1], np.exp(likelihood - best), rtol=1e-10, atol=0)
    assert (found[0], found[-1]) == (0, 0)


@for_each("index", range(5))
def test_likelihood_alone_is_greatest_at_the_share_and_has_no_part_of_softmax(index: int) -> None:
    curve = counted(COUNTS).likelihoods[:, index]
    assert abs(PROBABILITIES[curve.argmax()] - COUNTS[index] / 45) < 0.008
    assert (curve <= 1).all()
    assert counted(COUNTS).best_places[index] == COUNTS[index] / 45


def test_the_lines_are_straight_and_their_softmax_has_their_log_odds() -> None:
    state = counted(COUNTS)
    assert_allclose(
        np.diff(state.feature_logits, axis=0), np.tile(SLOPES / 2, (8, 1)), rtol=1e-12, atol=1e-12
    )
    p = state.feature_probabilities
    assert_allclose(p.sum(axis=1), 1, rtol=1e-14, atol=0)
    log_odds = np.log(p[:, 0] / p[:, 3])
    expected = np.log(20 / 4) + (SLOPES[0] - SLOPES[3]) * FEATURES
    assert_allclose(log_odds, expected, rtol=1e-12, atol=1e-12)
    assert_allclose(p[20], COUNTS / 45, rtol=1e-13, atol=0)  # at x = 0
    assert_allclose(LINE_FEATURES, FEATURES[::5], rtol=0, atol=0)


def test_a_class_never_seen_has_no_line_and_no_probability() -> None:
    state = counted([20, 0, 8, 4, 1], j=1)
    assert np.isnan(state.feature_logits[:, 1]).all()
    assert_array_equal(state.feature_probabilities[:, 1], 0)
    assert state.likelihoods[0, 1] == 1  # p = 0 is best, and is reached


@for_each("index", range(5))
def test_the_loss_is_lowest_at_the_logarithm_of_the_count(index: int) -> None:
    state = counted(COUNTS)
    curve = state.losses[:, index]
    assert (curve >= state.least_loss).all()
    assert abs(ALONG[curve.argmin()] - np.log(COUNTS[index])) <= 0.05 + 1e-12


def test_the_slope_of_the_loss_is_the_share_predicted_minus_the_share_seen() -> None:
    """Material 8: p − y, along the first logit, by finite differences."""
    state = counted(COUNTS)
    rows = np.tile(np.log(COUNTS), (ALONG.size, 1))
    rows[:, 0] = ALONG
    slopes = np.gradient(state.losses[:, 0], ALONG, edge_order=2)
    assert_allclose(slopes, lv.softmax(rows)[:, 0] - state.shares[0], rtol=0, atol=2e-3)


def test_the_softmax_of_the_best_logits_is_what_was_seen() -> None:
    state = counted(COUNTS)
    assert_allclose(state.fitted, COUNTS / 45, rtol=1e-14, atol=0)
    assert_allclose(state.least_loss, lv.entropy(COUNTS / 45), rtol=1e-13, atol=0)


def test_a_curve_lies_above_the_entropy_of_the_shares_by_the_divergence() -> None:
    """Material 8: cross-entropy = H + KL."""
    state = counted(COUNTS)
    rows = np.tile(np.log(COUNTS), (ALONG.size, 1))
    rows[:, 2] = ALONG
    shares = np.broadcast_to(COUNTS / 45, rows.shape)
    divergence = lv.kl_divergence(shares, lv.softmax(rows))
    assert_allclose(state.losses[:, 2] - state.least_loss, divergence, rtol=0, atol=1e-13)


def test_a_class_never_seen_is_the_better_the_further_down() -> None:
    state = counted([20, 0, 8, 4, 1], j=1)
    assert (np.diff(state.losses[:, 1]) > 0).all()
    assert (state.losses[:, 1] > state.least_loss).all()
    assert state.logit_place == state.logit_places[1] == ALONG[0]  # −∞ is drawn at the edge
    assert describe_losses(WORDS, state) == filled(WORDS["count_losses_alt_unseen"], state)
    assert "log 0 = −∞" in describe_losses(WORDS, state)


def test_of_one_class_alone_nothing_can_be_learnt_along_its_logit() -> None:
    state = counted([7, 0, 0, 0, 0])
    assert_array_equal(state.losses[:, 0], 0)
    assert state.least_loss == 0


def test_without_an_observation_every_logit_is_as_good() -> None:
    state = counted([0] * 5)
    assert np.isnan(state.shares).all()
    assert np.isnan(state.fitted).all()
    assert_array_equal(state.losses, 0)
    assert_array_equal(state.likelihoods, 1)
    assert np.isnan(state.best_likelihoods).all()  # no place is best
    assert describe_likelihood(WORDS, state) == WORDS["nothing_seen"]
    assert describe_losses(WORDS, state) == WORDS["nothing_seen"]


def test_more_of_the_same_shares_make_a_sharper_hill() -> None:
    few, many = (counted(n).likelihoods[:, 0] for n in (COUNTS, 2 * COUNTS))
    assert np.count_nonzero(many > 0.5) < np.count_nonzero(few > 0.5)


@for_each("counts", [[0, 1, 0, 0, 0], [50, 0, 1, 0, 0], [50] * 5, [1, 0, 0, 0, 50]])
def test_the_axis_holds_every_loss(counts: list[int]) -> None:
    assert counted(counts).losses.max() < MAX_LOSS


def test_the_chosen_class_stands_out_by_width() -> None:
    traces = likelihood_along_probabilities(WORDS, counted(COUNTS, j=3)).traces
    widths = [traces[f"class {c}"].line.width for c in range(5)]
    assert widths[3] == max(widths) > 2 * sorted(widths)[-2]
    assert [name for name in traces if name.startswith("class")][-1] == "class 3"  # on top


# Particles.


def test_the_particles_are_those_of_the_walk_at_t_after_so_many_sweeps() -> None:
    state = at(T="2", sweeps=12.0, seed=5)
    walk = lv.metropolis(-EXAMPLE, temperature=2.0, particles=1000, sweeps=60, seed=5)
    assert_array_equal(state.particle_shares, walk.shares[12])
    difference = np.abs(walk.shares[12] - lv.softmax(EXAMPLE, temperature=2)).max()
    assert_allclose(state.largest_difference, difference, rtol=1e-13, atol=0)
    assert state.differences_many[12] == state.largest_difference


def test_chance_leaves_two_standard_errors() -> None:
    assert_allclose(at("all equal at T = infinity").expected_difference, 2 * np.sqrt(0.09 / 1000))
    state = at()
    ratio = state.expected_difference_few / state.expected_difference
    assert_allclose(ratio, np.sqrt(1000 / FEW), rtol=1e-14, atol=0)
    assert at("T = 0").expected_difference == 0


def test_a_difference_of_nothing_is_drawn_at_the_end_of_the_axis() -> None:
    low, _ = settling_curves(WORDS).layout.yaxis.range
    shown: Any = settling_curves(WORDS).shows["expected of few"]["y"]
    assert_array_equal(shown.through(np.array([0.0, 1.0])), [low, 0])


# Greatest entropy.


def test_an_outline_is_wide_where_many_entropies_lie() -> None:
    entropies = np.concatenate([np.linspace(0, 1, 400), np.full(400, 0.5)])[None]
    (x,), (y,) = outline(entropies, np.array([0.3]))
    assert x.shape == y.shape == (80,)
    assert_allclose(x.max() - 0.3, HALF_WIDTH, rtol=1e-12, atol=0)
    assert abs(y[x.argmax()] - 0.5) < 0.03
    assert_allclose(x[:40] - 0.3, 0.3 - x[:39:-1], rtol=0, atol=1e-12)  # the same on both sides


def test_where_all_entropies_are_one_the_outline_is_a_point() -> None:
    x, y = outline(np.full((2, 9), 1.25), np.array([0.0, 1.0]))
    assert_array_equal(x, [[0.0] * 80, [1.0] * 80])
    assert_array_equal(y, 1.25)


@for_each("name", ["the example", "a tie of two", "all equal at T = 0"])
def test_only_softmax_has_the_greatest_entropy(name: str) -> None:
    """The others, the best of the others, and the particles stay below."""
    state = at(name)
    found = state.every_mean
    assert (found.best_entropy <= found.entropy + 1e-12).all()
    assert (found.outline_entropies.max(axis=-1) <= found.entropy + 1e-12).all()
    shares, z = state.particle_shares, state.logits
    curve = np.interp(share_of_mean(z, shares @ z), state.curve_shares, state.curve_entropy)
    assert lv.entropy(shares) <= curve + 0.05  # chords lie below the curve itself


def test_softmax_at_t_lies_on_the_curve_and_the_average_at_its_top() -> None:
    for t in ("0", "0.5", "2", "inf"):
        state = at(T=t)
        mean = lv.softmax(EXAMPLE, temperature=float(t)) @ EXAMPLE
        share = (mean - EXAMPLE.min()) / np.ptp(EXAMPLE)
        assert_allclose(state.share_at_temperature, share, rtol=0, atol=1e-12)
    assert_allclose(state.share_at_temperature, state.average_share, rtol=0, atol=1e-12)
    assert abs(state.curve_shares[state.curve_entropy.argmax()] - state.average_share) < 0.016


def test_the_curve_is_the_entropy_of_softmax_over_its_mean_score() -> None:
    state = at()
    for t in (0.5, 1.0, 3.0):
        p = lv.softmax(EXAMPLE, temperature=t)
        share = (p @ EXAMPLE - EXAMPLE.min()) / np.ptp(EXAMPLE)
        assert np.interp(share, state.curve_shares, state.curve_entropy) <= lv.entropy(p) + 1e-12
    assert (state.curve_entropy[0], state.curve_entropy[-1]) == (0, 0)


def test_the_best_other_has_the_mean_score_of_softmax_and_lacks_its_divergence() -> None:
    found = at().same_mean
    assert_allclose(found.best @ EXAMPLE, found.mean, rtol=1e-13, atol=0)
    assert_allclose(found.probabilities @ EXAMPLE, found.mean, rtol=1e-13, atol=0)
    assert_allclose(found.entropy - found.best_entropy, found.divergence, rtol=0, atol=1e-12)


def test_the_words_name_temperature_and_entropies() -> None:
    said = describe_entropy(WORDS, at())
    assert said == WORDS.said("entropy_curve_alt", found=at().same_mean, count=OTHERS)
    assert f" {OTHERS} " in said
    assert "T = 0.972 " in said
