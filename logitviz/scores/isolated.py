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
from threading import BoundedSemaphore, Timer
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .found import Found, Ids, RawLabels, Wanted
from .scores import UnreadableScores

ROOT = Path(__file__).resolve().parents[2]
CODE = "import sys; from logitviz.scores.isolated import answer; answer(sys.argv[1])"
SECONDS = 60
WAIT_SECONDS = 300  # for other files
MEMORY = 2 << 30  # bytes of addresses beside the file, libraries included
LENGTH = struct.Struct("<Q")
# Each process may take a core and its memory, so many visitors at once must not start one each.
PROCESSES = BoundedSemaphore(2)


def find_isolated(data: bytes, wanted: Wanted) -> Found:
    """Find what is wanted in a parquet file."""
    if not PROCESSES.acquire(timeout=WAIT_SECONDS):
        raise UnreadableScores(
            "Several parquet files are being read now, and each needs much memory: give yours "
            "again in a minute, or save it as CSV."
        )
    try:
        header, body = _ask(data, wanted)
    except (OSError, EOFError) as error:
        raise UnreadableScores(
            "The parquet file cannot be read: it is damaged, or needs too much memory or time. "
            "Copy it again, or save it as CSV, in your Python: pandas.read_parquet(…).to_csv(…)."
        ) from error
    finally:
        PROCESSES.release()
    if "refusal" in header:
        raise UnreadableScores(header["refusal"], header["remedy"])
    return _unpacked(header, body)


def _ask(data: bytes, wanted: Wanted) -> tuple[dict[str, Any], NDArray[np.uint8]]:
    """Start a process, give it the file, and read its header and its numbers."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # the others reserve more than they use
    }
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, wanted],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    limit = Timer(SECONDS, process.kill)
    limit.start()
    try:
        with process:
            try:
                return _exchange(process, data)
            finally:
                process.kill()
    finally:
        limit.cancel()


def _exchange(
    process: subprocess.Popen[bytes], data: bytes
) -> tuple[dict[str, Any], NDArray[np.uint8]]:
    """Write the file and read the answer; the process reads all before it writes."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    with process.stdin as stream:
        stream.write(data)
    length = process.stdout.read(LENGTH.size)
    if len(length) < LENGTH.size:
        raise EOFError
    header = json.loads(process.stdout.read(*LENGTH.unpack(length)))
    body = np.empty(header.pop("size", 0), np.uint8)
    if process.stdout.readinto(body.data) < len(body):  # type: ignore[attr-defined]
        raise EOFError
    return header, body


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
    except ImportError:  # Windows has no `resource` module
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
    bodies = [array.data.cast("B") for array in arrays if array is not None and array.size]
    header["size"] = sum(map(len, bodies))
    return [_framed(header), *bodies]


def _unpacked(header: dict[str, Any], body: NDArray[np.uint8]) -> Found:
    rows, classes = header["rows"], header["classes"]
    scores = np.ndarray((rows, classes), np.float64, body)
    labels = header.pop("labels")
    if labels is not None:
        codes = body[scores.nbytes :].view(np.int64)
        labels = RawLabels(codes, tuple(labels["words"]), labels["source"])
    names, numbers, remarks = header["names"], header["numbers"], header["remarks"]
    return Found(
        scores if classes else None,
        labels,
        None if names is None else tuple(names),
        None if numbers is None else tuple(numbers),
        header["source"],
        tuple(remarks),
        tuple(Ids(name, tuple(values)) for name, values in header["ids"]),
    )
