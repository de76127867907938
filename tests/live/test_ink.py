"""What each pixel's ink adds: the plan of a page, summed up here, against the core."""

import math
from collections.abc import Iterator, Mapping
from typing import Any
from unittest import mock

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.chart import Compared
from logitviz.datasets.digits import load_digits
from logitviz.lessons.features.state import FeaturesState
from logitviz.lessons.features.strokes_panel import PAD
from logitviz.live.ink import Inks, Taken, sent_images
from logitviz.live.readings import Reading
from logitviz.live.session import Session
from logitviz.live.state import Floats
from tests.cases import for_each
from tests.lessons.captured import captured
from tests.live.decoded import Decoded
from tests.shell.visits import plan, seen

DIGITS = load_digits()
W = 16 * DIGITS.student_weights
LINKS: list[dict[str, str]] = [
    {},
    {"digit": "7", "k": "2", "drawn": "12g77a"},
    {"blank": "true", "k": "9"},
    {"digit": "7", "q": "3", "size": "3", "bcol": "3", "badd": "-9"},
]


def images(now: Floats) -> Iterator[Floats]:
    """The image, with each pixel in turn erased, full and of another ink; some others."""
    yield now
    for place in np.ndindex(8, 8):
        for other in (0, 7, 16):
            image = now.copy()
            image[place] = other
            yield image
    yield from np.random.default_rng(1).integers(0, 17, (20, 8, 8)).astype(float)


def summed(decoded: Decoded, ref: int, image: Floats) -> Floats:
    """What a series shows of an image, by the amounts of the plan alone."""
    header = decoded.header["ink"]
    table, compared = decoded.series[ref]["ink"]
    now, added = (np.array(header["tables"][table][name]) for name in ("now", "added"))
    z = np.asarray(now + added @ (image.ravel() - header["image"]))
    if not compared:
        return z
    of, low, high = compared
    return np.atleast_1d(Compared(low, high, of)(z))


def core(link: Mapping[str, str], image: Floats) -> dict[str, Floats]:
    """What the charts and read-outs of the page must show of an image, by the core."""
    k = int(link.get("k", 0))
    blank, digit = "blank" in link, int(link.get("digit", 0))
    z = lv.linear_logits(image.ravel() / 16, W, DIGITS.student_biases)
    votes = lv.contributions(image.ravel() / 16, W[[k]])[0]
    before = DIGITS.student_biases if blank else DIGITS.student_logits[digit]
    return {
        "image": image.ravel(),
        "votes": votes,
        "heights": np.clip(z, -11, 11),
        "labels": z,
        "place": np.array([lv.predict(z)]),
        "largest": np.clip([z.max()], -11, 11),
        "votes_for": votes[votes > 0].sum(keepdims=True),
        "votes_against": votes[votes < 0].sum(keepdims=True),
        "logit": z[[k]],
        "change": z[[k]] - before[k],
    }


def shown(decoded: Decoded) -> dict[str, int]:
    """The series of the page that follow a stroke, by what they show."""
    places = {
        "image": decoded.attributes("image")[0, "z"],
        "votes": decoded.attributes("votes")[0, "z"],
        "heights": decoded.attributes("logits")[1, "y"],
        "labels": decoded.attributes("logits")[1, "text"],
        "place": decoded.attributes("logits")[2, "x"],
        "largest": decoded.attributes("logits")[2, "y"],
    }
    texts = {
        text["selector"].split()[0].removeprefix(".st-key-live_"): text["parts"][0]
        for text in decoded.texts
    }
    read = ("votes_for", "votes_against", "logit", "change")
    return {name: found[0] for name, found in (places | {n: texts[n] for n in read}).items()}


@for_each("link", LINKS)
def test_the_amounts_of_the_plan_add_up_to_what_the_core_says_at_every_pixel(
    link: dict[str, str],
) -> None:
    decoded = plan(seen("features", **link))
    now = np.array(decoded.header["ink"]["image"], np.float64).reshape(8, 8)
    for image in images(now):
        wanted = core(link, image)
        for name, ref in shown(decoded).items():
            found = summed(decoded, ref, image)
            assert_allclose(found, wanted[name], rtol=0, atol=1e-8, err_msg=name)


