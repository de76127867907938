"""A second reading of the frames' bytes, written from the layout described in `frames.py`."""

import json
import struct
from collections.abc import Mapping
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray


def refuse_constant(name: str) -> NoReturn:
    """Fail on NaN and Infinity, which JSON lacks and a browser would not read."""
    raise AssertionError(f"{name} is no JSON")


class Decoded:
    """The plan as the page reads it: a header and rows of numbers."""

    def __init__(self, data: bytes) -> None:
        (size,) = struct.unpack_from("<I", data)
        self.header: dict[str, Any] = json.loads(data[4 : 4 + size], parse_constant=refuse_constant)
        self.body = data[4 + size :]
        self.series: list[dict[str, Any]] = self.header["series"]
        self.charts: dict[str, Any] = self.header["charts"]
        self.texts: list[dict[str, Any]] = self.header["texts"]

    def follows(self, ref: int, control: str) -> bool:
        """Say whether a series has rows of its own for a slider."""
        return control in self.series[ref]["sweeps"]

    def rows(self, ref: int, control: str, positions: int) -> NDArray[np.float64]:
        """Give the rows of a series for the first so many positions of a slider."""
        entry = self.series[ref]
        start = entry["sweeps"][control] if control else entry["now"]
        shape = (positions, entry["width"])
        count = positions * entry["width"]
        if entry["type"] == "f8":
            return np.frombuffer(self.body, "<f8", count, start).reshape(shape)
        low, high = entry["low"], entry["high"]
        share = np.frombuffer(self.body, "<u2", count, start).reshape(shape) / 65535
        return np.asarray(low + share * (high - low))

    def now(self, ref: int) -> NDArray[np.float64]:
        """Give the numbers of the state as it is."""
        return np.asarray(self.rows(ref, "", 1)[0])

    def at(self, ref: int, control: str, position: int) -> NDArray[np.float64]:
        """Give the numbers that the page shows while a slider stands at a position."""
        if not (control and self.follows(ref, control)):
            return self.now(ref)
        return np.asarray(self.rows(ref, control, position + 1)[position])

    def attributes(self, chart: str) -> Mapping[tuple[int, str], list[Any]]:
        """Give every attribute of a chart: [reference, format, rows] by trace and name."""
        return {
            (traces["trace"], name): value
            for traces in self.charts[chart]["sets"]
            for name, value in traces["attributes"].items()
        }
