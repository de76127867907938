from types import SimpleNamespace
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.charts.formats import logit, signed
from logitviz.charts.layout import LOGIT_AXIS, signed_scale
from logitviz.charts.words import words_of
from logitviz.datasets.digits import load_digits, pixel_features
from logitviz.lessons.features.charts import STRONGEST, voted_bars
from logitviz.live.elements import ChartElement
from tests.cases import for_each
from tests.lessons.captured import captured

DIGITS = load_digits()
WORDS = words_of("features")
W = 16 * DIGITS.student_weights
CLASS = 3


def element(key: str, **values: Any) -> ChartElement:
    here = captured("features")
    return here.element(key, here.state(**{"digit": 11, "k": CLASS} | values))


def figure(key: str, **values: Any) -> go.Figure:
    return element(key, **values).chart.figure


def shown(found: ChartElement) -> dict[tuple[str, str], list[Any]]:
    """Everything that a chart shows, by trace and attribute."""
    readings = [reading.plain() for reading in found.readings]
    return dict(zip(found.names, readings, strict=True))


def test_no_weight_and_no_vote_lies_beyond_the_scale_of_colours() -> None:
    assert np.abs(W).max() <= STRONGEST
    votes = pixel_features(DIGITS.images)[:, None] * W
    assert np.abs(votes).max() <= STRONGEST


def test_a_blank_sheet_is_named_so_and_is_compared_with_the_biases() -> None:
    named = WORDS.said("image_title", label=DIGITS.labels[11])
    assert figure("image").layout.title.text == named
    assert figure("image", blank=True).layout.title.text == WORDS["image_title_own"] != named
    drawn = shown(element("logits", blank=True, drawn="34g"))
    assert drawn["original", "y"] == DIGITS.student_biases.tolist() != drawn["classes", "y"]
    assert np.count_nonzero(shown(element("image", blank=True, drawn="34g"))["pixels", "z"]) == 1


@for_each("key", ["image", "votes"])
def test_rows_run_downwards_and_pixels_are_square(key: str) -> None:
    layout = figure(key).layout
    assert layout.yaxis.range[0] > layout.yaxis.range[1]
    assert layout.yaxis.scaleanchor == "x"


def test_the_bars_are_the_logits_over_those_of_the_original_image() -> None:
    drawn = shown(element("logits"))
    assert drawn["original", "y"] == DIGITS.student_logits[11].tolist()
    heights = drawn["classes", "y"]
    assert drawn["classes", "text"] == [logit(z) for z in heights]
    assert drawn["predicted", "x"] == [int(np.argmax(heights))]
    assert drawn["predicted", "y"] == [max(heights)]
    assert drawn["chosen", "x"] == [CLASS]


def test_a_bar_beyond_the_axis_ends_there_and_says_how_long_it_is() -> None:
    far = SimpleNamespace(
        record=lv.analyse([14.25, -13.5, *[0.0] * 8]), original_logits=np.zeros(10), k=0, change=0.0
    )
    drawn = shown(ChartElement.of(voted_bars(WORDS), far))
    assert -12 < min(drawn["classes", "y"]) < -10
    assert 10 < max(drawn["classes", "y"]) == drawn["predicted", "y"][0] < 12
    assert LOGIT_AXIS["range"] == (-12, 12)
    assert drawn["classes", "text"][:2] == ["14.25", "−13.5"]


def test_the_ten_weight_pictures_stand_in_two_rows_of_five() -> None:
    picture = np.array(shown(element("weights"))["weights", "z"], dtype=np.float64)
    for c in range(10):
        top, left = 10 * (c // 5), 9 * (c % 5)
        assert_array_equal(picture[top : top + 8, left : left + 8], W[c].reshape(8, 8))
    assert np.isfinite(picture).sum() == W.size


def test_a_name_stands_above_each_weight_picture() -> None:
    names = figure("weights").data[1]
    assert list(names.text) == [WORDS.said("class_n", n=c) for c in range(10)]
    for c in range(10):
        assert names.x[c] == 9 * (c % 5) + 3.5
        assert -1.5 < names.y[c] - 10 * (c // 5) < -0.5


def test_votes_and_weights_share_one_scale_of_colours() -> None:
    votes, weights = (figure(key).layout.coloraxis for key in ("votes", "weights"))
    assert (votes.cmin, votes.cmax) == (weights.cmin, weights.cmax) == (-STRONGEST, STRONGEST)
    assert votes.colorscale == weights.colorscale
    assert [*map(list, votes.colorscale)] == signed_scale(2)


def test_half_of_the_votes_are_weak() -> None:
    votes = np.abs(pixel_features(DIGITS.images)[:, None] * W)
    assert 0.1 < np.median(votes[votes > 0]) / STRONGEST < 1 / 8


def test_the_alternative_texts_tell_the_sums() -> None:
    here = captured("features")
    now: Any = here.state(digit=11, k=CLASS, drawn="003349")
    words = here.element("votes", now).alt
    for number in (now.votes_for, now.votes_against, now.bias):
        assert signed(number) in words
    assert signed(now.change) in here.element("logits", now).alt
    inked, ink = np.count_nonzero(now.image), now.image.sum()
    assert here.element("image", now).alt == WORDS.said("image_alt", inked=inked, ink=ink)


def test_no_line_runs_through_the_numbers_at_the_logits() -> None:
    assert figure("logits").layout.yaxis.showgrid is False


def test_the_logits_say_themselves_what_their_marks_mean() -> None:
    """The chart needs no legend in prose: hatched, grey and the triangle are named below it."""
    chart = element("logits").chart
    assert {"predicted", "original", "chosen"} <= chart.traces.keys()
    named = figure("logits").layout.xaxis.title.text
    assert named == WORDS["logits_x"]
    assert named.count("·") == 3
    assert "▲" in named
