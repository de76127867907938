"""The README's claims that a machine can check."""

import re
from pathlib import Path

import pytest

from logitviz.lessons import PAGES
from logitviz.live.old_table import TABLE, TEMPERATURES

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
ROWS = [line for line in README.splitlines() if line.startswith("| `")]


def named_keys() -> set[str]:
    first_cells = [row.split("|")[1] for row in ROWS]
    keys = {key for cell in first_cells for key in re.findall(r"`(\w+)`", cell)}
    return keys | {f"z{i}" for i in range(10)}


def test_the_readme_lists_every_key_of_the_link_and_no_other() -> None:
    assert named_keys() == set(TABLE)


@pytest.mark.parametrize("key", ["k", "show", "seed", "digit", "t", "p", "d", "net", "T"])
def test_the_readme_names_the_default(key: str) -> None:
    row = next(row for row in ROWS if row.startswith(f"| `{key}` "))
    assert f"`{TABLE[key].default}`" in row.split("|")[-2]


def test_the_readme_counts_the_temperatures() -> None:
    assert f"{len(TEMPERATURES) - 2} values from `0.05` to `20`" in README


@pytest.mark.parametrize("label", [label for _, label in PAGES.values()])
def test_the_readme_describes_every_page(label: str) -> None:
    assert f"| {label} |" in README
