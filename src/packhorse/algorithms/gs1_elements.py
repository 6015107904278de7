"""Element strings of the GS1 General Specifications: what a scanned GS1-128, DataMatrix or QR code says of goods."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from packhorse.algorithms.gs1 import is_valid

SEPARATOR = "\x1d"  # FNC1 as scanners send it, after an element of variable length
# Symbology identifiers (ISO/IEC 15424) that say: what follows is an element string.
SYMBOLOGIES = ("]C1", "]d2", "]Q3", "]e0")
# Application identifier: digits of its value. Source: GS1 General Specifications, figure 3.2-1.
FIXED = {
    **{"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2, "402": 17},
    **{f"41{nth}": 13 for nth in range(8)},
    **{"422": 3, "424": 3, "425": 3, "426": 3, "7001": 13, "7003": 10, "8001": 14, "8005": 6, "8006": 18, "8018": 18},
    **{f"{group}{kind}{point}": 6 for group in (31, 32, 33, 34, 35, 36) for kind in range(10) for point in range(10)},
}
# Application identifier: the most letters of its value, which ends with a separator or the string.
VARIABLE = {
    **{"10": 20, "21": 20, "22": 20, "30": 8, "37": 8, "235": 28, "240": 30, "241": 30, "242": 6, "243": 20},
    **{"250": 30, "251": 30, "253": 30, "254": 20, "255": 25, "400": 30, "401": 30, "403": 30, "420": 20, "421": 12},
    **{"423": 15, "427": 3, "7002": 30, "7004": 4, "8003": 30, "8004": 30, "8007": 34, "8008": 12, "8020": 25},
    **{f"39{kind}{point}": most for kind, most in ((0, 15), (1, 18), (2, 15), (3, 18)) for point in range(10)},
    **{f"9{nth}": 90 for nth in range(1, 10)},
    "90": 30,
}
GIVEN = {"00": "sscc", "01": "gtin", "02": "gtin", "10": "lot", "21": "serial", "30": "count", "37": "count"}
DAYS = {"11": "produced_on", "15": "best_before", "17": "expires_on"}


@dataclass(frozen=True)
class Elements:
    """What a code says. `code` is the whole of one that is no element string; all else is empty, None or 0 then.

    `gtin` has 14 digits, `count` is how many items are meant (AI 30 or 37; 0: not said).
    """

    code: str = ""
    gtin: str = ""
    lot: str = ""
    serial: str = ""
    sscc: str = ""
    count: int = 0
    expires_on: date | None = None
    best_before: date | None = None
    produced_on: date | None = None


def parse(text: str, *, today: date) -> Elements:
    """Read what a scanner sent or a person typed; `today` tells the century of its days.

    Taken for an element string: what begins with a symbology identifier, holds a separator, is written in brackets, or
    begins with 01 and a right GTIN of 14 digits and goes on as an element string does. Anything else is a code as it
    stands: a merchant's own codes are never misread. Raises ValueError, in words, for an element string that is wrong.
    """
    plain = text.strip()
    body, sure = _body(plain)
    if not sure and not (body.startswith("01") and is_valid(body[2:16]) and len(body) >= 16):
        return Elements(code=plain)
    try:
        return _elements(body, today)
    except ValueError:
        if sure:
            raise
        return Elements(code=plain)


def spellings(gtin: str) -> tuple[str, ...]:
    """Return every way in which a GTIN may be written: with 8, 12, 13 and 14 digits, as far as its zeros allow."""
    digits = gtin.zfill(14)
    return tuple(digits[14 - length :] for length in (14, 13, 12, 8) if not digits[: 14 - length].strip("0"))


def element_string(
    *, gtin: str, lot: str = "", expires_on: date | None = None, serial: str = "", brackets: bool = False
) -> str:
    """Return goods as an element string, to be encoded after FNC1; with `brackets`, as it is read by people.

    Raises ValueError when a part does not fit into it.
    """
    if not is_valid(gtin) or len(gtin) not in (8, 12, 13, 14):
        raise ValueError(f"{gtin!r} is not a GTIN of 8, 12, 13 or 14 digits, the last of them the check digit")
    parts = [("01", gtin.zfill(14))]
    if expires_on:
        parts.append(("17", f"{expires_on:%y%m%d}"))
    for ai, value in (("10", lot), ("21", serial)):
        if value and not re.fullmatch(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}", value):
            raise ValueError(f"{value!r} does not fit into a GS1 code: up to 20 letters, digits and signs, no spaces")
        if value:
            parts.append((ai, value))
    if brackets:
        return "".join(f"({ai}){value}" for ai, value in parts)
    ends = ["" if ai in FIXED or nth == len(parts) else SEPARATOR for nth, (ai, _) in enumerate(parts, start=1)]
    return "".join(f"{ai}{value}{end}" for (ai, value), end in zip(parts, ends, strict=True))


def sscc_digits(text: str) -> str:
    """Return the digits of a scanned SSCC: without symbology identifier, FNC1 and (00), if they came along."""
    digits = "".join(char for char in _body(text.strip())[0] if char.isdecimal())
    return digits[2:] if len(digits) == 20 and digits.startswith("00") else digits


def _body(text: str) -> tuple[str, bool]:
    """The string without what stands before it, and whether it says itself that it is an element string."""
    for symbology in SYMBOLOGIES:
        if text.startswith(symbology):
            return text[len(symbology) :].lstrip(SEPARATOR), True
    if re.match(r"\(\d{2,4}\)", text):
        return text, True
    return text.lstrip(SEPARATOR), SEPARATOR in text


def _elements(body: str, today: date) -> Elements:
    found: dict[str, str] = {}
    for ai, value in _bracketed(body) if body.startswith("(") else _run(body):
        if found.setdefault(ai, value) != value:
            raise ValueError(f"the code says ({ai}) twice: {found[ai]} and {value}")
    said: dict[str, str | int | date | None] = {}
    for ai, value in found.items():
        if ai in ("00", "01", "02") and not is_valid(value):
            raise ValueError(f"({ai}){value}: the check digit is wrong; scan again")
        if ai in GIVEN:
            said[GIVEN[ai]] = int(value) if GIVEN[ai] == "count" else value
        elif ai in DAYS:
            said[DAYS[ai]] = _day(ai, value, today)
    return Elements(**said)  # type: ignore[arg-type]


def _bracketed(body: str) -> list[tuple[str, str]]:
    # A bracket within a value is only told from the next identifier by what stands in it.
    parts = re.split(r"\((\d{2,4})\)", body)
    pairs = list(zip(parts[1::2], parts[2::2], strict=True))
    return [_fits(ai, value.strip(SEPARATOR)) for ai, value in pairs]


def _run(body: str) -> list[tuple[str, str]]:
    found = []
    while body:
        ai = next((body[:size] for size in (2, 3, 4) if body[:size] in FIXED or body[:size] in VARIABLE), "")
        if not ai:
            raise ValueError(f"{body[:4]!r} is no application identifier that is known here")
        rest = body[len(ai) :]
        value = rest[: FIXED[ai]] if ai in FIXED else rest.split(SEPARATOR, 1)[0]
        found.append(_fits(ai, value))
        body = rest[len(value) :].removeprefix(SEPARATOR)
    return found


def _fits(ai: str, value: str) -> tuple[str, str]:
    if ai in FIXED and not (len(value) == FIXED[ai] and value.isascii() and value.isdecimal()):
        raise ValueError(f"({ai}){value}: {FIXED[ai]} digits are wanted")
    if ai not in FIXED and ai not in VARIABLE:
        raise ValueError(f"({ai}) is no application identifier that is known here")
    if ai in VARIABLE and not 0 < len(value) <= VARIABLE[ai]:
        raise ValueError(f"({ai}){value}: 1 to {VARIABLE[ai]} letters are wanted")
    if ai in ("30", "37") and not (value.isascii() and value.isdecimal()):
        raise ValueError(f"({ai}){value}: a number is wanted")
    return ai, value


def _day(ai: str, value: str, today: date) -> date:
    """The day of YYMMDD; DD 00 is the last of the month. Source: GS1 General Specifications, section 7.12."""
    short, month, day = int(value[:2]), int(value[2:4]), int(value[4:])
    gap = short - today.year % 100
    century = today.year // 100 - (1 if gap >= 51 else -1 if gap <= -50 else 0)
    year = century * 100 + short
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except (ValueError, IndexError):  # a month that is none is refused by either
        raise ValueError(f"({ai}){value} is no day: year, month and day are wanted, two digits each") from None
