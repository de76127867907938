"""The contrastive page: a batch, its similarities, and what each slider does to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.old_chart import Numbers
from logitviz.core import cosine_similarities
from logitviz.datasets.batches import draw_batch, shifted_copies
from logitviz.datasets.digits import load_digits, pixel_features
from logitviz.lessons.contrastive.batch_state import UNSURE, Batch, Contrast
from logitviz.lessons.contrastive.embedding import centred_features, learn_embedding
from logitviz.lessons.contrastive.row_charts import Fate
from logitviz.live.old_inputs import load_button
from logitviz.live.old_link import Link, Parts
from logitviz.live.old_table import CLASSES, CURVE_TAUS, PULL_VALUES, TAU_VALUES

SCALE = 10  # cosines and τ times ten are logits and a T of the playground


def batch(seed: int, mix: str, shift: str) -> Batch:
    """Draw ten test images, and make their copies."""
    digits = load_digits()
    chosen = draw_batch(digits.labels, CLASSES, seed=seed, one_of_each=mix == "one of each")
    anchors = digits.images[chosen]
    copies = shifted_copies(anchors, seed=seed, shift=float(shift))
    return Batch(anchors, copies, digits.labels[chosen])


@cache
def _learned() -> NDArray[np.float64]:
    return learn_embedding(load_digits().training_images, seed=0)


def embedded(images: NDArray[np.uint8], embedding: str) -> Numbers:
    """Give every image its embedding, of any length."""
    if embedding == "pixels":
        return pixel_features(images)
    features = centred_features(images)
    return features if embedding == "centred" else features @ _learned().T


def similarities(pairs: Batch, embedding: str) -> Numbers:
    """Compare every anchor with every copy."""
    return cosine_similarities(
        embedded(pairs.anchors, embedding), embedded(pairs.copies, embedding)
    )


@dataclass(frozen=True, eq=False)
class Hand:
    """The similarities of a batch, and what the three sliders say."""

    measured: Numbers
    tau: float
    row: int
    pull: float

    def pulled(self, rows: NDArray[np.intp], pulls: Numbers) -> Numbers:
        """Give the similarities once the copy of a row is pulled nearer, for each state."""
        s = np.repeat(self.measured[None], rows.size, axis=0)
        states = np.arange(rows.size)
        s[states, rows, rows] = np.clip(s[states, rows, rows] + pulls, -1, 1)
        return s

    def contrasts(self) -> tuple[Contrast, dict[str, Contrast]]:
        """Give the state as it is, and at every position of every slider."""
        row, tau = np.array(self.row), np.array(self.tau)
        every = np.arange(CLASSES)
        (s,) = self.pulled(row[None], np.array([self.pull]))
        hot = np.broadcast_to(s, (TAU_VALUES.size, *s.shape))
        rows = self.pulled(every, np.full(CLASSES, self.pull))
        pulls = self.pulled(np.full(PULL_VALUES.size, self.row), PULL_VALUES)
        now = Contrast(s, tau, row)
        return now, {
            "tau": Contrast(hot, TAU_VALUES, row),
            "row": Contrast(rows, np.full(CLASSES, self.tau), every),
            # Whom a row pushes away does not depend on its own copy.
            "pull": Contrast(pulls, np.full(PULL_VALUES.size, self.tau), row, alike=now),
        }


def fates(now: Contrast, sweeps: Mapping[str, Contrast]) -> tuple[Fate, dict[str, Fate]]:
    """Give the same states with their course over all τ."""
    here = _over(now)
    return Fate(now, here), {
        key: Fate(batch, here if key == "tau" else _over(batch, here))
        for key, batch in sweeps.items()
    }


def _over(state: Contrast, here: Contrast | None = None) -> Contrast:
    s = state.similarities[..., None, :, :]
    rows = np.broadcast_to(s, (*s.shape[:-3], CURVE_TAUS.size, *s.shape[-2:]))
    taus = np.broadcast_to(CURVE_TAUS, rows.shape[:-2])
    return Contrast(rows, taus, state.row[..., None], here if state.alike else None)


READOUTS: dict[str, tuple[str, str, Parts, str]] = {
    "mean_loss": (
        "Loss of the batch",
        "{} nats",
        lambda s: [(s.mean_loss, "amount")],
        f"The mean of the ten losses. Guessing costs log {CLASSES} = {UNSURE:.3f}.",
    ),
    "found": (
        "Copies found",
        f"{{}} of {CLASSES}",
        lambda s: [(s.found, "whole")],
        "Anchors whose most similar copy is their own. τ does not change it.",
    ),
    "row_loss": (
        "Loss of this anchor",
        "{} nats",
        lambda s: [(s.of_row(s.losses), "amount")],
        "−log of the probability that its row gives to its own copy.",
    ),
    "hardest": (
        "Hardest negative",
        "copy {} · {} of the push",
        lambda s: [
            (_hardest(s), "whole"),
            (s.of_row(s.weights).max(axis=-1), "percent"),
        ],
        "The most similar copy of another image, and its share of the push away from the copies.",
    ),
    "effective": (
        "Effective negatives",
        f"{{}} of {CLASSES - 1}",
        lambda s: [(s.of_row(s.negatives), "amount")],
        "Perplexity of the negatives' shares: among how many equal ones the push would be shared.",
    ),
}


def _hardest(state: Contrast) -> NDArray[np.intp]:
    others = np.arange(CLASSES) != state.row[..., None]
    row = state.of_row(state.similarities)
    return np.asarray(np.where(others, row, -np.inf).argmax(axis=-1))


def readouts(link: Link, now: Contrast, sweeps: Mapping[str, Contrast]) -> None:
    """Show the loss of the batch and of the chosen anchor, and who counts against it."""
    with st.container(key="readouts"):
        for key, (label, template, parts, meaning) in READOUTS.items():
            link.metric(key, label, template, parts, now, sweeps, help=meaning)


def twin_words(link: Link, pairs: Batch, now: Contrast, sweeps: Mapping[str, Contrast]) -> None:
    """Say how much of the push falls on other images of the same digit."""
    link.sentence(
        "twin_words",
        "False negatives of this anchor (other images of the same digit): {}, with {} of the push.",
        lambda s: [
            (pairs.twins[s.row].sum(axis=-1), "whole"),
            ((s.of_row(s.weights) * pairs.twins[s.row]).sum(axis=-1), "percent"),
        ],
        now,
        sweeps,
    )


def row_button(now: Contrast, tau: str) -> None:
    """Offer the playground a row: ten times its similarities at T = 10 τ, the same softmax."""
    temperature = tau if tau in ("0", "inf") else f"{SCALE * float(tau):.4g}"
    load_button(SCALE * now.of_row(now.similarities), temperature)
