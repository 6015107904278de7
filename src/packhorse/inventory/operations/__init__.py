"""The one shared write door to stock. Every function is one verb and joins the caller's transaction."""

from packhorse.inventory.operations.adjust import adjust
from packhorse.inventory.operations.allocate import allocate
from packhorse.inventory.operations.book_file import book_file
from packhorse.inventory.operations.commit import note_stocked, set_buffer, set_safety, snapshot, take_changed
from packhorse.inventory.operations.divide import divide
from packhorse.inventory.operations.doubt import end_doubt
from packhorse.inventory.operations.hand_on import Handing, hand_kept, hand_on, hand_reservations
from packhorse.inventory.operations.keep import correct_day, expire_lots
from packhorse.inventory.operations.ledger import lock_levels
from packhorse.inventory.operations.lock import lock_for_sourcing, lock_orders, lock_unplanned
from packhorse.inventory.operations.lots import block_lot, free_lot, know_lot
from packhorse.inventory.operations.move import move
from packhorse.inventory.operations.pick import ask_pick, note_serials, pick, plan_picks
from packhorse.inventory.operations.receive import receive
from packhorse.inventory.operations.release import release
from packhorse.inventory.operations.repair import Repaired, preview_repair, repair
from packhorse.inventory.operations.reserve import (
    consume,
    expire,
    extend,
    keep,
    lock_for_checkout,
    release_reservation,
    reserve,
    settle,
)
from packhorse.inventory.operations.ship import ship
from packhorse.inventory.operations.short import Shorted, pick_short
from packhorse.inventory.operations.transit import lose_numbers, use_reserved
from packhorse.inventory.operations.undo import undo_pick

__all__ = [
    "Handing",
    "Repaired",
    "Shorted",
    "adjust",
    "allocate",
    "ask_pick",
    "block_lot",
    "book_file",
    "consume",
    "correct_day",
    "divide",
    "end_doubt",
    "expire",
    "expire_lots",
    "extend",
    "free_lot",
    "hand_kept",
    "hand_on",
    "hand_reservations",
    "keep",
    "know_lot",
    "lock_for_checkout",
    "lock_for_sourcing",
    "lock_levels",
    "lock_orders",
    "lock_unplanned",
    "lose_numbers",
    "move",
    "note_serials",
    "note_stocked",
    "pick",
    "pick_short",
    "plan_picks",
    "preview_repair",
    "receive",
    "release",
    "release_reservation",
    "repair",
    "reserve",
    "set_buffer",
    "set_safety",
    "settle",
    "ship",
    "snapshot",
    "take_changed",
    "undo_pick",
    "use_reserved",
]
