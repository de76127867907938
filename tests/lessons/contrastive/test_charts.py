"""The charts of the contrastive page show what the core computes."""

import re
import struct
import zlib
from base64 import b64decode
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.formats import SMALLEST
from logitviz.charts.layout import CLEAR
from logitviz.charts.pictures import ZOOM, address_of, enlarged
from logitviz.lessons.contrastive.batch_state import MOST, Contrast, batch_csv, taus_csv
from logitviz.lessons.contrastive.map_charts import (
    ABOVE,
    CUTS,
    loss_bars,
    match_map,
    similarity_map,
)
from logitviz.lessons.contrastive.row_charts import (
    AXIS,
    Fate,
    loss_curves,
    negative_curves,
    row_probabilities,
    row_similarities,
    row_weights,
)
from tests.lessons.contrastive.scenes import BATCH, CURVE, IMAGES, ROW, over

COSINES = np.clip(np.random.default_rng(3).normal(0.3, 0.3, (10, 10)) + 0.4 * np.eye(10), -1, 1)
NOW = Contrast(COSINES, np.array(0.07), np.array(ROW))
FATE = Fate(NOW, over(NOW))


def test_the_maps_show_the_similarities_and_their_softmax() -> None:
    figure = similarity_map(BATCH, height=380).figure(NOW)
    assert_array_equal(figure.data[0].z, COSINES)
    figure = match_map(BATCH, height=380).figure(NOW)
    assert_array_equal(figure.data[0].z, lv.softmax(COSINES, temperature=0.07))


@pytest.mark.parametrize("row", [0, 3, 9])
def test_a_frame_lies_around_the_chosen_row(row: int) -> None:
    figure = match_map(BATCH, height=380).figure(replace(NOW, row=np.array(row)))
    assert (min(figure.data[1].y), max(figure.data[1].y)) == (row - 0.5, row + 0.5)
    assert (min(figure.data[1].x), max(figure.data[1].x)) == (-0.5, 9.5)


def test_every_false_negative_is_marked_and_nothing_else() -> None:
    # Anchors 2, 3 and 7 of the scene show the same digit.
    figure = similarity_map(BATCH, height=380).skeleton()
    marked = set(zip(figure.data[2].y, figure.data[2].x, strict=True))
    assert marked == {(i, j) for i in (2, 3, 7) for j in (2, 3, 7) if i != j}


def test_the_diagonal_is_framed_as_the_target() -> None:
    (frame,) = similarity_map(BATCH, height=380).skeleton().layout.shapes
    corners = [float(word) for word in re.findall(r"M([-\d.]+),", frame.path)]
    assert_allclose(corners, np.arange(10) - 0.46, rtol=0, atol=1e-12)


def test_the_anchors_stand_beside_their_rows_and_the_copies_above_their_columns() -> None:
    pictures = match_map(BATCH, height=380).skeleton().layout.images
    left, top = pictures[:10], pictures[10:]
    assert [(p.y, p.source) for p in left] == [
        (i, address_of(enlarged(ink, 16))) for i, ink in enumerate(BATCH.anchors)
    ]
    assert [(p.x, p.source) for p in top] == [
        (i, address_of(enlarged(ink, 16))) for i, ink in enumerate(BATCH.copies)
    ]
    assert len({p.x for p in left}) == len({p.y for p in top}) == 1


def test_no_picture_is_squashed_or_reaches_into_another_row() -> None:
    for picture in match_map(BATCH, height=380).skeleton().layout.images:
        assert picture.sizing == "contain"
        assert picture.sizex == picture.sizey < 1


def test_a_share_that_is_written_as_nothing_has_no_colour() -> None:
    scale = match_map(BATCH, height=380).skeleton().layout.coloraxis.colorscale
    clear = [place for place, colour in scale if colour == CLEAR]
    assert (min(clear), max(clear)) == (0, SMALLEST)
    assert (scale[2][0], scale[-1][0]) == (SMALLEST, 1)


def test_another_batch_is_another_skeleton() -> None:
    other = replace(BATCH, copies=IMAGES[::-1])
    assert similarity_map(BATCH, height=380).revision != similarity_map(other, height=380).revision


def test_a_picture_is_a_png_of_its_ink() -> None:
    start, _, body = address_of(enlarged(IMAGES[0], 16)).partition(",")
    png = b64decode(body)
    assert start == "data:image/png;base64"
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, place = {}, 8
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        kind, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        (check,) = struct.unpack(">I", png[place + 8 + size : place + 12 + size])
        assert check == zlib.crc32(kind + data)
        chunks[kind] = data
        place += 12 + size
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    side = 8 * ZOOM
    assert chunks[b"IHDR"] == struct.pack(">2I5B", side, side, 8, 0, 0, 0, 0)
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(side, side + 1)
    assert_array_equal(lines[:, 0], 0)
    assert_array_equal(lines[::ZOOM, 1::ZOOM], np.rint(255 * (1 - IMAGES[0] / 16)))


def test_the_loss_bars_lie_beside_their_rows_with_the_mean_above() -> None:
    figure = loss_bars(height=380).figure(NOW)
    losses = lv.info_nce(COSINES, temperature=0.07)
    assert_array_equal(figure.data[0].x, np.minimum(losses, MOST))
    assert_array_equal(figure.data[0].y, range(10))
    assert (figure.data[1].y[0], figure.data[1].x[0]) == (ROW, min(losses[ROW], MOST))
    assert_allclose(figure.data[2].x, min(losses.mean(), MOST), rtol=1e-15, atol=0)
    rows, map_rows = figure.layout.yaxis.range, match_map(BATCH, height=380).skeleton().layout.yaxis
    assert rows == map_rows.range


