"""How a list is walked: by the shortest way there is, bin by bin at one place; and the picture of it."""

import re

import pytest
from company import cancel, open_company, place_and_source, relay, run_sql
from django.contrib.auth.models import User
from django.test import Client

from db.floor import bin_code, pick, take, walk, wave
from packhorse.algorithms.routing import length_of, s_shape, ways_in_order
from packhorse.algorithms.walking import Stop
from packhorse.network import queries as network
from packhorse.picking import queries as lists
from packhorse.picking.rules import Cart
from packhorse.web.logins import add_user

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


def test_a_middle_cross_aisle_is_walked(db):
    open_company(stocked={"BRS": SPOTS})
    run_sql("UPDATE network_warehouse SET middle_y_mm = '{2000}' WHERE code = 'BRS'")
    place_and_source("1", {"MUG": 1, "LAMP": 1})
    (list_id,) = wave("BRS")
    # From A1 straight over to B1; by the front alone it would be in and out of both aisles, 4 m more.
    assert lists.pick_list(list_id).route_mm == 1000 + 2000 + 3000 + 2000 + 3000 + 1000


def test_a_list_is_as_long_as_its_stops_in_turn_and_never_longer_than_in_s_shape(db):
    open_company(stocked={"BRS": SPOTS})
    wanted = ["MUG LAMP", "IRON BOOK", "LAMP DESK IRON", "BOOK", "BOOK LAMP IRON", "DESK", "MUG DESK", "IRON LAMP"]
    for nth, skus in enumerate(wanted):
        place_and_source(f"{nth}", dict.fromkeys(skus.split(), 1))
    made = wave("BRS", at_wall=False, cart=Cart(totes=2))
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
    (list_id,) = wave("BRS", at_wall=False)
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


def way(client, list_id):
    answer = client.get(f"/pick/{list_id}/way")
    assert answer.status_code == 200
    return answer.content.decode()


def marks(page):
    """Return (kind, what is read to who points at it) of each mark."""
    return re.findall(r'<circle class="walk-(\w+)"[^>]*><title>([^<]*)</title>', page)


@pytest.fixture
def ada(db):
    open_company(stocked={"BRS": SPOTS})
    add_user(name="ada", password="correct horse battery staple", role="picker")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="ada"))
    return client


def test_the_way_of_a_list_is_drawn_with_what_is_done_what_is_next_and_the_metres(ada):
    place_and_source("1", {sku: 1 for sku, _ in SPOTS.values()})
    place_and_source("2", {"MUG": 2})
    (list_id,) = wave("BRS")
    page = way(ada, list_id)
    assert f'href="/pick/{list_id}/way"' in ada.get("/floor", {"warehouse": "BRS"}).content.decode()
    assert f'href="/pick/{list_id}/way"' in ada.get(f"/pick/{list_id}").content.decode()
    assert "<strong>34 m to go</strong>, 5 places left" in page
    assert "The whole way is 34 m; one order a trip would be 48 m." in page
    assert sorted(marks(page)) == sorted(
        [("next", "1: A1, next"), ("ahead", "2: A3, ahead"), ("ahead", "3: C3, ahead"), ("ahead", "4: B3, ahead"),
         ("ahead", "5: B1, ahead")]
    )  # fmt: skip
    assert re.search(r"3 × \w", page) and "walk-walked" not in page

    take(list_id, actor="ada")
    first, same_place, *_ = lists.tasks(list_id)
    pick(first, actor="ada")
    assert ("next", "1: A1, next") in marks(way(ada, list_id))  # the other order's mugs are still to be taken
    pick(same_place, actor="ada")
    page = way(ada, list_id)
    assert sorted(marks(page))[-2:] == [("done", "1: A1, done"), ("next", "2: A3, next")]
    assert "<strong>31 m to go</strong>, 4 places left" in page  # 1 m to the front and 2 m to A1 are behind him
    assert "walk-walked" in page and f'href="/pick/{list_id}/way"' in ada.get(f"/pick/{list_id}").content.decode()


def test_when_nothing_is_left_the_picture_says_so(ada):
    place_and_source("1", {"MUG": 1, "IRON": 1})
    (list_id,) = walk("BRS")
    page = way(ada, list_id)
    assert "All picked." in page and "to go" not in page and "walk-ahead" not in page.split("</svg>")[0]
    assert [kind for kind, _ in marks(page)] == ["done", "done"]


def test_nobody_is_sent_to_what_was_cancelled(ada):
    kept, gone = place_and_source("1", {"MUG": 1}), place_and_source("2", {"IRON": 1})
    (list_id,) = wave("BRS")
    cancel(gone)
    relay()
    assert marks(way(ada, list_id)) == [("next", "1: A1, next")]
    cancel(kept)
    relay()
    assert "all that was on this list is cancelled" in way(ada, list_id)


def test_a_way_is_for_the_floor_and_of_a_list_that_is_there(ada):
    assert ada.get("/pick/99/way").status_code == 404
    add_user(name="agnes", password="correct horse battery staple", role="agent")
    ada.force_login(User.objects.get(username="agnes"))
    assert ada.get("/pick/99/way").status_code == 403
