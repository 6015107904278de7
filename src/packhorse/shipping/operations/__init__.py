"""What happens to parcels: label, stage in a lane, hand over, track to the door."""

from packhorse.shipping.operations.arrivals import reckon_arrivals
from packhorse.shipping.operations.buy_labels import buy_labels
from packhorse.shipping.operations.carrier_forms import get_form, try_form_again
from packhorse.shipping.operations.close_manifest import close_manifest
from packhorse.shipping.operations.get_label import get_label
from packhorse.shipping.operations.hear import hear
from packhorse.shipping.operations.judge import judge
from packhorse.shipping.operations.load import load
from packhorse.shipping.operations.notify_shops import notify_shops, tell_again
from packhorse.shipping.operations.order_labels import overrule, try_labels_again
from packhorse.shipping.operations.pick_ups import ask_pick_up, cancel_pick_up, settle_pick_up
from packhorse.shipping.operations.poll import follow, poll_tracking
from packhorse.shipping.operations.print_paper import ToPrint, print_paper
from packhorse.shipping.operations.print_papers import (
    drop_prints,
    note_downloads,
    print_again,
    print_by_itself,
    print_labels,
    print_test_page,
    try_prints_again,
)
from packhorse.shipping.operations.printers import drop_printer, keep_printer
from packhorse.shipping.operations.settle import settle_purchase, void_again
from packhorse.shipping.operations.stage import stage
from packhorse.shipping.operations.take_weight import take_weight
from packhorse.shipping.operations.tell_shop import tell_shop
from packhorse.shipping.operations.track import catch_up, take_tracking
from packhorse.shipping.operations.troubles import act_on_trouble, find_troubles
from packhorse.shipping.operations.units import close_unit, take_out
from packhorse.shipping.operations.void import relabel, void_cancelled, void_label

__all__ = [
    "ToPrint",
    "act_on_trouble",
    "ask_pick_up",
    "buy_labels",
    "cancel_pick_up",
    "catch_up",
    "close_manifest",
    "close_unit",
    "drop_printer",
    "drop_prints",
    "find_troubles",
    "follow",
    "get_form",
    "get_label",
    "hear",
    "judge",
    "keep_printer",
    "load",
    "note_downloads",
    "notify_shops",
    "overrule",
    "poll_tracking",
    "print_again",
    "print_by_itself",
    "print_labels",
    "print_paper",
    "print_test_page",
    "reckon_arrivals",
    "relabel",
    "settle_pick_up",
    "settle_purchase",
    "stage",
    "take_out",
    "take_tracking",
    "take_weight",
    "tell_again",
    "tell_shop",
    "try_form_again",
    "try_labels_again",
    "try_prints_again",
    "void_again",
    "void_cancelled",
    "void_label",
]
