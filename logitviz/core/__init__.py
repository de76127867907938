"""The mathematics of logitviz: NumPy alone, no screen."""

from .contrastive import cosine_similarities, info_nce, negative_weights
from .descent import gradient_descent
from .distillation import distillation_loss
from .divergence import kl_divergence
from .jacobian import sigmoid_jacobian, softmax_jacobian
from .linear import contributions, linear_logits
from .loss import (
    cross_entropy,
    cross_entropy_along,
    cross_entropy_gradient,
    smooth_labels,
)
from .max_entropy import MaxEntropy, max_entropy, same_mean
from .metropolis import Walk, metropolis
from .parse import parse_logits
from .precision import (
    ExpLimits,
    Steps,
    exp_limits,
    naive_cross_entropy,
    naive_softmax,
    step_by_step,
)
from .readouts import confidence, entropy, margin, perplexity, predict
from .record import Analysis, analyse
from .selective import Selective, selective_accuracy
from .sigmoid import log_sigmoid, logit, sigmoid
from .softmax import log_softmax, logsumexp, softmax
from .standardize import standardize
from .sweeps import logit_sweep, temperature_sweep

__all__ = [
    "Analysis",
    "ExpLimits",
    "MaxEntropy",
    "Selective",
    "Steps",
    "Walk",
    "analyse",
    "confidence",
    "contributions",
    "cosine_similarities",
    "cross_entropy",
    "cross_entropy_along",
    "cross_entropy_gradient",
    "distillation_loss",
    "entropy",
    "exp_limits",
    "gradient_descent",
    "info_nce",
    "kl_divergence",
    "linear_logits",
    "log_sigmoid",
    "log_softmax",
    "logit",
    "logit_sweep",
    "logsumexp",
    "margin",
    "max_entropy",
    "metropolis",
    "naive_cross_entropy",
    "naive_softmax",
    "negative_weights",
    "parse_logits",
    "perplexity",
    "predict",
    "same_mean",
    "selective_accuracy",
    "sigmoid",
    "sigmoid_jacobian",
    "smooth_labels",
    "softmax",
    "softmax_jacobian",
    "standardize",
    "step_by_step",
    "temperature_sweep",
]
