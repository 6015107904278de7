"""Rules as people write them: what is wrong is named by its field, with what to do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from packhorse.algorithms.dangerous import unknown_class
from packhorse.carriers.rules.about import ANY
from packhorse.carriers.rules.rate_rules import KINDS, OF_SERVICES, PERIODS
from packhorse.carriers.rules.surcharges import prefix_of
from packhorse.errors import Refusal

LONGEST_NAME, MOST_RULES, MOST_NAMED = 60, 100, 50
MOST_MINOR, MOST_G = 10_000_000, 1_000_000
LISTS = ("hazmat", "classes", "places", "tiers", "channels", "warehouses")
FIELDS = (
    *("name", "kind", "on", "targets", *LISTS, "over_g", "over_minor"),
    *("minor", "percent", "per", "all_sites", "valid_from", "valid_until"),
)
# kind: (least, most) of its amount and of its percentage; None where it has none
NUMBERS: Mapping[str, tuple[tuple[int, int] | None, tuple[int, int] | None]] = {
    "never": (None, None),
    "only": (None, None),
    "prefer": ((-MOST_MINOR, MOST_MINOR), (-100, 500)),
    "share": ((0, MOST_MINOR), (1, 100)),
    "chance": (None, (1, 99)),
    "late": ((1, MOST_MINOR), None),
}


@dataclass(frozen=True)
class KnownNames:
    """The names that there are; `targets` are carriers ("ALB") and services ("ALB express")."""

    targets: Collection[str]
    warehouses: Collection[str]
    channels: Collection[str]
    classes: Collection[str]


def read_rule(given: Mapping[str, Any], known: KnownNames) -> dict[str, Any]:
    """Return the fields of a rule, those that are not given as they are usually; refuses what is not one."""
    if strange := sorted(set(given) - set(FIELDS)):
        raise wrong(strange[0][:40], f"a rule has no such field. It has: {', '.join(FIELDS)}.")
    name, kind = str(given.get("name") or "").strip(), given.get("kind")
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        raise wrong("name", f"give it a name of 1 to {LONGEST_NAME} printable characters.")
    if kind not in KINDS:
        raise wrong("kind", f"use one of {', '.join(KINDS)}.")
    lists = {field: _list(field, given.get(field)) for field in ("targets", *LISTS)}
    _prove(lists, known)
    if bool(lists["targets"]) != (kind in OF_SERVICES):
        text = "name carriers or services that it is about." if kind in OF_SERVICES else f"{kind} names no services."
        raise wrong("targets", text)
    minor, percent = (
        _number(field, given.get(field), ends)
        for field, ends in zip(("minor", "percent"), NUMBERS[str(kind)], strict=True)
    )
    if kind == "prefer" and not (minor or percent):
        raise wrong("minor", "give an amount or a percentage by which they count as dearer, or (below 0) cheaper.")
    days = {field: _day(field, given.get(field)) for field in ("valid_from", "valid_until")}
    if days["valid_from"] and days["valid_until"] and days["valid_from"] > days["valid_until"]:
        raise wrong("valid_until", "it ends before it begins: give a later day.")
    per = given.get("per") or PERIODS[0]
    if per not in PERIODS:
        raise wrong("per", f"a share is counted by {' or '.join(PERIODS)}.")
    return {
        "name": name,
        "kind": kind,
        "on": bool(given.get("on", True)),
        **lists,
        "over_g": _over("over_g", given.get("over_g"), MOST_G),
        "over_minor": _over("over_minor", given.get("over_minor"), 10**12),
        "minor": minor,
        "percent": percent,
        "per": per,
        "all_sites": bool(given.get("all_sites", False)),
        **days,
    }


def wrong(field: str, text: str) -> Refusal:
    """Return the refusal of a rule for one of its fields."""
    return Refusal("RULE_WRONG", f"{field}: {text}", status=422, details={"field": field})


def _prove(lists: dict[str, list[str]], known: KnownNames) -> None:
    for field, what in (("targets", "carrier or service"), ("warehouses", "warehouse"), ("channels", "channel")):
        if lost := [each for each in lists[field] if each not in getattr(known, field)]:
            raise wrong(field, f"there is no {what} {lost[0][:60]!r}. Correct or remove it.")
    if lost := [each for each in lists["classes"] if each not in known.classes]:
        raise wrong("classes", f"{lost[0][:20]!r} is no storage class: use {', '.join(known.classes)}.")
    if strange := unknown_class([each for each in lists["hazmat"] if each != ANY]):
        raise wrong("hazmat", f"{strange!r} is no class of dangerous goods (3, 4.1, 9, LQ); {ANY} means all.")
    lists["places"] = [prefix_of(each) for each in lists["places"]]
    for each in lists["places"]:
        land, _, code = each.partition(" ")
        if not (len(land) == 2 and land.isascii() and land.isalpha() and (code or len(each) == 2) and len(each) <= 20):
            raise wrong("places", f"{each[:20]!r} is no place: write GB, or GB BT for postal codes that begin so.")
    for each in lists["tiers"]:
        if len(each) > 20:
            raise wrong("tiers", f"{each[:20]!r}… is longer than any tier.")


def _list(field: str, given: Any) -> list[str]:
    if given is None:
        return []
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        raise wrong(field, "give a list of texts.")
    found = sorted({each.strip() for each in given if each.strip()})
    if len(found) > MOST_NAMED:
        raise wrong(field, f"{len(found)} are too many: name {MOST_NAMED} at most.")
    return found


def _number(field: str, given: Any, ends: tuple[int, int] | None) -> int:
    if ends is None:
        if given:
            raise wrong(field, "such a rule has none: leave it empty.")
        return 0
    least, most = ends
    if given is None and least <= 0:
        return 0
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise wrong(field, f"give a whole number from {least} to {most}.")
    return given


def _over(field: str, given: Any, most: int) -> int | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= most:
        raise wrong(field, f"give a whole number from 0 to {most}, or leave it empty.")
    return given


def _day(field: str, given: Any) -> date | None:
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise wrong(field, f"{str(given)[:20]!r} is no day: write 2025-12-24.") from None
