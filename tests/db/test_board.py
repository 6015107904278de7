"""The shift lead's board: what is where, what should not be, waves changed by buttons, and who is at work."""

import re
from datetime import timedelta

import pytest
from company import NOW, open_company, place_and_source, relay, run_sql, scan, site
from django.utils import timezone
from machine import Api

from db.floor import bin_code, item_code, lists, short, sort, take, wave
from db.test_works_at import client_of
from packhorse.network import queries as network
from packhorse.picking import operations as picking
from packhorse.picking.ahead import ahead_of
from packhorse.picking.rules import Setup, list_number, wave_number
from packhorse.placing.rules import order_number
from packhorse.sorting import operations as sorting
from packhorse.sorting.rules import NewLane
from packhorse.sourcing import queries as sourcing
from packhorse.web import board, keys
from packhorse.web.board import STALLED, board_of
from packhorse.web.clocks import Clock

SETUP = Setup(ahead_minutes=20_000, after_minutes=0)


@pytest.fixture
def house(db):
    open_company(slots=20)
    picking.set_floor(warehouse="BRS", setup=SETUP)


@pytest.fixture
def lead(house):
    return client_of("lea", "lead")


def part(order_id):
    (row,) = sourcing.of_order(order_id)
    return row.id


def read(now=NOW, **more):
    return board_of(network.warehouse("BRS"), now=now, **more)


def alarms(found):
    return [(alarm.kind, alarm.what) for alarm in found.alarms]


def planned(*numbers):
    made = [place_and_source(number, {"MUG": 1}) for number in numbers]
    (wave_id,) = picking.plan_waves(warehouse_id=site("BRS"), now=NOW, actor="lead")
    return wave_id, made


def do(client, path="/floor/board/do?warehouse=BRS", **sent):
    answer = client.post(path, sent, headers={"HX-Request": "true"})
    (said,) = re.findall(r'role="status">([^<]*)<', answer.content.decode()) or [""]
    return answer.status_code, said


def test_the_board_shows_what_is_how_far(house):
    first = place_and_source("1", {"MUG": 1, "BOOK": 1})
    second = place_and_source("2", {"MUG": 1, "BOOK": 1})
    (one,) = wave("BRS")
    run_sql("UPDATE picking_picklist SET kind = 'batch'")  # its orders come together at the wall
    assert lists.orders_of_lists([one]) == {one: 2}
    wave_id, (third,) = planned("3")
    fourth = place_and_source("4", {"MUG": 1})
    board = read()
    assert [card.number for card in board.released] == [list_number(one)]
    assert [(card.number, [o.number for o in card.orders]) for card in board.planned] == [
        (wave_number(wave_id), [order_number(third)])
    ]
    assert [order.number for order in board.loose] == [order_number(fourth)]
    take(one)
    assert [(card.number, card.orders, card.since) for card in read().picking] == [(list_number(one), 2, NOW)]
    for task in lists.tasks(one):
        picking.pick(task_id=task.id, bin_code=bin_code(task), item_code=item_code(task), quantity=task.quantity,
                     scan_id=scan(), now=NOW, actor="picker")  # fmt: skip
    relay()
    assert read().sorting == ((list_number(one), one),)
    sort(one)
    assert (read().counts["sorting"], read().counts["to_pack"]) == (0, 2)
    assert {first, second} == {row.order_id for row in sourcing.at_work_in(site("BRS"))}
    (cutoff,) = read().cutoffs
    assert sum(cutoff.stages) == 4 and cutoff.left == cutoff.due - NOW
    sorting.keep_lane(
        warehouse_id=site("BRS"), lane=NewLane("UPS", "LANE-UPS", ("GB",), carrier="ALB", cutoff=_local(cutoff.due))
    )
    assert read().cutoffs[0].carriers == ("ALB",)


def _local(due):
    return Clock(network.warehouse("BRS")).here(due).time()


