"""Logits of a linear layer: of an image that people draw on, and of three features."""

import numpy as np

from logitviz.core import Analysis, contributions, linear_logits
from logitviz.datasets.digits import FULL_INK, load_digits, pixel_features
from logitviz.live.state import Floats, State, analysis, computed

from .controls import BIAS_KEYS, FEATURE_KEYS, OLD_BRUSH, WEIGHT_KEYS
from .strokes import SIDE, brushed, inked, read_strokes, stroked


class FeaturesState(State):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    # The image.

    @computed
    def original(self) -> Floats:
        """Give the image without strokes, ink from 0 to 16, [8, 8]: of the data, or blank."""
        image = np.asarray(load_digits().images[self.digit], np.float64)
        return np.zeros_like(image) if self.blank else image

    @computed
    def kept(self) -> Floats:
        """Give the image with its strokes, and the brush of the oldest links, [..., 8, 8]."""
        strokes = read_strokes(self.drawn) if isinstance(self.drawn, str) else self.drawn
        image = stroked(self.original, strokes)
        if all(getattr(self, control.key) == control.default for control in OLD_BRUSH):
            return image
        row, column, ink = map(_whole, (self.r, self.q, self.ink))
        return brushed(image, row=row, column=column, size=self.size, ink=ink)

    @computed
    def image(self) -> Floats:
        """Give the image with its strokes, and the brush of old links, [..., 8, 8]."""
        row, column, ink = map(_whole, (self.brow, self.bcol, self.badd))
        return inked(self.kept, row=row, column=column, size=self.bsize, add=ink)

    # The logits of the image.

    @computed
    def pixel_weights(self) -> Floats:
        """Give the weights of the 64 features for each class, [10, 64]."""
        return FULL_INK * load_digits().student_weights

    @computed
    def record(self) -> Analysis:
        """Analyse the ten logits of the image."""
        biases = load_digits().student_biases
        z = linear_logits(pixel_features(self.image), self.pixel_weights, biases)
        return analysis(z, 1.0)

    @computed
    def votes(self) -> Floats:
        """Give what each pixel adds to the logit of class k, [..., 8, 8]."""
        votes = contributions(pixel_features(self.image), self.pixel_weights[[self.k]])
        return votes.reshape(*votes.shape[:-2], SIDE, SIDE)

    @computed
    def votes_for(self) -> Floats:
        """Give the sum of all votes above 0."""
        return np.asarray(np.maximum(self.votes, 0).sum(axis=(-2, -1)))

    @computed
    def votes_against(self) -> Floats:
        """Give the sum of all votes below 0."""
        return np.asarray(np.minimum(self.votes, 0).sum(axis=(-2, -1)))

    @computed
    def bias(self) -> Floats:
        """Give the bias of class k."""
        return np.asarray(load_digits().student_biases[self.k])

    @computed
    def logit(self) -> Floats:
        """Give the logit of class k."""
        return np.asarray(self.record.logits[..., self.k])

    @computed
    def original_logits(self) -> Floats:
        """Give the ten logits of the image without strokes, [10]."""
        if self.blank:
            return load_digits().student_biases
        return np.asarray(load_digits().student_logits[self.digit])

    @computed
    def original_logit(self) -> Floats:
        """Give the logit of class k for the image without strokes."""
        return np.asarray(self.original_logits[self.k])

    @computed
    def change(self) -> Floats:
        """Give how far the logit of class k is from that of the original image."""
        # Rounded, because the stored logits were added up in another order.
        return np.asarray(np.round(self.logit - self.original_logit, 12))

    # The layer worked by hand.

    @computed
    def features(self) -> Floats:
        """Give the three features, [..., 3]."""
        return self.vector(*FEATURE_KEYS)

    @computed
    def weights(self) -> Floats:
        """Give the weights, [3, 3], a row for each class."""
        return np.stack([self.vector(*keys) for keys in WEIGHT_KEYS])

    @computed
    def biases(self) -> Floats:
        """Give the biases of the three classes, [3]."""
        return self.vector(*BIAS_KEYS)

    @computed
    def products(self) -> Floats:
        """Give the product of each weight and its feature, [..., 3, 3]."""
        return contributions(self.features, self.weights)

    @computed
    def sums(self) -> Floats:
        """Give the sum of the products of each class, [..., 3]."""
        return np.asarray(self.products.sum(axis=-1))

    @computed
    def layer(self) -> Analysis:
        """Analyse the three logits."""
        return analysis(linear_logits(self.features, self.weights, self.biases), 1.0)

    @computed
    def exponentials(self) -> Floats:
        """Give the exponentials of the logits, [..., 3], not shifted, as one works by hand."""
        return np.asarray(np.exp(self.layer.logits))

    @computed
    def exponential_sum(self) -> Floats:
        """Give the sum of the exponentials."""
        return np.asarray(self.exponentials.sum(axis=-1))

    @computed
    def probability_sum(self) -> Floats:
        """Give the sum of the probabilities."""
        return np.asarray(self.layer.probabilities.sum(axis=-1))


def _whole(position: Floats) -> Floats:
    """Round half away from zero, as the browser writes the value of a slider."""
    towards_zero = np.trunc(position)
    up = np.abs(position - towards_zero) >= 0.5
    return np.asarray(towards_zero + np.sign(position) * up)
