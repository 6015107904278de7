"""Keep carton types."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.packing.models import Carton
from packhorse.packing.rules import NewCarton


@transaction.atomic
def keep_cartons(cartons: Sequence[NewCarton]) -> None:
    """Keep carton types, or bring known ones (by code) up to date. All or none."""
    for new in cartons:
        facts = {name: value for name, value in asdict(new).items() if name not in ("code", "name")}
        if wrong := next((name for name, value in facts.items() if value < (0 if name == "cost_minor" else 1)), None):
            raise Refusal("CARTON_WRONG", f"Carton {new.code}: {wrong} is {facts[wrong]}; give what it is.", status=422)
        Carton.objects.update_or_create(code=new.code, defaults={"name": new.name, **facts})
