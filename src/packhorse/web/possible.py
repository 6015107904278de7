"""What can be done to an order and its parcels now; of what cannot, why not, in words. No framework and no database.

It says before what the operations would refuse: tests/db/test_possible.py holds the two against each other.
"""

from dataclasses import dataclass

from packhorse.placing.rules import CHANGEABLE

ACTIONS = ("lines", "address", "delivery", "gift", "hold", "release", "cancel", "note")
ACTIONS += ("priority", "ship_rule", "split", "merge")


@dataclass(frozen=True)
class OrderFacts:
    """What decides about an order: its state, units not shipped and not cancelled, units shipped, open holds.

    `whole`: loose units and whole kits that have not shipped, where there are kits; `broken`: units of kits of which
    others have shipped or are cancelled. `at_work`: all of it is on pick lists or further on. `news`: not everything of
    it is told everywhere yet. `others`: orders that might be merged into it.
    """

    state: str
    open_units: int
    shipped_units: int
    holds: int
    at_work: bool = False
    news: bool = False
    others: int = 0
    whole: int | None = None
    broken: int = 0


def of_order(facts: OrderFacts) -> dict[str, str]:
    """Return {action: why it is not possible now}, for each of ACTIONS; empty when it is possible."""
    closed = f"The order is {facts.state}: nothing of it can be changed." if facts.state not in CHANGEABLE else ""
    gone = "A parcel has left: the order cannot be sent otherwise any more." if facts.shipped_units else ""
    return {
        "lines": closed,
        "address": closed or gone,
        "delivery": closed or gone,
        "gift": closed,
        "hold": f"The order is {facts.state}: there is nothing left to hold." if facts.state not in CHANGEABLE else "",
        "release": "" if facts.holds else "The order is not on hold.",
        "cancel": _not_to_cancel(facts),
        "note": "",
        "priority": closed,
        "ship_rule": closed or gone,
        "split": closed or _not_to_split(facts),
        "merge": closed or _not_to_merge(facts),
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


def _not_to_split(facts: OrderFacts) -> str:
    whole = facts.open_units if facts.whole is None else facts.whole
    if whole < 1 or whole + facts.broken + facts.shipped_units < 2:
        return "There is nothing to split: some units must go and some must stay."
    return _not_at_rest(facts)


def _not_to_merge(facts: OrderFacts) -> str:
    if not facts.others:
        return "No other open order of this customer goes to this address."
    return _not_at_rest(facts)


def _not_at_rest(facts: OrderFacts) -> str:
    if facts.at_work:
        return "All of it is on a pick list or further on."
    return "Something has just happened to it: try again in a moment." if facts.news else ""


def _not_to_cancel(facts: OrderFacts) -> str:
    if facts.open_units > 0:
        return ""
    if facts.state == "cancelled":
        return "The order is cancelled already."
    return "Everything has shipped." if facts.shipped_units else "Nothing is left to cancel."
