"""A visitor's own file: read, judged, and kept for this visit alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import uuid4
from weakref import ref

import numpy as np

from logitviz.core._lib.samples import Samples
from logitviz.scores import Scores, UnreadableScores, read_scores

from .assessing import Assessing, LabelledLogits, assess
from .assessment import Assessment
from .folds import Way

MOST_KEPT = 3  # assessments of a file: one for each way to divide it and seed


class Upload:
    """What a state knows of a visitor's file: `assessment`, as long as the visit keeps it.

    The caches for all visitors hold such objects among their keys. So this one holds the numbers
    by a weak reference: they go with the visit.
    """

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = ref(assessment)
        self.name = uuid4().hex

    @property
    def assessment(self) -> Assessment:
        """Give what is known of the file."""
        found = self._assessment()
        if found is None:
            raise RuntimeError("the file has gone with its visit")
        return found

    def __repr__(self) -> str:
        """Tell it apart from all others."""
        return f"Upload({self.name})"


class Content(NamedTuple):
    """A file: its name and its bytes."""

    name: str
    data: bytes


class Offer(NamedTuple):
    """What a visitor offers to be read.

    Parameters
    ----------
    file, labels
        A file with scores, and perhaps one with labels.
    options
        How they are to be read: see `read_scores`.
    """

    file: Content
    labels: Content | None = None
    options: Mapping[str, Any] = MappingProxyType({})

    def read(self) -> Scores:
        """Read it."""
        labels = None if self.labels is None else self.labels.data
        return read_scores(self.file.data, labels, **self.options)


@dataclass
class YourFile:
    """What a visitor's session keeps of a file.

    Parameters
    ----------
    boxes
        How many boxes for a file there were: one that has a file is replaced by a new, empty one.
    refused
        What could not be read last, as long as something may help.
    refused_name, error, remedy
        The name of what could not be read last, why, and what may help: see `UnreadableScores`. The
        error is empty if the last file could be read.
    accepted, scores
        What was read last with success, and what came of it.
    readings
        How often a file could be read.
    fresh
        It was read, can be judged, and has not been shown.
    left
        The visitor has turned away from it, and no other classifier was chosen yet.
    assessing
        The judging that goes on, and for which rows.
    share
        How much of it is done.
    """

    boxes: int = 0
    refused: Offer | None = None
    refused_name: str = ""
    error: str = ""
    remedy: str = ""
    accepted: Offer | None = None
    scores: Scores | None = None
    readings: int = 0
    fresh: bool = False
    left: bool = False
    assessing: Assessing | None = None
    share: float = 0.0
    _assessments: dict[tuple[Way, int], tuple[Assessment, Upload]] = field(default_factory=dict)
    _wanted: tuple[Way, int] | None = None

    @property
    def name(self) -> str:
        """Give the name of the file that was read last."""
        return self.accepted.file.name if self.accepted else ""

    def offer(self, file: Content) -> bool:
        """Read another file; say whether it could be read."""
        return self._read(Offer(file))

    def add_labels(self, labels: Content) -> bool:
        """Read the scores that want labels with those of another file."""
        offer = self.refused if self.remedy == "labels" else self.accepted
        return offer is not None and self._read(offer._replace(labels=labels))

    def retry(self, **options: Any) -> bool:
        """Read again what was refused, or else what was accepted, with further options."""
        return self._with_options(self.refused or self.accepted, options)

    def read_as(self, kind: str) -> bool:
        """Take the numbers of the accepted file for logits, probabilities or their logarithms."""
        return self._with_options(self.accepted, {"kind": kind})

    def _with_options(self, offer: Offer | None, options: Mapping[str, Any]) -> bool:
        if offer is None:
            return False
        return self._read(offer._replace(options={**offer.options, **options}))

    def _read(self, offer: Offer) -> bool:
        """Read an offer; say whether it could be read. If not, what was known stays."""
        self.error, self.remedy, self.refused = "", "", None
        try:
            scores = offer.read()
        except UnreadableScores as error:
            self.error, self.remedy, self.refused_name = str(error), error.remedy, offer.file.name
            self.refused = offer if error.remedy else None  # else its bytes are of no use
            return False
        self.accepted, self.scores = offer, scores
        self.readings += 1
        self.fresh = self.has_labels
        self.stop()
        self._assessments.clear()
        return True

    def forget(self) -> None:
        """Let go of everything."""
        self.__init__(boxes=self.boxes)  # type: ignore[misc]

    @property
    def has_labels(self) -> bool:
        """Say whether a file is here that can be judged."""
        return self.scores is not None and self.scores.labels is not None

    def begin(self, way: Way, seed: int) -> None:
        """Start to judge the file, unless that is done or goes on."""
        if (way, seed) in self._assessments or self.scores is None:
            self.stop()  # other rows are not wanted any more
            return
        if (way, seed) == self._wanted:
            return
        self._wanted, self.share = (way, seed), 0.0
        self.assessing = assess(labelled_logits(self.scores, self.name), way, seed)

    def advance(self, seconds: float) -> bool:
        """Go on with the judging for some time; say whether it is done."""
        end = monotonic() + seconds
        while self.assessing is not None and monotonic() < end:
            try:
                self.share = next(self.assessing)
            except StopIteration as last:
                self._keep(last.value)
        return self.assessing is None

    def _keep(self, found: Assessment) -> None:
        while len(self._assessments) >= MOST_KEPT:
            self._assessments.pop(next(iter(self._assessments)))
        if self._wanted:
            self._assessments[self._wanted] = found, Upload(found)
        self.stop()

    def stop(self) -> None:
        """Leave the judging that goes on."""
        self.assessing = self._wanted = None

    def upload(self, way: Way, seed: int) -> Upload | None:
        """Give what a state may know of the file; None if it is not judged yet."""
        return self._assessments.get((way, seed), (None, None))[1]


def labelled_logits(scores: Scores, title: str) -> LabelledLogits:
    """Give what was read of a file as it can be judged.

    Raises
    ------
    ValueError
        If it has no labels.
    """
    if scores.labels is None:
        raise ValueError(f"{title} has no labels: nothing says which class is true")
    numbers = np.arange(len(scores.labels)) if scores.rows is None else scores.rows
    samples = Samples.of(scores.logits, scores.labels)
    return LabelledLogits(samples, scores.names, numbers, title, scores.notes, scores.kind)
