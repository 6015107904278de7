"""Say how a warehouse picks."""

from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.picking.models import FloorSetup
from packhorse.picking.rules import Setup, faults


def set_floor(*, warehouse: str, setup: Setup) -> None:
    """Keep how a warehouse picks: for lists and waves made from now on. Refuses values that no floor has."""
    site = network.warehouse(warehouse)
    if site is None:
        raise missing("warehouse", warehouse)
    if wrong := faults(setup):
        raise Refusal("FLOOR_WRONG", "; ".join(wrong) + ".", status=422, details={"wrong": wrong})
    FloorSetup.objects.update_or_create(warehouse_id=site.id, defaults=vars(setup))
