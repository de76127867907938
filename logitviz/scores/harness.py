"""Read samples of lm-evaluation-harness: a log-likelihood for every choice of a question.

Each choice has a pair such as ``["-12.3", "False"]``: the log-likelihood, and whether the choice
is what greedy decoding gives. The second is not correctness; the correct choice is `target`.
"""

from collections.abc import Iterator
from typing import Any

from .found import Found, Wanted, Words
from .json_rows import Rows
from .scores import UnreadableScores

Sample = dict[str, Any]
REMARK = (
    "The scores are log-likelihoods of the choices; the True or False beside each says whether "
    "greedy decoding gives this choice, not whether it is correct, and is not used."
)


def is_sample(record: Sample) -> bool:
    """Whether an object is a sample of lm-evaluation-harness."""
    return "resps" in record or "filtered_resps" in record


def find_in_samples(samples: Iterator[Sample], wanted: Wanted) -> Found:
    """Return a row of log-likelihoods for every sample, and the places of the targets."""
    rows, words = Rows(), Words()
    for number, sample in enumerate(samples):
        rows.add(_likelihoods(sample, number))
        if wanted == "both":
            words.add(str(_target(sample, number, rows.width)))
    return Found(
        rows.numbers(),
        words.labels("'target' of every sample") if wanted == "both" else None,
        source="samples of lm-evaluation-harness",
        remarks=(REMARK,),
    )


def _likelihoods(sample: Sample, number: int) -> list[float]:
    choices = sample.get("filtered_resps", sample.get("resps"))
    try:
        return [_likelihood(choice) for choice in choices or ()]
    except (TypeError, ValueError, IndexError):
        raise UnreadableScores(
            f"Sample {number} (counted from 0) has no log-likelihood for every choice; "
            "generated text has none. Use a task of multiple choice."
        ) from None


def _likelihood(choice: Any) -> float:
    """Return the first part of a pair, perhaps inside lists of one."""
    while isinstance(choice, list) and len(choice) == 1:
        choice = choice[0]
    first, greedy = choice
    if str(greedy) not in ("True", "False") or isinstance(first, bool):
        raise ValueError(greedy)
    return float(first)


def _target(sample: Sample, number: int, choices: int) -> int:
    """Return the place of the correct choice: `target` is the text of a choice, or its place."""
    target = sample.get("target")
    text = str(target).strip() if isinstance(target, int | str) else ""
    places = {place for place, each in enumerate(_texts(sample)[:choices]) if each == text}
    if text.isdecimal() and len(text) < 10 and int(text) < choices:
        places.add(int(text))
    if len(places) == 1:
        return places.pop()
    shown = f"The target of sample {number} (counted from 0), {str(target)[:40]!r}, is"
    if not places:
        raise UnreadableScores(f"{shown} none of its {choices} choices.", "labels")
    raise UnreadableScores(
        f"{shown} the place or the text of several choices: {sorted(places)[:5]} (counted from "
        "0), which must not be guessed. Give the places of the correct choices, counted from 0, "
        "in a file of labels, one a line.",
        "labels",
    )


def _texts(sample: Sample) -> list[str]:
    """Return the texts of the choices: the continuations that the model was asked about."""
    arguments, doc = sample.get("arguments"), sample.get("doc")
    if isinstance(arguments, dict):
        arguments = [
            list(each.values()) if isinstance(each, dict) else each for each in arguments.values()
        ]
    if isinstance(arguments, list) and all(isinstance(a, list) and len(a) > 1 for a in arguments):
        return [str(each[1]).strip() for each in arguments]
    choices = doc.get("choices") if isinstance(doc, dict) else None
    if isinstance(choices, dict):
        choices = choices.get("text")
    return [str(each).strip() for each in choices] if isinstance(choices, list) else []
