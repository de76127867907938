import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.export import votes_csv
from logitviz.charts.formats import logit, signed
from logitviz.charts.layout import LOGIT_AXIS
from logitviz.datasets.digits import load_digits, pixel_features
from logitviz.lessons.features.charts import (
    STRONGEST,
    Voting,
    image_map,
    vote_map,
    voted_bars,
    weight_map,
)
from logitviz.lessons.features.strokes import brushed
from tests.charts.scenery import Floats

DIGITS = load_digits()
W = 16 * DIGITS.student_weights
CLASS = 3


def voting(row: float = 3, column: float = 2, size: float = 3, digit: int = 11) -> Voting:
    ink = brushed(DIGITS.images[digit], row=row, column=column, size=size, ink=0).reshape(64)
    return Voting(
        ink=ink,
        brush=np.array([row, column, size]),
        votes=lv.contributions(ink / 16, W)[CLASS],
        record=lv.analyse(lv.linear_logits(ink / 16, W, DIGITS.student_biases)),
        bias=float(DIGITS.student_biases[CLASS]),
        untouched=DIGITS.student_logits[digit],
        index=CLASS,
    )


def test_votes_for_and_against_and_the_bias_make_the_logit() -> None:
    state = voting()
    assert state.gains > 0 > state.losses
    assert_allclose(state.gains + state.losses + state.bias, state.logit, rtol=1e-13, atol=0)


def test_the_untouched_image_arrives_at_the_logit_in_the_data_file() -> None:
    state = voting(row=-3)
    assert_allclose(state.logit, DIGITS.student_logits[11, CLASS], rtol=1e-13, atol=0)
    assert state.change == 0


def test_an_eraser_takes_exactly_the_votes_under_it() -> None:
    before, after = voting(row=-3), voting()
    under = before.votes.reshape(8, 8)[3:6, 2:5].sum()
    assert_allclose(after.change, -under, rtol=0, atol=1e-12)


def test_no_weight_and_no_vote_lies_beyond_the_scale_of_colours() -> None:
    assert np.abs(W).max() <= STRONGEST
    votes = pixel_features(DIGITS.images)[:, None] * W
    assert np.abs(votes).max() <= STRONGEST


def test_the_image_and_its_votes_stand_row_by_row() -> None:
    state = voting()
    (picture, _), (votes, _) = (
        chart.figure(state).data
        for chart in (image_map(5, height=330), vote_map(CLASS, height=330))
    )
    assert_array_equal(picture.z, state.ink.reshape(8, 8))
    assert_array_equal(votes.z, (W[CLASS] * state.ink / 16).reshape(8, 8))


@pytest.mark.parametrize(
    ("row", "column", "x", "y"),
    [
        (3, 2, (1.5, 4.5), (2.5, 5.5)),
        (-2, 6, (5.5, 7.5), (-0.5, 0.5)),
        (7, -2, (-0.5, 0.5), (6.5, 7.5)),
    ],
)
def test_the_outline_of_the_brush_is_cut_off_at_the_image(
    row: float, column: float, x: tuple[float, float], y: tuple[float, float]
) -> None:
    outline = image_map(5, height=330).figure(voting(row, column)).data[1]
    assert outline.x == (x[0], x[1], x[1], x[0], x[0])
    assert outline.y == (y[0], y[0], y[1], y[1], y[0])


def test_rows_run_downwards_and_pixels_are_square() -> None:
    for chart in (image_map(5, height=330), vote_map(CLASS, height=330)):
        layout = chart.skeleton().layout
        assert layout.yaxis.range[0] > layout.yaxis.range[1]
        assert layout.yaxis.scaleanchor == "x"


def test_the_bars_are_the_logits_over_those_of_the_untouched_image() -> None:
    state = voting()
    before, now, predicted, chosen = voted_bars(height=330).figure(state).data
    assert_array_equal(before.y, DIGITS.student_logits[11])
    assert_array_equal(now.y, state.record.logits)
    assert list(now.text) == [logit(z) for z in state.record.logits]
    assert predicted.x == (state.record.prediction,)
    assert chosen.x == (CLASS,)


def test_a_bar_beyond_the_axis_ends_there_and_says_how_long_it_is() -> None:
    state = voting()
    far = Voting(**{**vars(state), "record": lv.analyse([14.25, -13.5, *[0.0] * 8])})
    _, now, predicted, _ = voted_bars(height=330).figure(far).data
    assert -12 < min(now.y) < -10
    assert 10 < max(now.y) == predicted.y[0] < 12
    assert LOGIT_AXIS["range"] == (-12, 12)
    assert list(now.text)[:2] == ["14.25", "−13.5"]


def test_the_ten_weight_pictures_stand_in_two_rows_of_five() -> None:
    chart = weight_map(height=330)
    picture = np.array(chart.figure(W).data[0].z, dtype=np.float64)
    for c in range(10):
        top, left = 10 * (c // 5), 9 * (c % 5)
        assert_array_equal(picture[top : top + 8, left : left + 8], W[c].reshape(8, 8))
    assert np.isfinite(picture).sum() == W.size


def test_a_name_stands_above_each_weight_picture() -> None:
    names = weight_map(height=330).skeleton().data[1]
    assert list(names.text) == [f"class {c}" for c in range(10)]
    for c in range(10):
        assert names.x[c] == 9 * (c % 5) + 3.5
        assert -1.5 < names.y[c] - 10 * (c // 5) < -0.5


def test_votes_and_weights_share_one_scale_of_colours() -> None:
    scales = [
        chart.skeleton().layout.coloraxis
        for chart in (vote_map(CLASS, height=330), weight_map(height=330))
    ]
    assert {(s.cmin, s.cmax) for s in scales} == {(-STRONGEST, STRONGEST)}
    assert scales[0].colorscale == scales[1].colorscale


def test_the_alternative_texts_tell_the_sums() -> None:
    state = voting()
    words = vote_map(CLASS, height=330).alt(state)
    for number in (state.gains, state.losses, state.bias):
        assert signed(number) in words
    assert signed(state.change) in voted_bars(height=330).alt(state)
    assert "brush of 3 by 3" in image_map(5, height=330).alt(state)


def test_the_file_of_votes_has_a_line_for_every_pixel() -> None:
    state = voting()
    header, *lines = votes_csv(state.ink, state.votes).splitlines()
    assert header == "row,column,ink,vote"
    table: Floats = np.array([[float(cell) for cell in line.split(",")] for line in lines])
    assert_array_equal(table[:, 0] * 8 + table[:, 1], np.arange(64))
    assert_array_equal(table[:, 2:], np.stack([state.ink, state.votes], axis=-1))
