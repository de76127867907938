"""A second reading of a plan's bytes, written from the layout described in `live/plan.py`."""

import json
import math
import struct
import zlib
from collections.abc import Mapping
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

GAP = -(2**31)
SURFACE = 16
SPECIAL = {1000: math.nan, 1001: math.inf, 1002: -math.inf}
EXACT = 1003
POWERS = np.array(
    [float(f"1e{n}") for n in range(23)]
)  # of ten: those that a float64 holds exactly


def refuse_constant(name: str) -> NoReturn:
    """Fail on NaN and Infinity, which JSON lacks and a browser would not read."""
    raise AssertionError(f"{name} is no JSON")


class Decoded:
    """The plan as the page reads it: a header and rows of numbers."""

    def __init__(self, data: bytes) -> None:
        self.size = len(data)
        plain = zlib.decompress(data)
        (size,) = struct.unpack_from("<I", plain)
        text = plain[4 : 4 + size]
        self.header: dict[str, Any] = json.loads(text, parse_constant=refuse_constant)
        self.series: list[dict[str, Any]] = self.header["series"]
        self.charts: dict[str, Any] = self.header["charts"]
        self.texts: list[dict[str, Any]] = self.header["texts"]
        self.positions: dict[str, int] = self.header["positions"]
        self._arrays: list[dict[str, NDArray[np.float64]]] = []
        self._read(plain[4 + size :])

    def _read(self, body: bytes) -> None:
        sizes = [
            (entry.get("written", False), [1, *(self._stored(entry, c) for c in entry["sweeps"])])
            for entry in self.series
        ]
        counts = [
            (written, entry["width"] * sum(rows))
            for entry, (written, rows) in zip(self.series, sizes, strict=True)
        ]
        count = sum(n for _, n in counts)
        in_decimals = sum(n for written, n in counts if written)
        assert len(body) == 4 * count + 2 * in_decimals
        planes = np.frombuffer(body[: 4 * count], np.uint8).reshape(4, count)
        folded = sum(planes[i].astype(np.int64) << (8 * i) for i in range(4))
        steps = (folded >> 1) ^ -(folded & 1)
        integers = (np.cumsum(steps) + 2**31) % 2**32 - 2**31
        low, high = np.frombuffer(body[4 * count :], np.uint8).reshape(2, in_decimals)
        exponents = (low.astype(np.uint16) | high.astype(np.uint16) << 8).view(np.int16)
        here = there = 0
        for entry, (written, n) in zip(self.series, counts, strict=True):
            whole = self._undone(entry, integers[here : here + n])
            values = (
                self._decimals(whole, exponents[there : there + n])
                if written
                else np.where(whole == GAP, np.nan, whole * self._units(entry))
            )
            here, there = here + n, there + n * written
            self._arrays.append(self._sweeps(entry, values))

    def _stored(self, entry: Mapping[str, Any], control: str) -> int:
        """Say how many rows of a sweep are there."""
        return len(entry["knots"].get(control, range(self.positions[control])))

    def _units(self, entry: Mapping[str, Any]) -> NDArray[np.float64]:
        """The unit of every integer of a series."""
        units = [np.full(entry["width"], entry["unit"])]
        for control in entry["sweeps"]:
            count = entry["width"] * self._stored(entry, control)
            units.append(np.full(count, self._unit(entry, control)))
        return np.concatenate(units)

    def _unit(self, entry: Mapping[str, Any], control: str) -> float:
        surface = min(entry["width"], self.positions[control]) >= SURFACE
        return float(entry["unit"] * (self.header["coarse"] if surface else 1))

    def _undone(self, entry: Mapping[str, Any], integers: Any) -> Any:
        """Sum up what lies as differences from position to position."""
        width, start = entry["width"], entry["width"]
        for control, order in entry["sweeps"].items():
            end = start + width * self._stored(entry, control)
            if order == "both":
                sums = np.cumsum(integers[start:end].reshape(-1, width), axis=0)
                integers[start:end] = ((sums + 2**31) % 2**32 - 2**31).ravel()
            start = end
        return integers

    def _decimals(self, digits: Any, exponents: Any) -> NDArray[np.float64]:
        """Give the float64 that is closest to each decimal number."""
        small = np.abs(exponents) < len(POWERS)
        power = POWERS[np.where(small, np.abs(exponents), 0)]
        # A power is exact, so the result is rounded only once.
        values = np.asarray(np.where(exponents < 0, digits / power, digits * power), np.float64)
        for i in np.flatnonzero(~small):
            values[i] = self._decimal(int(digits[i]), int(exponents[i]))
        return values

    def _decimal(self, digits: int, exponent: int) -> float:
        if exponent == EXACT:
            return float(self.header["exact"][digits])
        return SPECIAL[exponent] if exponent in SPECIAL else float(f"{digits}e{exponent}")

    def _sweeps(
        self, entry: Mapping[str, Any], values: NDArray[np.float64]
    ) -> dict[str, NDArray[np.float64]]:
        width = entry["width"]
        arrays, start = {"": values[:width].reshape(1, width)}, width
        for control, order in entry["sweeps"].items():
            rows = self._stored(entry, control)
            block = values[start : start + rows * width]
            array = block.reshape(width, rows).T if order == "down" else block.reshape(rows, width)
            if knots := entry["knots"].get(control):
                places = np.arange(self.positions[control])
                array = np.column_stack([np.interp(places, knots, line) for line in array.T])
            arrays[control] = array
            start += rows * width
        return arrays

    def follows(self, ref: int, control: str) -> bool:
        """Say whether a series has rows of its own for a slider."""
        return control in self.series[ref]["sweeps"]

    def most_off(self, ref: int, control: str) -> float:
        """Say how far a number under a slider may be from the one that was packed.

        Half a unit; between rows that are there, a straight line may be a unit off.
        """
        entry = self.series[ref]
        if not (control and self.follows(ref, control)):
            return float(0.5 * entry["unit"])
        return (1.5 if control in entry["knots"] else 0.5) * self._unit(entry, control)

    def rows(self, ref: int, control: str) -> NDArray[np.float64]:
        """Give the rows of a series for all positions of a slider."""
        return self._arrays[ref][control]

    def now(self, ref: int) -> NDArray[np.float64]:
        """Give the numbers of the state as it is."""
        return np.asarray(self.rows(ref, "")[0])

    def at(self, ref: int, control: str, position: int) -> NDArray[np.float64]:
        """Give the numbers for a slider at a position, unless the page has to wait for them.

        Without rows of its own a series stands still under the slider.
        """
        if not (control and self.follows(ref, control)):
            return self.now(ref)
        return np.asarray(self.rows(ref, control)[position])

    def attributes(self, chart: str) -> Mapping[tuple[int, str], list[Any]]:
        """Give every attribute of a chart: [reference, format, rows] by trace and name."""
        return {
            (traces["trace"], name): value
            for traces in self.charts[chart]["sets"]
            for name, value in traces["attributes"].items()
        }
