"""Programs that use a fitted temperature."""

PROGRAMS = {
    "NumPy": """\
import numpy as np

{first}T = {T}  # fitted where the loss is least
z = logits - logits.max(axis=-1, keepdims=True)
p = np.exp(z / T)
p /= p.sum(axis=-1, keepdims=True)""",
    "PyTorch": """\
import torch

{first}T = {T}  # fitted where the loss is least
p = torch.softmax(logits / T, dim=-1)""",
    "TensorFlow": """\
import tensorflow as tf

{first}T = {T}  # fitted where the loss is least
p = tf.nn.softmax(logits / T, axis=-1)""",
}
FRAMEWORKS = tuple(PROGRAMS)
LOGARITHMS = {"NumPy": "np.log", "PyTorch": "torch.log", "TensorFlow": "tf.math.log"}


def snippet(framework: str, temperature: float, kind: str = "logits") -> str:
    """Write a program that divides logits by a temperature above 0 before softmax.

    Parameters
    ----------
    framework
        One of `FRAMEWORKS`.
    temperature
        T, above 0.
    kind
        What the model gives: logits, probabilities or log-probabilities.

    Examples
    --------
    >>> print(snippet("PyTorch", 0.5, "probabilities"))
    import torch
    <BLANKLINE>
    logits = torch.log(probabilities)
    T = 0.5  # fitted where the loss is least
    p = torch.softmax(logits / T, dim=-1)
    """
    first = {
        "probabilities": f"logits = {LOGARITHMS[framework]}(probabilities)\n",
        "log-probabilities": "logits = log_probabilities\n",
    }.get(kind, "")
    return PROGRAMS[framework].format(T=repr(float(temperature)), first=first)
