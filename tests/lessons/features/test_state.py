from typing import Any

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.datasets.digits import load_digits
from logitviz.lessons.features.files import votes_csv
from logitviz.lessons.features.state import FeaturesState
from logitviz.live.state import Floats
from tests.cases import for_each
from tests.lessons.captured import captured
from tests.lessons.features.profile import drawn_on
from tests.lessons.state import State as Link

DIGITS = load_digits()
W = 16 * DIGITS.student_weights
CLASS = 3
BESIDE = {"brow": -2.0, "bcol": -2.0, "bsize": 2}  # no pixel is under such a brush


def state(**values: Any) -> FeaturesState:
    brush = {"digit": 11, "k": CLASS, "brow": 3.0, "bcol": 2.0, "bsize": 3, "badd": -16.0}
    made = captured("features").state(**brush | values)
    assert isinstance(made, FeaturesState)
    return made


def test_votes_for_and_against_and_the_bias_make_the_logit() -> None:
    now = state()
    assert now.votes_for > 0 > now.votes_against
    total = now.votes_for + now.votes_against + now.bias
    assert_allclose(total, now.logit, rtol=1e-13, atol=0)


def test_a_pixel_votes_weight_times_feature() -> None:
    now = state()
    assert_array_equal(now.votes, W[CLASS].reshape(8, 8) * now.image / 16)


@for_each(("digit", "k"), [(0, 0), (7, 2), (11, CLASS), (898, 9)])
def test_the_original_image_has_the_logits_in_the_data_file(digit: int, k: int) -> None:
    now = state(**BESIDE, digit=digit, k=k)
    assert_array_equal(now.image, DIGITS.images[digit])
    assert_allclose(now.record.logits, DIGITS.student_logits[digit], rtol=1e-12, atol=1e-13)
    assert now.original_logit == DIGITS.student_logits[digit, k]
    assert now.change == 0


def test_taking_all_ink_away_costs_exactly_the_votes_under_the_brush() -> None:
    before, after = state(**BESIDE), state()
    assert_allclose(after.change, -before.votes[3:6, 2:5].sum(), rtol=0, atol=1e-12)


@for_each("size", [1, 2, 3])
@for_each(("row", "column", "ink"), [(4, 3, 12), (-2, 7, 0), (6, -1, 16)])
def test_the_brush_of_an_old_link_paints_over_kept_strokes(
    size: int, row: int, column: int, ink: int
) -> None:
    values = {"digit": 7, "drawn": "00g32g77a", "size": size}
    now = state(r=float(row), q=float(column), ink=float(ink), badd=0.0, **values)
    assert_array_equal(now.image, drawn_on(Link(r=row, q=column, ink=ink, **values)))


@for_each("wide", [1, 2, 3])
@for_each(("row", "column", "add"), [(4, 3, 12), (-2, 7, -3), (6, -1, -16), (1, 2, 0)])
def test_the_brush_adds_ink_to_kept_strokes(wide: int, row: int, column: int, add: int) -> None:
    values = {"digit": 7, "drawn": "00g32g77a", "bsize": wide}
    now = state(brow=float(row), bcol=float(column), badd=float(add), **values)
    assert_array_equal(now.image, drawn_on(Link(brow=row, bcol=column, badd=add, **values)))


def test_a_logit_changes_by_weight_times_ink_whatever_the_rest_of_the_image_shows() -> None:
    """Two images, the same brush: each logit moves by its weight times the change of feature."""
    for digit in (7, 11):
        before, after = state(digit=digit, badd=0.0), state(digit=digit)
        change = ((after.image - before.image) / 16).ravel()
        assert change.any()
        moved = after.record.logits - before.record.logits
        assert_allclose(moved, W @ change, rtol=0, atol=1e-12)


@for_each(
    ("between", "place"),
    [(-1.5, -2), (-1.4, -1), (-0.2, 0), (0.49999999999999994, 0), (0.5, 1), (2.5, 3), (6.51, 7)],
)
def test_a_brush_between_the_steps_lies_where_its_slider_says(between: float, place: int) -> None:
    now = state(brow=between, bcol=between)
    assert_array_equal(now.image, state(brow=float(place), bcol=float(place)).image)


def test_a_blank_sheet_has_no_ink_and_the_logits_are_the_biases() -> None:
    now = state(**BESIDE, blank=True)
    assert not now.image.any()
    assert_array_equal(now.record.logits, DIGITS.student_biases)
    assert_array_equal(now.original_logits, DIGITS.student_biases)
    assert now.change == 0
    drawn = state(**BESIDE, blank=True, drawn="34g358")
    assert_array_equal(np.argwhere(drawn.image), [[3, 4], [3, 5]])


def test_the_layer_is_worked_out_step_by_step() -> None:
    f, w, b = [2.0, -1.5, 0.3], np.arange(-4.0, 5).reshape(3, 3) / 2, [1.0, 0.25, -3.0]
    values = {f"f{d + 1}": value for d, value in enumerate(f)}
    values |= {f"w{c + 1}{d + 1}": float(value) for (c, d), value in np.ndenumerate(w)}
    values |= {f"b{c + 1}": value for c, value in enumerate(b)}
    now = state(**values)
    assert_array_equal(now.products, w * f)
    assert_allclose(now.sums, w @ f, rtol=1e-15, atol=1e-15)
    assert_allclose(now.layer.logits, w @ f + b, rtol=1e-15, atol=1e-15)
    assert_allclose(now.exponentials, np.exp(w @ f + b), rtol=1e-14, atol=0)
    assert_allclose(now.exponentials / now.exponential_sum, lv.softmax(w @ f + b), rtol=1e-14)
    assert_allclose(now.probability_sum, 1, rtol=1e-15, atol=0)


def test_the_file_of_votes_has_a_line_for_every_pixel() -> None:
    now = state()
    header, *lines = votes_csv(now).splitlines()
    assert header == "row,column,ink,vote"
    table: Floats = np.array([[float(cell) for cell in line.split(",")] for line in lines])
    assert_array_equal(table[:, 0] * 8 + table[:, 1], np.arange(64))
    assert_array_equal(table[:, 2:], np.stack([now.image, now.votes], axis=-1).reshape(64, 2))
