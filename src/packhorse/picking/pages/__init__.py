"""Pages of picking: the lists of a warehouse, the scan loop of a picker, and the picture of a walk."""

from packhorse.picking.pages.lists import floor, pick_list, scan
from packhorse.picking.pages.way import way

__all__ = ["floor", "pick_list", "scan", "way"]
