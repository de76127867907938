"""Batches of real digits and their copies."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.datasets.batches import draw_batch, shifted_copies
from logitviz.datasets.digits import load_digits

DIGITS = load_digits()
DOT = np.zeros((1, 5, 5))
DOT[0, 2, 2] = 16


def test_one_of_each_is_in_the_order_of_the_digits() -> None:
    for seed in range(20):
        chosen = draw_batch(DIGITS.labels, 10, seed=seed, one_of_each=True)
        assert_array_equal(DIGITS.labels[chosen], range(10))


def test_a_batch_at_random_holds_no_image_twice_and_asks_for_no_label() -> None:
    for seed in range(20):
        chosen = draw_batch(DIGITS.labels, 10, seed=seed)
        assert np.unique(chosen).size == 10
        assert_array_equal(chosen, draw_batch(np.zeros(899), 10, seed=seed))


def test_the_seed_decides_the_batch_and_the_copies() -> None:
    again = [draw_batch(DIGITS.labels, 10, seed=s) for s in (3, 3, 4)]
    assert_array_equal(again[0], again[1])
    assert (again[0] != again[2]).any()
    copies = [shifted_copies(DIGITS.images[:10], seed=s) for s in (3, 3, 4)]
    assert_array_equal(copies[0], copies[1])
    assert (copies[0] != copies[2]).any()


def test_a_copy_holds_ink_in_whole_numbers_from_0_to_16() -> None:
    copies = shifted_copies(DIGITS.images, seed=5, shift=0.3, noise=9)
    assert copies.dtype == np.uint8
    assert copies.shape == DIGITS.images.shape
    assert (copies.min(), copies.max()) == (0, 16)


def test_a_whole_pixel_puts_the_dot_on_a_neighbour() -> None:
    seen = set()
    for seed in range(60):
        (copy,) = shifted_copies(DOT, seed=seed, shift=1, noise=0)
        assert copy.sum() == 16
        row, column = np.argwhere(copy)[0]
        assert max(abs(row - 2), abs(column - 2)) == 1
        seen.add((int(row), int(column)))
    assert len(seen) == 8


def test_half_a_pixel_divides_the_dot_among_two_or_four() -> None:
    for seed in range(20):
        (copy,) = shifted_copies(DOT, seed=seed, shift=0.5, noise=0)
        assert sorted(copy[copy > 0]) in ([8, 8], [4, 4, 4, 4])


def test_what_leaves_the_image_is_lost() -> None:
    copies = shifted_copies(np.full((50, 3, 3), 16), seed=0, shift=1, noise=0)
    assert set(np.count_nonzero(copies, axis=(1, 2)).tolist()) == {4, 6}


def test_without_shift_and_noise_a_copy_is_the_image() -> None:
    assert_array_equal(shifted_copies(DIGITS.images, seed=1, shift=0, noise=0), DIGITS.images)


def test_every_image_goes_its_own_way() -> None:
    copies = shifted_copies(np.repeat(DOT, 40, axis=0), seed=0, shift=1, noise=0)
    assert np.unique(copies.reshape(40, -1), axis=0).shape[0] == 8


def test_a_copy_is_nearer_to_its_image_than_another_digit_mostly_is() -> None:
    # What makes it a positive pair for the pixels, at half a pixel: found nine times of ten.
    found, tried = 0, 0
    for seed in range(20):
        images = DIGITS.images[draw_batch(DIGITS.labels, 10, seed=seed, one_of_each=True)]
        copies = shifted_copies(images, seed=seed)
        s = lv.cosine_similarities(images.reshape(10, 64), copies.reshape(10, 64))
        found += int((lv.predict(s) == np.arange(10)).sum())
        tried += 10
    assert 0.9 < found / tried < 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"count": 0}, "count must lie from 1 to the 5 images, got 0"),
        ({"count": 6}, "count must lie from 1 to the 5 images, got 6"),
        ({"count": 2, "one_of_each": True}, "count must be 3, one of each class, got 2"),
    ],
)
def test_a_batch_that_cannot_be_drawn_is_refused(options: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw_batch([7, 8, 7, 8, 9], seed=0, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("images", "options", "message"),
    [
        (np.zeros((3, 3)), {}, r"images must have shape \[N, H, W\], got shape \(3, 3\)"),
        (np.full((1, 2, 2), 17), {}, "ink in whole numbers from 0 to 16, got 17"),
        (np.full((1, 2, 2), 0.5), {}, "ink in whole numbers from 0 to 16, got 0.5"),
        (DOT, {"shift": 1.5}, "shift must lie from 0 to 1 pixel, got 1.5"),
        (DOT, {"shift": np.nan}, "shift must lie from 0 to 1 pixel, got nan"),
        (DOT, {"noise": -1}, "noise must be 0 or more, got -1"),
        (DOT, {"seed": -1}, "seed must be 0 or more, got -1"),
    ],
)
def test_copies_that_cannot_be_made_are_refused(
    images: np.ndarray, options: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        shifted_copies(images, **{"seed": 0, **options})  # type: ignore[arg-type]
