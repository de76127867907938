"""Material 9, second derivation, and material 5: E = −z in equilibrium at T gives softmax(z/T).

Oracle: the exact transition matrix of one sweep, and scipy's test of counts.
"""

import dataclasses
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.stats import chisquare

import logitviz as lv

EXAMPLE = np.array([4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2])


def transitions(e: NDArray[np.float64], t: float) -> NDArray[np.float64]:
    """The probability of going from level i to level j in one sweep, by the rule itself."""
    rises = np.maximum(e[None, :] - e[:, None], 0)
    matrix = np.exp(-rises / t) / e.size
    np.fill_diagonal(matrix, 0)
    return np.asarray(matrix + np.diag(1 - matrix.sum(axis=1)))


@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
def test_the_rule_leaves_the_softmax_as_it_is(temperature: float) -> None:
    """Flow and counterflow of every pair of levels are equal: detailed balance."""
    p = lv.softmax(EXAMPLE, temperature=temperature)
    flow = p[:, None] * transitions(-EXAMPLE, temperature)
    assert_allclose(flow, flow.T, rtol=1e-12, atol=0)


@pytest.mark.parametrize("sweeps", [1, 3, 10])
@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
def test_the_particles_follow_the_rule(temperature: float, sweeps: int) -> None:
    walk = lv.metropolis(-EXAMPLE, temperature=temperature, particles=50_000, sweeps=sweeps, seed=3)
    matrix = transitions(-EXAMPLE, temperature)
    expected = np.linalg.matrix_power(matrix, sweeps)[7] * 50_000
    assert chisquare(walk.counts[-1], expected * (50_000 / expected.sum())).pvalue > 1e-3


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0, 5.0])
def test_in_equilibrium_the_counts_are_those_of_the_softmax(temperature: float) -> None:
    walk = lv.metropolis(-EXAMPLE, temperature=temperature, particles=20_000, sweeps=120, seed=2)
    expected = 20_000 * lv.softmax(EXAMPLE, temperature=temperature)
    often = expected > 5  # what the test of counts asks for
    seen = [*walk.counts[-1][often], walk.counts[-1][~often].sum()]
    thought = [*expected[often], expected[~often].sum()]
    if not thought[-1]:
        seen, thought = seen[:-1], thought[:-1]
    assert chisquare(seen, np.array(thought) * (20_000 / np.sum(thought))).pvalue > 1e-3


def test_the_scatter_shrinks_with_the_root_of_the_number_of_particles() -> None:
    p = lv.softmax(EXAMPLE)

    def miss(particles: int) -> float:
        walk = lv.metropolis(-EXAMPLE, particles=particles, sweeps=160, seed=1)
        scatter = np.sqrt(p * (1 - p) / particles)
        return float(np.sqrt((((walk.shares[60:] - p) / scatter) ** 2).mean()))

    assert [0.7 < miss(n) < 1.3 for n in (100, 1000, 10_000)] == [True] * 3


def test_at_the_start_all_are_on_the_highest_level() -> None:
    walk = lv.metropolis(-EXAMPLE, particles=30, sweeps=0, seed=1)
    assert walk.counts.tolist() == [[30 if c == 7 else 0 for c in range(10)]]


def test_at_zero_no_particle_ever_rises_and_all_end_on_the_lowest_level() -> None:
    walk = lv.metropolis(-EXAMPLE, temperature=0, particles=200, sweeps=150, seed=1)
    mean = (walk.counts @ -EXAMPLE) / 200
    assert (np.diff(mean) <= 0).all()
    assert walk.counts[-1].tolist() == [200, *[0] * 9]


def test_at_zero_levels_of_the_same_energy_share() -> None:
    walk = lv.metropolis([1, 1, 5], temperature=0, particles=9000, sweeps=40, seed=1)
    assert walk.counts[-1][2] == 0
    assert_allclose(walk.shares[-1][:2], 0.5, rtol=0, atol=0.02)


