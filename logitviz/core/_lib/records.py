"""Frozen records of arrays."""

from typing import Any

import numpy as np


def freeze(record: Any) -> None:
    """Close every array of a dataclass with slots against writing."""
    for name in record.__slots__:
        value = getattr(record, name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
