"""Who changes an order and who counts what became of it take turns; so do the dock and who begins to wait."""

from company import NOW, differences, line_ids, open_company, place, place_and_source, receive, relay, state
from django.db import transaction

from db.locks import in_turn, thread, until, waiting
from packhorse.placing import operations as placing
from packhorse.placing.operations.count import Told, count


def test_who_counts_and_who_cancels_do_not_deadlock(own_db):
    """The one that counts has a line while the one that cancels has the order: each wants what the other has."""
    open_company()
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1})
    first, second = line_ids(order_id)
    answers = in_turn(
        f"SELECT 1 FROM placing_orderline WHERE id = {second} FOR UPDATE",
        lambda: count([Told(first, sourced=-1), Told(second, sourced=-1)]) or "counted",
        lambda: placing.cancel(order_id=order_id, units={first: 1}, now=NOW, actor="agent") and "cancelled",
    )
    assert answers == ["counted", "cancelled"]


def test_goods_that_come_in_while_an_order_is_told_to_wait_wake_it(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 1)}})
    order_id = place("1", {"LAMP": 1})
    answers = {}
    with transaction.atomic():
        relay()  # nobody has the lamp: but that is not known yet to anybody else
        dock = thread(lambda: (receive("LDS", "A1", "LAMP", 1), relay()) and "told", answers, "dock")
        until(lambda: "dock" in answers or waiting())
    dock.join(30)
    relay()
    assert (answers, state(order_id), differences()) == ({"dock": "told"}, "sourced", {})
