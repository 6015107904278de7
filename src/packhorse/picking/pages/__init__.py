"""Pages of picking: the lists of a warehouse, its waves, the scan loop of a picker, and the picture of a walk."""

from packhorse.picking.pages.lists import floor, pick_list, scan
from packhorse.picking.pages.waves import cancel_wave, plan_waves, release_wave, rush, take_next
from packhorse.picking.pages.way import way

__all__ = ["cancel_wave", "floor", "pick_list", "plan_waves", "release_wave", "rush", "scan", "take_next", "way"]
