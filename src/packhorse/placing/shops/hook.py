"""What a webhook says: an order to place, one to cancel, or nothing for us; and whether the shop itself says it."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from packhorse.placing.formats.money import exact, settle
from packhorse.placing.rules import NewCharge, NewLine, NewOrder


class WrongHook(ValueError):
    """A webhook's body is not what such a shop sends; the text says where."""


@dataclass(frozen=True)
class Said:
    """`order` to place, or the number of one to cancel; neither: nothing for us, and why."""

    order: NewOrder | None = None
    cancel: str = ""
    nothing: str = ""


@dataclass(frozen=True)
class Item:
    """A line item: its money for all units together, and whether it needs a parcel."""

    sku: str
    name: str
    quantity: int
    money: Decimal
    parcel: bool = True


def signed(body: bytes, secret: str, signature: str) -> bool:
    """Say whether `signature` is the base64 of the body's HMAC-SHA256 by the shop's secret (constant time)."""
    mine = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    return hmac.compare_digest(mine, signature.encode("utf-8", "replace"))


def priced(
    items: Sequence[Item],
    charges: Sequence[tuple[str, str, Decimal]],
    *,
    tax: Decimal,
    total: Decimal | None,
) -> tuple[tuple[NewLine, ...], tuple[NewCharge, ...]]:
    """Return lines and charges whose sum is the shop's own, to the minor unit (see `formats.money.settle`)."""
    goods = [item for item in items if item.parcel]
    money = [*charges, *((item.sku or "NO-PARCEL", item.name, item.money) for item in items if not item.parcel)]
    known = [each for each in money if each[2]]
    settled = settle([(g.quantity, g.money) for g in goods], [each[2] for each in known], tax=tax, total=total)
    kept = [
        NewCharge(code[:64], text[:300], of_it) for (code, text, _), of_it in zip(known, settled.charges, strict=True)
    ]
    kept += [NewCharge("TAX", "Tax", settled.tax)] if settled.tax else []
    kept += [NewCharge("ROUNDING", "Rounding", settled.rounding)] if settled.rounding else []
    lines = [NewLine(g.sku, g.quantity, unit) for g, unit in zip(goods, settled.units, strict=True)]
    return tuple(lines), tuple(kept)


def cell(body: Mapping[str, Any], *path: str) -> str:
    """Return a text deep in the body; empty where there is none. Raises WrongHook for what can be no text."""
    value: Any = body
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise WrongHook(f"{'.'.join(path)}: is no text")
    return str(value).strip()


def rows(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return a list of objects of the body; empty where there is none."""
    found = body.get(name) or []
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found) or len(found) > 2000:
        raise WrongHook(f"{name}: is no list of at most 2,000 objects")
    return found


def amount(body: Mapping[str, Any], currency: str, *path: str) -> Decimal:
    """Return an amount in minor units; nothing where there is none."""
    text = cell(body, *path)
    found = exact(text or "0", currency)
    if found is None:
        raise WrongHook(f"{'.'.join(path)}: {text[:30]!r} is no amount")
    return found


def units(body: Mapping[str, Any], name: str) -> int:
    """Return a number of units, which is a whole one."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
        raise WrongHook(f"{name}: {str(value)[:30]!r} is no number of units")
    return value
