"""What rules would have chosen for the parcels that were labelled last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from packhorse.carriers.rules import Offer, RateRule
from packhorse.shipping.models import Shipment
from packhorse.shipping.operations.ruling import Ruling
from packhorse.shipping.operations.to_label import ToLabel

MOST = 500
_FIELDS = {field.name for field in fields(Offer)}


@dataclass(frozen=True)
class Preview:
    """Of so many `parcels`, how many would have gone `otherwise`, what all would have cost more, and who was `held`.

    Minor units; `held`: rules would have left no carrier.
    """

    parcels: int
    otherwise: int
    extra_minor: int
    held: int

    @property
    def saved(self) -> int:
        """What all would have cost less."""
        return -self.extra_minor


def preview_rules(*, before: Sequence[RateRule], after: Sequence[RateRule], now: datetime) -> Preview:
    """Compare rules by the offers that the last parcels had, as of today. Shares are counted from nothing.

    Writes nothing.
    """
    rows = Shipment.objects.exclude(state="voided").order_by("-id").values_list("parcel_id", "offers")[:MOST]
    kept = {parcel_id: [_offer(each) for each in offers] for parcel_id, offers in rows}
    ready = ToLabel(list(kept), now=now, labelled=True)
    then, would = (_chosen(ready, kept, rules) for rules in (before, after))
    both = [pk for pk in kept if then.get(pk) and would.get(pk)]
    return Preview(
        parcels=len(ready.parcels),
        otherwise=sum(_service(then[pk]) != _service(would[pk]) for pk in both),
        extra_minor=sum(_price(would[pk]) - _price(then[pk]) for pk in both),
        held=sum(1 for pk in kept if then.get(pk) and not would.get(pk)),
    )


def _chosen(ready: ToLabel, kept: Mapping[int, Sequence[Offer]], rules: Sequence[RateRule]) -> dict[int, Offer | None]:
    ruling = Ruling(ready, [replace(rule, id=-nth) for nth, rule in enumerate(rules, 1)])  # counted by nobody
    for parcel in ready.parcels:
        ruling.take(parcel, kept[parcel.id])
    ruling.choose(ruling.asked, lock=False)
    return {pk: asked.best for pk, asked in ruling.asked.items()}


def _offer(given: Mapping[str, Any]) -> Offer:
    """Return an offer as it was kept, without what rules did to it."""
    facts = {name: value for name, value in given.items() if name in _FIELDS}
    for name in ("arrives_on", "kept_on"):
        if facts.get(name):
            facts[name] = date.fromisoformat(facts[name])
    if facts.get("banned") and facts.get("arrives_on"):
        facts["excluded"] = ""
    plain = {"handicap_minor": 0, "late_minor": 0, "least": 0, "rules": (), "banned": ""}
    blank = {"carrier_id": 0, "service_id": 0, "carrier": "", "service": ""}
    return Offer(**blank | facts | plain)


def _service(offer: Offer | None) -> int:
    return offer.service_id if offer else 0


def _price(offer: Offer | None) -> int:
    return offer.price_minor if offer else 0
