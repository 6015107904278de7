"""What can be done to an order and its parcels now; of what cannot, why not, in words. No framework and no database.

It says before what the operations would refuse: tests/db/test_possible.py holds the two against each other.
"""

from dataclasses import dataclass

CLOSED = ("cancelled", "shipped", "delivered")
ACTIONS = ("lines", "address", "delivery", "gift", "hold", "release", "cancel", "note")


@dataclass(frozen=True)
class OrderFacts:
    """What decides about an order: its state, units not shipped and not cancelled, units shipped, open holds."""

    state: str
    open_units: int
    shipped_units: int
    holds: int


def of_order(facts: OrderFacts) -> dict[str, str]:
    """Return {action: why it is not possible now}, for each of ACTIONS; empty when it is possible."""
    closed = f"The order is {facts.state}: nothing of it can be changed." if facts.state in CLOSED else ""
    gone = "A parcel has left: the order cannot be sent otherwise any more." if facts.shipped_units else ""
    return {
        "lines": closed,
        "address": closed or gone,
        "delivery": closed or gone,
        "gift": closed,
        "hold": f"The order is {facts.state}: there is nothing left to hold." if facts.state in CLOSED else "",
        "release": "" if facts.holds else "The order is not on hold.",
        "cancel": _not_to_cancel(facts),
        "note": "",
    }


def of_parcel(parcel_state: str, shipment_state: str | None) -> dict[str, str]:
    """Return {paper: why it cannot be printed}, for slip, label and track; empty when it can."""
    if parcel_state == "packing":
        missing = "The parcel is not packed yet."
    elif parcel_state == "cancelled":
        missing = "The parcel was cancelled."
    else:
        missing = ""
    label = missing
    if not label and shipment_state is None:
        label = "No label was bought yet."
    elif not label and shipment_state == "voided":
        label = "Its label was voided."
    return {"slip": missing, "label": label, "track": label}


def _not_to_cancel(facts: OrderFacts) -> str:
    if facts.open_units > 0:
        return ""
    if facts.state == "cancelled":
        return "The order is cancelled already."
    return "Everything has shipped." if facts.shipped_units else "Nothing is left to cancel."
