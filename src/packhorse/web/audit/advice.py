"""What a person does about what no repair can set right."""

STOCK = "A repair sets this right: look at what it would write."
ELSE = "Keep the audit's output and report it with the order's history: nothing sets this by hand."
COUNT = "Count the bin that is named."
LOOK = "Open the order and look at its history; cancel what nobody holds, and report what stays."
ADVICE = {
    ("inventory", "belongs"): "Count the bin, and book what lies there under its own product and lot.",
    ("inventory", "serials"): "Count the bin and scan the number of every unit; a repair ends numbers nobody asks for.",
    ("outbox", "set_aside"): "Mend the cause, then let it be tried again on the page of what waits for a person.",
    ("placing", "lines"): "Wait until the worker has caught up; then look for events of the order that were set aside.",
    ("placing", "no_more_than_wanted"): LOOK,
    ("placing", "states"): ELSE,
    ("sourcing", "holders"): LOOK,
    ("sourcing", "waiting"): "Wait until the worker has caught up; then look for events that were set aside.",
    ("picking", "picked"): "Ask who picked it. If nobody did, count the bin.",
    ("picking", "tasks"): "Wait until the worker has caught up; then walk the list to its end.",
    ("picking", "ledger"): COUNT,
    ("picking", "fills"): "Count both bins that are named; give a fill-up up that leads to the wrong place.",
    ("sorting", "past_wall"): "Look into the slot and the tote: what is the order's goes to the bench together.",
    ("sorting", "puts"): "Count what lies in the order's slot before it is packed.",
    ("sorting", "slots"): "Count what lies in the slot before it is packed.",
    ("packing", "parcels"): "Open the parcel and count it before it leaves.",
    ("packing", "chosen"): "Look at the parcel: which carton is it in? Weigh it before it leaves.",
    ("packing", "scans"): "Open the parcel and count it before it leaves.",
    ("shipping", "shipped"): "Look at the manifest: did the carrier get the parcel?",
    ("shipping", "ledger"): "Look at the manifest: did the carrier get the parcel? Then count the bins of its goods.",
    ("shipping", "units"): "Look at the pallet or cage: take off what does not belong there, and scan it anew.",
    ("shipping", "delivered"): "Look at the parcel's tracking: the carrier's next news may settle it.",
}


def advice(area: str, name: str) -> str:
    """Return what to do about what an invariant names."""
    return ADVICE.get((area, name), STOCK if area == "inventory" else ELSE)
