"""Files of visitors, read and judged without a browser."""

import itertools
from unittest import mock

import numpy as np

from logitviz.lessons.your_model import upload as module
from logitviz.lessons.your_model.folds import Way
from logitviz.lessons.your_model.upload import Content, Upload, YourFile
from tests.scores.files import example, npz

LOGITS, LABELS = example()
BARE = Content("bare.npz", npz(logits=LOGITS))
OWN = Content("own.npz", npz(logits=LOGITS, labels=LABELS))
OTHER = Content("other.npz", npz(logits=-2 * LOGITS, labels=LABELS))
MASKED = Content("masked.npz", npz(logits=LOGITS, labels=np.where(LABELS > 1, -100, LABELS)))
FROM_ONE = Content("from_one.npz", npz(logits=LOGITS, labels=LABELS + 1))
REFUSED = Content("scores.pkl", b"\x80\x04K\x01.")
LABELS_ALONE = Content("labels.txt", "\n".join(map(str, LABELS)).encode())
FEW_LABELS = Content("few.txt", b"0\n1\n2")


def with_file(content: Content = OWN) -> YourFile:
    file = YourFile()
    assert file.offer(content)
    return file


def step(file: YourFile) -> bool:
    """Do one step of the judging."""
    ticks = itertools.count()
    with mock.patch.object(module, "monotonic", ticks.__next__):
        return file.advance(1.5)


def judged(file: YourFile, way: Way = "halves", seed: int = 1) -> Upload:
    """Judge a file to the end."""
    file.begin(way, seed)
    while not file.advance(60.0):
        pass
    found = file.upload(way, seed)
    assert found is not None
    return found
