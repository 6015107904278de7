"""What happens on the floor: plan and release waves, take a list, pick, report short, undo; and the carts."""

from packhorse.picking.operations.carts import add_cart, free_cart
from packhorse.picking.operations.change_wave import cancel_wave, put_in, take_out
from packhorse.picking.operations.close_released import close_released
from packhorse.picking.operations.fill import cancel_fill, fill, next_fill
from packhorse.picking.operations.hand_tasks import Handed, hand_tasks, lock_rest
from packhorse.picking.operations.leave import leave_waves
from packhorse.picking.operations.next_list import next_list
from packhorse.picking.operations.pick import check_bin, pick
from packhorse.picking.operations.plan_fills import plan_fills, tend_fills
from packhorse.picking.operations.plan_wave import plan_wave
from packhorse.picking.operations.plan_waves import plan_waves
from packhorse.picking.operations.release import release_now, release_wave
from packhorse.picking.operations.set_face import forget_face, set_face
from packhorse.picking.operations.set_floor import set_floor
from packhorse.picking.operations.short import report_short
from packhorse.picking.operations.take import start_list
from packhorse.picking.operations.take_scans import DeviceScan, Outcome, take_scans
from packhorse.picking.operations.task import Picked
from packhorse.picking.operations.tend_waves import tend_waves
from packhorse.picking.operations.undo import undo_pick

__all__ = [
    "DeviceScan",
    "Handed",
    "Outcome",
    "Picked",
    "add_cart",
    "cancel_fill",
    "cancel_wave",
    "check_bin",
    "close_released",
    "fill",
    "forget_face",
    "free_cart",
    "hand_tasks",
    "leave_waves",
    "lock_rest",
    "next_fill",
    "next_list",
    "pick",
    "plan_fills",
    "plan_wave",
    "plan_waves",
    "put_in",
    "release_now",
    "release_wave",
    "report_short",
    "set_face",
    "set_floor",
    "start_list",
    "take_out",
    "take_scans",
    "tend_fills",
    "tend_waves",
    "undo_pick",
]
