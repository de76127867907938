"""What the tests of every page need to know of one page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.lessons.state import State


@dataclass(frozen=True)
class Trace:
    """The numbers of a trace: bars, a line, marks, or a matrix."""

    bars: Sequence[float] | None = None
    places: Sequence[float] | None = None
    labels: Sequence[str] | None = None
    line: Sequence[tuple[float, float]] | None = None
    marks: Sequence[tuple[float, float]] | None = None
    matrix: Sequence[Sequence[float | None]] | None = None
    slack: float = 1.1  # pixels that a line may be off


@dataclass
class Truth:
    """What a page has to show in some state, worked out from the core alone."""

    charts: dict[str, dict[int, Trace]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)


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
        Keys of what a laptop must show without scrolling.
    stops
        Keys of elements and names of buttons that Tab must reach.
    truth
        What it has to show in a state.
    said
        Words that the alternative text of its main chart must hold in a state.
    claims
        Every phrase of its prose with a number, and the computation that holds it.
    files
        What it offers to download.
    deep
        A link to it, with keys from above and from below the fold.
    drags
        For a link to it, the sliders that a mouse shall try there.
    tried
        The sliders that are tried at some positions without a browser.
    wrong_texts
        Keys of free texts: a wrong one is complained of and stays, to be mended.
    """

    chart: str
    above: frozenset[str]
    sliders: Sequence[str]
    act: Sequence[str]
    stops: Sequence[str]
    truth: Callable[[State], Truth]
    said: Callable[[State], Sequence[str]]
    claims: Mapping[str, Callable[[], bool]]
    files: Sequence[str]
    deep: Mapping[str, str]
    drags: Mapping[str, Sequence[str]]
    tried: Sequence[str]
    wrong_texts: Sequence[str] = ()
