"""A batch that is cut into blocks of rows gives the same results and the same messages."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import logitviz as lv
from logitviz.core._lib import rows
from tests.core.public import CALLS, ROWS, assert_same, call

NAN, INF = np.nan, np.inf


@pytest.fixture
def one_row_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "BLOCK_ENTRIES", 1)


def test_rows_cut_into_blocks_give_the_same_result_to_the_last_bit(
    subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {name: call(name) for name in CALLS}
    monkeypatch.setattr(rows, "BLOCK_ENTRIES", 1)
    for name, result in whole.items():
        with subtests.test(name):
            assert_same(call(name), result)


@pytest.mark.usefixtures("one_row_a_block")
@pytest.mark.parametrize("loss", [lv.cross_entropy, lv.cross_entropy_gradient])
@pytest.mark.parametrize("target", [1, [2, 0], [[0.5, 0.25, 0.25]]])
def test_every_block_has_its_own_target(loss: Any, target: Any) -> None:
    each = np.broadcast_to(target, (2, 3) if np.ndim(target) == 2 else (2,))
    alone = [loss(z, y) for z, y in zip(ROWS, each, strict=True)]
    assert_same(loss(ROWS, target), np.array(alone))


def test_blocks_have_about_the_same_size_and_leave_no_row_out() -> None:
    for count, entries in ((1, 1), (100, 1000), (10_000, 10_000_000), (7, 70_000_000)):
        blocks = rows.row_blocks(count, entries)
        sizes = [len(range(*block.indices(count))) for block in blocks]
        assert sum(sizes) == count
        assert max(sizes) * entries / count <= max(2 * rows.BLOCK_ENTRIES, entries / count)
    assert rows.row_blocks(0, 0) == []


@pytest.mark.usefixtures("one_row_a_block")
@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda: lv.softmax([[0.0, 1.0], [NAN, 0.0]]), r"NaN, got nan at index \(1, 0\)"),
        (lambda: lv.analyse([[0.0, 1.0], [-INF, -INF]]), "-inf for every class at index 1"),
        (lambda: lv.entropy([[0.5, 0.5], [0.1, 0.1]]), "got a sum of 0.2 at index 1"),
        (lambda: lv.margin([[0.5, 0.5], [1.5, -0.5]]), r"got -0.5 at index \(1, 1\)"),
        (lambda: lv.kl_divergence([[0.5, 0.5]] * 2, [[0.5, 0.5], [0.0, 0.0]]), "q .* at index 1"),
        (lambda: lv.cross_entropy([[0.0, 1]] * 2, [[0.5, 0.5], [0, 0.5]]), "target .* at index 1"),
        (lambda: lv.cross_entropy_along([[0, NAN]] * 2, 0, 0, [1]), r"nan at index \(0, 1\)"),
    ],
)
def test_what_is_wrong_is_located_in_the_whole_batch(
    function: Callable[[], Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        function()
