"""Small files of every kind that people keep scores in, and files that must be refused."""

import gzip
import io
import json
import pickle
import struct
import zipfile
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROWS, CLASSES = 120, 3
NAMES = ("cat", "dog", "bird")


def example() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return logits [120, 3] of two decimals and labels, of which about 70 % are met."""
    rng = np.random.default_rng(7)
    labels = rng.integers(CLASSES, size=ROWS)
    logits = rng.normal(size=(ROWS, CLASSES)) + 1.5 * np.eye(CLASSES)[labels]
    return np.round(logits, 2), labels


def npy(array: ArrayLike, *, pickled: bool = False) -> bytes:
    out = io.BytesIO()
    np.save(out, np.asarray(array), allow_pickle=pickled)
    return out.getvalue()


def npz(*, compressed: bool = False, **arrays: ArrayLike) -> bytes:
    out = io.BytesIO()
    if compressed:
        np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
    else:
        np.savez(out, **arrays)  # type: ignore[arg-type]
    return out.getvalue()


def csv(
    logits: NDArray[Any],
    labels: ArrayLike | None,
    *,
    names: tuple[str, ...] | None = None,
    delimiter: str = ",",
    comma: bool = False,
) -> bytes:
    """Write a table as text; without `names` it has no header."""
    lines = [] if names is None else [delimiter.join(names)]
    last = [""] * len(logits) if labels is None else [f"{delimiter}{y}" for y in np.asarray(labels)]
    for row, label in zip(logits, last, strict=True):
        numbers = delimiter.join(f"{z!r}" for z in row.tolist())
        lines.append((numbers.replace(".", ",") if comma else numbers) + label)
    return ("\n".join(lines) + "\n").encode()


def safetensors(**arrays: tuple[str, NDArray[Any]]) -> bytes:
    """Write arrays, each with the name of its type, without the library of that name."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    body = b""
    for name, (kind, array) in arrays.items():
        data = array.tobytes()
        offsets = [len(body), len(body) + len(data)]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": offsets}
        body += data
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


def parquet(**columns: Any) -> bytes | None:
    """Write columns as parquet, or return None without pyarrow."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet as files
    except ImportError:
        return None
    out = io.BytesIO()
    files.write_table(arrow.table(columns), out)
    return out.getvalue()


def archive(**members: bytes) -> bytes:
    """Write a ZIP archive; two underscores stand for a slash, one for a point."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            file.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def harness(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> bytes:
    """Write samples as lm-evaluation-harness does."""
    greedy = logits.argmin(axis=1)  # never what is correct: it must not matter
    return "\n".join(
        json.dumps(
            {
                "doc_id": i,
                "doc": {"question": "?", "choices": list(NAMES)},
                "target": str(labels[i]),
                "resps": [[[str(z), str(k == greedy[i])]] for k, z in enumerate(row.tolist())],
                "filtered_resps": [[str(z), str(k == greedy[i])] for k, z in enumerate(row)],
                "acc": 1.0,
            }
        )
        for i, row in enumerate(logits)
    ).encode()


def sample_files() -> dict[str, bytes]:
    """Return a valid file of every kind, under a file name; each holds `example()`."""
    z, y = example()
    words = [NAMES[label] for label in y]
    rows, numbers = z.tolist(), y.tolist()
    records = [{"logits": row, "label": label} for row, label in zip(rows, numbers, strict=True)]
    numbered = ("logit_0", "logit_1", "logit_2", "label")
    choices = [
        {"id": f"q{i}", "logits": dict(zip(NAMES, row, strict=True)), "answer": word}
        for i, (row, word) in enumerate(zip(rows, words, strict=True))
    ]
    files = {
        "scores.npz": npz(logits=z, labels=y),
        "compressed.npz": npz(compressed=True, logits=z, labels=y),
        "scores.csv": csv(z, y, names=numbered),
        "names.csv": csv(z, words, names=(*NAMES, "label")),
        "excel.csv": b"\xef\xbb\xbf"
        + csv(z, y, names=numbered, delimiter=";", comma=True).replace(b"\n", b"\r\n"),
        "scores.tsv": csv(z, y, names=numbered, delimiter="\t"),
        "plain.txt": csv(z, y, delimiter=" "),
        "scores.json": json.dumps({"logits": rows, "labels": numbers}).encode(),
        "records.json": json.dumps(records, indent=1).encode(),
        "scores.jsonl": "\n".join(map(json.dumps, records)).encode(),
        "choices.jsonl": "\n".join(map(json.dumps, choices)).encode(),
        "last.npy": npy(np.column_stack([z, y])),
        "samples.jsonl": harness(z - 9, y),
        "scores.safetensors": safetensors(logits=("F64", z), labels=("I64", y)),
    }
    table = parquet(**{f"logit_{k}": z[:, k] for k in range(CLASSES)}, label=y)
    return files if table is None else {**files, "scores.parquet": table}


