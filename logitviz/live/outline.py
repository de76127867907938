"""The outline of a page: what it has drawn, and where that stands.

The panel Present lists it, and a file of the page is written from it.

A page fills its containers out of order. Where an element stands is known to Streamlit alone, which
keeps it in private fields: only this module reads them.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import streamlit as st

Path = tuple[int, ...]
PANELS = ("popover", "dialog")  # what stands in them is no part of the page


class Item(NamedTuple):
    """Something that a page has drawn.

    Parameters
    ----------
    kind, key
        What it is, and its name.
    what
        Of a slider its `controls.Range`, of another control its label, of prose its text, else an
        element or a piece.
    place
        Where it stands.
    """

    kind: str
    key: str
    what: Any
    place: "Place"


class Place(NamedTuple):
    """Where the next element will stand.

    Parameters
    ----------
    path
        Elements are in the order of their paths.
    columns
        The columns around it, the outermost first: the place of all that stand side by side, and
        its own.
    in_panel
        Whether it belongs to a panel, and not to the page itself.
    """

    path: Path
    columns: tuple[tuple[Path, Path], ...]
    in_panel: bool


class Outline:
    """What a page has drawn."""

    def __init__(self) -> None:
        self.items: list[Item] = []  # as they were drawn

    def _place(self) -> Place:
        """Say where the next element will stand."""
        block = st._main._active_dg
        around = [*block._ancestors][::-1]
        columns = tuple(
            (tuple(side._block_delta_path), tuple(each._block_delta_path))
            for side, each in pairwise(around)
            if each._block_type == "column"
        )
        path = tuple(block._cursor.delta_path) if block._cursor else (len(self.items),)
        return Place(path, columns, any(each._block_type in PANELS for each in around))

    def add(self, kind: str, key: str, what: Any) -> None:
        """Note what is about to be drawn, or was drawn last."""
        self.items.append(Item(kind, key, what, self._place()))

    def on_page(self) -> list[Item]:
        """Give the items outside of panels, in their order on the page."""
        items = [item for item in self.items if not item.place.in_panel]
        return sorted(items, key=lambda item: item.place.path)
