"""The browser writes numbers as Python does."""

import math

import pytest
from playwright.sync_api import Page

from logitviz.charts.formats import FORMATS
from tools.browser import ROOT

SOURCE = (ROOT / "logitviz/live/js/formats.js").read_text(encoding="utf-8")
_WRITE = """async ([source, name, values]) => {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { FORMATS } = await import(address);
  if (!name) return Object.keys(FORMATS);
  const read = { inf: Infinity, "-inf": -Infinity, nan: NaN };
  return values.map((v) => FORMATS[name](v in read ? read[v] : v));
}"""
TIES = [k / 16 for k in range(-400, 401)] + [k / 2000 for k in range(-2100, 2101)]
FINE = [s * m * 10.0**e for s in (1, -1) for e in range(-30, 5) for m in (1, 1.25, 4.995, 9.9951)]
EDGES = [
    312500.0,
    100500.0,
    2.0**-11,
    0.0,
    0.0005,
    0.00049999999,
    0.9995,
    0.99949999,
    1 - 1e-16,
    1.0,
    99999.99996,
    1e5,
    123456.5,
]
SIGNED = [*TIES, *FINE, *EDGES, *(-v for v in EDGES)]
SHARES = [v for v in SIGNED if math.copysign(1, v) > 0 and v <= 1]
UNUSUAL = [math.inf, -math.inf, math.nan]
VALUES = {
    "probability": SHARES,
    "percent": SHARES,
    "amount": SIGNED,
    "optional": SIGNED,
    "logit": SIGNED,
    "whole": [float(v) for v in range(1000)],
    "hundredths": SIGNED,
    "signed": SIGNED,
    "stage": SIGNED,
}


def test_both_know_the_same_formats(page: Page) -> None:
    assert set(page.evaluate(_WRITE, [SOURCE, "", []])) == set(FORMATS) == set(VALUES)


@pytest.mark.parametrize("name", FORMATS)
def test_a_number_reads_the_same_from_either(name: str, page: Page) -> None:
    values = [*VALUES[name], *UNUSUAL]
    sent = [v if math.isfinite(v) else str(v) for v in values]
    written = page.evaluate(_WRITE, [SOURCE, name, sent])
    differing = {
        value: (here, there)
        for value, here, there in zip(values, map(FORMATS[name], values), written, strict=True)
        if here != there
    }
    assert not differing