def announcing(shape: str) -> bytes:
    """Return a .npy file whose header announces a shape, and eight bytes of numbers."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(8)


@cache
def bomb() -> bytes:
    """Return a small archive of 69 MiB of zeros."""
    return npz(compressed=True, logits=np.zeros((9000, 1000)))


def refused_files() -> dict[str, tuple[bytes, str]]:
    """Return files that are refused, under a file name, each with a part of the message."""
    z, y = example()
    numbered = ("logit_0", "logit_1", "logit_2", "label")
    objects = np.array([1, "two"], dtype=object)
    missing, ragged = z.copy(), csv(z, y, names=numbered).splitlines()
    missing[7, 1] = np.nan
    ragged[6] = ragged[6].rsplit(b",", 1)[0]
    ignored, beyond = y.copy(), y.copy()
    ignored[:4], beyond[5] = -100, 7
    run_code = "can run code when opened"
    return {
        "scores.pkl": (pickle.dumps({"logits": z}), run_code),
        "scores.pt": (archive(archive__data_pkl=b"\x80\x02", archive__data__0=bytes(8)), run_code),
        "objects.npy": (npy(objects, pickled=True), run_code),
        "objects.npz": (npz(logits=z, extra=objects), run_code),
        "cut.npy": (npy(z)[:-100], "bytes arrived"),
        "huge.npy": (announcing("(1000000, 1000000)"), "the limit is 512 MiB"),
        "cut.npz": (npz(logits=z, labels=y)[:-100], "cut off or damaged"),
        "bomb.npz": (bomb(), "fill the memory"),
        "missing.npz": (npz(logits=missing, labels=y), "row 7, column 1"),
        "missing.csv": (csv(missing, y, names=numbered), "row 7, column 1"),
        "ragged.csv": (b"\n".join(ragged), "Row 5 (counted from 0) has 3 values"),
        "ragged.json": (b'{"logits": [[1, 2, 3], [1, 2]]}', "Row 1 (counted from 0) has 2 numbers"),
        "lengths.npz": (npz(logits=z, labels=y[:100]), "120 rows of scores, and 100 labels"),
        "beyond.npz": (npz(logits=z, labels=beyond), "Row 5 (counted from 0) has the label 7"),
        "from_one.npz": (npz(logits=z, labels=y + 1), "count the 3 classes from 1"),
        "ignored.npz": (npz(logits=z, labels=ignored), "4 of 120 rows are labelled −100"),
        "one_class.npy": (npy(z[:, :1]), "one class only"),
        "one_number.npy": (npy(z[:, 0]), "np.column_stack([1 - p, p])"),
        "pointer.npz": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
        "scores.xlsx": (archive(xl__workbook_xml=b"<workbook/>"), "Excel"),
        "scores.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "Excel"),
        "scores.npz.gz": (gzip.compress(npz(logits=z)), "gzip"),
        "scores.h5": (b"\x89HDF\r\n\x1a\n" + bytes(90), "HDF5"),
        "noise.bin": (bytes(range(1, 256)), "no file of a known kind"),
        "empty.csv": (b"", "empty"),
    }
