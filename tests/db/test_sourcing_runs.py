"""How well batches were decided: one row each, on a page, by API and beside each decision; forgotten after a season."""

from datetime import timedelta

import pytest
from company import NOW, open_company, place, relay, run_sql
from machine import Api

from db.test_chosen import client_of
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations, queries, ready, together
from packhorse.web import keys
from packhorse.web.nights import keep_nights

COLUMNS = "orders, together, waiting, missing_units, desks, cost_minor, placed_minor, bound_minor, nearest_minor"


@pytest.fixture(scope="module")
def compiled():
    ready.warm()


@pytest.fixture
def batch(db, compiled):
    """Five orders in one go, of which the last gets nothing: there are a few irons only."""
    open_company()
    ids = [place(str(nth), {"MUG": 1}, city=city) for nth, city in enumerate(("Bath", "York", "Bath", "York"))]
    ids.append(place("5", {"IRON": 9000}, ship_rule="complete"))
    relay(NOW)
    return ids


def kept():
    return run_sql(f"SELECT {COLUMNS} FROM sourcing_sourcingrun ORDER BY id")


def test_a_batch_is_kept_as_one_row_with_its_bound_and_what_went_to_the_desk(batch):
    ((orders, together, waiting, missing, desks, cost, placed, bound, nearest),) = kept()
    assert (orders, together, waiting, missing, desks) == (5, 4, 1, 9000, '{"backorder": 1}')
    assert cost == placed == sum(queries.explanations(pk)[0].cost_minor for pk in batch)
    assert 0 < bound <= placed <= nearest
    (run,), following = queries.runs()
    assert following is None and run.gap == (placed - bound) / bound and run.saved_minor == nearest - placed
    assert all(queries.explanations(pk)[0].run == run for pk in batch)
    assert queries.run_sums(NOW).gap == run.gap and queries.run_sums(NOW + timedelta(1)).batches == 0


def test_an_order_alone_is_no_batch_and_is_not_kept_as_one(db):
    open_company()
    order_id = place()
    relay(NOW)
    assert kept() == [] and queries.explanations(order_id)[0].run is None


def test_a_batch_in_which_somebody_is_passed_by_each_time_says_so(batch, monkeypatch):
    (run,), _ = queries.runs()
    assert run.short == ""
    monkeypatch.setattr(together, "passed", lambda posed, *_: [len(posed.orders) - 1])
    for number in "67":
        place(number)
    relay(NOW)
    run = queries.runs()[0][0]
    assert run.short == (
        "Placed together 4 times, and each time somebody was passed by, so short are goods or room: "
        "all were served in turn."
    )
    page = client_of("manager").get("/sourcing-runs").content.decode()
    assert page.count(run.short) == 1


def test_a_batch_in_turn_says_so_and_proves_nothing(db, monkeypatch):
    monkeypatch.setattr(ready, "SOME", 99)
    open_company()
    for number in ("1", "2"):
        place(number)
    relay(NOW)
    ((orders, together, *_, placed, bound, nearest),) = kept()
    assert (orders, together, placed, bound, nearest) == (2, 0, None, None, None)
    assert "in turn" in client_of("agent").get("/sourcing-runs").content.decode()


def test_who_waits_and_is_tried_in_a_later_batch_is_shown_with_that_one(batch):
    again = place("6", {"IRON": 9000}, ship_rule="complete")
    relay(NOW + timedelta(hours=1))
    newest = queries.runs()[0][0]
    assert newest.orders == 2 and newest.desks == {"backorder": 2}  # who waited longer was asked first
    assert queries.explanations(again)[0].run == newest


def test_the_order_says_with_how_many_it_was_decided_and_leads_to_the_run(batch):
    client, (run,) = client_of("agent"), queries.runs()[0]
    page = client.get(f"/orders/{order_number(batch[0])}").content.decode()
    assert f'?run={run.id}">in one go with 4 others</a>' in page
    assert ("nothing could have cost less" if run.gap == 0 else "above the least possible") in page
    listed = client.get(f"/sourcing-runs?run={run.id}").content.decode()
    assert 'aria-current="true"' in listed and "1 backorder" in listed
    run_sql("UPDATE sourcing_sourcingrun SET bound_minor = 10000, placed_minor = 10011, nearest_minor = 12000")
    page = client.get(f"/orders/{order_number(batch[0])}").content.decode()
    assert "together at most 0.11\xa0% above the least possible" in page
    listed = client.get("/sourcing-runs").content.decode()
    assert "£19.89" in listed and "16.5\xa0%" in listed and "0.11\xa0%" in listed


def test_the_page_turns_by_key_and_says_what_is_not_kept(db):
    open_company()
    run_sql(
        "INSERT INTO sourcing_sourcingrun (at, version, orders, cost_minor, milliseconds, together, unserved, waiting,"
        " missing_units, desks) SELECT %s, 0, 2, n, 5, 0, 0, 0, 0, '{}' FROM generate_series(1, 120) n",
        NOW,
    )
    client = client_of("agent")
    newest, second = queries.runs()
    assert len(newest) == 50 and f"?before={second}" in client.get("/sourcing-runs").content.decode()
    last = client.get(f"/sourcing-runs?before={queries.runs(before=second)[1]}").content.decode()
    assert "Earlier ones" not in last and "The newest" in last
    assert "not kept any more" in client.get("/sourcing-runs?run=999999999").content.decode()
    for wrong in ("before=x", "run=-1", "run=99999999999999999999"):
        assert client.get(f"/sourcing-runs?{wrong}").status_code == 422
    assert client_of("picker").get("/sourcing-runs").status_code == 403


def test_machines_read_runs_with_a_managers_key(batch):
    api = Api(keys.add_key(name="plan", role="manager", now=NOW))
    _, answer, _ = api("GET", "/sourcing/runs?limit=1")
    (run,) = answer["runs"]
    assert (run["orders"], run["together"], run["desks"], answer["next"]) == (5, 4, {"backorder": 1}, None)
    assert api("GET", f"/sourcing/runs/{run['id']}")[1] == run
    assert api("GET", f"/orders/{order_number(batch[0])}/decisions")[1][0]["run"] == run["id"]
    assert api("GET", "/sourcing/runs/999999")[0] == 404
    assert Api(keys.add_key(name="shop", role="agent", now=NOW))("GET", "/sourcing/runs")[0] == 403


def test_runs_are_forgotten_after_a_season_and_decisions_stay(batch):
    keep_nights(now=NOW + operations.RUNS_KEPT)
    assert len(kept()) == 1
    keep_nights(now=NOW + operations.RUNS_KEPT + timedelta(days=1))
    assert kept() == []
    assert queries.explanations(batch[0])[0].run is None and queries.explanations(batch[0])[0].cost_minor
