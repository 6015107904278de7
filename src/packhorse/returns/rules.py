"""Returns: their states, what a manager may rule, their numbers, and what is to be refunded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from packhorse.carriers.rules import FORMS as LABEL_FORMS
from packhorse.carriers.rules import TRACKING_STATES

__all__ = ["LABEL_FORMS", "TRACKING_STATES"]  # as what labels come, and what carriers say of parcels

RETURN_STATES = {
    "requested": frozenset({"approved", "declined", "cancelled"}),
    "approved": frozenset({"received", "closed", "cancelled"}),  # closed at once: a claim, of which nothing comes
    "received": frozenset({"inspected"}),
    "inspected": frozenset({"closed"}),
    "closed": frozenset(),
    "declined": frozenset(),
    "cancelled": frozenset(),
}
OPEN = ("requested", "approved", "received", "inspected")  # somebody has still to do something
AWAITED = ("approved", "received")  # what is announced may still come

WISHES = {
    "refund": "money back",
    "exchange": "other goods",
    "claim": "made good without sending the goods back",
}
# What units were found to be, and the use of the bin that they go into.
DISPOSITIONS = {"restock": "receiving", "refurbish": "quarantine", "quarantine": "quarantine", "scrap": "damaged"}
RESOLUTIONS = {"refund": "refunded", "exchange": "exchanged", "nothing": "closed without money or goods"}
PAYERS = {"merchant": "we pay the label", "customer": "the customer pays the label"}

# The carrier's label of a return. `asked`: it is being bought now; `unsure`: no answer came, so it is looked for under
# its key until that is known. `owed`: the carrier wants its money for a label nobody uses. What is `failed` or `owed`
# waits for a person; what was given back may be bought anew.
LABEL_STATES = {
    "waiting": frozenset({"asked", "failed", "dropped"}),
    "asked": frozenset({"bought", "to_void", "unsure", "failed"}),
    "unsure": frozenset({"bought", "to_void", "waiting", "failed", "dropped"}),
    "bought": frozenset({"to_void"}),
    "to_void": frozenset({"voided", "owed"}),
    "owed": frozenset({"to_void"}),
    "failed": frozenset({"waiting", "dropped"}),
    "voided": frozenset({"waiting"}),
    "dropped": frozenset(),
}
LABEL_COMING = ("waiting", "asked", "unsure")
LABEL_TO_FOLLOW = ("pre_transit", "in_transit", "out_for_delivery", "available_for_pickup", "delayed", "unknown")
USUAL_LABEL_DAYS, MOST_LABEL_DAYS = 28, 365

MAX_UNITS = 1_000_000
MAX_MINOR = 10**12
LONGEST_WORDS, LONGEST_NOTE, LONGEST_KEY = 1000, 300, 100
MOST_REASONS, MOST_FINAL = 40, 2000


@dataclass(frozen=True)
class Reason:
    """Why customers send goods back.

    `approval`: a person decides. `claim`: it may be made good without goods coming back. `fee`: the restocking fee is
    taken off. `merchant_pays`: the return label costs the customer nothing.
    """

    code: str
    words: str
    approval: bool = False
    claim: bool = False
    fee: bool = False
    merchant_pays: bool = False


USUAL_REASONS = (
    Reason("changed_mind", "I do not want it any more", fee=True),
    Reason("wrong_size", "It does not fit"),
    Reason("not_as_described", "It is not as described", merchant_pays=True),
    Reason("wrong_item", "I got something else", merchant_pays=True, claim=True),
    Reason("damaged", "It arrived damaged", merchant_pays=True, claim=True),
    Reason("defective", "It does not work", merchant_pays=True, claim=True),
    Reason("not_arrived", "It did not arrive", approval=True, claim=True, merchant_pays=True),
    Reason("other", "Another reason", approval=True),
)


@dataclass(frozen=True)
class Rules:
    """A version of what a manager rules; version 0: nobody ruled yet. Amounts are in the company's currency.

    `window_days` count from the delivery. Claims of goods that cost less than `claim_below_minor` need no person.
    `label_minor` is what is taken off for a label that the customer pays. `final_sale` are ids of products.
    `label_account` is the code of the account with which carriers' labels are bought, empty for address labels only;
    one that nobody used for `label_days` is given back.
    """

    version: int = 0
    window_days: int = 30
    fee_percent: int = 0
    claim_below_minor: int = 0
    label_minor: int = 0
    reasons: tuple[Reason, ...] = USUAL_REASONS
    final_sale: frozenset[int] = frozenset()
    label_account: str = ""
    label_days: int = USUAL_LABEL_DAYS

    def reason(self, code: str) -> Reason | None:
        """Return a reason by its code."""
        return next((each for each in self.reasons if each.code == code), None)

    def last_day(self, delivered_at: datetime | None) -> date | None:
        """Return the last day (UTC) on which a return may be asked for; None while nothing is delivered."""
        return (delivered_at + timedelta(days=self.window_days)).date() if delivered_at else None


@dataclass(frozen=True)
class Wanted:
    """`units` of an order line that a customer wants to return, and the code of the reason."""

    line_id: int
    units: int
    reason: str


@dataclass(frozen=True)
class Came:
    """What a scan came to: units that were announced, and units that were not. `unknown`: nobody knows the code.

    `new` is False for a scan that was sent again.
    """

    sku: str = ""
    announced: int = 0
    surplus: int = 0
    bin: str = ""
    unknown: bool = False
    new: bool = True


@dataclass(frozen=True)
class Goods:
    """What customers paid for goods: `gross_minor` of an order line, or of kits whose parts lie on lines.

    `parts` are (line id, weight) of what the amount is divided among.
    """

    gross_minor: int
    parts: tuple[tuple[int, int], ...] = field(default_factory=tuple)


def wants_label(*, wish: str, label_by: str, label_minor: int) -> bool:
    """Say whether a carrier's label is bought for a return: we pay it, or its price is taken off the refund.

    Of a claim nothing comes; and a customer who pays his postage himself chooses his carrier himself.
    """
    return wish != "claim" and (label_by == "merchant" or label_minor > 0)


def needs_person(reasons: Sequence[Reason], *, wish: str, worth_minor: int | None, rules: Rules) -> bool:
    """Say whether a person must approve. `worth_minor`: what was paid, None where it is in another currency."""
    if any(reason.approval for reason in reasons):
        return True
    if wish != "claim":
        return False
    small = worth_minor is not None and worth_minor < rules.claim_below_minor
    return not (small and all(reason.claim for reason in reasons))


def divide(total: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount by weights so that nothing is lost and no part is more than its share, rounded up."""
    whole = sum(weights)
    if whole <= 0:
        weights, whole = [1] * len(weights), len(weights)
    edges, reached = [0], 0
    for weight in weights:
        reached += weight
        edges.append(total * reached // whole)
    return [high - low for low, high in pairwise(edges)]


def paid(goods: Sequence[Goods], *, discount_minor: int) -> dict[int, int]:
    """Return {order line id: what was paid for all of its units}: its price less its share of the order's discounts."""
    discount = max(0, min(discount_minor, sum(each.gross_minor for each in goods)))
    found: dict[int, int] = {}
    for each, off in zip(goods, divide(discount, [each.gross_minor for each in goods]), strict=True):
        shares = divide(each.gross_minor - off, [weight for _, weight in each.parts])
        for (line_id, _), share in zip(each.parts, shares, strict=True):
            found[line_id] = found.get(line_id, 0) + share
    return found


def credit(paid_minor: int, quantity: int, *, before: int, units: int) -> int:
    """Return what was paid for `units` of `quantity`, after `before` others were credited.

    Whatever the steps, all steps of a line add up to what was paid for it, and never to more.
    """
    return paid_minor * (before + units) // quantity - paid_minor * before // quantity


SYMBOLS = "123456789ABCDEFGHJKMNPQRSTVWXYZ"  # 31, a prime; none that is read as another
BODY = 8  # 31**8: some 850,000,000,000 numbers
_TYPED = str.maketrans({"I": "1", "L": "1", " ": None, "-": None})


def check_symbol(body: str) -> str:
    """Return the check character: any one wrong character, and any two that changed places, give another one."""
    return SYMBOLS[sum(nth * SYMBOLS.index(symbol) for nth, symbol in enumerate(body, 2)) % len(SYMBOLS)]


def rma_of(body: str) -> str:
    """Return the authorisation number with this body of `BODY` symbols. It is the barcode on the return's parcels."""
    return f"R{body}{check_symbol(body)}"


def read_rma(text: str) -> str | None:
    """Return an authorisation number as it was scanned or typed; None when it is none."""
    plain = text.upper().translate(_TYPED) if len(text) <= 40 else ""
    body = plain[1:-1]
    if len(plain) != BODY + 2 or plain[0] != "R" or not set(body) <= set(SYMBOLS):
        return None
    return plain if check_symbol(body) == plain[-1] else None


def spoken(rma: str) -> str:
    """Return the number in groups, as people read it out."""
    return f"{rma[:2]}-{rma[2:6]}-{rma[6:]}"
