"""Read .npy and .npz: headers first, numbers as views of the bytes wherever they are stored."""

import io
import struct
import zipfile
import zlib
from typing import IO, Any, Literal

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from .arrays import Stored, refuse_type
from .limits import MOST_MEMBERS, SLICE, mebibytes, require_room, require_shape
from .scores import WAY_OUT, UnreadableScores

NPY_MAGIC = b"\x93NUMPY"
LARGEST_HEADER = 10_000  # characters that NumPy parses as Python, its own limit
NPY_PREFIX = 12  # bytes before the header
CENTRAL_ENTRY = b"PK\x01\x02"
HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
LOCAL_HEADER = struct.Struct("<4s22xHH")
# The largest ratio of unpacked to packed bytes, for what an archive unpacks beyond the allowance.
# Scores of floats hardly reach 10. One-hot labels reach hundreds, so a single member may exceed it.
LARGEST_RATIO = 50
ALLOWANCE = 64 << 20  # bytes that any archive may unpack
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class _Header:
    """The checked header of an array: type, shape, order, and where the numbers begin."""

    def __init__(self, stream: IO[bytes], what: str) -> None:
        try:
            read = HEADERS[npy.read_magic(stream)]
            self.shape, self.fortran, self.dtype = read(stream, max_header_size=LARGEST_HEADER)
        except Exception as error:  # the header is text that NumPy parses as Python
            raise UnreadableScores(
                f"The header of {what} cannot be read: the file is damaged, or of an unknown "
                f"version. Save it again, {WAY_OUT}."
            ) from error
        refuse_type(self.dtype, what)
        self.what = what

    def require_size(self, arrived: int) -> int:
        """Return the size in bytes of all numbers; raise unless exactly as many bytes arrived."""
        size = require_shape(self.shape, self.dtype.itemsize, arrived, self.what)
        if size != arrived:
            raise UnreadableScores(
                f"{arrived - size:,} bytes follow the numbers of {self.what}, perhaps a second "
                f"array; save all arrays under names, {WAY_OUT}."
            )
        return size

    def view(self, data: bytes | memoryview | NDArray[np.uint8], offset: int) -> NDArray[Any]:
        """Return the numbers of a buffer as an array that shares it."""
        order: Literal["C", "F"] = "F" if self.fortran else "C"
        array: NDArray[Any] = np.ndarray(self.shape, self.dtype, data, offset, order=order)
        return array


def read_npy(data: bytes) -> list[Stored]:
    """Return the array of a .npy file, a view of its bytes."""
    return [_stored_array("", memoryview(data), "the array")]


def _stored_array(name: str, data: memoryview, what: str) -> Stored:
    # At most the beginning is copied, not the numbers.
    stream = io.BytesIO(data[: LARGEST_HEADER + NPY_PREFIX])
    header = _Header(stream, what)
    offset = stream.tell()
    header.require_size(len(data) - offset)
    return Stored(name, header.shape, header.dtype, lambda: header.view(data, offset))


def read_zip(data: bytes) -> list[Stored]:
    """Return the arrays of a .npz file; archives of any other kind are refused."""
    entries = sum(data.count(CENTRAL_ENTRY, at, at + SLICE) for at in range(0, len(data), SLICE))
    if entries > MOST_MEMBERS:
        raise UnreadableScores(
            f"The archive holds {entries:,} files, and the limit is {MOST_MEMBERS:,}."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        _refuse_other_archives([member.filename for member in members])
        _require_plausible(sum(member.file_size for member in members), len(data))
        return [_member(archive, member, data) for member in members]
    except UnreadableScores:
        raise
    except Exception as error:  # zipfile raises many kinds for damaged archives
        raise UnreadableScores(
            f"The archive is cut off or damaged: copy the file again, or save it again, {WAY_OUT}."
        ) from error


def _refuse_other_archives(names: list[str]) -> None:
    if any(name.endswith(("data.pkl", ".pkl", ".pickle")) for name in names):
        raise UnreadableScores(
            "This is a PyTorch file (.pt), a pickle, which can run code when opened, so it is not "
            "opened; in your Python: t = torch.load(…); "
            'np.savez("scores.npz", logits=t["logits"].cpu().numpy(), labels=…).'
        )
    if any(name.startswith("xl/") for name in names):
        raise UnreadableScores(
            "This is an Excel workbook (.xlsx); in Excel: File, Save as, CSV UTF-8."
        )
    others = [name for name in names if not name.endswith(".npy")]
    if others or not names:
        raise UnreadableScores(
            f"This is a ZIP archive of other files{f' ({others[0][:40]!r})' if others else ''}, "
            f"not an .npz: unpack it and give the file with the scores, or save, {WAY_OUT}."
        )


def _require_plausible(size: int, packed: int) -> None:
    """Raise if all members of an archive unpack to far more bytes than scores and labels do."""
    require_room(size, "The archive")
    if size > ALLOWANCE + LARGEST_RATIO * packed:
        raise UnreadableScores(
            f"The archive grows from {packed:,} bytes to {mebibytes(size)}: this is not opened, "
            f"since it may be made to fill the memory. Save it uncompressed, {WAY_OUT}."
        )


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, data: bytes) -> Stored:
    name = member.filename.removesuffix(".npy")
    what = f"array '{name[:40]}'"
    if member.flag_bits & 1 or member.compress_type not in COMPRESSIONS:
        raise UnreadableScores(
            f"{what} is encrypted or compressed in a way that NumPy never uses; save it again, "
            f"{WAY_OUT}."
        )
    if member.compress_type == zipfile.ZIP_STORED:
        return _stored_array(name, _stored_bytes(member, data, what), what)
    with archive.open(member) as stream:
        header = _Header(stream, what)
        offset = stream.tell()
    size = header.require_size(member.file_size - offset)
    return Stored(
        name, header.shape, header.dtype, lambda: _unpacked(archive, member, header, size)
    )


def _stored_bytes(member: zipfile.ZipInfo, data: bytes, what: str) -> memoryview:
    """Return the bytes of a member that is not compressed, proved by their checksum."""
    local = data[member.header_offset : member.header_offset + LOCAL_HEADER.size]
    signature, name_length, extra_length = LOCAL_HEADER.unpack(local)
    start = member.header_offset + LOCAL_HEADER.size + name_length + extra_length
    piece = memoryview(data)[start : start + member.file_size]
    if signature != b"PK\x03\x04" or len(piece) != member.file_size:
        raise UnreadableScores(f"{what} is cut off or damaged: copy the file again.")
    if zlib.crc32(piece) != member.CRC:  # works without the lock of the interpreter
        raise UnreadableScores(f"{what} is damaged (wrong checksum): copy the file again.")
    return piece


def _unpacked(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, header: _Header, size: int
) -> NDArray[Any]:
    """Unpack a member in pieces, since its announced size may be wrong."""
    numbers = np.empty(size, np.uint8)
    filled = 0
    try:
        with archive.open(member) as stream:
            _Header(stream, member.filename)
            while piece := stream.read(SLICE):
                numbers[filled : filled + len(piece)] = np.frombuffer(piece, np.uint8)
                filled += len(piece)
    except Exception as error:  # also ValueError, where more arrives than the header announces
        raise UnreadableScores(
            f"array '{member.filename[:40]}' is damaged: copy the file again."
        ) from error
    if filled < size:
        raise UnreadableScores(
            f"array '{member.filename[:40]}' announces {size:,} bytes, but {filled:,} arrived: "
            "copy the file again."
        )
    return header.view(numbers, 0)