def test_a_loss_beyond_the_axis_says_how_much_it_is() -> None:
    apart = COSINES.copy()
    apart[0, 0], apart[1, 1] = -1, 1
    at_zero = loss_bars(height=380).figure(Contrast(apart, np.array(0.0), np.array(0)))
    assert (at_zero.data[0].x[0], at_zero.data[0].text[0]) == (MOST, "∞")
    assert (at_zero.data[0].x[1], at_zero.data[0].text[1]) == (0, "0")
    assert at_zero.data[2].text[0] == "∞"


def test_a_bar_longer_than_the_axis_is_cut_and_no_other() -> None:
    apart = COSINES.copy()
    apart[0, 0], apart[1, 1] = -1, 1
    figure = loss_bars(height=380).figure(Contrast(apart, np.array(0.07), np.array(0)))
    losses = lv.info_nce(apart, temperature=0.07)
    longer = {*np.flatnonzero(losses > MOST), *([ABOVE] if losses.mean() > MOST else [])}
    cut = [(x, y) for x, y in zip(figure.data[3].x, figure.data[3].y, strict=True) if y is not None]
    assert 0 in longer
    assert 1 not in longer
    assert set(cut) == {(x, y) for x in CUTS for y in longer}
    assert figure.layout.xaxis.ticktext[-1] == "≥4"


def test_one_row_is_ten_logits_and_its_positive_is_marked() -> None:
    figure = row_similarities(height=300).figure(NOW)
    assert_array_equal(figure.data[0].y, COSINES[ROW])
    assert_array_equal(figure.data[1].y, np.where(np.arange(10) == ROW, COSINES[ROW], 0))
    figure = row_probabilities(height=300).figure(NOW)
    record = lv.analyse(COSINES[ROW], temperature=0.07)
    assert_array_equal(figure.data[0].y, record.probabilities)
    assert np.flatnonzero(figure.data[1].y).tolist() == [ROW]


def test_the_weights_leave_the_positive_out_and_mark_false_negatives() -> None:
    figure = row_weights(BATCH, height=300).figure(NOW)
    weights = lv.negative_weights(COSINES)[ROW]
    assert_array_equal(figure.data[0].y, weights)
    assert figure.data[0].y[ROW] == 0
    assert np.flatnonzero(figure.data[1].y).tolist() == [2, 7]


def test_the_loss_over_tau_ends_at_log_10() -> None:
    figure = loss_curves(CURVE, height=330).figure(FATE)
    many = np.array([lv.info_nce(COSINES, temperature=t) for t in CURVE])
    # A curve leaves the frame; it does not lie along it.
    assert_allclose(figure.data[0].y, np.minimum(many.mean(axis=1), 2 * MOST), rtol=1e-14, atol=0)
    assert_allclose(figure.data[1].y, np.minimum(many[:, ROW], 2 * MOST), rtol=1e-14, atol=0)
    assert_allclose(figure.data[0].y[-1], np.log(10), rtol=1e-14, atol=0)
    assert_allclose(figure.data[2].x, [0.07, 0.07], rtol=0, atol=0)
    assert figure.layout.shapes[0].y0 == np.log(10)


def test_the_effective_number_of_negatives_rises_from_1_to_9() -> None:
    # Material 11: small τ looks only at the hardest negatives.
    figure = negative_curves(CURVE, height=330).figure(FATE)
    for line in figure.data[:2]:
        assert_allclose([line.y[0], line.y[-1]], [1, 9], rtol=1e-12, atol=0)
        assert (np.diff(line.y) > 0).all()


def test_the_limits_of_tau_stand_at_the_ends_of_the_axis() -> None:
    assert_array_equal(AXIS.place([0, 0.07, np.inf]), [AXIS.zero, 0.07, AXIS.infinity])
    assert AXIS.zero < 0.01
    assert AXIS.infinity > 1


def test_found_counts_the_rows_whose_largest_similarity_is_their_own() -> None:
    assert NOW.found == (COSINES.argmax(axis=1) == np.arange(10)).sum()


def test_the_batch_is_written_pair_by_pair() -> None:
    lines = batch_csv(NOW).splitlines()
    assert lines[0] == "anchor,copy,similarity,probability,weight"
    assert len(lines) == 101
    numbers = [float(cell) for cell in lines[1 + 10 * ROW + 7].split(",")]
    p, w = lv.softmax(COSINES, temperature=0.07), lv.negative_weights(COSINES)
    assert numbers == [ROW, 7, COSINES[ROW, 7], p[ROW, 7], w[ROW, 7]]


def test_the_losses_are_written_tau_by_tau() -> None:
    lines = taus_csv(FATE.over).splitlines()
    assert lines[0] == "tau,mean_loss," + ",".join(f"loss{i}" for i in range(10))
    assert len(lines) == 1 + CURVE.size
    assert lines[-1].startswith("inf,2.302585")


def test_the_words_name_what_is_seen() -> None:
    assert "τ = 0.07" in match_map(BATCH, height=380).alt(NOW)
    assert f"{int(NOW.found)} of 10" in similarity_map(BATCH, height=380).alt(NOW)
    apart = replace(NOW, similarities=np.where(np.eye(10), -0.25, COSINES))
    assert "own copy −0.250 to −0.250" in similarity_map(BATCH, height=380).alt(apart)
    weights = lv.negative_weights(COSINES)[ROW]
    words = row_weights(BATCH, height=300).alt(NOW)
    assert f"copy {weights.argmax()} has" in words
    assert "from 1 at τ = 0 to 9 at τ = infinity" in negative_curves(CURVE, height=330).alt(FATE)
