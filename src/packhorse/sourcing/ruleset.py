"""Rules as people write them: read from JSON, with what is wrong named by rule and field, and contradictions."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product
from typing import Any

from packhorse.catalog.rules import STORAGE_CLASSES
from packhorse.customers.rules import is_tier
from packhorse.errors import Refusal
from packhorse.sourcing.meant import EVERYTHING, What
from packhorse.sourcing.policy import Exclude, First, KeepBack, Limit, Prefer, Rule, SplitFrom, Tie

MOST_RULES = 50
MOST_NAMED = 50
MOST_MINOR = 100_000  # less by far than a unit that is not served counts
MOST_UNITS = 1_000_000
MOST_WEEKS = 104
PROBES = 2000  # kinds of goods a rule that are looked at for contradictions
WHAT = ("classes", "products", "sku_prefixes", "countries", "channels", "tiers")
AXES = ("classes", "countries", "channels", "tiers")  # fields of which each value is a kind of its own
DAYS = ("valid_from", "valid_until")


@dataclass(frozen=True)
class Kind:
    """A kind of rule: what it is made into, its own fields, numbers {name: (least, most)}, and those it must have."""

    made: type[Rule]
    text: str
    numbers: Mapping[str, tuple[int, int]]
    names_warehouses: bool = True
    needs: tuple[tuple[str, ...], ...] = ()  # of each one at least


KINDS = {
    "exclude": Kind(Exclude, "not from these warehouses", {}, needs=(("warehouses",),)),
    "tie": Kind(Tie, "only from these warehouses", {}, needs=(("warehouses",),)),
    "prefer": Kind(
        Prefer,
        "costs more or less from these warehouses",
        {"minor": (-MOST_MINOR, MOST_MINOR), "km_minor": (0, MOST_MINOR // 10)},
        needs=(("minor", "km_minor"),),
    ),
    "keep_back": Kind(
        KeepBack,
        "sourcing leaves so much of it",
        {"units": (1, MOST_UNITS), "weeks_of_supply": (1, MOST_WEEKS)},
        needs=(("units", "weeks_of_supply"),),
    ),
    "split_from": Kind(
        SplitFrom, "orders of less value are not split", {"minor": (1, 10**9)}, False, needs=(("minor",),)
    ),
    "first": Kind(
        First,
        "comes first among equals",
        {"minor": (1, 10**9)},
        False,
        needs=(("minor", "countries", "channels", "tiers"),),
    ),
}


@dataclass(frozen=True)
class Known:
    """The names that there are: codes of warehouses and channels, SKUs, and the given beginnings of which some SKU is.

    `products` and `sku_prefixes` hold those of the given ones that exist, `classes` {SKU or beginning: the storage
    classes of such goods}. `stores` {code of a warehouse: the classes of goods that it stores}; one that is not named
    stores all.
    """

    warehouses: Collection[str]
    channels: Collection[str]
    products: Collection[str] = ()
    sku_prefixes: Collection[str] = ()
    classes: Mapping[str, Collection[str]] = field(default_factory=dict)
    stores: Mapping[str, Collection[str]] | None = None

    def store(self, storage_class: str) -> list[str]:
        """Return the warehouses that store a class of goods."""
        told = self.stores or {}
        return [code for code in sorted(self.warehouses) if storage_class in told.get(code, (storage_class,))]


def read(rules: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Return rules as they are decided by; refuses what is not written as a rule is."""
    if len(rules) > MOST_RULES:
        raise Refusal("TOO_MANY_RULES", f"rules: {len(rules)} rules, {MOST_RULES} at most.", status=422)
    return tuple(_rule(nth, rule) for nth, rule in enumerate(rules, 1))