def test_all_that_is_in_no_wave_can_be_chosen(lead, monkeypatch):
    assert do(lead, plan="1") == (200, "Nothing that waits leaves within 333 hours.")
    monkeypatch.setattr(board, "SHOWN", 1)
    numbers = [order_number(place_and_source(number, {"MUG": 1})) for number in ("1", "2", "3")]
    page = lead.get("/floor/board?warehouse=BRS").content.decode()
    assert "and 2 more" in page and numbers[2] not in page
    page = lead.get("/floor/board?warehouse=BRS&wave=none").content.decode()
    assert all(number in page for number in numbers) and "more</a>" not in page
    assert page.count("/floor/board/do?warehouse=BRS&amp;wave=none") == 2  # it stays open


def test_what_should_not_be_stands_first(house):
    order_id = place_and_source("1", {"MUG": 3})
    (list_id,) = wave("BRS")
    assert alarms(read()) == []
    take(list_id)
    due = lists.pick_list(list_id).due_at
    assert ("stalled", list_number(list_id)) not in alarms(read(NOW + STALLED - timedelta(seconds=1)))
    assert ("stalled", list_number(list_id)) in alarms(read(NOW + STALLED))
    assert ("risk", list_number(list_id)) in alarms(read(due - timedelta(seconds=1)))
    found = read(due + timedelta(minutes=1))
    assert alarms(found)[0] == ("late", "1") and found.late[0][0] == order_number(order_id)
    (task,) = lists.tasks(list_id)
    short(task, 1)
    words = [alarm.text for alarm in read().alarms if alarm.kind == "short"]
    assert len(words) == 1 and words[0].startswith(f"2 × MUG missing in A1 for {order_number(order_id)}")
    assert "short" not in {kind for kind, _ in alarms(read(NOW + timedelta(hours=13)))}


def test_a_lead_changes_waves_by_buttons(lead):
    wave_id, (first, second) = planned("1", "2")
    page = lead.get("/floor/board?warehouse=BRS").content.decode()
    assert f'name="release" value="{wave_id}"' in page and f'value="{part(first)}"' in page
    assert do(lead, order=part(first), to="out") == (200, "1 order taken out: it waits for another wave.")
    assert [row.order_id for row in lists.wave_orders([wave_id])] == [second]
    assert do(lead, order=part(first), to=wave_id) == (200, f"1 order moved into {wave_number(wave_id)}.")
    assert len(lists.wave_orders([wave_id])) == 2
    status, said = do(lead, release=wave_id)
    assert status == 200 and said.startswith(f"{wave_number(wave_id)} is released: PL")
    assert do(lead, release=wave_id)[0] == 409
    relay()
    place_and_source("3", {"MUG": 1})
    assert do(lead, plan=1) == (200, "1 wave planned.")
    answer = lead.post("/floor/board/do?warehouse=BRS", {"plan": 1})  # without a script
    assert answer.headers["Location"] == "/floor/board?warehouse=BRS"


def test_what_makes_no_sense_is_said(lead):
    wave_id, (first,) = planned("1")
    assert do(lead, to=wave_id) == (422, "Choose the orders to move first.")
    assert do(lead, order=part(first), to="") == (422, "Choose the wave to move to.")
    for sent in ({"to": 99}, {"to": "x"}, {"to": wave_id, "order": 99}, {"to": "out", "order": "9" * 30}):
        assert do(lead, **{"order": part(first)} | sent)[0] == 404, sent
    assert do(lead, "/floor/board/do?warehouse=LDS", release=wave_id)[0] == 404  # that is another floor
    assert do(lead, "/floor/board/do?warehouse=LDS", order=part(first), to="out")[0] == 404
    assert len(lists.wave_orders([wave_id])) == 1


def test_only_who_leads_sees_it(house):
    for role, status in (("picker", 403), ("packer", 403), ("agent", 403), ("manager", 200)):
        client = client_of(role, role)
        for path in ("/floor/board", "/floor/capacity", "/floor/people"):
            assert client.get(path).status_code == status, (role, path)
        answer = client.get("/api/v1/floor/people?warehouse=BRS")
        assert answer.status_code == status, role
    tied = client_of("tied", "lead", "LDS")
    for path in ("board", "capacity", "people"):
        assert tied.get(f"/floor/{path}?warehouse=BRS").status_code == 403
        assert tied.get(f"/api/v1/floor/{path}?warehouse=BRS").status_code == 403
        assert tied.get(f"/api/v1/floor/{path}?warehouse=LDS").status_code == 200


