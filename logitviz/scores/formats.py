"""Tell by the content of a file what it is; its name is not used."""

import codecs

from .arrays import Stored, find_in_arrays
from .csv_files import find_in_table
from .found import Found, Wanted
from .isolated import find_isolated
from .json_files import find_in_json
from .numpy_files import NPY_MAGIC, read_npy, read_zip
from .safetensors import is_safetensors, read_safetensors
from .scores import WAY_OUT, UnreadableScores

HEAD = 4096  # bytes that tell text from other files
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
PICTURE = "This is a picture; the scores must be numbers in a file, such as CSV or .npz."
REFUSED = {
    b"\x80": (
        "This is a pickle (.pkl, .pickle, an old .pt), which can run code when opened, so it is "
        f"not opened; load it yourself and save the numbers, {WAY_OUT}."
    ),
    b"\xd0\xcf\x11\xe0": (
        "This is an old Excel or Office file (.xls); in Excel: File, Save as, CSV UTF-8."
    ),
    b"\x1f\x8b": "This is compressed with gzip: unpack it first, for instance with gunzip.",
    b"BZh": "This is compressed with bzip2: unpack it first.",
    b"\xfd7zXZ\x00": "This is compressed with xz: unpack it first.",
    b"\x28\xb5\x2f\xfd": "This is compressed with Zstandard: unpack it first.",
    b"7z\xbc\xaf\x27\x1c": "This is a 7-Zip archive: unpack it first.",
    b"version https://git-lfs": (
        "This is a pointer of Git LFS, not the file itself: run git lfs pull, and give the file "
        "that it brings."
    ),
    b"\x89HDF\r\n\x1a\n": (
        f"This is an HDF5 file (.h5, Keras, MATLAB 7.3); read it with h5py and save it, {WAY_OUT}."
    ),
    b"MATLAB 5.0 MAT-file": (
        f"This is a MATLAB file (.mat); read it with scipy.io.loadmat and save it, {WAY_OUT}."
    ),
    b"ARROW1": "This is an Arrow file (Feather); save it as parquet or CSV.",
    b"Obj\x01": "This is an Avro file; save it as parquet or CSV.",
    b"ORC": "This is an ORC file; save it as parquet or CSV.",
    b"SQLite format 3": "This is an SQLite database; save the table as CSV.",
    b"%PDF": "This is a PDF; the scores must be numbers in a file, such as CSV or .npz.",
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
}


def find(data: bytes, wanted: Wanted) -> Found:
    """Find what is wanted in the content of a file."""
    if not data:
        raise UnreadableScores("The file is empty.")
    arrays = _arrays(data)
    if arrays is not None:
        return find_in_arrays(arrays, wanted)
    if data.startswith(b"PAR1"):
        return find_isolated(data, wanted)
    for magic, message in REFUSED.items():
        if data.startswith(magic):
            raise UnreadableScores(message)
    encoding = _encoding(data)
    if _first_character(data, encoding) in ("{", "["):
        return find_in_json(data, encoding, wanted)
    return find_in_table(data, encoding, wanted)


def _arrays(data: bytes) -> list[Stored] | None:
    if data.startswith(NPY_MAGIC):
        return read_npy(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_zip(data)
    if is_safetensors(data):
        return read_safetensors(data)
    return None


def _encoding(data: bytes) -> str:
    """Return the encoding of a text; anything else is refused."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return encoding
    head = data[:HEAD]
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head, final=len(data) <= HEAD)
    except UnicodeDecodeError:
        text = ""
        if b"\x00" not in head and all(byte >= 32 or byte in b"\t\r\n\f" for byte in head):
            raise UnreadableScores(
                "The text is not UTF-8: save it as UTF-8, in Excel as CSV UTF-8."
            ) from None
    if not text or "\x00" in text:
        raise UnreadableScores(
            "This is no file of a known kind: .npy, .npz, CSV, JSON, JSON Lines, safetensors or "
            f"parquet. Save the numbers, {WAY_OUT}."
        )
    return "utf-8"


def _first_character(data: bytes, encoding: str) -> str:
    head = data[:HEAD].decode(encoding, errors="replace")
    return head.lstrip()[:1]
