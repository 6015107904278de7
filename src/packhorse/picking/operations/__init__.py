"""What happens on the floor: plan a wave, take a list, pick, report short."""

from packhorse.picking.operations.close_released import close_released
from packhorse.picking.operations.hand_tasks import Handed, hand_tasks, lock_rest
from packhorse.picking.operations.pick import Picked, check_bin, pick, report_short, start_list
from packhorse.picking.operations.plan_wave import plan_wave

__all__ = [
    "Handed",
    "Picked",
    "check_bin",
    "close_released",
    "hand_tasks",
    "lock_rest",
    "pick",
    "plan_wave",
    "report_short",
    "start_list",
]
