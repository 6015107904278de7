"""A manager's rules upon the parcels of a batch: what they leave of the offers, and what is chosen of that."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from packhorse import sql
from packhorse.carriers.queries.rate_rules import rules_in_force
from packhorse.carriers.rules import Asked, Offer, RateRule, Ruled, Traits, choose_all, groups_of, left_by, tally
from packhorse.packing.queries import ParcelRow
from packhorse.placing import queries as placing
from packhorse.shipping.models import LabelOrder, ShareCount

if TYPE_CHECKING:
    from packhorse.shipping.operations.to_label import ToLabel


class Ruling:
    """The rules in force, and what was chosen by them (`asked`, by parcel id). Without rules nothing is read."""

    def __init__(self, ready: "ToLabel", rules: Sequence[RateRule] | None = None) -> None:
        self.ready = ready
        # A day back: in no time zone has it begun yet.
        self.rules = rules_in_force(since=ready.now.date() - timedelta(days=1)) if rules is None else rules
        self.ruled = Ruled(self.rules)
        self.asked: dict[int, Asked] = {}

    def take(self, parcel: ParcelRow, found: Sequence[Offer]) -> Asked:
        """Return a parcel with its offers under the rules."""
        ready, promised_on = self.ready, self.ready.fulfillments[parcel.fulfillment_id].promised_on
        asked = Asked(list(found), promised_on, ready.leaves_on(parcel), parcel.warehouse_id)
        if self.rules:
            mine = self.ruled.of(self.traits(parcel), asked.leaves_on)
            asked.offers = self.ruled.offers(found, mine, bans=parcel.id not in self._overruled)
            asked.shares = [rule for rule in mine if rule.kind == "share"]
        self.asked[parcel.id] = asked
        return asked

    def choose(self, parcel_ids: Iterable[int], *, lock: bool) -> None:
        """Choose for parcels that were taken. With `lock` nobody else decides on the same shares until the end."""
        asked = [self.asked[pk] for pk in parcel_ids]
        groups = groups_of(asked, self.today)
        counted = {}
        if groups and lock:
            counted = self._add(dict.fromkeys(groups, (0, 0)))
        elif groups:
            found = ShareCount.objects.filter(rule_id__in={rule for rule, _, _ in groups})
            since = min(begins for _, begins, _ in groups)
            rows = found.filter(begins_on__gte=since).values_list(*_COUNT)
            counted = {(rule, day, site): (parcels, theirs) for rule, day, site, parcels, theirs in rows}
        choose_all(asked, counted, self.today)

    def count(self, parcel_ids: Iterable[int]) -> None:
        """Count parcels that have their labels towards the shares. Those of no share cost nothing."""
        found = tally([self.asked[pk] for pk in parcel_ids if pk in self.asked], self.today)
        if found:
            self._add(found)

    def uncount(self, parcel_ids: Iterable[int]) -> None:
        """Take back what was counted for parcels whose labels did not come about after all."""
        found = tally([self.asked[pk] for pk in parcel_ids if pk in self.asked], self.today)
        for (rule, begins_on, site), (parcels, theirs) in found.items():
            rows = ShareCount.objects.filter(rule_id=rule, begins_on=begins_on, warehouse_id=site)
            # A rule that was kept meanwhile has not counted them.
            rows = rows.filter(theirs__gte=theirs, parcels__gte=F("theirs") + parcels - theirs)
            rows.update(parcels=F("parcels") - parcels, theirs=F("theirs") - theirs)

    def traits(self, parcel: ParcelRow) -> Traits:
        """Return what rules tell a parcel apart by."""
        ready, to = self.ready, self.ready.addresses[parcel.order_id]
        worth = self._worth[parcel.order_id]
        return Traits(
            country=to.country,
            postal_code=to.postal_code,
            weight_g=parcel.weight_g or parcel.expected_g,
            value_minor=worth.value_minor,
            hazmat=ready.hazmat.get(parcel.id, ()),
            classes=ready.classes.get(parcel.id, ()),
            tier=worth.tier,
            channel=worth.channel,
            warehouse=ready.sites[parcel.warehouse_id].code,
        )

    @cached_property
    def today(self) -> dict[int, date]:
        """{warehouse id: its day}."""
        return {pk: site.day(self.ready.now) for pk, site in self.ready.sites.items()}

    @cached_property
    def _worth(self) -> dict[int, placing.Worth]:
        return placing.worth(parcel.order_id for parcel in self.ready.parcels)

    @cached_property
    def _overruled(self) -> set[int]:
        """Parcels of which a person said that never and only do not count."""
        mine = [parcel.id for parcel in self.ready.parcels]
        found = LabelOrder.objects.filter(parcel_id__in=mine, state="waiting").exclude(overruled_by="")
        return set(found.values_list("parcel_id", flat=True))

    @staticmethod
    def _add(counts: dict[tuple[int, date, int], tuple[int, int]]) -> dict[tuple[int, date, int], tuple[int, int]]:
        keys = sorted(counts)
        values = {
            "rules": [rule for rule, _, _ in keys],
            "days": [day for _, day, _ in keys],
            "sites": [site for _, _, site in keys],
            "parcels": [counts[key][0] for key in keys],
            "theirs": [counts[key][1] for key in keys],
        }
        rows = sql.rows("shipping", "count_shares", values)
        return {(rule, day, site): (parcels, theirs) for rule, day, site, parcels, theirs in rows}


_COUNT = ("rule_id", "begins_on", "warehouse_id", "parcels", "theirs")


def rules_left_none(parcel: ParcelRow, found: Sequence[Offer]) -> str:
    """Say that rules left no carrier for a parcel, which ones, and what to do; empty where no rule did."""
    names = left_by(found)
    if not names or any(not offer.excluded for offer in found):
        return ""
    said = " and ".join(f"“{name}”" for name in names)
    return (
        f"The rule{'s' if len(names) > 1 else ''} {said} leave{'s' * (len(names) == 1)} no carrier for parcel "
        f"{parcel.sscc}. Change rules on the page Carriers, or overrule them for this parcel."
    )


@transaction.atomic
def hold_back(texts: dict[int, tuple[int, str]], *, now: datetime) -> None:
    """Let parcels {id: (order id, why)} wait for a person: rules left no carrier for them."""
    for parcel_id, (order_id, said) in sorted(texts.items()):
        facts = {"order_id": order_id, "state": "failed", "said": said[:500], "ended_at": now, "ruled": True}
        facts |= {"begun_at": None, "overruled_by": "", "overruled_why": ""}
        LabelOrder.objects.update_or_create(parcel_id=parcel_id, defaults=facts, create_defaults=facts | {"at": now})
