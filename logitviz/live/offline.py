"""A page to take along: one HTML file with its charts, texts and sliders, which needs no server.

The file holds the plan of the page with all its rows, and the scripts of the live link that show
them. As a plan has the rows of one slider at a time, so has the file: when the reader moves a
slider, the one that was moved before goes back.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from plotly.offline import get_plotlyjs

from logitviz.charts.themes import DARK, LIGHT
from logitviz.charts.words import Words, pieces

from . import tables
from .controls import Moving, Range
from .elements import ChartElement, Element
from .encoding import encoded, sweeps_of
from .figures import config
from .html_text import Html, escaped, joined, put
from .outline import Item
from .readings import Consequence
from .scripts import joined as script
from .standalone import numbered_figure
from .state import State

HERE = Path(__file__).parent
TOGETHER = "slider", "readout"  # stand side by side
_PLAIN = re.compile(r"(?![-#\d ])[^$|<\[]+")  # a line that is a whole paragraph
_MARKS = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Offline:
    """What a page leaves to its file.

    Parameters
    ----------
    title, lead
        Its title and the words below.
    link
        Its address with its state.
    about
        What its plan says besides numbers.
    items
        What it has drawn, in order. Controls that are no sliders stay behind, and of prose what is
        more than headings and plain paragraphs: formulas, tables, links, programs.
    sliders, consequences
        Its sliders, as `sweeps_of` takes them.
    labels
        The labels of its controls by their keys.
    words
        What the page says.
    """

    title: str
    lead: str
    link: str
    about: Mapping[str, Any]
    items: Sequence[Item]
    sliders: Mapping[str, Moving]
    consequences: Mapping[str, Consequence]
    labels: Mapping[str, str]
    words: Words

    def html(self, state: State) -> str:
        """Write the file.

        Parameters
        ----------
        state
            The state of the page, which no other thread reads.
        """
        drawn = [item for item in self.items if item.kind in _DRAWN]
        return put(
            _pieces()["page"],
            {
                "language": self.words.language,
                "title": self.title,
                "lead": _inline(self.lead),
                "style": Html((HERE / "offline.css").read_text("utf-8").strip()),
                "plotly": Html(get_plotlyjs()),
                "offline_noscript": self.words["offline_noscript"],
                "note": self._note(),
                "body": joined(_rows(drawn)),
                "fixed": self._fixed(),
                "from": self._origin(),
                "content": self._content(state),
                "script": Html(script("offline")),
            },
        )

    @property
    def _elements(self) -> list[Element]:
        elements: list[Element] = []
        for item in self.items:
            if item.kind == "chart":
                elements.append(item.what)
            elif item.kind in ("readout", "text", "table"):
                elements.extend(item.what.elements)
        return elements

    @property
    def _ranges(self) -> dict[str, Range]:
        return {item.key: item.what for item in self.items if item.kind == "slider"}

    def _note(self) -> Html:
        """Say which sliders move, and keep a line for what has moved."""
        if not self._ranges:
            return Html("")
        rule = put(_pieces()["rule"], self.words) if len(self._ranges) > 1 else Html("")
        return put(_pieces()["note"], {**self.words, "rule": rule})

    def _origin(self) -> Html:
        """Give the address; only one of the web is a link."""
        linked = self.link.startswith(("http://", "https://"))
        address = put(_pieces()["link"], {"link": self.link}) if linked else escaped(self.link)
        return Html(self.words.said("offline_from", address=address))

    def _fixed(self) -> Html:
        """List the controls that matter here and have no slider."""
        found = _pieces()
        matter = set().union(*(element.controls for element in self._elements))
        values = [
            put(found["value"], {"label": self.labels[key], "value": value})
            for key, value in self.about["choices"].items()
            if value and key in matter and key not in self._ranges
        ]
        return put(found["fixed"], {**self.words, "values": joined(values)}) if values else Html("")

    def _content(self, state: State) -> Html:
        """Write the numbers as JSON in which no tag can end or begin."""
        ranges = self._ranges
        about = {key: self.about[key] for key in ("coupled", "meanings", "controls", "choices")}
        sliders = {key: each for key, each in self.sliders.items() if key in ranges}
        sweeps = sweeps_of(state, sliders, self.consequences)
        content = {
            "figures": {
                item.key: _figure(item.what) for item in self.items if item.kind == "chart"
            },
            "themes": {
                name: {"colours": theme.colours, "template": theme.template.to_plotly_json()}
                for name, theme in (("light", LIGHT), ("dark", DARK))
            },
            "config": config("", self.words) | {"responsive": True},
            "sliders": {key: each._asdict() for key, each in ranges.items()},
            "plan": b64encode(encoded(self._elements, sweeps, about, whole=True)).decode(),
        }
        return Html(json.dumps(content, allow_nan=False).replace("<", "\\u003c"))


def _pieces() -> dict[str, str]:
    return pieces(HERE / "offline.html")


def _figure(element: ChartElement) -> dict[str, Any]:
    """Give a figure as JSON holds it; its colours are placeholders."""
    figure = numbered_figure(element)
    figure.layout.meta = {"chart": element.chart.digest}
    drawn: dict[str, Any] = json.loads(figure.to_json() or "")
    drawn["layout"].pop("template", None)
    return drawn


def _rows(items: Sequence[Item], depth: int = 0) -> Iterable[Html]:
    """Put columns side by side, in which others may stand, and all else below each other."""

    def column(item: Item, part: int) -> Any:
        columns = item.place.columns
        return columns[depth][part] if depth < len(columns) else None

    for side, inside in groupby(items, key=lambda item: column(item, 0)):
        if side is None:
            yield from _alike(inside)
            continue
        cells = (
            put('<div class="cell">\n$cell\n</div>', {"cell": joined(_rows([*cell], depth + 1))})
            for _, cell in groupby(inside, key=lambda item: column(item, 1))
        )
        yield put('<div class="row">\n$cells\n</div>', {"cells": joined(cells)})


def _alike(items: Iterable[Item]) -> Iterable[Html]:
    for kind, those in groupby(items, key=lambda item: item.kind):
        found = joined(_DRAWN[kind](item) for item in those)
        if kind in TOGETHER:
            found = put('<div class="$kind">\n$found\n</div>', {"kind": f"{kind}s", "found": found})
        yield found


def _inline(text: str) -> Html:
    """Write a line of Markdown, as far as live texts use it: bold, italic, code, escapes."""
    parts = _MARKS.split(text)  # what stands between marks, then bold, italic, code, an escape
    html = [escaped(parts[0])]
    for *marked, plain in zip(*(parts[start::5] for start in range(1, 6)), strict=True):
        html += [
            put(f"<{tag}>$text</{tag}>" if tag else "$text", {"text": found})
            for tag, found in zip(("strong", "em", "code", ""), marked, strict=True)
            if found is not None
        ]
        html.append(escaped(plain))
    return Html("".join(html))


def _piece(kind: str, item: Item, **values: str) -> Html:
    return put(_pieces()[kind], {"key": item.key, **values})


def _chart(item: Item) -> Html:
    layout = item.what.chart.layout
    title = layout.title.text or item.what.alt
    return _piece("chart", item, title=title, alt=item.what.alt, height=str(layout.height))


def _slider(item: Item) -> Html:
    label, texts, position, text = item.what
    last = str(len(texts) - 1)
    ends = {"low": texts[0], "high": texts[-1]}
    return _piece("slider", item, label=label, text=text, last=last, position=str(position), **ends)


def _readout(item: Item) -> Html:
    return _piece("readout", item, label=item.what.label, text=item.what.text)


def _text(item: Item) -> Html:
    return _piece("text", item, text=_inline(item.what.text))


def _prose(item: Item) -> Html:
    lines = item.what.splitlines()
    headings = (put("<h2>$text</h2>", {"text": line[3:]}) for line in lines if line[:3] == "## ")
    plain = () if "```" in item.what else filter(_PLAIN.fullmatch, lines)
    return joined([*headings, *(put("<p>$text</p>", {"text": _inline(line)}) for line in plain)])


def _table(item: Item) -> Html:
    head, *rows = tables.rows(item.what.text)
    lines = joined(put("<tr>$cells</tr>", {"cells": _cells(row, "td")}) for row in rows)
    return _piece("table", item, name=item.what.label, head=_cells(head, "th"), rows=lines)


def _cells(row: Sequence[str], tag: str) -> Html:
    return Html("".join(put(f"<{tag}>$text</{tag}>", {"text": _inline(text)}) for text in row))


_DRAWN = {
    "chart": _chart,
    "slider": _slider,
    "readout": _readout,
    "text": _text,
    "prose": _prose,
    "table": _table,
}
