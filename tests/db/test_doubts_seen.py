"""What is in doubt is seen on pages and in exports, and settled in turn with what pickers say meanwhile."""

from company import differences, relay

from db.counting import approve, count
from db.floor import short
from db.locks import in_turn
from db.test_chosen import client_of
from db.test_doubts import ONE_HOUSE, begun_twice, five_of_six, suspicion
from db.test_lock_order import MUGS
from packhorse.network import queries as network
from packhorse.web import stock_export


def test_pages_and_exports_say_what_is_in_doubt(db):
    five_of_six(ONE_HOUSE)
    assert ">in doubt</span>" in client_of("manager").get("/warehouses/BRS/bins/A1").content.decode()
    lying = list(stock_export.stock([row for row in network.warehouses() if row.code == "BRS"]))
    assert [row[-1] for row in lying] == ["in doubt"]


def test_a_decision_and_a_second_short_pick_take_turns(own_db):
    """Neither ends in a deadlock, and the books are right."""
    first, second = begun_twice()
    short(first, 0, actor="picker 0")
    relay()
    count_id = suspicion().id
    assert [count(count_id, {"MUG": 4}, who) for who in ("ann", "bob")] == ["recount", "approval"]
    answers = in_turn(MUGS, lambda: approve(count_id), lambda: short(second, 1, actor="picker 1"))
    assert [each for each in answers if isinstance(each, str) and each != "done"] == []
    relay()
    assert differences() == {}
