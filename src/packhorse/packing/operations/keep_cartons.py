"""Keep carton types, coolant, and what parcels with dangerous goods may weigh."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from packhorse.algorithms.dangerous import HAZMAT_CLASSES
from packhorse.errors import Refusal, missing
from packhorse.packing.models import Carton, Coolant, HazmatLimit
from packhorse.packing.rules import MOST_G, NewCarton, NewCoolant, carton_faults, coolant_faults


@transaction.atomic
def keep_cartons(cartons: Sequence[NewCarton]) -> None:
    """Keep carton types, or bring known ones (by code) up to date: they are used again. All or none."""
    for new in cartons:
        if wrong := carton_faults(new):
            field, reason = wrong[0]
            text = f"Carton {new.code[:20] or '(no code)'}: {field}: {reason}."
            raise Refusal("CARTON_WRONG", text, status=422, details={"field": field})
        Carton.objects.update_or_create(code=new.code, defaults=asdict(new) | {"retired": False})


@transaction.atomic
def retire_carton(*, code: str) -> None:
    """Propose a carton no more. Parcels that have it keep it; keeping it anew brings it back."""
    if not Carton.objects.filter(code=code).update(retired=True):
        raise missing("carton", code[:20])


@transaction.atomic
def keep_coolants(coolants: Sequence[NewCoolant]) -> None:
    """Keep packs of coolant, or bring known ones (by code) up to date: they are used again. All or none."""
    for new in coolants:
        if wrong := coolant_faults(new):
            field, reason = wrong[0]
            text = f"Coolant {new.code[:20] or '(no code)'}: {field}: {reason}."
            raise Refusal("COOLANT_WRONG", text, status=422, details={"field": field})
        Coolant.objects.update_or_create(code=new.code, defaults=asdict(new) | {"retired": False})


@transaction.atomic
def retire_coolant(*, code: str) -> None:
    """Use a coolant no more."""
    if not Coolant.objects.filter(code=code).update(retired=True):
        raise missing("coolant", code[:20])


@transaction.atomic
def keep_hazmat_limit(*, hazmat_class: str, max_net_g: int | None, max_gross_g: int | None) -> None:
    """Keep what a parcel with goods of a class may weigh, the goods and the whole; neither: there is no limit."""
    if hazmat_class not in HAZMAT_CLASSES:
        text = f"{hazmat_class[:10]!r} is no class of dangerous goods: use one of {', '.join(HAZMAT_CLASSES)}."
        raise Refusal("NO_SUCH_CLASS", text, status=422)
    for grams in (max_net_g, max_gross_g):
        if grams is not None and not 0 < grams <= MOST_G:
            text = f"{grams} g is not between 1 and {MOST_G:,} g: leave it empty where there is no limit."
            raise Refusal("LIMIT_WRONG", text, status=422)
    if max_net_g is None and max_gross_g is None:
        HazmatLimit.objects.filter(hazmat_class=hazmat_class).delete()
        return
    limits = {"max_net_g": max_net_g, "max_gross_g": max_gross_g}
    HazmatLimit.objects.update_or_create(hazmat_class=hazmat_class, defaults=limits)
