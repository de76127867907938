"""Write docs/links.md, the table of everything a link can carry. Run by ``make docs``."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from logitviz.charts.words import words_of
from logitviz.lessons import PAGES, controls_of, every_control, path
from logitviz.live.controls import Control

OUT = Path(__file__).resolve().parents[1] / "docs" / "links.md"
EXAMPLES = (
    "/?T=inf",
    "/Temperature?T=0.5&z3=6",
    "/Sigmoid_and_softmax?c=5",
    "/Confidence?d=0.9&net=weak",
    "/Numerical_stability?dtype=float16&h=10",
    "/Features_to_logits?digit=7&k=2&q=3&size=3",
    "/Contrastive_loss?tau=0.02&emb=learned",
    "/Worked_examples?ex=Overflow&at=3",
)
TEXT = """\
# Links

The address of a page is its state: send it, bookmark it, put it on a slide. The back and forward
buttons lead from page to page, each in its state. A link leaves out whatever has its default. A
page ignores a key or a value that it does not know. Keys and values are public and never renamed.

{examples}

`make docs` writes this file from the table in the code.

## Pages

{pages}

## Keys

{keys}

- `T`, `tau`: one of a list of values. At `0` the winner takes all, at `inf` all classes are equal.
- `ask`: at `false` a page asks none of its questions. The worked examples ask all the same.
- `seed`: of the random logits, the first run of the experiment, the batch of digits, the particles
  and the other distributions.
- `mean`: the share of the way from the least logit to the greatest.
- `drawn`: three characters for each pixel, its row, its column and its ink, as in `34g35g`.
- `stage`, `quiz`, `hide`, `zoom`: whether the page is presented, with its questions, without which
  parts, how large.
- `talk`, `slide`: the list of a lecture and the place in it ([lecture](lecture.md)).
- `lang`: the language; a link without it is read in that of its reader's browser.
- `runs`: runs of the experiment, from `seed` on.
"""


class Row(NamedTuple):
    """What the table says of one key."""

    key: str
    label: str
    pages: tuple[str, ...]
    allowed: str
    default: str


def rows() -> list[Row]:
    """Give one row for each key, in the order of the table in the code."""
    return [row(control) for control in every_control().values()]


def row(control: Control) -> Row:
    """Read what a link may carry for one control."""
    on = tuple(page for page in PAGES if control.key in controls_of(page))
    allowed = "true, false" if isinstance(control.default, bool) else control.allowed
    label = words_of(on[0]).label(control.key)
    return Row(control.key, label, on, allowed, in_a_link(control.default))


def in_a_link(value: Any) -> str:
    """Write a value as a link may carry it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def links() -> str:
    """Write the whole page."""
    addresses = ((title(name), f"`{path(name)}`") for name in PAGES)
    return TEXT.format(
        examples="\n".join(f"    {example}" for example in EXAMPLES),
        pages=table(("page", "address"), addresses),
        keys=table(("key", "control", "pages", "values", "default"), map(cells, rows())),
    )


def title(name: str) -> str:
    """Give the name of a page in the menu."""
    return words_of(name)["page_name"]


def cells(one: Row) -> tuple[str, ...]:
    """Write a row as the cells of a Markdown table."""
    on = "all" if one.pages == tuple(PAGES) else ", ".join(map(title, one.pages))
    default = f"`{one.default}`" if one.default else "none"
    return f"`{one.key}`", one.label, on, one.allowed, default


def table(head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    lines = (head, ("---",) * len(head), *body)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    OUT.write_text(links(), encoding="utf-8")