def prove(rules: Sequence[Rule], known: Known) -> None:
    """Refuse names that nobody bears, and rules that contradict each other."""
    for rule in rules:
        _names(rule, "warehouses", rule.warehouses, known.warehouses, "warehouse")
        _names(rule, "channels", rule.what.channels, known.channels, "channel")
        for named in ("products", "sku_prefixes"):
            if lost := sorted(getattr(rule.what, named) - set(getattr(known, named))):
                said = "is no product's SKU" if named == "products" else "begins no product's SKU"
                raise wrong(rule, named, f"{lost[0][:40]!r} {said}. Correct or remove it.")
    for rule in rules:
        if isinstance(rule, Limit):
            _somewhere(rule, [each for each in rules if isinstance(each, Limit)], known)


def wrong(rule: Rule | tuple[int, str], field: str, text: str) -> Refusal:
    """Return the refusal of a rule, by its number, its kind and the field."""
    number, kind = rule if isinstance(rule, tuple) else (rule.number, kind_of(rule))
    where = f"rule {number} ({kind}), {field}" if kind else f"rule {number}, {field}"
    return Refusal("RULE_WRONG", f"{where}: {text}", status=422, details={"rule": number, "field": field})


def kind_of(rule: Rule) -> str:
    """Return the name of a rule's kind."""
    return next(name for name, kind in KINDS.items() if type(rule) is kind.made)


def _rule(number: int, given: Mapping[str, Any]) -> Rule:
    if not isinstance(given, Mapping) or given.get("kind") not in KINDS:
        raise wrong((number, ""), "kind", f"use one of {', '.join(KINDS)}.")
    name = given["kind"]
    kind, at = KINDS[name], (number, name)
    fields = ["kind", "what", *DAYS, *kind.numbers, *(["warehouses"] if kind.names_warehouses else [])]
    if strange := sorted(set(given) - set(fields)):
        raise wrong(at, strange[0][:40], f"such a rule has no such field. It has: {', '.join(fields[1:])}.")
    what = _what(at, given.get("what") or {})
    sites = _texts(at, "warehouses", given.get("warehouses"))
    days = {field: _day(at, field, given.get(field)) for field in DAYS}
    if days["valid_from"] and days["valid_until"] and days["valid_from"] > days["valid_until"]:
        raise wrong(at, "valid_until", "it ends before it begins: give a later day.")
    numbers = {field: _number(at, field, given.get(field), *ends) for field, ends in kind.numbers.items()}
    has = {field for field, value in {**numbers, **vars(what), "warehouses": sites}.items() if value}
    for some in kind.needs:
        if not has & set(some):
            raise wrong(at, some[0], f"give {' or '.join(some)}.")
    if {"units", "weeks_of_supply"} <= has:
        raise wrong(at, "weeks_of_supply", "give units or weeks, not both.")
    if name == "prefer" and not sites and not numbers["km_minor"]:
        raise wrong(at, "warehouses", "name warehouses: the same cost from all of them prefers none.")
    return kind.made(number, what, sites, **days, **numbers)


def _what(at: tuple[int, str], given: Any) -> What:
    if not isinstance(given, Mapping):
        raise wrong(at, "what", f"name goods or orders by {', '.join(WHAT)}.")
    if strange := sorted(set(given) - set(WHAT)):
        raise wrong(at, f"what.{strange[0][:40]}", f"use {', '.join(WHAT)}.")
    if not any(given.values()):
        return EVERYTHING
    found = {field: _texts(at, f"what.{field}", given.get(field)) for field in WHAT}
    if lost := sorted(found["classes"] - set(STORAGE_CLASSES)):
        raise wrong(at, "what.classes", f"{lost[0][:40]!r} is no class: use {', '.join(STORAGE_CLASSES)}.")
    for country in sorted(found["countries"]):
        if not re.fullmatch("[A-Z]{2}", country):
            raise wrong(at, "what.countries", f"{country[:20]!r} is no country: two capital letters, like GB.")
    if strange := next((each for each in sorted(found["tiers"]) if not is_tier(each)), None):
        raise wrong(at, "what.tiers", f"{strange[:30]!r} is no tier: capitals, figures, - or _, such as GOLD.")
    return What(**found)


