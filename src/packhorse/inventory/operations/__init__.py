"""The one shared write door to stock. Every function is one verb and joins the caller's transaction."""

from packhorse.inventory.operations.allocate import allocate
from packhorse.inventory.operations.hand_on import Handing, hand_kept, hand_on, hand_reservations
from packhorse.inventory.operations.lock import lock_for_sourcing, lock_orders
from packhorse.inventory.operations.pick import ask_pick, pick, pick_short, plan_picks
from packhorse.inventory.operations.receive import receive
from packhorse.inventory.operations.release import release
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

__all__ = [
    "Handing",
    "allocate",
    "ask_pick",
    "consume",
    "expire",
    "extend",
    "hand_kept",
    "hand_on",
    "hand_reservations",
    "keep",
    "lock_for_checkout",
    "lock_for_sourcing",
    "lock_orders",
    "pick",
    "pick_short",
    "plan_picks",
    "receive",
    "release",
    "release_reservation",
    "reserve",
    "settle",
    "ship",
]
