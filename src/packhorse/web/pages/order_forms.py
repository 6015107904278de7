"""The forms of an order's page: which are open, what stands in them, and what was wrong with the one that was sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from packhorse.placing.faults import ADDRESS_LIMITS
from packhorse.placing.formats.money import written
from packhorse.placing.queries import LineRow, OrderDetail
from packhorse.web.possible import OrderFacts, of_order

ADDRESS = (*ADDRESS_LIMITS, "country")


@dataclass(frozen=True)
class Refused:
    """A form that was sent and refused: its name, the refusal, and what was typed."""

    form: str
    text: str
    typed: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """A form: why it cannot be used now, or what was wrong with it."""

    why_not: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class LineFields:
    """What stands in the fields of a line, or of a kit; `left` units could be split off, `least` must stay."""

    id: int
    kit: bool
    least: int
    quantity: str
    price: str
    left: int
    split: str


def forms(
    detail: OrderDetail,
    *,
    holds: int,
    refused: Refused | None,
    others: int = 0,
    at_work: bool = False,
    news: bool = False,
) -> dict[str, Form]:
    """Return every form of the page by its name."""
    loose = sum(open_units(line) for line in detail.lines if not line.kit_id)
    left = {kit.id: kit.left for kit in detail.kits}
    whole = loose + sum(left.values())
    broken = sum(open_units(line) - left[line.kit_id] * line.kit_units for line in detail.lines if line.kit_id)
    facts = OrderFacts(
        state=detail.order.state,
        open_units=sum(open_units(line) for line in detail.lines),
        whole=whole,
        broken=broken,
        shipped_units=sum(line.shipped for line in detail.lines),
        holds=holds,
        at_work=at_work,
        news=news,
        others=others,
    )
    wrong = {refused.form: refused.text} if refused else {}
    return {name: Form(why_not, wrong.get(name, "")) for name, why_not in of_order(facts).items()}


def values(detail: OrderDetail, refused: Refused | None) -> dict[str, str]:
    """Return what stands in the fields of the page, {field: text}: as it is, or as it was typed and refused."""
    now = {name: getattr(detail.address, name) for name in ADDRESS}
    now |= {
        "service": detail.service,
        "priority": detail.priority,
        "ship_rule": detail.ship_rule,
        "delivery_instructions": detail.delivery_instructions,
        "gift_message": detail.gift_message,
        "kind": "MANUAL",
        "add_quantity": "1",
    }
    typed = {name.replace("-", "_"): text for name, text in refused.typed.items()} if refused else {}
    return now | typed


def line_fields(detail: OrderDetail, refused: Refused | None) -> dict[tuple[bool, int], LineFields]:
    """Return {(whether it is a kit, id): what stands in its fields} of lines and kits; parts of kits have none."""
    typed = refused.typed if refused and refused.form in ("lines", "split") else {}
    kits = [(kit, True, "kits", "kit-price", "kit-units", kit.left) for kit in detail.kits]
    loose = [(line, False, "quantity", "price", "units", open_units(line)) for line in detail.lines if not line.kit_id]
    return {
        (is_kit, each.id): LineFields(
            each.id,
            is_kit,
            each.quantity - each.cancelled - left,
            typed.get(f"{quantity}-{each.id}", str(each.quantity - each.cancelled)),
            typed.get(f"{price}-{each.id}", written(each.unit_price_minor, detail.order.currency)),
            left,
            typed.get(f"{units}-{each.id}", ""),
        )
        for each, is_kit, quantity, price, units, left in [*loose, *kits]
    }


def open_units(line: LineRow) -> int:
    """Return the units of a line that have neither shipped nor been cancelled."""
    return line.quantity - line.cancelled - line.shipped
