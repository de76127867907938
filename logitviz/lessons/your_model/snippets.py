"""Programs that use a fitted temperature."""

PROGRAMS = {
    "NumPy": """\
import numpy as np

T = {T}  # fitted where the loss is least
z = logits - logits.max(axis=-1, keepdims=True)
p = np.exp(z / T)
p /= p.sum(axis=-1, keepdims=True)""",
    "PyTorch": """\
import torch

T = {T}  # fitted where the loss is least
p = torch.softmax(logits / T, dim=-1)""",
    "TensorFlow": """\
import tensorflow as tf

T = {T}  # fitted where the loss is least
p = tf.nn.softmax(logits / T, axis=-1)""",
}
FRAMEWORKS = tuple(PROGRAMS)


def snippet(framework: str, temperature: float) -> str:
    """Write a program that divides logits by a temperature above 0 before softmax.

    Examples
    --------
    >>> print(snippet("PyTorch", 0.5).splitlines()[-1])
    p = torch.softmax(logits / T, dim=-1)
    """
    return PROGRAMS[framework].format(T=repr(float(temperature)))
