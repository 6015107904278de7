"""How a list is walked: by the shortest way there is, bin by bin at one place."""

from company import open_company, place_and_source, run_sql

from db.floor import bin_code, wave
from packhorse.algorithms.routing import length_of, s_shape, ways_in_order
from packhorse.algorithms.walking import Stop
from packhorse.network import queries as network
from packhorse.picking import queries as lists
from packhorse.picking.rules import Cart

SPOTS = {"A1": ("MUG", 9), "A3": ("BOOK", 9), "B1": ("LAMP", 9), "B3": ("DESK", 9), "C3": ("IRON", 9)}


def codes(list_id):
    """The bins of a list in walking order, without the warehouse."""
    return [bin_code(task).removeprefix("BRS-") for task in lists.tasks(list_id)]


def stops_of(list_id):
    bins = network.bins_by_id(task.bin_id for task in lists.tasks(list_id))
    in_turn = [bins[task.bin_id] for task in lists.tasks(list_id)]
    return [Stop(each.id, each.aisle, each.x_mm, each.y_mm) for each in in_turn]


def test_the_stops_are_walked_by_the_shortest_way(db):
    open_company(stocked={"BRS": SPOTS})
    place_and_source("1", {sku: 1 for sku, _ in reversed(SPOTS.values())})
    place_and_source("2", {"MUG": 1})
    (list_id,) = wave("BRS")
    # Up the first aisle, along the back to the third, whose one stop is near, and home through the second.
    assert codes(list_id) == ["A1", "A1", "A3", "C3", "B3", "B1"]
    row = lists.pick_list(list_id)
    assert row.route_mm == 1000 + 8000 + 6000 + 2 * 2000 + 3000 + 8000 + 3000 + 1000
    # One order a trip in S-shape: out 7 m to A3, 7 to B3, 4 to B1, 11 to C3, home 13 m; and 6 m for the mug alone.
    assert row.baseline_mm == 42_000 + 6000


def test_a_list_is_as_long_as_its_stops_in_turn_and_never_longer_than_in_s_shape(db):
    open_company(stocked={"BRS": SPOTS})
    wanted = ["MUG LAMP", "IRON BOOK", "LAMP DESK IRON", "BOOK", "BOOK LAMP IRON", "DESK", "MUG DESK", "IRON LAMP"]
    for nth, skus in enumerate(wanted):
        place_and_source(f"{nth}", dict.fromkeys(skus.split(), 1))
    made = wave("BRS", cart=Cart(totes=2))
    assert len(made) == 4
    floor = network.warehouse("BRS").floor
    for row in lists.lists_by_id(made):
        stops = stops_of(row.id)
        walked = sum(length_of(way) for way in ways_in_order(floor, stops))
        assert row.route_mm == walked <= s_shape(floor, stops).length_mm
        assert row.route_mm < row.baseline_mm


def test_at_one_place_the_picker_goes_bin_by_bin_and_fills_tote_by_tote(db):
    open_company()
    run_sql("UPDATE network_bin SET (x_mm, y_mm) = (0, 2000) WHERE code IN ('A1', 'A2', 'A3')")
    for nth in range(3):
        place_and_source(f"{nth}", {"LAMP": 1, "BOOK": 1, "MUG": 1})
    (list_id,) = wave("BRS")
    assert codes(list_id) == ["A1"] * 3 + ["A2"] * 3 + ["A3"] * 3
    assert [task.tote for task in lists.tasks(list_id)] == [1, 2, 3] * 3
    assert lists.pick_list(list_id).route_mm == 6000


def test_aisles_need_not_be_numbered(db):
    open_company(stocked={"BRS": SPOTS})
    run_sql("UPDATE network_bin SET aisle = 0")  # as of a file of bins that says nothing of aisles
    place_and_source("1", {sku: 1 for sku, _ in SPOTS.values()})
    (list_id,) = wave("BRS")
    assert codes(list_id) == ["A1", "A3", "C3", "B3", "B1"]
    assert lists.pick_list(list_id).route_mm == 34_000
