"""What can be done to an order: place, cancel, and keep count of what became of it."""

from packhorse.placing.operations.cancel import cancel, cancel_as_ordered
from packhorse.placing.operations.count import count
from packhorse.placing.operations.each import MOST_AT_ONCE, cancel_each, hold_each, release_each
from packhorse.placing.operations.edit import edit, note
from packhorse.placing.operations.file_mapping import set_file_mapping
from packhorse.placing.operations.hold import add_hold_rule, drop_hold_rule, hold, release
from packhorse.placing.operations.hooks import SHOPS, connect_shop, take_hook
from packhorse.placing.operations.import_file import ImportReport, import_orders
from packhorse.placing.operations.part import Parted, Passed, merge, split
from packhorse.placing.operations.place import Placed, open_channel, place
from packhorse.placing.operations.shop_access import drop_access, give_access
from packhorse.placing.operations.views import drop_view, save_view

__all__ = [
    "MOST_AT_ONCE",
    "SHOPS",
    "ImportReport",
    "Parted",
    "Passed",
    "Placed",
    "add_hold_rule",
    "cancel",
    "cancel_as_ordered",
    "cancel_each",
    "connect_shop",
    "count",
    "drop_access",
    "drop_hold_rule",
    "drop_view",
    "edit",
    "give_access",
    "hold",
    "hold_each",
    "import_orders",
    "merge",
    "note",
    "open_channel",
    "place",
    "release",
    "release_each",
    "save_view",
    "set_file_mapping",
    "split",
    "take_hook",
]
