"""What is tried again: backorders, and deliveries that were set aside."""

from company import NOW, open_company, place, place_and_source, relay, run_sql, state

from packhorse.outbox import queries as outbox
from packhorse.outbox.relay import try_again
from packhorse.placing import operations as placing
from packhorse.placing.rules import NewCharge
from packhorse.sourcing import operations as sourcing
from packhorse.sourcing import queries as decisions


def test_a_backorder_tried_in_vain_keeps_what_it_was_given_and_its_newest_try(db):
    open_company()
    order_id = place_and_source("1", [("PAINT", 50)])
    before = decisions.explanations(order_id)
    for _ in range(3):
        sourcing.source_waiting(now=NOW)
        tried, *rest = decisions.explanations(order_id)
        assert len(before) == 1 and rest == before
        assert not any(each.given for each in tried.candidates)


def test_what_was_set_aside_waits_for_a_person_and_goes_on_when_asked(db):
    open_company()
    order_id = place("1", [("MUG", 1)])
    run_sql("UPDATE outbox_delivery SET attempts = 5, error = 'broken', set_aside_at = %s", NOW)
    relay()
    (row,) = outbox.set_aside()
    assert (row.order_id, row.kind, row.error, state(order_id)) == (order_id, "OrderPlaced", "broken", "placed")
    assert try_again([row.id], now=NOW) == 1
    relay()
    assert state(order_id) == "sourced" and outbox.set_aside_count() == 0


def test_a_nul_anywhere_is_named_and_hinders_no_other_order(db):
    from company import order

    open_company()
    bad = [
        order("1", [("MUG\x00", 1)]),
        order("2", [("MUG", 1)], charges=(NewCharge("POST", "a\x00b", 1),)),
        order("3", [("MUG", 1)], gift_message="\x00"),
    ]
    answers = placing.place([*bad, order("4", [("MUG", 1)])], now=NOW, actor="test")
    assert [answer.new for answer in answers] == [False, False, False, True]
    assert all(answer.faults for answer in answers[:3])
