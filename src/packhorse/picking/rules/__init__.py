"""Which orders go out together, on which cart, and how waves, lists and tasks live."""

from packhorse.picking.rules.carts import Cart, Load, fill_carts, stops_at
from packhorse.picking.rules.states import (
    LIST_KINDS,
    LIST_STATES,
    RUSH,
    TASK_STATES,
    WAVE_STATES,
    list_number,
    wave_number,
)

__all__ = [
    "LIST_KINDS",
    "LIST_STATES",
    "RUSH",
    "TASK_STATES",
    "WAVE_STATES",
    "Cart",
    "Load",
    "fill_carts",
    "list_number",
    "stops_at",
    "wave_number",
]
