"""What comes from forms: words, numbers, amounts, ids."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.money import exact, minor


def who(request: HttpRequest) -> dict[str, Any]:
    """Return what operations are told: now, and who acts."""
    return {"now": timezone.now(), "actor": request.user.get_username()}


def field(request: HttpRequest, name: str, longest: int = 300) -> str:
    """Return what was typed or scanned into a field. Refuses what is too long."""
    text = request.POST.get(name, "").replace("\x00", "").strip()
    if len(text) > longest:
        raise Refusal("TOO_LONG", f"{name}: at most {longest} characters.", status=422)
    return text


def whole(text: str, where: str, *, empty: int = 0) -> int:
    """Return a whole number; `empty` where nothing is typed. Refuses what is none."""
    plain = text.strip()
    if plain and not (plain.isascii() and plain.isdecimal() and len(plain) <= 9):
        raise Refusal("NOT_A_NUMBER", f"{where}: {plain[:20]!r} is no whole number; use digits only.", status=422)
    return int(plain) if plain else empty


def amount(text: str, where: str, currency: str) -> int | None:
    """Return an amount such as 12.50 in minor units, None where nothing is typed. Refuses what is none."""
    plain = text.strip()
    if not plain:
        return None
    found = minor(plain, currency)
    if found is None or found < 0 or exact(plain, currency) is None:
        raise Refusal("NOT_AN_AMOUNT", f"{where}: {plain[:20]!r} is no amount; write it as 12.50.", status=422)
    return found


def row_id(request: HttpRequest, name: str) -> int:
    """Return the id that a form carries on. Refuses what is none."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Refusal("NO_SUCH_ROW", "Use one of the page's buttons.", status=422)
    return int(text)


def scan_id(request: HttpRequest, name: str = "scan") -> UUID:
    """Return the id of a scan or an answer. Refuses one without."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        words = "That came incomplete: reload the page and do it again."
        raise Refusal("SCAN_INCOMPLETE", words, status=422) from None
