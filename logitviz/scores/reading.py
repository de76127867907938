"""Read the scores of a classifier from what people keep."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import FloatArray, IntArray, unmasked_array

from .arrays import Stored, labels_of, refuse_type
from .formats import find
from .found import Found
from .ids import with_labels
from .kinds import Reading, as_floats, recognise
from .labels import Labelled, Start, fit_labels
from .limits import LARGEST_BYTES, mebibytes
from .notes import (
    FEW_ROWS,
    absent_notes,
    accuracy_note,
    certain_note,
    few_note,
    from_one_notes,
    impossible_notes,
    kind_note,
    label_note,
    left_out_note,
    size_note,
)
from .probabilities import logarithms
from .scores import KINDS, Kind, Remedy, Scores, UnreadableScores, writable

Source = str | os.PathLike[str] | bytes


def read_scores(
    source: str | os.PathLike[str] | bytes,
    labels: str | os.PathLike[str] | bytes | ArrayLike | None = None,
    *,
    kind: Kind | None = None,
    leave_out_ignored: bool = False,
    labels_from: Literal[0, 1] | None = None,
) -> Scores:
    r"""Read logits or probabilities of a classifier, and their labels, from a file.

    The content decides what a file is, not its name: .npy, .npz, CSV or TSV, JSON or JSON Lines
    (also samples of lm-evaluation-harness), safetensors, and parquet where pyarrow is installed.

    Parameters
    ----------
    source : str, path or bytes
        A path, or the content of a file: scores [N, C], and labels if it holds them.
    labels : str, path, bytes or array_like, optional
        Labels that are used instead of those in `source`: a second file of any kind above, a
        plain text with one label a line, or an array [N]. Labels are indices of classes, names
        of classes, or one-hot. They are in the order of the rows; if both files have a column
        such as ``id`` or ``filename`` in which all rows differ, they are matched by it.
    kind : {"logits", "probabilities", "log-probabilities"}, optional
        What the numbers are. By default they are probabilities if none is negative and every
        row sums to 1, or to 100 in per cent, log-probabilities if their exponentials sum to 1,
        and logits otherwise. A sum may be off by 0.01, and where all numbers are rounded by what
        that can do: C/2 times the unit of the last decimal, at most 0.1. If you say
        "probabilities", each row is divided by its sum.
    leave_out_ignored : bool, default False
        Leave out the rows that are labelled −100.
    labels_from : {0, 1}, optional
        The label of the first class. By default 0, or what the header says. If 1 is far more
        likely, `remedy` of the result is "from_one".

    Returns
    -------
    Scores
        The logits as an array of the file's own type, float16, float32 or float64 (a view of
        the bytes for .npy, .npz without compression and safetensors), and what was understood.

    Raises
    ------
    UnreadableScores
        If the file cannot be read whole, or holds anything that must not be guessed. The message
        says what it is and what to do. Nothing is opened that could run code.
    OSError
        If a path cannot be read.

    Examples
    --------
    >>> import logitviz as lv
    >>> table = b"cat,dog,label\n0.9,0.1,cat\n0.2,0.8,dog\n0.6,0.4,dog\n"
    >>> scores = lv.read_scores(table)
    >>> scores.kind, scores.names, scores.labels.tolist()
    ('probabilities', ('cat', 'dog'), [0, 1, 1])
    >>> scores.notes[0]
    "3 rows and 2 classes (cat, dog) from columns 'cat' to 'dog'."
    """
    if kind is not None and kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, or None, got {kind!r}")
    if labels_from not in (None, 0, 1):
        raise ValueError(f"labels_from must be 0, 1 or None, got {labels_from!r}")
    found = find(_content(source, "source"), "both" if labels is None else "scores")
    # log 0 is −inf by intent, and numbers of a strange file may overflow on the way to a refusal.
    with np.errstate(all="ignore"):
        if labels is not None:
            found = with_labels(found, _second(labels))
        return _checked(found, kind, leave_out_ignored=leave_out_ignored, start=labels_from)


def _checked(found: Found, kind: Kind | None, *, leave_out_ignored: bool, start: Start) -> Scores:
    """Check scores and labels, and say what they are."""
    if found.scores is None:
        raise UnreadableScores("The file holds no scores.")
    scores = as_floats(found.scores)
    reading = recognise(scores, kind)
    labelled = None
    if found.labels is not None:
        labelled = fit_labels(
            found.labels, found, scores.shape, leave_out_ignored=leave_out_ignored, start=start
        )
    return _record(scores, found, labelled, reading)


def _content(source: object, name: str) -> bytes:
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, bytearray | memoryview):
        data = bytes(source)
    elif isinstance(source, str | os.PathLike):
        path = Path(source)
        _require_size(path.stat().st_size)
        with path.open("rb") as file:  # a device has no size, and may never end
            data = file.read(LARGEST_BYTES + 1)
    else:
        raise TypeError(
            f"{name} must be a path or the bytes of a file, got {type(source).__name__}"
        )
    _require_size(len(data))
    return data


def _require_size(size: int) -> None:
    if size > LARGEST_BYTES:
        raise UnreadableScores(
            f"The file has {mebibytes(size)}, and the limit is {mebibytes(LARGEST_BYTES)}: "
            "save fewer rows, or the scores as float16 or float32 in an .npz."
        )


def _second(labels: Source | ArrayLike) -> Found:
    """Read labels of their own: a second file, or an array."""
    if isinstance(labels, str | os.PathLike | bytes | bytearray | memoryview):
        try:
            found = find(_content(labels, "labels"), "labels")
        except UnreadableScores as error:
            message = f"The file of labels cannot be read. {error}"
            raise UnreadableScores(message, "labels") from None
        if found.labels is None:
            raise UnreadableScores("The file of labels holds none.", "labels")
        source = f"{found.labels.source} of the second file"
        return replace(found, labels=replace(found.labels, source=source))
    try:
        array = unmasked_array(labels, "labels")
    except ValueError as error:
        raise UnreadableScores(f"{error}.", "labels") from error
    refuse_type(array.dtype, "the list of labels")
    stored = Stored("", array.shape, array.dtype, lambda: array)
    if not array.ndim:
        raise UnreadableScores("labels must hold a label for every row, got one.", "labels")
    return Found(labels=replace(labels_of(stored), source="the labels given"))


def _record(
    scores: FloatArray, found: Found, labelled: Labelled | None, reading: Reading
) -> Scores:
    kept = labelled.kept if labelled else None
    if kept is not None:
        scores = scores[kept]
    probabilities = reading.kind == "probabilities"
    logits = logarithms(scores, reading.whole) if probabilities else scores.view()
    names = found.names or tuple(str(index) for index in range(logits.shape[1]))
    indices: IntArray | None = labelled.indices if labelled else None
    from_one: list[str] = []
    if labelled and labelled.assumed:
        from_one = from_one_notes(logits, labelled.indices)
    notes = [reading.warning] if reading.warning else []
    notes += [size_note(len(logits), names, found.source), *found.remarks]
    notes.append(label_note(found.labels, labelled.match if labelled else ""))
    notes.append(kind_note(reading.kind, reading.why))
    if indices is not None:
        notes += [accuracy_note(logits, indices), *from_one]
        notes += impossible_notes(logits, indices)
        notes += absent_notes(indices, names)
    notes.append(certain_note(logits))
    if kept is not None:
        notes.append(left_out_note(int((~kept).sum())))
    if len(logits) < FEW_ROWS:
        notes.append(few_note(len(logits)))
    rows = None if kept is None else np.flatnonzero(kept)
    names, said = (tuple(map(writable, texts)) for texts in (names, notes))
    remedy: Remedy = "from_one" if from_one else ""
    ids = _kept_ids(found, rows)
    return Scores(logits, indices, names, reading.kind, said, rows, ids, remedy)


def _kept_ids(found: Found, rows: IntArray | None) -> tuple[str, ...] | None:
    if not found.ids:
        return None
    ids = found.ids[0].values
    return tuple(map(writable, ids if rows is None else (ids[row] for row in rows)))