def _texts(at: tuple[int, str], field: str, given: Any) -> frozenset[str]:
    given = [] if given is None else given
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) and each.strip() for each in given):
        raise wrong(at, field, "give a list of words.")
    if len(given) > MOST_NAMED or any(len(each) > 64 or "\x00" in each for each in given):
        raise wrong(at, field, f"at most {MOST_NAMED} of at most 64 characters.")
    return frozenset(each.strip() for each in given)


def _day(at: tuple[int, str], field: str, given: Any) -> date | None:
    if given in (None, ""):
        return None
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise wrong(at, field, f"{str(given)[:20]!r} is no day: write 2030-12-24.") from None


def _number(at: tuple[int, str], field: str, given: Any, least: int, most: int) -> int:
    if given is None or given == 0:
        return 0
    if type(given) is not int or not least <= given <= most:
        raise wrong(at, field, f"give a whole number from {least} to {most}.")
    return given


def _names(rule: Rule, field: str, given: Collection[str], known: Collection[str], word: str) -> None:
    if lost := sorted(set(given) - set(known)):
        some = ", ".join(sorted(known)[:10]) or "none is there yet"
        raise wrong(rule, field, f"{lost[0][:40]!r} is no {word}. Use one of: {some}.")


def _somewhere(rule: Limit, limits: Sequence[Limit], known: Known) -> None:
    """Refuse when some of what a rule is about could be served from nowhere at all, because of it and others.

    Only what is certain is refused: that goods of a class are of a channel's orders may never happen. Of goods that are
    named by SKU the class is certain.
    """
    for each in sorted(rule.what.classes) if isinstance(rule, Tie) else ():
        if not rule.warehouses & set(known.store(each)):
            text = f"none of {', '.join(sorted(rule.warehouses))} stores class {each}. Change or remove it."
            raise wrong(rule, "warehouses", text)
    for day in sorted({each.valid_from or date.min for each in limits if each.holds(each.valid_from or date.min)}):
        holding = [each for each in limits if each.holds(day)]
        if rule not in holding:
            continue
        for probe in islice(_probes(rule.what, known.classes), PROBES):
            mine = [each for each in holding if _covers(each.what, probe)]
            everywhere = sorted(known.warehouses)
            codes = (known.store(probe["classes"]) if "classes" in probe else everywhere) or everywhere
            if all(any(each.forbids(code) for each in mine) for code in codes):
                others = [str(each.number) for each in mine if each is not rule]
                said = f"together with rule {', '.join(others)} it leaves" if others else "it leaves"
                since = f" from {day}" if day > date.min else ""
                text = f"{said} no warehouse for {_said(probe) or 'anything'}{since}. Change or remove one of them."
                raise wrong(rule, "warehouses", text)


def _probes(what: What, classes: Mapping[str, Collection[str]]) -> Iterator[dict[str, str]]:
    """Every kind of what is meant, by one value of each field; `classes` of goods by SKU or beginning."""
    skus = [("sku", each) for each in sorted({*what.products, *what.sku_prefixes})]
    axes = [skus, *([(field, each) for each in sorted(getattr(what, field))] for field in AXES)]
    for values in product(*(axis for axis in axes if axis)):
        probe = dict(values)
        known = classes.get(probe.get("sku", ""), ())
        if known and "classes" not in probe:
            yield from ({**probe, "classes": each} for each in sorted(known))
        elif not known or probe["classes"] in known:  # else there are no such goods
            yield probe


def _covers(what: What, probe: Mapping[str, str]) -> bool:
    """Say whether all of a kind is meant."""
    if (what.products or what.sku_prefixes) and not ("sku" in probe and what.sku(probe["sku"])):
        return False
    return all(not getattr(what, field) or probe.get(field) in getattr(what, field) for field in AXES)


def _said(probe: Mapping[str, str]) -> str:
    words = {
        "sku": "SKU",
        "classes": "class",
        "countries": "orders to",
        "channels": "orders of",
        "tiers": "customers of tier",
    }
    return ", ".join(f"{words[field]} {value}" for field, value in probe.items())
