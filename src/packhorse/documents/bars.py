"""Code 128 and GS1-128 as rows of bars, in modules (the width of the narrowest bar)."""

import re
from dataclasses import dataclass

import zint

from packhorse.algorithms.gs1 import is_valid_sscc

QUIET = 10  # modules left white on either side; source: ISO/IEC 15417 and GS1 General Specifications


@dataclass(frozen=True)
class Bars:
    """A barcode without its quiet zones: black stretches as (start, width), and the width of the whole."""

    stretches: tuple[tuple[int, int], ...]
    width: int


def code128(data: str) -> Bars:
    """Return the Code 128 of a number. Raises ValueError for anything but printable ASCII."""
    return _encode(zint.Symbology.CODE128, plain(data))


def gs1_sscc(sscc: str) -> Bars:
    """Return the GS1-128 of an SSCC: application identifier 00. Raises ValueError unless it has 18 digits."""
    return _encode(zint.Symbology.GS1_128, f"[00]{eighteen(sscc)}")


def plain(data: str) -> str:
    """Return `data` if a barcode and every printer language take it as it is, else raise ValueError."""
    if not re.fullmatch(r"[0-9A-Za-z ./+-]+", data):
        raise ValueError(f"{data!r} cannot be a barcode: only letters A to Z, digits, space and . / + - can")
    return data


def eighteen(sscc: str) -> str:
    """Return `sscc` if it has 18 digits, the last the right check digit, else raise ValueError."""
    if not re.fullmatch(r"[0-9]{18}", sscc):
        raise ValueError(f"{sscc!r} is not an SSCC of 18 digits")
    if not is_valid_sscc(sscc):
        raise ValueError(f"{sscc!r} is not an SSCC: its check digit is wrong")
    return sscc


def _encode(symbology: zint.Symbology, data: str) -> Bars:
    symbol = zint.Symbol()
    symbol.symbology = symbology
    symbol.show_text = False
    symbol.scale = 0.5  # zint draws a module two units wide at scale 1
    symbol.encode(data)
    symbol.buffer_vector()
    return Bars(tuple((round(bar.x), round(bar.width)) for bar in symbol.vector.rectangles), symbol.width)
