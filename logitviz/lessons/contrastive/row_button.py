"""A button that takes a row of similarities to the playground."""

from logitviz.live.loading import load_button

from .state import ContrastiveState


def row_button(state: ContrastiveState) -> None:
    """Offer the chosen row as ten logits, with the T at which softmax is the same."""
    load_button(state.playground_logits, f"{state.playground_temperature:.4g}")
