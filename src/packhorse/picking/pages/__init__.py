"""Pages of picking: lists, the scan loop of a picker, what his device keeps, carts, and the picture of a walk."""

from packhorse.picking.pages.carts import carts, change_carts
from packhorse.picking.pages.device import shell, worker
from packhorse.picking.pages.lists import floor, pick_list, scan, undo
from packhorse.picking.pages.way import way

__all__ = ["carts", "change_carts", "floor", "pick_list", "scan", "shell", "undo", "way", "worker"]
