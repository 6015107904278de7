"""What packing does."""

from packhorse.packing.operations.begin import begin
from packhorse.packing.operations.begin_single import begin_single
from packhorse.packing.operations.cancel_parcels import cancel_parcels, follow_shipped
from packhorse.packing.operations.carton_stock import (
    count_cartons,
    receive_cartons,
    set_reorder_level,
    stop_counting,
)
from packhorse.packing.operations.choose_carton import Chosen, choose_carton
from packhorse.packing.operations.close import OFF, close, note_off_weight
from packhorse.packing.operations.keep_cartons import (
    keep_cartons,
    keep_coolants,
    keep_hazmat_limit,
    retire_carton,
    retire_coolant,
)
from packhorse.packing.operations.keep_photos import add_photo, drop_photo, forget_photos
from packhorse.packing.operations.open_next import Opened, open_next
from packhorse.packing.operations.pack import Packed, pack

__all__ = [
    "OFF",
    "Chosen",
    "Opened",
    "Packed",
    "add_photo",
    "begin",
    "begin_single",
    "cancel_parcels",
    "choose_carton",
    "close",
    "count_cartons",
    "drop_photo",
    "follow_shipped",
    "forget_photos",
    "keep_cartons",
    "keep_coolants",
    "keep_hazmat_limit",
    "note_off_weight",
    "open_next",
    "pack",
    "receive_cartons",
    "retire_carton",
    "retire_coolant",
    "set_reorder_level",
    "stop_counting",
]
