"""Files for the command line, and its refusals."""

from pathlib import Path

import numpy as np
import pytest

from logitviz.__main__ import main
from logitviz.datasets.digits import classifier_logits, load_digits

ROOT = Path(__file__).parents[2]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder_with_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where the files of the strong classifier are: together, and one by one."""
    monkeypatch.chdir(tmp_path)
    logits, labels = classifier_logits("strong"), load_digits().labels
    np.savez("scores.npz", logits=logits, labels=labels)
    np.save("logits.npy", logits)
    np.save("labels.npy", labels)


def refused(capsys: Captured, *arguments: str) -> str:
    """The one line that says why the command fails."""
    assert main(["report", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("logitviz: ")
    return line
