"""Material 9: the pictures of the three derivations against the core."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.old_chart import Chart, Numbers
from logitviz.lessons.why.count_charts import LOGITS, MOST, Counting, likelihood_curves, loss_curves
from logitviz.lessons.why.entropy_charts import WIDTH, entropy_roof, outline, rival_bars
from logitviz.lessons.why.particle_charts import particle_bars, scatter, settling_curves
from tests.charts.scenes import scene
from tests.lessons.why.scenes import FEW, MANY, OTHERS, SWEEPS

COUNTS = np.array([20.0, 12, 8, 4, 1])


def drawn(chart: Chart[Any], state: Any) -> Any:
    return chart.figure(state).data


def test_the_likelihood_of_one_class_is_that_of_its_counts() -> None:
    """Worked out from the binomial: the other classes keep their proportions."""
    share = np.exp(LOGITS) / (25 + np.exp(LOGITS))
    likelihood = 20 * np.log(share) + 25 * np.log(1 - share)
    best = 20 * np.log(20 / 45) + 25 * np.log(25 / 45)
    curve = drawn(likelihood_curves(0, height=280), Counting(COUNTS))[0]
    assert_array_equal(curve.x, LOGITS)
    assert_allclose(curve.y, np.exp(likelihood - best), rtol=1e-10, atol=0)


@pytest.mark.parametrize("index", range(5))
def test_the_loss_is_lowest_at_the_logarithm_of_the_count(index: int) -> None:
    state = Counting(COUNTS)
    here = np.log(COUNTS)
    for step in (-0.01, 0.01):
        moved = here.copy()
        moved[index] += step
        assert state.loss(moved[None])[0] > state.least
    nearest = LOGITS[state.along(index).argmin()]
    assert abs(nearest - np.log(COUNTS[index])) <= 0.05 + 1e-12


def test_the_slope_of_the_loss_is_the_share_predicted_minus_the_share_seen() -> None:
    """Material 8: p − y, by finite differences."""
    state, h = Counting(COUNTS), 1e-5
    z = np.array([0.5, -1.0, 2.0, 0.0, 1.0])
    rows = np.concatenate([z + h * np.eye(5), z - h * np.eye(5)])
    slopes = (state.loss(rows)[:5] - state.loss(rows)[5:]) / (2 * h)
    assert_allclose(slopes, lv.softmax(z) - state.shares, rtol=0, atol=1e-9)


def test_the_softmax_of_the_best_logits_is_what_was_seen() -> None:
    """Material 9, first derivation."""
    state = Counting(COUNTS)
    assert_allclose(state.fitted, COUNTS / 45, rtol=1e-14, atol=0)
    assert_allclose(state.least, lv.entropy(COUNTS / 45), rtol=1e-13, atol=0)


def test_a_class_never_seen_is_the_better_the_further_down() -> None:
    state = Counting(np.array([20.0, 0, 8, 4, 1]))
    assert (np.diff(state.along(1)) > 0).all()
    assert (state.along(1) > state.least).all()
    _, _, _, _, _, every, chosen = drawn(likelihood_curves(1, height=280), state)
    assert chosen.x == (LOGITS[0],)  # −∞ waits at the edge
    assert every.x[1] == LOGITS[0]
    assert "log 0 = −∞, which is only approached" in likelihood_curves(1, height=280).alt(state)


def test_of_one_class_alone_nothing_can_be_learnt_along_its_logit() -> None:
    state = Counting(np.array([7.0, 0, 0, 0, 0]))
    assert_array_equal(state.along(0), 0)
    assert state.least == 0


def test_without_an_observation_every_logit_is_as_good() -> None:
    state = Counting(np.zeros(5))
    assert np.isnan(state.shares).all()
    assert np.isnan(state.fitted).all()
    for index in range(5):
        assert_array_equal(state.along(index), 0)
        assert_array_equal(state.likelihood(index), 1)
    assert likelihood_curves(0, height=280).alt(state).startswith("No class was seen")


def test_more_of_the_same_shares_make_a_sharper_hill() -> None:
    few, many = Counting(COUNTS).likelihood(0), Counting(2 * COUNTS).likelihood(0)

    def width(likely: Numbers) -> int:
        return int((likely > 0.5).sum())

    assert width(many) < width(few)


@pytest.mark.parametrize("counts", [[0, 1, 0, 0, 0], [50, 0, 1, 0, 0], [50] * 5, [1, 0, 0, 0, 50]])
def test_the_axis_holds_every_loss(counts: list[int]) -> None:
    state = Counting(np.array(counts, dtype=np.float64))
    assert max(state.along(index).max() for index in range(5)) < MOST


def test_the_chosen_class_stands_out_by_width() -> None:
    for chart in (likelihood_curves(3, height=280), loss_curves(3, height=280)):
        widths = [trace.line.width for trace in chart.skeleton().data[:5]]
        assert widths[3] == max(widths) > 2 * sorted(widths)[-2]


def test_bars_are_shares_of_particles_and_strokes_the_softmax() -> None:
    state = scene("particles").now
    bars, strokes = drawn(particle_bars(MANY, height=280), state)
    assert_array_equal(bars.y, state.shares)
    assert_array_equal(strokes.y, state.record.probabilities)


def test_what_chance_leaves_is_two_standard_errors() -> None:
    record = lv.analyse([0.0, 0.0])
    assert_allclose(scatter(record, 100), 2 * 0.05, rtol=1e-15, atol=0)
    assert scatter(lv.analyse([1.0, 0.0], temperature=0), 100) == 0


def test_the_differences_are_drawn_by_powers_of_ten() -> None:
    state = scene("settling").now
    few, many, chance_few, _, hand = drawn(settling_curves(FEW, MANY, SWEEPS, height=330), state)
    assert_allclose(10.0 ** np.array(few.y), np.maximum(state.few, 0.001), rtol=1e-13, atol=0)
    assert_allclose(10.0 ** np.array(many.y), np.maximum(state.many, 0.001), rtol=1e-13, atol=0)
    assert_allclose(10.0 ** chance_few.y[0], state.scatters[0], rtol=1e-13, atol=0)
    assert tuple(hand.x) == (2, 2)


def test_no_difference_waits_at_the_end_of_the_axis() -> None:
    state = scene("settling", "T = 0").now
    lines = drawn(settling_curves(FEW, MANY, SWEEPS, height=330), state)
    assert tuple(lines[2].y) == (-3, -3)  # at T = 0 nothing scatters


def test_an_outline_is_wide_where_many_entropies_lie() -> None:
    entropies = np.concatenate([np.linspace(0, 1, 400), np.full(400, 0.5)])
    x, y = outline(entropies, np.array(0.3))
    assert x.shape == y.shape == (80,)
    assert_allclose(x.max() - 0.3, WIDTH, rtol=1e-12, atol=0)
    assert abs(y[x.argmax()] - 0.5) < 0.03
    assert_allclose(x[:40] - 0.3, 0.3 - x[:39:-1], rtol=0, atol=1e-12)  # the same on both sides


def test_where_all_entropies_are_one_the_outline_is_a_point() -> None:
    x, y = outline(np.full((2, 9), 1.25), np.array([0.0, 1.0]))
    assert_array_equal(x, [[0.0] * 80, [1.0] * 80])
    assert_array_equal(y, 1.25)


@pytest.mark.parametrize("hostile", ["the example", "a tie of two", "all equal at T = 0"])
def test_nothing_reaches_the_roof_but_softmax(hostile: str) -> None:
    """Material 9, third derivation: the others, the particles, and the best of the others."""
    state = scene("roof", hostile).batches["mean"]
    assert (state.rivals.best_entropy <= state.rivals.entropy + 1e-12).all()
    assert (state.rivals.outline[1].max(axis=-1) <= state.rivals.entropy + 1e-12).all()
    crowd = scene("roof", hostile).batches["sweeps"].crowd
    on_roof = np.interp(crowd[0], *state.roof)  # chords lie below the roof itself
    assert (crowd[1] <= on_roof + 0.05).all()


def test_the_roof_is_the_entropy_of_softmax_over_its_mean_score() -> None:
    state = scene("roof").now
    x, y = state.roof
    z = np.array([4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2])
    for t in (0.5, 1.0, 3.0):
        p = lv.softmax(z, temperature=t)
        share = (p @ z - z.min()) / np.ptp(z)
        found = lv.max_entropy(z, z.min() + share * np.ptp(z))
        assert_allclose(lv.entropy(found.probabilities), lv.entropy(p), rtol=1e-10, atol=0)
        assert np.interp(share, x, y) <= lv.entropy(p) + 1e-12  # it is concave
    assert (y[0], y[-1]) == (0, 0)


def test_the_words_of_the_roof_name_temperature_and_entropies() -> None:
    state = scene("roof").now
    words = entropy_roof(OTHERS, height=280).alt(state)
    assert f"of {OTHERS} other distributions" in words
    assert "T = 0.972" in words


def test_the_rival_has_the_mean_score_of_the_softmax() -> None:
    state = scene("rival").now
    bars, strokes = drawn(rival_bars(OTHERS, height=330), state)
    z = np.array([4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2])
    assert_allclose(np.array(bars.y) @ z, np.array(strokes.y) @ z, rtol=1e-13, atol=0)
    assert_allclose(np.array(strokes.y) @ z, state.mean, rtol=1e-13, atol=0)
    assert_allclose(state.entropy - state.best_entropy, state.divergence, rtol=0, atol=1e-12)
