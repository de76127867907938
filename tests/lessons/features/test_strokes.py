import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from logitviz.charts.words import languages, words_of
from logitviz.datasets.digits import INK_MARKS, load_digits
from logitviz.lessons.features.controls import PEN_INK
from logitviz.lessons.features.strokes import (
    brushed,
    inked,
    read_strokes,
    stroked,
    strokes_between,
    write_strokes,
)
from tests.cases import for_each

PAPER = np.zeros((8, 8))
IMAGE = load_digits().images[0]
images = arrays(np.float64, (8, 8), elements=st.integers(0, 16).map(float))
places = st.integers(-4, 11)


@given(images, places, places, st.integers(1, 3), st.integers(0, 16))
def test_the_brush_changes_the_pixels_under_it_and_no_other(
    image: NDArray[np.float64], row: int, column: int, size: int, ink: int
) -> None:
    after = brushed(image, row=row, column=column, size=size, ink=ink)
    for r, c in np.ndindex(8, 8):
        under = row <= r < row + size and column <= c < column + size
        assert after[r, c] == (ink if under else image[r, c])


@given(images, places, places, st.integers(1, 3), st.integers(-16, 16))
def test_ink_is_added_under_the_brush_and_nowhere_else_and_stays_within_its_range(
    image: NDArray[np.float64], row: int, column: int, size: int, add: int
) -> None:
    after = inked(image, row=row, column=column, size=size, add=add)
    for r, c in np.ndindex(8, 8):
        under = row <= r < row + size and column <= c < column + size
        assert after[r, c] == (min(max(image[r, c] + add, 0), 16) if under else image[r, c])


def test_a_brush_that_adds_nothing_changes_nothing() -> None:
    assert_array_equal(inked(IMAGE, row=2, column=2, size=3, add=0), IMAGE)


def test_a_brush_beside_the_image_changes_nothing() -> None:
    for row, column in ((-3, 2), (8, 2), (2, -3), (2, 8)):
        assert_array_equal(inked(IMAGE, row=row, column=column, size=3, add=16), IMAGE)
        assert_array_equal(brushed(IMAGE, row=row, column=column, size=3, ink=16), IMAGE)


def test_many_places_at_once_are_as_good_as_one_by_one() -> None:
    rows = np.arange(-2, 8)
    batch = brushed(IMAGE, row=rows, column=3, size=2, ink=0)
    for image, row in zip(batch, rows, strict=True):
        assert_array_equal(image, brushed(IMAGE, row=row, column=3, size=2, ink=0))
    inks = np.arange(17.0)
    batch = brushed(IMAGE, row=3, column=3, size=2, ink=inks)
    assert_array_equal(batch[:, 4, 4], inks)
    batch = inked(PAPER, row=3, column=3, size=2, add=inks)
    assert_array_equal(batch[:, 4, 4], inks)


def test_the_given_image_stays_as_it_is() -> None:
    image = PAPER.copy()
    brushed(image, row=0, column=0, size=3, ink=16)
    inked(image, row=0, column=0, size=3, add=16)
    stroked(image, read_strokes("00g"))
    assert not image.any()


@given(images, images)
def test_strokes_lead_from_one_image_to_another_and_through_their_text(
    before: NDArray[np.float64], after: NDArray[np.float64]
) -> None:
    strokes = read_strokes(write_strokes(strokes_between(before, after)))
    assert_array_equal(stroked(before, strokes), after)


def test_the_text_has_three_characters_for_each_changed_pixel() -> None:
    after = brushed(PAPER, row=3, column=4, size=2, ink=16)
    assert write_strokes(strokes_between(PAPER, after)) == "34g35g44g45g"


def test_no_strokes_are_an_empty_text() -> None:
    assert write_strokes(strokes_between(IMAGE, IMAGE)) == ""
    assert np.isnan(read_strokes("")).all()


def test_every_amount_of_ink_has_its_character() -> None:
    assert [read_strokes(f"77{mark}")[7, 7] for mark in INK_MARKS] == list(range(17))


@for_each(
    ("text", "message"),
    [
        ("34", "pieces like 34g .* got '34'"),
        ("34g8", "got '8'"),
        ("84g", "got '84g'"),
        ("39g", "got '39g'"),
        ("34h", "got '34h'"),
        ("34G", "got '34G'"),
        ("34\n", r"got '34\\n'"),
        ("٣4g", "got '٣4g'"),
        ("<script>", "got '<sc'"),
        ("34g340", "must name a pixel once, got row 3, column 4 twice"),
        ("34g" * 65, "at most 192 characters, three for each pixel, got 195"),
        ("x" * 100_000, "got 100,000"),
    ],
)
def test_any_other_text_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_strokes(text)


@given(st.text() | st.text("0123456789abcdefghA "))
def test_a_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        strokes = read_strokes(text)
    except ValueError:
        with pytest.raises(ValueError, match=r"^strokes must "):
            read_strokes(text)
    else:
        assert sorted(write_strokes(strokes)) == sorted(text)


@for_each("ink", [-1, 17, np.nan])
def test_ink_outside_its_range_is_refused(ink: float) -> None:
    with pytest.raises(ValueError, match="ink must lie from 0 to 16"):
        brushed(PAPER, row=0, column=0, size=1, ink=ink)


def test_ink_to_add_must_be_a_number() -> None:
    with pytest.raises(ValueError, match="add must be a number, got NaN"):
        inked(PAPER, row=0, column=0, size=1, add=np.nan)


def test_other_images_are_refused() -> None:
    with pytest.raises(ValueError, match=r"images must have shape \[..., 8, 8\], got \(7, 8\)"):
        brushed(np.zeros((7, 8)), row=0, column=0, size=1, ink=0)


@for_each("language", languages())
def test_in_every_language_an_ink_is_a_number_and_the_eraser_none(language: str) -> None:
    """The script of the page reads the ink of the pen from what the pressed option shows."""
    words = words_of("features", language)
    shown = {value: words[PEN_INK.word(value)] for value in PEN_INK.options}
    eraser = shown.pop("Eraser")
    assert all(text == value for value, text in shown.items())
    assert not any(mark.isdigit() for mark in eraser)
