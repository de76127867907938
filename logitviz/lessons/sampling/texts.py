"""Texts in which words of the sentence stand for numbers of the state."""

from .state import SamplingState


def _choice(field: str, state: SamplingState) -> str:
    """Write the word of an index as a field of a text."""
    return f"{{{field}:{'|'.join(state.sentence.words)}}}"


def answer(state: SamplingState) -> str:
    """Say the sentence with the word that was drawn."""
    return f"{state.sentence.start} {_choice('drawn', state)}."


def others(state: SamplingState) -> str:
    """Say how many draws are not the word that greedy decoding takes."""
    top = _choice("top", state)
    return (
        f"Another word than {top}, the greedy choice: {{others_count:whole}} of {{draws:whole}} "
        "draws; expected: {others_expected:hundredths} ± {others_error:hundredths}. Words within "
        "one standard error of their probability: {within:whole} of {left_count:whole}."
    )


def one_draw(state: SamplingState) -> str:
    """Say which word wins a draw with noise, and which without."""
    return (
        f"Draw {{draw:whole}}: with its noise, {_choice('drawn', state)} has the largest z/T + g, "
        "so it is drawn. Greedy decoding adds no noise: {ties:it always takes|several words tie, "
        f"and it takes}} {_choice('top', state)}."
    )
