"""An image of the page on which people draw: what each pixel's ink adds to every number.

A number is linear in the ink if every pixel adds a fixed amount for each unit of its ink. The plan
holds these amounts, and while someone draws, the script adds them up (``js/ink.js``). A number that
is not linear is found here, and waits for the end of the stroke.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from logitviz.charts import fields
from logitviz.charts.chart import Compared, Drawn
from logitviz.datasets.digits import FULL_INK, INK_MARKS

from .amounts import Amounts
from .loading import MOST_UNDONE
from .readings import Reading, Sweep
from .session import SCRIPT, session
from .state import State

DECIMALS = 12  # of what a unit of ink adds
LATEST = 2**53  # milliseconds: a whole number may be too large for a float
CLOSE = 1e-9  # how far a linear number may be from what is added up


@dataclass(frozen=True)
class Pad:
    """An image that people draw on.

    Parameters
    ----------
    chart
        The key of the chart that shows it, as its only heat map.
    image
        The field of the state that has the ink of its pixels, [rows, columns].
    control
        The key of the text that carries the strokes. The state also takes an image for it.
    lifted
        The values that other controls have after a stroke.
    size, ink
        The keys of the choices of the pen, each with a number for every option: its size in pixels,
        and its ink.
    """

    chart: str
    image: str
    control: str
    lifted: Mapping[str, Any]
    size: tuple[str, tuple[int, ...]]
    ink: tuple[str, tuple[int, ...]]

    def header(self, state: State, words: str) -> dict[str, Any]:
        """Say for the plan where one draws, and on which image; `words` name the place."""
        image = fields.field(state, self.image)
        label, _, place = words.partition("\n\n")
        return {
            "chart": self.chart,
            "control": self.control,
            "columns": image.shape[-1],
            "image": [int(ink) for ink in image.ravel()],
            "size": self.size,
            "ink": self.ink,
            "label": label,
            "place": place.format(row="{0}", column="{1}", ink="{2}"),
        }


class Inks:
    """A state with many images: blank, one with each pixel full, and some to try the sums on.

    Parameters
    ----------
    state
        The state of the page.
    pad
        What is drawn on.
    """

    def __init__(self, state: State, pad: Pad) -> None:
        self.state, self.control = state, pad.control
        self.image = fields.field(state, pad.image).ravel()
        shape, pixels = fields.field(state, pad.image).shape, self.image.size
        tried = np.random.default_rng(0).integers(0, FULL_INK + 1, (2, pixels))
        self.images = np.vstack([np.zeros(pixels), FULL_INK * np.eye(pixels), tried])
        images = self.images.reshape(-1, *shape)
        other = state.replaced({pad.control: images, **pad.lifted})
        self.sweep = Sweep(other, frozenset({pad.control}), len(images), (pad.control, "images"))

    def change(self, reading: Reading) -> bool:
        """Tell whether a stroke may change what is read."""
        return self.control in reading.controls

    def amounts(self, reading: Reading) -> Amounts | None:
        """Give what a reading is made of; None if it is not linear, or no stroke changes it."""
        if not self.change(reading):
            return None
        plain, compared = self._without_comparison(reading)
        rows, pixels = self.sweep.rows(plain), self.image.size
        now = plain.now.ravel()
        added = (rows[1 : pixels + 1] - rows[0]) / FULL_INK
        images = np.vstack([self.images, self.image])
        found = np.vstack([rows, now])
        if not np.allclose(rows[0] + images @ added, found, rtol=0, atol=CLOSE):
            return None
        return Amounts(now, np.round(added, DECIMALS), compared)

    def _without_comparison(self, reading: Reading) -> tuple[Reading, Compared | None]:
        """Read the numbers that are compared, before they are."""
        what = reading.what
        if not (isinstance(what, Drawn) and isinstance(what.through, Compared)):
            return reading, None
        read = partial(fields.drawn, what=Drawn(what.fields))
        key = (what.fields, None)
        return replace(reading, read=read, now=read(self.state), key=key), what.through


@dataclass
class Taken:
    """When the last image was drawn that Python has taken, as the clock of the browser says."""

    last: float | None = None


def sent_images(pixels: int) -> list[list[int]]:
    """Give the images that were drawn since the last run of this visit, the ink of their pixels.

    The browser sends them again with every run, also to a server that has restarted: the first run
    of a visit takes none. Anything else than such images is ignored.

    Parameters
    ----------
    pixels
        How many an image has.
    """
    taken = session().of(Taken)
    found = _read(st.session_state.get(SCRIPT, {}).get("strokes"), pixels)
    new = [image for when, image in found if taken.last is not None and when > taken.last]
    taken.last = max((when for when, _ in found), default=taken.last or 0.0)
    return new


def _read(sent: Any, pixels: int) -> list[tuple[float, list[int]]]:
    """Read pairs of a time and an image with one of `INK_MARKS` for each pixel."""
    pairs = sent[-MOST_UNDONE:] if isinstance(sent, list) else []
    return [
        (float(pair[0]), [INK_MARKS.index(mark) for mark in pair[1]])
        for pair in pairs
        if isinstance(pair, list)
        and len(pair) == 2
        and isinstance(pair[0], int | float)
        and abs(pair[0]) <= LATEST  # NaN is not
        and isinstance(pair[1], str)
        and re.fullmatch(f"[{INK_MARKS}]{{{pixels}}}", pair[1])
    ]
