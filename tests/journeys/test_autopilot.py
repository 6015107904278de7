"""The autopilot among people and in a small house."""

from company import NOW, PREFIX, differences, open_company
from db.floor import pick_list as pick_by_hand
from db.floor import wave
from orderfiles import order_file, row

from packhorse.demo import autopilot
from packhorse.placing import queries as orders


def taken_in(*rows, slots):
    open_company(slots=slots)
    pilot = autopilot.Run(now=NOW, gs1_prefix=PREFIX, short_picks=False)
    assert autopilot.take_in(pilot, order_file(*rows), channel="web").errors == []
    return pilot


def everything_is_delivered():
    return {row.state for row in orders.orders().rows} == {"delivered"} and differences() == {}


def test_the_autopilot_goes_on_where_a_picker_has_begun(own_db):
    pilot = taken_in(row(1, "PAINT", 1), row(2, "MUG", 1), slots=4)
    (list_id,) = wave("LDS")
    pick_by_hand(list_id)
    autopilot.work_off(pilot)
    assert everything_is_delivered()


def test_the_autopilot_gets_round_a_wall_that_is_smaller_than_a_cart(own_db):
    pilot = taken_in(*(row(nth, "MUG", 1) for nth in range(1, 7)), slots=4)
    autopilot.work_off(pilot)
    assert everything_is_delivered()


def test_the_autopilot_gets_round_a_wall_of_one_slot(own_db):
    wanted = [(1, "MUG"), (1, "BOOK"), (2, "BOOK"), (2, "LAMP"), (3, "LAMP"), (3, "MUG")]
    pilot = taken_in(*(row(order, sku, 1) for order, sku in wanted), slots=1)
    autopilot.work_off(pilot)
    assert everything_is_delivered()