def test_all_that_a_stroke_changes_follows_it() -> None:
    decoded = plan(seen("features"))
    groups = [group for group in decoded.header["groups"] if "drawn" in group["controls"]]
    assert groups
    assert all("drawn" in group["rows"] for group in groups)
    inked = {ref for ref, series in enumerate(decoded.series) if "ink" in series}
    assert inked == set(shown(decoded).values()), "and nothing else does"


def test_pages_without_an_image_to_draw_on_have_no_ink_in_their_plan() -> None:
    decoded = plan(seen("temperature"))
    assert decoded.header["ink"] is None
    assert not any("ink" in series for series in decoded.series)


def reading(state: FeaturesState, name: str) -> Reading:
    return Reading.of(state, lambda s: np.asarray(getattr(s, name)), "logit", name)


def test_a_number_that_is_not_linear_in_the_ink_waits() -> None:
    class Squared(FeaturesState):
        """With numbers that no sum of ink gives."""

        @property
        def square(self) -> Floats:
            return np.asarray(self.image.sum(axis=(-2, -1)) ** 2)[..., None]

        @property
        def sure(self) -> Floats:
            return np.asarray(self.record.confidence)[..., None]

        @property
        def total(self) -> Floats:
            return np.asarray(self.image.sum(axis=(-2, -1)))[..., None]

    here = captured("features")
    values = {key: c.number(c.default) for key, c in here.controls.items()}
    state = Squared(values)
    inks = Inks(state, PAD)
    assert inks.amounts(reading(state, "square")) is None
    assert inks.amounts(reading(state, "sure")) is None
    linear = inks.amounts(reading(state, "total"))
    assert linear is not None
    assert_array_equal(linear.added, np.ones((64, 1)))
    assert inks.amounts(reading(state, "bias")) is None
    assert not inks.change(reading(state, "bias"))


# ---- what the browser sends ----

PAPER = "0" * 64


def taken(session: Session, sent: Any) -> list[list[int]]:
    state = {"script": {"strokes": sent}, "logitviz": session}
    with mock.patch("streamlit.session_state", state):
        return sent_images(64)


def test_each_image_is_taken_once_in_the_order_of_time() -> None:
    session = Session()
    assert taken(session, None) == []
    first, second = [1, "g" + "0" * 63], [2, "gg" + "0" * 62]
    assert [sum(image) for image in taken(session, [first])] == [16]
    assert [sum(image) for image in taken(session, [first, second])] == [32]
    assert taken(session, [first, second]) == []
    assert [sum(image) for image in taken(session, [[3, PAPER]])] == [0]


def test_a_server_that_has_restarted_does_not_draw_again_what_may_be_undone() -> None:
    session = Session()
    assert taken(session, [[5, PAPER]]) == []
    assert session.of(Taken).last == 5
    assert taken(session, [[6, PAPER]]) == [[0] * 64]


@pytest.mark.parametrize(
    "sent",
    [
        "0" * 64,
        7,
        {"1": PAPER},
        [PAPER],
        [[1]],
        [[1, PAPER, 2]],
        [["1", PAPER]],
        [[1, PAPER[1:]]],
        [[1, PAPER + "\n"]],
        [[1, "h" * 64]],
        [[1, "<" * 64]],
        [[None, PAPER]],
        [[1, None]],
        [[math.nan, PAPER]],
        [[math.inf, PAPER]],
        [[10**400, PAPER]],
        [[-(10**400), PAPER]],
    ],
    ids=lambda sent: repr(sent)[:40],
)
def test_anything_else_is_ignored(sent: Any) -> None:
    session = Session()
    taken(session, None)
    assert taken(session, sent) == []
    assert taken(session, [[2, PAPER]]) == [[0] * 64]


@for_each(("of", "found"), [("each", [-2, 1, 3]), ("largest", 3), ("place", 2)])
def test_what_only_compares(of: Any, found: Any) -> None:
    numbers = np.array([-7.0, 1.0, 9.0])
    assert_array_equal(Compared(-2, 3, of)(numbers), found)
    assert_array_equal(Compared(-2, 3, of)(np.stack([numbers] * 2)), [found] * 2)


def test_of_equal_numbers_the_first_is_the_place() -> None:
    assert Compared(-1, 1, "place")(np.array([0.0, 5.0, 5.0])) == 1
