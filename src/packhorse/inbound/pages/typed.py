"""What comes from forms and scanners: numbers, days, lines, the id of a scan."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from packhorse.errors import Refusal
from packhorse.inbound.rules import Announced, Ordered
from packhorse.inventory import queries as stock


@dataclass(frozen=True)
class Answer:
    """What the last scan came to: "good" or "bad", and the words for it."""

    kind: str
    text: str


def field(request: HttpRequest, name: str, longest: int = 200) -> str:
    """Return what was typed or scanned into a field."""
    text = request.POST.get(name, "").strip()
    if len(text) > longest:
        raise Refusal("TOO_LONG", f"{name}: at most {longest} characters.", status=422)
    return text


def scan_id(request: HttpRequest) -> UUID:
    """Return the id of a scan. Refuses a scan without one."""
    try:
        return UUID(request.POST.get("scan", ""))
    except ValueError:
        words = "That scan came incomplete: reload the page and scan again."
        raise Refusal("SCAN_INCOMPLETE", words, status=422) from None


def booked(request: HttpRequest) -> bool:
    """Say whether this very scan has moved goods: sent again, it is answered so, whatever lies there now."""
    try:
        return stock.used(UUID(request.POST.get("scan", "")))
    except ValueError:
        return False


def row_id(request: HttpRequest, name: str) -> int | None:
    """Return the id that a form carries on, or None."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def units(request: HttpRequest, name: str = "quantity") -> int:
    """Return a number of units; nothing typed is one."""
    return whole(request.POST.get(name, "").strip() or "1", name)


def whole(text: str, where: str) -> int:
    """Return a whole number. Refuses what is none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise Refusal("NOT_A_NUMBER", f"{where}: {text[:20]!r} is no number of units; use digits only.", status=422)
    return int(text)


def day(text: str, where: str) -> date | None:
    """Return a day, or None where none is given. Refuses what is none."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        words = f"{where}: {text.strip()[:20]!r} is no day: write it as 2026-12-24."
        raise Refusal("NOT_A_DAY", words, status=422) from None


def ordered(text: str) -> list[Ordered]:
    """Read lines such as `21562 20 1.50`: SKU, units, and what a unit costs."""
    found = []
    for nth, words in _lines(text):
        cost = minor(words[2], f"line {nth}") if len(words) > 2 else 0
        found.append(Ordered(words[0], whole(words[1], f"line {nth}"), cost))
    return found


def announced(text: str) -> list[Announced]:
    """Read lines such as `21562 20 L77 2026-12-24`: SKU, units, and lot and last day where they are known."""
    found = []
    for nth, words in _lines(text, longest=4):
        last = day(words[3], f"line {nth}") if len(words) > 3 else None
        found.append(Announced(words[0], whole(words[1], f"line {nth}"), words[2] if len(words) > 2 else "", last))
    return found


def minor(text: str, where: str) -> int:
    """Return an amount such as 12.50 or 12, with two decimals at most, in minor units. Refuses what is none."""
    pounds, _, pence = text.partition(".")
    if len(pence) > 2 or not (pounds + pence).isascii() or not (pounds + pence).isdecimal() or len(pounds) > 9:
        raise Refusal("NOT_AN_AMOUNT", f"{where}: {text[:20]!r} is no amount; write it as 12.50.", status=422)
    return int(pounds or "0") * 100 + int((pence + "00")[:2])


def _lines(text: str, longest: int = 3) -> list[tuple[int, list[str]]]:
    found = []
    for nth, line in enumerate(text.splitlines(), start=1):
        words = line.replace(",", " ").replace(";", " ").split()
        if not words:
            continue
        if not 2 <= len(words) <= longest:
            words_wanted = "the SKU and the number of units"
            raise Refusal("WRONG_LINE", f"line {nth}: write {words_wanted}, as in '21562 20'.", status=422)
        found.append((nth, words))
    return found
