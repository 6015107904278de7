"""What a person does about what no repair can set right."""

STOCK = "Stock: look at what a repair would do, and let it."
ADVICE = {
    ("inventory", "belongs"): "Count the bin, and book what lies there under its own product and lot.",
    ("inventory", "serials"): "Count the bin and scan the number of every unit.",
    ("outbox", "set_aside"): "Mend the cause, then try it again on the page of what waits for a person.",
    ("placing", "lines"): "Wait until the worker has caught up; then look for events of the order that were set aside.",
    ("placing", "no_more_than_wanted"): "Open the order and cancel what is too much of it.",
    ("placing", "states"): "Edit the order, without changing anything: its state and its sum are made anew.",
    ("sourcing", "holders"): "Open the order: cancel what is held, and place what is still wanted again.",
    ("sourcing", "waiting"): "Edit the order: sourcing looks at it anew.",
    ("picking", "picked"): "Ask who picked it; if nobody did, count the bin and cancel the units.",
    ("picking", "tasks"): "Let the list be walked to its end, or cancel the order's units.",
    ("picking", "ledger"): "Count the bin that the task is for.",
    ("sorting", "puts"): "Take the goods out of the slot and count them.",
    ("sorting", "slots"): "Take the goods out of the slot and count them.",
    ("packing", "parcels"): "Open the parcel and pack it anew before it leaves.",
    ("packing", "scans"): "Open the parcel and pack it anew before it leaves.",
    ("shipping", "shipped"): "Look at the manifest: was the parcel handed over?",
    ("shipping", "ledger"): "Look at the manifest: was the parcel handed over? Then count the bins of its goods.",
    ("shipping", "delivered"): "Look at the parcel's tracking; the next news of the carrier settles it.",
}
ELSE = "Keep the audit's output and report it with the order's history."


def advice(area: str, name: str) -> str:
    """Return what to do about what an invariant names."""
    return ADVICE.get((area, name), STOCK if area == "inventory" else ELSE)
