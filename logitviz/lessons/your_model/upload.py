"""A visitor's own file: read, judged, and kept for this visit alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import RLock
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
from .controls import CLASSIFIERS
from .folds import Way


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
class Job:
    """Judging that goes on.

    Parameters
    ----------
    division
        Which rows it fits and judges: the way to divide them, and the seed.
    steps
        Takes its steps.
    share
        How much is done.
    """

    division: tuple[Way, int]
    steps: Assessing
    share: float = 0.0


@dataclass
class YourFile:
    """What a visitor's session keeps of a file.

    Streamlit begins the next run of a page before it ends one that is interrupted, so that two
    threads may ask for things at the same time.

    Parameters
    ----------
    boxes
        How many boxes for a file there were: one that has a file is replaced by a new, empty one.
    turn
        How often something was offered or forgotten; what was offered before no longer counts.
    reading
        How many files are being read.
    refused
        What could not be read last, as long as something may help.
    refused_name, error, remedy
        The name of what could not be read last, why, and what may help: see `UnreadableScores`. The
        error is a sentence of the library or, in words with underscores, the name of the piece
        that says it; it is empty if the last file could be read.
    accepted, scores
        What was read last with success, and what came of it.
    readings
        How often a file could be read.
    fresh
        It was read, can be judged, and has not been shown.
    left
        The visitor has turned away from it, and no other classifier was shown since.
    other
        The classifier that was shown last besides the file.
    """

    boxes: int = 0
    turn: int = 0
    reading: int = 0
    refused: Offer | None = None
    refused_name: str = ""
    error: str = ""
    remedy: str = ""
    accepted: Offer | None = None
    scores: Scores | None = None
    readings: int = 0
    fresh: bool = False
    left: bool = False
    other: str = CLASSIFIERS[0]
    _job: Job | None = None
    _judged: tuple[tuple[Way, int], Assessment, Upload] | None = None
    _lock: RLock = field(default_factory=RLock)

    @property
    def name(self) -> str:
        """Give the name of the file that was read last."""
        return self.accepted.file.name if self.accepted else ""

    @property
    def has_labels(self) -> bool:
        """Say whether a file is here that can be judged."""
        return self.scores is not None and self.scores.labels is not None

    # Reading.

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

    def read_with(self, **options: Any) -> bool:
        """Read the accepted file again with further options."""
        return self._with_options(self.accepted, options)

    def _with_options(self, offer: Offer | None, options: Mapping[str, Any]) -> bool:
        if offer is None:
            return False
        return self._read(offer._replace(options={**offer.options, **options}))

    def _read(self, offer: Offer) -> bool:
        """Read an offer; say whether it could be read. If not, what was known stays."""
        with self._lock:
            self.turn, self.reading = self.turn + 1, self.reading + 1
            turn = self.turn
        try:
            found: Scores | UnreadableScores | None = offer.read()
        except UnreadableScores as error:
            found = error
        except MemoryError:
            found = None
        finally:
            with self._lock:
                self.reading -= 1
        with self._lock:
            if turn != self.turn:  # something else was offered, or all forgotten
                return False
            return self._take(offer, found)

    def _take(self, offer: Offer, found: Scores | UnreadableScores | None) -> bool:
        """Keep what was read, or say why nothing was: None if there was not enough memory."""
        self.error, self.remedy, self.refused = "", "", None
        if found is None:
            self.error, self.refused_name = "no_memory_to_read", offer.file.name
            return False
        if isinstance(found, UnreadableScores):
            self.error, self.remedy, self.refused_name = str(found), found.remedy, offer.file.name
            self.refused = offer if found.remedy else None  # else its bytes are of no use
            return False
        self.accepted, self.scores = offer, found
        self.readings += 1
        self.fresh = self.has_labels
        self._job = self._judged = None
        return True

    def forget(self) -> None:
        """Let go of everything."""
        with self._lock:
            self.turn += 1
            self.refused = self.accepted = self.scores = self._job = self._judged = None
            self.error = self.remedy = ""
            self.fresh = False

    # Judging.

    @property
    def share(self) -> float:
        """Say how much of the judging is done."""
        job = self._job
        return 1.0 if job is None else job.share

    def begin(self, way: Way, seed: int) -> None:
        """Judge these rows: stop the judging of others, and start unless it is done or goes on."""
        with self._lock:
            division = way, seed
            if self.upload(way, seed) or self.scores is None:
                self._job = None
            elif self._job is None or self._job.division != division:
                data = labelled_logits(self.scores, self.name)
                self._job = Job(division, assess(data, way, seed))

    def advance(self, seconds: float) -> bool:
        """Go on with the judging for some time, one step at least; say whether it is done."""
        end = monotonic() + seconds
        while self._step():
            if monotonic() >= end:
                return False
        return True

    def _step(self) -> bool:
        """Take a step of the judging; say whether there are more."""
        with self._lock:
            job = self._job
            if job is None:
                return False
            try:
                job.share = next(job.steps)
            except StopIteration as last:
                self._judged = job.division, last.value, Upload(last.value)
                self._job = None
            except MemoryError:
                self.error = "no_memory_to_judge"
                self.refused_name, self._job, self.left = self.name, None, True
            except BaseException:
                self._job = None  # the steps are over
                raise
            return self._job is not None

    def stop(self) -> None:
        """Leave the judging that goes on."""
        with self._lock:
            self._job = None

    def upload(self, way: Way, seed: int) -> Upload | None:
        """Give what a state may know of the file; None if it is not judged yet."""
        judged = self._judged
        return judged[2] if judged and judged[0] == (way, seed) else None


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
    return LabelledLogits(
        samples, scores.names, numbers, title, scores.notes, scores.kind, scores.ids
    )
