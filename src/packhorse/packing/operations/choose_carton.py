"""Take another carton than the one that was proposed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.events import CartonChosen
from packhorse.outbox.publish import publish
from packhorse.packing import queries
from packhorse.packing.models import Carton, CartonChange, Parcel
from packhorse.packing.offers import Offer, offers_for
from packhorse.packing.operations.carton_stock import OUT
from packhorse.packing.queries import ParcelRow
from packhorse.packing.shelf import free_cartons, lock_shelf

LONGEST = 200


@dataclass(frozen=True)
class Chosen:
    """The carton that a parcel has from now on. `again`: it had it already, and nothing changed."""

    code: str
    difference_minor: int | None
    again: bool = False


def choose_carton(*, parcel_id: int, code: str, why: str = "", now: datetime, actor: str) -> Chosen:
    """Put an open parcel into another carton: its weight, its size, its expected freight and its plan follow.

    `why`: what the person says where the goods do not fit by the packer's rules; without it such a carton is refused.
    Nobody may choose one that would be over its weight limit.
    """
    parcel = queries.by_id([parcel_id]).get(parcel_id)
    if parcel is None:
        raise missing("parcel", parcel_id)
    _require_open(parcel.state, parcel.position, parcel.of)
    # What does not depend on who is first is worked out before anybody has to wait.
    code, why = _known(code), " ".join(why.split())
    if code == parcel.carton:
        return Chosen(code, 0, again=True)
    (offer,) = offers_for(parcel, now=now, only=code)
    _require_allowed(offer, why)
    with transaction.atomic():
        _write(parcel, offer, why if offer.objection else "", now, actor)
    return Chosen(offer.code, offer.difference_minor)


def _known(code: str) -> str:
    code = code.strip()
    found = Carton.objects.filter(code__iexact=code[:20], retired=False).order_by("id").values_list("code", flat=True)
    exact = code if code in found else next(iter(found), None)
    if exact is None or len(code) > 20:
        raise Refusal("UNKNOWN_CARTON", f"{code[:40]!r} is no carton here: scan its code, or choose one.", status=422)
    return exact


def _require_open(state: str, position: int, of: int) -> None:
    if state == "cancelled":
        raise Refusal("ORDER_CANCELLED", "The order was cancelled: put the goods back into their bins.")
    if state != "packing":
        raise Refusal("PARCEL_CLOSED", f"Parcel {position} of {of} is closed already: its carton stays.")


def _require_allowed(offer: Offer, why: str) -> None:
    if offer.out:
        raise _none_left(offer)
    if offer.too_heavy:
        raise Refusal(
            "CARTON_TOO_WEAK",
            f"With these goods carton {offer.code} would weigh {offer.weight_g} g, and it bears at most "
            f"{offer.max_weight_g} g. Take a stronger one.",
            status=422,
            details={"weight_g": offer.weight_g, "max_weight_g": offer.max_weight_g},
        )
    if offer.objection and not why:
        raise Refusal(
            "SAY_WHY",
            f"By the packer's rules the goods do not fit into {offer.code}: {offer.objection}. Where you see that they "
            "do, say so in a few words.",
            status=422,
            details={"objection": offer.objection},
        )
    if len(why) > LONGEST:
        raise Refusal("WHY_TOO_LONG", f"why: say it in at most {LONGEST} characters, not {len(why)}.", status=422)


def _none_left(offer: Offer) -> Refusal:
    text = f"By the count no carton {offer.code} is left here: take another one, or have them counted (page Cartons)."
    return Refusal(OUT, text, details={"carton": offer.code})


def _write(parcel: ParcelRow, offer: Offer, why: str, now: datetime, actor: str) -> None:
    mine = Parcel.objects.select_for_update(of=("self",)).select_related("carton").get(pk=parcel.id)
    _require_open(mine.state, mine.position, mine.of)
    if (mine.carton.code if mine.carton else None) != parcel.carton:
        raise Refusal("CARTON_CHANGED", f"Somebody else has just chosen {mine.carton} for this parcel. Look again.")
    lock_shelf(parcel.warehouse_id)  # another bench may have taken the last one since
    if free_cartons(parcel.warehouse_id).get(offer.carton_id) == 0:
        raise _none_left(offer)
    length, width, height = offer.size
    Parcel.objects.filter(pk=parcel.id).update(
        carton_id=offer.carton_id,
        length_mm=length,
        width_mm=width,
        height_mm=height,
        expected_g=offer.weight_g,
        carton_cost_minor=offer.carton_minor,
        filling_minor=offer.filling_minor,
        coolant=offer.coolant,
        coolant_packs=offer.packs,
        coolant_minor=offer.coolant_minor,
        unboxed=False,
        freight_minor=offer.freight_minor,
        expected_service=offer.service,
        placement=offer.placement,
    )
    CartonChange.objects.create(
        parcel_id=parcel.id,
        before_id=mine.carton_id,
        carton_id=offer.carton_id,
        difference_minor=offer.difference_minor,
        objection=offer.objection[:LONGEST],
        why=why,
        actor=actor,
        at=now,
    )
    event = CartonChosen(parcel.order_id, parcel.fulfillment_id, parcel.warehouse_id, parcel.id, offer.difference_minor)
    publish([event], now=now, actor=actor)
