"""What comes after a split or a merger, or at the same time: the shop's word, the file again, a wave."""

from company import NOW, open_company, place_and_source
from django.db import transaction

from db.floor import wave
from db.locks import thread, waiters
from packhorse.web import parting


def test_a_wave_planned_while_orders_are_merged_does_not_break(own_db):
    open_company()
    first, second = place_and_source("A", {"MUG": 2}), place_and_source("B", {"MUG": 1})
    answers = {}
    with transaction.atomic():
        parting.merge(order_id=first, others={second}, now=NOW, actor="agent")
        made = thread(lambda: bool(wave("BRS")), answers, 1)
        waiters(1)
    made.join(30)
    assert answers == {1: True}
