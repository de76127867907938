"""Read parquet in a process of its own.

The C++ library behind pyarrow ends the whole process for some damaged files, and a small file can
unfold to any size. In its own process neither harms others who use the same server.
"""

import json
import os
import struct
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from .found import Found, RawLabels, Wanted
from .scores import UnreadableScores

ROOT = Path(__file__).resolve().parents[2]
CODE = "import sys; from logitviz.scores.isolated import answer; answer(sys.argv[1])"
SECONDS = 60
MEMORY = 2 << 30  # bytes of addresses beside the file, libraries included
LENGTH = struct.Struct("<Q")


def find_isolated(data: bytes, wanted: Wanted) -> Found:
    """Find what is wanted in a parquet file."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # the others reserve more than they use
    }
    try:
        run = subprocess.run(
            [sys.executable, "-c", CODE, wanted],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env=environment,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnreadableScores(
            "The parquet file cannot be read: it is damaged, or needs too much memory or time. "
            "Copy it again, or save it as CSV, in your Python: pandas.read_parquet(…).to_csv(…)."
        ) from error
    return _unpacked(run.stdout)


def answer(wanted: Wanted) -> None:
    """Read a file from the standard input, and write what was found to the standard output."""
    from .parquet import find_in_parquet

    data = sys.stdin.buffer.read()
    _limit_memory(len(data))
    try:
        parts = _packed(find_in_parquet(data, wanted))
    except UnreadableScores as refusal:
        parts = [_framed({"refusal": str(refusal), "remedy": refusal.remedy})]
    for part in parts:
        sys.stdout.buffer.write(part)


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY + size, MEMORY + size))


def _framed(header: dict[str, Any]) -> bytes:
    text = json.dumps(header).encode()
    return LENGTH.pack(len(text)) + text


def _packed(found: Found) -> list[bytes | memoryview]:
    scores, labels = found.scores, found.labels
    header = asdict(replace(found, scores=None, labels=None))
    if labels is not None:
        header["labels"] = {"words": labels.words, "source": labels.source}
    header["rows"] = len(scores) if scores is not None else 0
    header["classes"] = scores.shape[1] if scores is not None else 0
    arrays = [scores, labels.values if labels is not None else None]
    return [_framed(header), *(a.data.cast("B") for a in arrays if a is not None and a.size)]


def _unpacked(answered: bytes) -> Found:
    (length,) = LENGTH.unpack_from(answered)
    header = json.loads(answered[LENGTH.size : LENGTH.size + length])
    if "refusal" in header:
        raise UnreadableScores(header["refusal"], header["remedy"])
    rows, classes, start = header.pop("rows"), header.pop("classes"), LENGTH.size + length
    scores = np.ndarray((rows, classes), np.float64, answered, start)
    labels = header.pop("labels")
    if labels is not None:
        codes = np.frombuffer(answered, np.int64, offset=start + scores.nbytes)
        labels = RawLabels(codes, tuple(labels["words"]), labels["source"])
    names, numbers, remarks = header["names"], header["numbers"], header["remarks"]
    return Found(
        scores if classes else None,
        labels,
        None if names is None else tuple(names),
        None if numbers is None else tuple(numbers),
        header["source"],
        tuple(remarks),
    )
