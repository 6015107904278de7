"""Pages of picking: lists, waves, carts, the scan loop, what a device keeps, the picture of a walk."""

from packhorse.picking.pages.at_work import at_work
from packhorse.picking.pages.carts import carts, change_carts
from packhorse.picking.pages.device import shell, worker
from packhorse.picking.pages.fills import cancel_fill, faces, fill_up, fills
from packhorse.picking.pages.lists import floor, pick_list, scan, undo
from packhorse.picking.pages.waves import cancel_wave, plan_waves, release_now, release_wave, rush, take_next
from packhorse.picking.pages.way import way

__all__ = [
    "at_work",
    "cancel_fill",
    "cancel_wave",
    "carts",
    "change_carts",
    "faces",
    "fill_up",
    "fills",
    "floor",
    "pick_list",
    "plan_waves",
    "release_now",
    "release_wave",
    "rush",
    "scan",
    "shell",
    "take_next",
    "undo",
    "way",
    "worker",
]
