"""What happens on the floor: plan a wave, take a list, pick, report short, undo; and the carts."""

from packhorse.picking.operations.carts import add_cart, free_cart
from packhorse.picking.operations.close_released import close_released
from packhorse.picking.operations.pick import check_bin, pick, report_short
from packhorse.picking.operations.plan_wave import plan_wave
from packhorse.picking.operations.take import start_list
from packhorse.picking.operations.take_scans import DeviceScan, Outcome, take_scans
from packhorse.picking.operations.task import Picked
from packhorse.picking.operations.undo import undo_pick

__all__ = [
    "DeviceScan",
    "Outcome",
    "Picked",
    "add_cart",
    "check_bin",
    "close_released",
    "free_cart",
    "pick",
    "plan_wave",
    "report_short",
    "start_list",
    "take_scans",
    "undo_pick",
]
