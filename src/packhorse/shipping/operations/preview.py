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

    Minor units; `held`: rules would have left no carrier. `late`: of those that go either way, how many could not be
    relied on to come by their promised day with the rules as they are (`late_before`) and with the draft.
    """

    parcels: int
    otherwise: int
    extra_minor: int
    held: int
    late_before: int = 0
    late: int = 0

    @property
    def saved(self) -> int:
        """What all would have cost less."""
        return -self.extra_minor

    @property
    def more_late(self) -> int:
        """How many more would come late; less than nothing: fewer."""
        return self.late - self.late_before

    @property
    def fewer_late(self) -> int:
        """How many fewer would come late."""
        return -self.more_late


def preview_rules(*, before: Sequence[RateRule], after: Sequence[RateRule], now: datetime) -> Preview:
    """Compare rules by the offers that the last parcels had, as of today. Shares are counted from nothing.

    Writes nothing.
    """
    found = Shipment.objects.exclude(state="voided").order_by("-id")
    rows = list(found.values_list("parcel_id", "offers", "promised_on")[:MOST])
    tried = {pk: _Tried([_offer(each) for each in offers], promised_on) for pk, offers, promised_on in rows}
    ready = ToLabel(list(tried), now=now, labelled=True)
    then, would = (_chosen(ready, tried, rules) for rules in (before, after))
    both = [(then[pk], would[pk], each.promised_on) for pk, each in tried.items() if pk in then and pk in would]
    return Preview(
        parcels=len(ready.parcels),
        otherwise=sum(old.service_id != new.service_id for old, new, _ in both),
        extra_minor=sum(new.price_minor - old.price_minor for old, new, _ in both),
        held=len(then.keys() - would.keys()),
        late_before=sum(_is_late(old, promised_on) for old, _, promised_on in both),
        late=sum(_is_late(new, promised_on) for _, new, promised_on in both),
    )


@dataclass(frozen=True)
class _Tried:
    """A parcel as it was when its label was bought: what it was offered, and the day that was promised then."""

    offers: Sequence[Offer]
    promised_on: date | None


def _chosen(ready: ToLabel, tried: Mapping[int, _Tried], rules: Sequence[RateRule]) -> dict[int, Offer]:
    """Return what rules choose; parcels for which they leave nobody are missing."""
    ruling = Ruling(ready, [replace(rule, id=-nth) for nth, rule in enumerate(rules, 1)])  # counted by nobody
    for parcel in ready.parcels:
        # The offers' days are of then: a promise that was moved since would make all of them early or late.
        ruling.take(parcel, tried[parcel.id].offers).promised_on = tried[parcel.id].promised_on
    ruling.choose(ruling.asked, lock=False)
    return {pk: asked.best for pk, asked in ruling.asked.items() if asked.best}


def _is_late(offer: Offer, promised_on: date | None) -> bool:
    """Say whether the day that may be relied on, as the choice knows it, is after the promised one."""
    return promised_on is not None and offer.sure_on is not None and offer.sure_on > promised_on


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
