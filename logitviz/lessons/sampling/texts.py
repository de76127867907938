"""Texts in which words of the sentence stand for numbers of the state."""

from logitviz.charts.words import Words

from .sentences import sentence_of
from .state import SamplingState

INDICES = ("drawn", "top")  # fields of the state that are places of words


def answer(words: Words, state: SamplingState) -> str:
    """Say the sentence with the word that was drawn."""
    return words[f"sentence_{state.sent}"]


def others(words: Words, state: SamplingState) -> str:
    """Say how many draws are not the word that greedy decoding takes."""
    return _with_candidates("others", words, state)


def one_draw(words: Words, state: SamplingState) -> str:
    """Say which word wins a draw with noise, and which without."""
    return _with_candidates("one_draw", words, state)


def _with_candidates(name: str, words: Words, state: SamplingState) -> str:
    """Let ``{drawn}`` and ``{top}`` of a piece choose from the words of the sentence."""
    text, listed = words[name], "|".join(sentence_of(words, state.sent).words)
    for index in INDICES:
        text = text.replace(f"{{{index}}}", f"{{{index}:{listed}}}")
    return text