def test_work_stands_against_hands_wherever_it_is(house):
    for number in ("1", "2"):
        place_and_source(number, {"MUG": 1, "BOOK": 1})
    (list_id,) = wave("BRS")
    planned("3")
    place_and_source("4", {"MUG": 1})
    (row,) = ahead_of(network.warehouse("BRS"), now=NOW)
    assert row.orders == (0, 1, 1)
    assert row.seconds[0] == lists.pick_list(list_id).seconds
    assert row.seconds[1] >= SETUP.pick_seconds and row.seconds[2] >= SETUP.pick_seconds
    assert row.room_s == SETUP.pickers * int((row.due - NOW).total_seconds())
    take(list_id)
    task = lists.tasks(list_id)[0]
    picking.pick(task_id=task.id, bin_code=bin_code(task), item_code=item_code(task), quantity=task.quantity,
                 scan_id=scan(), now=NOW, actor="picker")  # fmt: skip
    assert ahead_of(network.warehouse("BRS"), now=NOW)[0].seconds[0] < row.seconds[0]
    assert ahead_of(network.warehouse("BRS"), now=row.due - timedelta(hours=30)) == []  # not within a day


def test_who_is_at_work_and_where(lead):
    place_and_source("1", {"MUG": 1, "BOOK": 1})
    (list_id,) = wave("BRS")
    now = timezone.now()
    picking.start_list(list_id=list_id, now=now - timedelta(minutes=20), actor="ann")
    (row,) = lists.at_work(site("BRS"), now=now)
    assert (row.picker, row.scanned_at, row.since, row.tasks, row.open) == (
        "ann",
        None,
        now - timedelta(minutes=20),
        2,
        2,
    )
    assert "list taken 20 min ago" in lead.get("/floor/people?warehouse=BRS").content.decode()
    for nth, task in enumerate(lists.tasks(list_id)):
        picking.pick(task_id=task.id, bin_code=bin_code(task), item_code=item_code(task), quantity=task.quantity,
                     scan_id=scan(), now=now - timedelta(minutes=3 - nth), actor="ann")  # fmt: skip
        (row,) = lists.at_work(site("BRS"), now=now)
        assert (row.bin_code, row.since) == (f"A{nth + 1}", now - timedelta(minutes=3 - nth))
    assert row.state == "done"
    page = lead.get("/floor/people?warehouse=BRS").content.decode()
    assert "ann" in page and "no list" in page and "person-idle" in page
    assert lists.at_work(site("LDS"), now=now) == lists.at_work(site("BRS"), now=now + timedelta(hours=1)) == []


def test_machines_read_the_same(house):
    api = Api(keys.add_key(name="screen", role="lead", now=NOW))
    place_and_source("1", {"MUG": 1})
    (list_id,) = wave("BRS")
    take(list_id)
    status, board, _ = api("GET", "/floor/board?warehouse=BRS")
    assert (status, board["counts"]["picking"], board["cutoffs"][0]["orders"]["picking"]) == (200, 1, 0)
    assert [alarm["kind"] for alarm in board["alarms"]] == ["late", "stalled"]  # all of 2024 is past
    status, people, _ = api("GET", "/floor/people?warehouse=BRS")
    assert [(row["picker"], row["state"]) for row in people["people"]] == [("picker", "still")]
    status, answer, _ = api("GET", "/floor/capacity?warehouse=BRS&pickers=2")
    assert (status, answer["pickers"], answer["cutoffs"][0]["pickers_more"]) == (200, 2, None)
    for path, wrong in (("board?warehouse=XXX", 404), ("capacity?warehouse=BRS&pickers=0", 422), ("people", 422)):
        assert api("GET", f"/floor/{path}")[0] == wrong
    packer = Api(keys.add_key(name="bench", role="packer", now=NOW))
    assert packer("GET", "/floor/board?warehouse=BRS")[0] == 403
