"""The parts of a page that a lecturer can hide: what the page drew, by the names on the screen.

A link names a part by the key that Streamlit writes into its class. Controls that are numbered,
such as z0 to z9, are one part.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from logitviz.charts.words import Words
from logitviz.live.outline import Item
from logitviz.live.shared import OF_THE_FRAME

CONTROL_KINDS = ("slider", "control")  # of items
CONTROLS, CHARTS, WORDS = "controls", "charts", "words"
LEAD, BUTTONS = "lead", "buttons"
LONGEST, MOST_HIDDEN = 40, 100  # characters of a label; parts in a link
_NAME = re.compile(r"[A-Za-z]\w{0,40}", re.ASCII)
# What is no control of the link, but can be pressed.
_PRESSED = (
    ":is([data-testid=stPopover],[data-testid=stButton],[data-testid=stDownloadButton],"
    "[data-testid=stFileUploader],.logitviz-play):not(.st-key-stage_bar *)"
)
_OF_THE_FRAME = [control.key for control in OF_THE_FRAME]
_SHOWN = ":has(.stPlotlyChart,.stSlider)"  # a chart, or a slider that is no control of the link
_KEYED = ("live_", "prose_")


class Part(NamedTuple):
    """A part of a page.

    Parameters
    ----------
    name
        Its name in the link.
    label
        Its name on the screen.
    kind
        The group in which the panel lists it.
    """

    name: str
    label: str
    kind: str


def parts_of(page: Any) -> list[Part]:
    """List the parts that a page has drawn; each name once."""
    found = {part.name: part for part in _all(page)}
    return list(found.values())


def _all(page: Any) -> Iterator[Part]:
    yield from _controls(page.words, page.outline.items)
    yield Part(BUTTONS, page.words["part_buttons"], CONTROLS)
    yield Part(LEAD, page.words["part_lead"], WORDS)
    for item in page.outline.items:
        if item.kind not in CONTROL_KINDS:
            yield _of_item(page.words, item)
    for name in page.session.snapshots:
        if name != "data":
            yield Part(f"snapshot_{name}", page.words[f"part_{name}"], CHARTS)


def _controls(words: Words, items: Iterable[Item]) -> Iterator[Part]:
    groups: dict[str, list[str]] = {}
    for item in items:
        if item.kind in CONTROL_KINDS and item.key not in _OF_THE_FRAME:
            label = item.what.label if item.kind == "slider" else item.what
            groups.setdefault(_stem(item.key), []).append(label)
    for stem, names in groups.items():
        label = names[0]
        if len(names) > 1:
            label = words.said("part_range", first=names[0], last=names[-1])
        yield Part(stem, label, CONTROLS)


def _of_item(words: Words, item: Item) -> Part:
    kind, key, what, _ = item
    if kind == "chart":
        title = what.chart.figure.layout.title.text
        return Part(key, _short(title or what.alt), CHARTS)
    if kind == "prose":
        return Part(f"prose_{key}", _short(what), WORDS)
    if kind == "table":
        return Part(f"live_{key}", words.said("part_table", name=what.label), CHARTS)
    return Part(f"live_{key}", what.label if kind == "readout" else _short(what.text), WORDS)


def _stem(key: str) -> str:
    return re.sub(r"\d+$", "", key)


def _short(text: str) -> str:
    """Give the heading of a text, or its first words, without marks."""
    lines = [line for line in re.sub(r"<[^>]*>", " ", text).splitlines() if line.strip()]
    line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", lines[0] if lines else "")
    plain = re.sub(r"[#*`$|]", "", line).strip()
    if len(plain) <= LONGEST:
        return plain
    start = plain[:LONGEST]
    return (start.rpartition(" ")[0] or start) + " …"


def names_in(hidden: str) -> list[str]:
    """Read the parts that a link hides; what is no name is ignored."""
    names = hidden[: 50 * MOST_HIDDEN].split(".")[:MOST_HIDDEN]
    return [name for name in dict.fromkeys(names) if _NAME.fullmatch(name)]


def hiding(hidden: str, keys: Iterable[str]) -> str:
    """Write the style that hides these parts, and columns in which nothing is left.

    Parameters
    ----------
    hidden
        The text of the link.
    keys
        The keys of the controls of the page.
    """
    known = list(keys)
    selectors = [s for name in names_in(hidden) for s in _selectors(name, known)]
    if not selectors:
        return ""
    listed = ",".join(selectors)
    bare = listed.replace(_SHOWN, "")  # one :has may not stand in another
    left = f":has([data-testid=stElementContainer]>:not(:is({bare}),:is({bare}) *))"
    return f"{listed},[data-testid=stColumn]:not({left}){{display:none!important}}"


def _selectors(name: str, keys: Iterable[str]) -> list[str]:
    if name == BUTTONS:
        return [_PRESSED]
    if name == LEAD:
        return [".st-key-lead p"]
    if name.startswith("snapshot_"):
        return [f".st-key-{name}", f".st-key-{name.replace('_', '_of_', 1)}"]
    if name.startswith(_KEYED):
        return [f".st-key-{name}"]
    numbered = [
        f":is(.st-key-{key},[class*=st-key-{key}-shown])" for key in keys if _stem(key) == name
    ]
    numbered += [f".st-key-play_{name}"] * bool(numbered)  # with the button that plays it
    return numbered or [f".st-key-{name}{_SHOWN}"]
