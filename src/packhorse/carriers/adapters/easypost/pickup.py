"""EasyPost's pick-ups: what is asked for, which of the answers is taken, and what is read of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from packhorse.carriers.adapters.adapter import Coming, PickUp
from packhorse.carriers.adapters.easypost.shipment import place
from packhorse.money import minor
from packhorse.outside import Refused

CANCELLED = "canceled"
LOOKED_AT = 100  # the newest, for one that was asked for and never answered


def asked(wanted: PickUp, refs: Sequence[str]) -> dict[str, Any]:
    """Return a pick-up as EasyPost wants it: of one shipment's carrier, at an address, between two times."""
    return {
        "reference": wanted.key,
        "address": place(wanted.place),
        "shipment": {"id": refs[0]},
        "min_datetime": wanted.opens_at.isoformat(),
        "max_datetime": wanted.closes_at.isoformat(),
        "instructions": wanted.note,
        "is_account_address": False,
    }


def chosen(found: Mapping[str, Any], wanted: PickUp) -> dict[str, str]:
    """Return which way of coming is bought: the cheapest of the carrier's, or of the service that is wanted."""
    if found.get("status") == CANCELLED:
        raise Refused("The pick-up was cancelled at the carrier")
    rates = [each for each in _rates(found) if str(each.get("carrier")).lower() == wanted.carrier.lower()]
    if wanted.service:
        rates = [each for each in rates if str(each.get("service")) == wanted.service]
    if not rates:
        said = "; ".join(str(each.get("message")) for each in found.get("messages") or [])
        raise Refused(f"The carrier does not come then: {said[:200] or 'it offers no pick-up'}")
    best = min(rates, key=lambda each: (_price(each) is None, _price(each) or 0, str(each.get("service"))))
    return {"carrier": str(best["carrier"]), "service": str(best["service"])}


def coming(found: Mapping[str, Any], wanted: PickUp) -> Coming:
    """Read a pick-up that was bought; its price is that of the way that `chosen` takes."""
    way = chosen(found, wanted) if _rates(found) else {"carrier": "", "service": wanted.service}
    rate = next((each for each in _rates(found) if str(each.get("service")) == way["service"]), {})
    named = str(found["id"]), str(found.get("confirmation") or found["id"])
    return Coming(*named, way["service"], _price(rate), str(rate.get("currency") or ""))


def _rates(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(found.get("pickup_rates") or [])


def _price(rate: Mapping[str, Any]) -> int | None:
    return minor(str(rate.get("rate")), str(rate.get("currency") or ""))