def test_at_infinity_one_sweep_is_enough() -> None:
    walk = lv.metropolis([0, 50, -50], temperature=np.inf, particles=30_000, sweeps=1, seed=1)
    assert chisquare(walk.counts[1]).pvalue > 1e-3


def test_two_equal_levels_do_not_change_places_for_ever() -> None:
    walk = lv.metropolis([0, 0], particles=10_000, sweeps=3, seed=1)
    assert_allclose(walk.shares[1:], 0.5, rtol=0, atol=0.02)


def test_no_particle_is_lost() -> None:
    walk = lv.metropolis(-EXAMPLE, temperature=[0, 1, np.inf], particles=77, sweeps=9, seed=1)
    assert walk.counts.shape == (3, 10, 10)
    assert (walk.counts.sum(axis=-1) == 77).all()
    assert_array_equal(walk.shares, walk.counts / 77)


def test_a_batch_of_temperatures_is_its_rows() -> None:
    temperatures = np.array([[0.0, 0.5, 1.0], [2.0, 20.0, np.inf]])
    batch = lv.metropolis(-EXAMPLE, temperature=temperatures, particles=40_000, sweeps=4, seed=5)
    for index in np.ndindex(2, 3):
        single = lv.metropolis(
            -EXAMPLE, temperature=temperatures[index], particles=40_000, sweeps=4, seed=5
        )
        assert_array_equal(batch.counts[index], single.counts)


def test_the_seed_decides() -> None:
    walks = [
        lv.metropolis(-EXAMPLE, particles=50, sweeps=20, seed=seed).counts for seed in (4, 4, 5)
    ]
    assert_array_equal(walks[0], walks[1])
    assert (walks[0] != walks[2]).any()


def test_energies_of_any_size_are_calm() -> None:
    walk = lv.metropolis([1e308, -1e308], temperature=1e-320, particles=5, sweeps=30, seed=1)
    assert walk.counts[-1].tolist() == [0, 5]


def test_only_differences_of_energies_matter() -> None:
    one = lv.metropolis([0.0, 1.0, 3.0], particles=500, sweeps=20, seed=1)
    other = lv.metropolis([8.0, 9.0, 11.0], particles=500, sweeps=20, seed=1)
    assert_array_equal(one.counts, other.counts)


def test_nothing_is_written_to_and_the_walk_is_closed() -> None:
    energies = -EXAMPLE
    walk = lv.metropolis(energies, particles=5, sweeps=2, seed=1)
    assert energies.flags.writeable
    assert not walk.counts.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        walk.particles = 6  # type: ignore[misc]


GOOD: dict[str, Any] = {"energies": [0.0, 1.0], "particles": 1, "sweeps": 1, "seed": 0}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"energies": []}, "energies must hold at least one level, got none"),
        ({"energies": [[1.0]]}, "energies must be one-dimensional"),
        ({"energies": [1.0, np.nan]}, "energies must be finite, got nan at index 1"),
        ({"energies": [1.0, np.inf]}, "energies must be finite, got inf at index 1"),
        ({"temperature": -1.0}, "temperature must be 0 or more"),
        ({"particles": 0}, "particles must be 1 or more, got 0"),
        ({"sweeps": -1}, "sweeps must be 0 or more, got -1"),
        ({"seed": -1}, "seed must be 0 or more, got -1"),
    ],
)
def test_wrong_arguments_are_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lv.metropolis(**(GOOD | wrong))


def test_half_a_particle_is_refused() -> None:
    with pytest.raises(TypeError):
        lv.metropolis([0.0, 1.0], particles=1.5, sweeps=1, seed=0)  # type: ignore[arg-type]


def test_a_temperature_that_is_no_number_is_refused() -> None:
    with pytest.raises(TypeError, match="temperature must hold real numbers"):
        lv.metropolis([0.0, 1.0], temperature="hot", particles=1, sweeps=1, seed=0)
