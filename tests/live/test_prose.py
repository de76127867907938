"""Tables of the prose: one row or column for every label."""

import pytest

from logitviz.live.prose import table_cells


def test_a_table_without_labels_is_split_at_its_bars() -> None:
    text = "| state | is |\n|---|---|\n| {agrees:no|yes} | {p[0, 1]:percent} |"
    assert table_cells(text) == [
        ["state", "is"],
        ["---", "---"],
        ["{agrees:no|yes}", "{p[0, 1]:percent}"],
    ]


@pytest.mark.parametrize(
    ("cell", "cells"),
    [
        ("{c}: {p[c]:percent}", ["A: {p[0]:percent}", "B: {p[1]:percent}"]),
        ("{p[2, c]:percent}", ["{p[2, 0]:percent}", "{p[2, 1]:percent}"]),
        ("{p[c, 2]:percent}", ["{p[0, 2]:percent}", "{p[1, 2]:percent}"]),
    ],
)
def test_a_row_is_repeated_for_every_label(cell: str, cells: list[str]) -> None:
    text = f"| class |\n|---|\n| {cell} |\n| of class c, [count] |"
    _, _, *rows = table_cells(text, ["A", "B"])
    assert rows == [[cells[0]], [cells[1]], ["of class c, [count]"]]


def test_a_column_is_repeated_for_every_label() -> None:
    text = "| class | {c} | sum |\n|---|---|---|\n| **p** | {p[c]:percent} | 1 |"
    assert table_cells(text, ["A", "B"]) == [
        ["class", "A", "B", "sum"],
        ["---", "---", "---", "---"],
        ["**p**", "{p[0]:percent}", "{p[1]:percent}", "1"],
    ]
