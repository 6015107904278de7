"""Whatever people do in whatever turn: no unit comes back twice, no penny is refunded twice, the books stay right."""

import random

import pytest
from company import differences, open_company, scan

from db.returns import LATER, ask, came, delivered, look, refund, row
from packhorse.errors import Refusal
from packhorse.placing.rules import NewCharge
from packhorse.returns import operations, queries
from packhorse.returns.models import Return, ReturnAccount

SHIPPED = {"MUG": 3, "BOOK": 2}
PAID = 5 * 500 - 333
EXPECTED = {"RETURN_TOO_MANY", "WRONG_STATE", "NOTHING_CAME", "SETTLED", "NOT_OF_ORDER", "NO_ROOM"}


def step(dice, order_id, mine):
    how = {"now": LATER, "actor": "dice"}
    verb = dice.choice(["ask", "ask", "come", "come", "look", "look", "decide", "missing", "refund", "accept", "close"])
    if verb == "ask" or not mine:
        wish = dice.choice(["refund", "refund", "claim"])
        goods = {dice.choice([*SHIPPED]): dice.randint(1, 2)}
        mine.append(ask(order_id, goods, wish=wish, reason=dice.choice(["damaged", "other", "changed_mind"])))
        return
    return_id = dice.choice(mine)
    if verb == "come":
        mug = scan()
        for _ in range(dice.randint(1, 2)):  # a scan that is sent again
            came(return_id, dice.choice([*SHIPPED, "LAMP"]), dice.randint(1, 2), scan_id=mug)
    elif verb == "look":
        look(return_id, dice.choice(["scrap", "quarantine", "refurbish"]))
    elif verb == "decide":
        dice.choice([operations.approve, operations.decline, operations.cancel])(return_id=return_id, note="x", **how)
    elif verb == "missing":
        operations.report_missing(return_id=return_id, **how)
    elif verb == "accept":
        for item in queries.items(return_id):
            operations.accept_surplus(item_id=item.id, reason="other", **how)
    elif verb == "close":
        operations.close_without(return_id=return_id, note="x", **how)
    else:
        refund(return_id)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_turn_of_things_returns_or_refunds_too_much(db, seed):
    open_company()
    order_id = delivered(SHIPPED, charges=[NewCharge("SALE", "Sale", -333)])
    dice, mine, done = random.Random(seed), [], 0
    for _ in range(60):
        try:
            step(dice, order_id, mine)
            done += 1
        except Refusal as refusal:
            assert refusal.code in EXPECTED, refusal.text
    accounts = list(ReturnAccount.objects.all())
    assert sum(each.returned for each in accounts) <= sum(SHIPPED.values())
    refunds = Return.objects.exclude(refunded_minor=None).values_list("refunded_minor", flat=True)
    assert sum(refunds) <= sum(each.credited_minor for each in accounts) <= PAID
    assert (done > 20, differences(), row(mine[0]).order_id) == (True, {}, order_id)
