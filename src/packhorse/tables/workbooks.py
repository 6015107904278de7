"""Excel workbooks: the first sheet's cells as the text a person sees in them."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
# What a workbook may come to in memory. A sheet of a million rows and fifteen columns unpacks to about half of it.
MAX_UNPACKED = 1_000_000_000
MAX_CELLS = 30_000_000
_CHUNK = 1 << 20
_REFERENCE = re.compile(rb"""[\s"']r\s*=\s*["']\s*([A-Za-z]{0,3})\$?(\d{1,10})["']""")
_BROKEN = "the file is not a workbook that can be read: save it as .xlsx or CSV again"


class Unreadable(Exception):
    """Why a workbook cannot be read, for a person."""


class Number(str):
    """The text of a cell that holds a number: its decimal sign is a point, whatever the channel writes elsewhere."""

    __slots__ = ()


def first_sheet(content: bytes) -> list[list[str]]:
    """Return all rows of the first sheet from its first line on."""
    if content.startswith(b"PK"):
        _must_be_small(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except BaseException as error:
        # A panic of the library, met on broken files, is no `Exception`; a person's Ctrl+C is not ours to swallow.
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        raise Unreadable(_BROKEN) from None
    return [[text_of(cell) for cell in row] for row in cells]


def text_of(value: object) -> str:
    """The cell as a person sees it: 12.0 is 12, a date is ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return Number(format(value, ".15g") if abs(value) < 1e15 else format(value, ".0f"))
    if isinstance(value, datetime):
        # A spreadsheet keeps days as fractions: what is a hair off a second is that second.
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return "" if value is None else str(value)


def _must_be_small(content: bytes) -> None:
    """Unpack without keeping: refuse what would fill the memory, whatever the archive says about its sizes.

    A sheet is a rectangle in memory, so one cell far out is as large as all the cells before it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError, OverflowError):
        raise Unreadable(_BROKEN) from None
    names = {entry.filename.lower() for entry in entries}
    if "xl/workbook.xml" not in names:
        raise Unreadable("the file is an archive, but no Excel workbook (.xlsx)")
    left = MAX_UNPACKED if sum(entry.file_size for entry in entries) <= MAX_UNPACKED else 0
    for entry in entries:
        columns: set[bytes] = set()
        height, tail = 0, b""
        for piece in _unpacked(content, entry):
            left -= len(piece)
            if left < 0:
                raise Unreadable("the workbook is too large when it is unpacked: split it, or save it as CSV")
            for letters, digits in set(_REFERENCE.findall(tail + piece)):
                columns.add(letters.upper())
                height = max(height, int(digits))
            tail = piece[-40:]
        width = max((_column(letters) for letters in columns), default=0)
        if width * height > MAX_CELLS:
            raise Unreadable(f"the sheet has cells up to row {height:,}, column {width:,}: delete what is far out")


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    start = entry.header_offset
    if content[start : start + 4] != b"PK\x03\x04" or len(content) < start + 30:
        raise Unreadable(_BROKEN)
    name, extra = struct.unpack_from("<HH", content, start + 26)
    start += 30 + name + extra
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise Unreadable(_BROKEN)
    unpack = zlib.decompressobj(-15)
    try:
        # Small pieces: what is not yet unpacked of a piece is copied each time.
        for at in range(0, len(packed), _CHUNK >> 6):
            data: bytes | memoryview = packed[at : at + (_CHUNK >> 6)]
            while data and not unpack.eof:
                yield unpack.decompress(data, _CHUNK)
                data = unpack.unconsumed_tail
    except zlib.error:
        raise Unreadable(_BROKEN) from None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
