"""What the tests of every page need to know of one page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# For each question of a lesson: the right choice, and a computation that gives something true.
Answers = Mapping[str, tuple[str, Callable[[], Any]]]
READOUTS = ("prediction", "confidence", "margin", "entropy", "perplexity")


@dataclass(frozen=True)
class Profile:
    """The facts of one page.

    Parameters
    ----------
    chart
        The key of its main chart.
    above
        The keys of all charts that the first run of a visit draws.
    sliders
        Every slider that it shows without a link; the first moves the main chart.
    act
        Keys of what a laptop must show without scrolling, with spaces between.
    stops
        Keys of elements and names of buttons that Tab must reach.
    claims
        Every phrase of its prose with a number, and the computation that holds it.
    files
        What it offers to download.
    deep
        A link to it, with keys from above and from below the fold.
    drags
        For a link to it, the sliders that a mouse shall try there.
    links
        Links to it, with what is most likely to go wrong.
    tried
        The sliders that are tried at some positions without a browser.
    wrong_texts
        Keys of free texts: a wrong one is complained of and stays, to be mended.
    """

    chart: str
    above: frozenset[str]
    sliders: Sequence[str]
    act: str
    stops: Sequence[str]
    claims: Mapping[str, Callable[[], bool]]
    files: Sequence[str]
    deep: Mapping[str, str]
    drags: Mapping[str, Sequence[str]]
    links: Sequence[str]
    tried: Sequence[str]
    wrong_texts: Sequence[str] = ()
