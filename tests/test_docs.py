"""The papers beside the code: generated pages, links between files, commands and examples."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

import logitviz as lv
from logitviz.lessons import PAGES, path
from tests.cases import for_each
from tools import make_links, make_reference
from tools.make_links import EXAMPLES, Row, cells, rows

ROOT = Path(__file__).parents[1]
PAPERS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
REFERENCE = make_reference.OUT.read_text(encoding="utf-8")
FREE_TEXTS = ("a", "b", "drawn", "hide", "talk")
PUBLIC_KEYS = re.findall(
    r"\w+",
    """
    T z0 z1 z2 z3 z4 z5 z6 z7 z8 z9 k seed digit net show sort c t u v p a b ka kb d
    r q ink size drawn f1 f2 f3 w11 w12 w13 w21 w22 w23 w31 w32 w33 b1 b2 b3 y eta n eps
    n0 n1 n2 n3 n4 j sweeps mean dtype m h x tiny kd ddof ts s labels runs
    tau row pull mix far emb ex at ask
    """,
)
PUBLIC_DEFAULTS = {
    "T": "1",
    "k": "0",
    "show": "Steps",
    "seed": "1",
    "digit": "0",
    "t": "0.5",
    "p": "0.8",
    "d": "0.6",
    "net": "strong",
    "z0": "4.2",
    "h": "100",
    "tau": "0.07",
    "kd": "shared",
}
ENTRY = """Give one line.

.. math:: a

More of ``this``, see [1]_ and :math:`b_c`.

Parameters
----------
x : float, default 1.0
    What it is,
    in two lines.
y, z
    As for `x`.

Returns
-------
ndarray
    The answer.

References
----------
.. [1] A. Author, "A title", 2020.
   doi:10.1/x

Examples
--------
In words:

>>> 1 + 1
2
"""
WRITTEN = """### name

```python
name(x=1.0)
```

Give one line.

```math
a
```

More of `this`, see [1] and $`b_c`$.

**Parameters**

- **x** (float, default 1.0): What it is,
  in two lines.
- **y, z**: As for `x`.

**Returns**

- **ndarray**: The answer.

**References**

- [1] A. Author, "A title", 2020. doi:10.1/x

**Examples**

In words:

```pycon
>>> 1 + 1
2
```
"""


def documented(x: float = 1.0) -> None: ...


documented.__doc__ = ENTRY


def allows(row: Row, value: str) -> bool:
    """Whether the values of a row, a range or a list, include one."""
    first, dots, last = row.allowed.split(",")[0].partition(" … ")
    if dots:
        low, high = sorted((float(first), float(last)))
        return low <= float(value) <= high
    return value in row.allowed.split(", ")


def test_the_reference_is_what_the_docstrings_say() -> None:
    assert make_reference.reference() == REFERENCE, "`make docs` writes it anew"


def test_the_links_are_what_the_table_says() -> None:
    written = make_links.OUT.read_text(encoding="utf-8")
    assert make_links.links() == written, "`make docs` writes it anew"


@for_each("name", lv.__all__)
def test_every_public_name_has_one_entry(name: str) -> None:
    assert REFERENCE.count(f"\n### {name}\n") == 1
    (anchor,) = re.findall(rf"\[`{name}`\]\(#([\w-]+)\)", REFERENCE)
    assert REFERENCE.count(f"](#{anchor})") == 1


def test_a_module_without_a_subject_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(make_reference.SUBJECTS, "Finite precision")
    with pytest.raises(LookupError, match="'precision' of exp_limits"):
        make_reference.reference()


def test_a_docstring_becomes_markdown() -> None:
    assert make_reference.entry("name", documented) == WRITTEN


def test_no_markup_of_the_docstrings_is_left() -> None:
    outside_of_code = re.sub(r"```.*?```", "", REFERENCE, flags=re.DOTALL)
    assert not re.search(r":math:|\.\. |``|\]_|^---", outside_of_code, flags=re.MULTILINE)


@for_each("row", rows())
def test_a_row_of_the_links_allows_its_default(row: Row) -> None:
    assert row.pages
    assert all(cell and "|" not in cell for cell in cells(row))
    assert row.key in FREE_TEXTS or allows(row, row.default)


@for_each("key", PUBLIC_KEYS)
def test_a_public_key_is_listed_once(key: str) -> None:
    assert [row.key for row in rows()].count(key) == 1


@for_each(("key", "default"), PUBLIC_DEFAULTS.items())
def test_a_public_default_stays(key: str, default: str) -> None:
    (row,) = [row for row in rows() if row.key == key]
    assert row.default == default


def test_the_links_count_the_temperatures() -> None:
    (row,) = [row for row in rows() if row.key == "ts"]
    assert row.allowed == "0.05 … 20, one of 123"


@for_each("link", EXAMPLES)
def test_an_example_of_a_link_names_keys_of_its_page(link: str) -> None:
    parts = urlsplit(link)
    (page,) = [name for name in PAGES if path(name) == parts.path]
    known = {row.key: row for row in rows() if page in row.pages}
    asked = parse_qsl(parts.query, strict_parsing=True)
    assert all(allows(known[key], value) for key, value in asked)


@for_each("paper", PAPERS)
def test_a_paper_names_files_that_exist(paper: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper.read_text(encoding="utf-8"))
    assert [target for target in targets if not (paper.parent / target).exists()] == []


@for_each("paper", PAPERS)
def test_a_paper_names_commands_that_exist(paper: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = re.findall(r"(?:`|^    )make (\w+)", paper.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in commands if f"\n{name}:" not in makefile] == []
