"""A customer wants to send goods back, or to have made good what he got, or did not get."""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from packhorse.carriers import queries as carriers
from packhorse.errors import Refusal, missing
from packhorse.events import ReturnRequested
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.returns import queries
from packhorse.returns.models import Return, ReturnAccount, ReturnLine, ReturnWords
from packhorse.returns.operations import check
from packhorse.returns.operations.decide import authorise
from packhorse.returns.queries import ReturnableRow
from packhorse.returns.rules import (
    BODY,
    LONGEST_KEY,
    LONGEST_WORDS,
    SYMBOLS,
    WISHES,
    Reason,
    Rules,
    Wanted,
    credit,
    needs_person,
    rma_of,
)

WHYS = {
    "not_shipped": ("NOT_SHIPPED", "{sku} of this order has not been sent yet: cancel it instead."),
    "final_sale": ("FINAL_SALE", "{sku} is sold for good: it cannot be returned."),
    "window": ("WINDOW_OVER", "{sku} could be returned until {until}."),
}
GOODWILL = frozenset({"FINAL_SALE", "WINDOW_OVER"})  # what somebody of the office may let pass


@transaction.atomic
def request_return(
    *,
    order_id: int,
    lines: Sequence[Wanted],
    wish: str,
    words: str = "",
    key: str = "",
    goodwill: bool = False,
    now: datetime,
    actor: str,
) -> int:
    """Ask to return units of an order's lines; return the return's id. It is approved at once where the rules let it.

    `wish` is one of `rules.WISHES`, `words` what the customer writes (personal data). Asked again under the same `key`,
    it is the same return. `goodwill`: the window and final sale do not count. Refuses what was not shipped, is out of
    the window or sold for good, and more units than are left.
    """
    said = check.note(words, LONGEST_WORDS, "words")
    key = check.note(key, LONGEST_KEY, "key")
    if wish not in WISHES:
        raise Refusal("WRONG_WISH", f"wish: use one of {', '.join(WISHES)}, not {wish[:20]!r}.", status=422)
    order = placing.rows([order_id]).get(order_id)
    if order is None:
        raise missing("order", order_id)
    check.turn(order_id)
    if before := queries.by_key(order_id, key):
        return before.id
    held = queries.rules()
    reasons = _prove(order_id, lines, held, goodwill=goodwill, now=now)
    accounts = open_accounts(order_id, [line.line_id for line in lines])
    free = wish == "claim" or any(reason.merchant_pays for reason in reasons)
    own = order.currency == carriers.company_currency()
    row = Return.objects.create(
        order_id=order_id,
        rma=rma_of("".join(secrets.choice(SYMBOLS) for _ in range(BODY))),
        state="requested",
        wish=wish,
        key=key,
        rules_version=held.version,
        label_by="merchant" if free else "customer",
        label_minor=0 if free or not own else held.label_minor,
        fee_percent=0 if wish == "claim" else held.fee_percent,
        currency=order.currency,
        requested_at=now,
        asked_by=actor,
    )
    products = {line.id: line.product_id for line in placing.lines([order_id])}
    ReturnLine.objects.bulk_create(
        ReturnLine(
            returned=row,
            line_id=line.line_id,
            product_id=products[line.line_id],
            units=line.units,
            stands=line.units,
            reason=line.reason,
            fee=reason.fee,
        )
        for line, reason in zip(lines, reasons, strict=True)
    )
    for line in sorted(lines, key=lambda each: each.line_id):
        ReturnAccount.objects.filter(pk=line.line_id).update(returned=F("returned") + line.units)
    if said:
        ReturnWords.objects.create(returned=row, text=said)
    check.step(row, "requested", note="goodwill" if goodwill else "", now=now, actor=actor)
    publish([ReturnRequested(order_id, row.pk, wish, sum(line.units for line in lines))], now=now, actor=actor)
    worth = sum(_worth(accounts[line.line_id], line.units) for line in lines) if own else None
    if not needs_person(reasons, wish=wish, worth_minor=worth, rules=held):
        authorise(row, note="", now=now, actor=actor)
    return row.pk


def _prove(order_id: int, lines: Sequence[Wanted], held: Rules, *, goodwill: bool, now: datetime) -> list[Reason]:
    """Return the reason of each line. Refuses no lines, a line twice, one of another order, and what the rules bar."""
    if not lines:
        raise Refusal("NO_LINES", "lines: name the goods that are to come back.", status=422)
    twice = [line_id for line_id, count in Counter(line.line_id for line in lines).items() if count > 1]
    there = {row.line_id: row for row in queries.returnable(order_id, now=now)}
    reasons = []
    for nth, line in enumerate(lines):
        row, reason = there.get(line.line_id), held.reason(line.reason)
        if row is None:
            raise Refusal("NOT_IN_ORDER", f"lines.{nth}: that line is not of this order.", status=422)
        if line.line_id in twice:
            raise Refusal("LINE_TWICE", f"lines.{nth}: {row.sku} is named twice: add the units up.", status=422)
        if reason is None:
            codes = ", ".join(each.code for each in held.reasons)
            words = f"lines.{nth}.reason: use one of {codes}, not {line.reason[:30]!r}."
            raise Refusal("UNKNOWN_REASON", words, status=422)
        _prove_line(nth, line, row, goodwill=goodwill)
        reasons.append(reason)
    return reasons


def _prove_line(nth: int, line: Wanted, row: ReturnableRow, *, goodwill: bool) -> None:
    if row.why in WHYS:
        code, words = WHYS[row.why]
        if not (goodwill and code in GOODWILL):
            raise Refusal(code, f"lines.{nth}: {words.format(sku=row.sku, until=row.until)}", details={"sku": row.sku})
    if line.units <= 0:
        raise Refusal("WRONG_QUANTITY", f"lines.{nth}.units: give a number of units above zero.", status=422)
    if line.units > row.left:
        words = (
            f"lines.{nth}: {row.shipped} of {row.sku} were sent and {row.returned} are returned: not {line.units} more."
        )
        raise Refusal("RETURN_TOO_MANY", words, details={"sku": row.sku, "left": row.left})


def open_accounts(order_id: int, line_ids: Sequence[int]) -> dict[int, ReturnAccount]:
    """Open the accounts of lines of an order, or bring them up to date; return them locked."""
    left, goods = queries.left_of(order_id), {line.id: line for line in placing.lines([order_id])}
    ids = sorted(line_ids)
    paid = queries.prices([goods[pk] for pk in ids])
    facts = {pk: (left[pk].shipped, goods[pk].quantity, paid[pk]) for pk in ids}
    ReturnAccount.objects.bulk_create(
        [
            ReturnAccount(line_id=pk, shipped=shipped, quantity=quantity, paid_minor=minor)
            for pk, (shipped, quantity, minor) in facts.items()
        ],
        ignore_conflicts=True,
    )
    found = check.accounts(ids)
    for pk, row in found.items():
        row.shipped = max(facts[pk][0], row.returned)
        if not row.credited:  # once some of it is credited, what was paid for it stands
            row.quantity, row.paid_minor = facts[pk][1:]
        ReturnAccount.objects.filter(pk=pk).update(
            shipped=row.shipped, quantity=row.quantity, paid_minor=row.paid_minor
        )
    return found


def _worth(account: ReturnAccount, units: int) -> int:
    return credit(account.paid_minor, account.quantity, before=account.credited, units=units)
