"""Which orders are held by themselves, and why: decided from the order and from what the customer bought before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from packhorse.placing.rules import RULE_KINDS, NewHold, NewOrder


@dataclass(frozen=True)
class Rule:
    """A rule: of a kind of RULE_KINDS, which hold it sets, on which channel (empty: all), from which limit on."""

    kind: str
    hold: str
    channel: str
    limit: int
    hours: int


@dataclass(frozen=True)
class Past:
    """Other orders of the same customer number or e-mail: all of them, and {hours: those placed within}."""

    orders: int = 0
    within: Mapping[int, int] = field(default_factory=dict)


def holds_of(order: NewOrder, rules: Sequence[Rule], past: Past) -> list[NewHold]:
    """Return the holds that `rules` set on an order, one a kind of hold, each with its reasons in words."""
    reasons: dict[str, list[str]] = {}
    for rule in rules:
        if rule.channel in ("", order.channel) and (why := _why(order, rule, past)):
            reasons.setdefault(rule.hold, []).append(why)
    return [NewHold(kind, "; ".join(why)[:300]) for kind, why in reasons.items()]


def _why(order: NewOrder, rule: Rule, past: Past) -> str:
    worth = sum(line.quantity * line.unit_price_minor for line in order.lines)
    worth += sum(charge.amount_minor for charge in order.charges)
    units: dict[str, int] = {}
    for line in order.lines:
        units[line.sku] = units.get(line.sku, 0) + line.quantity
    most = max(units, key=lambda sku: units[sku])
    billed, sent = order.billing_country.upper(), order.address.country.upper()
    answers = {
        "value": f"worth {worth} minor units, over {rule.limit}" if worth > rule.limit else "",
        "quantity": f"{units[most]} units of {most}, over {rule.limit}" if units[most] > rule.limit else "",
        "new_customer": (
            f"first order of this customer, worth {worth} minor units, over {rule.limit}"
            if not past.orders and worth > rule.limit
            else ""
        ),
        "velocity": (
            f"{past.within.get(rule.hours, 0) + 1} orders within {rule.hours} hours, over {rule.limit}"
            if past.within.get(rule.hours, 0) + 1 > rule.limit
            else ""
        ),
        "address": f"billed in {billed}, sent to {sent}" if billed and billed != sent else "",
    }
    if set(answers) != set(RULE_KINDS):
        raise ValueError("a kind of rule has no answer")
    return answers[rule.kind]
