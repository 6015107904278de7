"""What can be done to an order: place, cancel, and keep count of what became of it."""

from packhorse.placing.operations.cancel import cancel
from packhorse.placing.operations.count import count
from packhorse.placing.operations.edit import edit, note
from packhorse.placing.operations.file_mapping import set_file_mapping
from packhorse.placing.operations.hold import add_hold_rule, drop_hold_rule, hold, release
from packhorse.placing.operations.hooks import SHOPS, connect_shop, take_hook
from packhorse.placing.operations.import_file import ImportReport, import_orders
from packhorse.placing.operations.part import Parted, Passed, merge, split
from packhorse.placing.operations.place import Placed, open_channel, place
from packhorse.placing.operations.shop_access import drop_access, give_access

__all__ = [
    "SHOPS",
    "ImportReport",
    "Parted",
    "Passed",
    "Placed",
    "add_hold_rule",
    "cancel",
    "connect_shop",
    "count",
    "drop_access",
    "drop_hold_rule",
    "edit",
    "give_access",
    "hold",
    "import_orders",
    "merge",
    "note",
    "open_channel",
    "place",
    "release",
    "set_file_mapping",
    "split",
    "take_hook",
]
