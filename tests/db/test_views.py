"""Views of the list that people keep under a name, for themselves or for the office."""

import re
from datetime import date, datetime, timedelta

import pytest
from company import NOW, cancel, open_company, place
from django.test import Client
from django.utils import timezone

from db.test_chosen import client_of
from packhorse.errors import Refusal
from packhorse.placing import operations, queries
from packhorse.placing.filters import Filter, read


def save(name="Late", asked="state=backordered&held=1", client=None, **more):
    return client.post("/orders/views", {"name": name, "asked": asked, **more})


@pytest.fixture
def agent(db):
    open_company()
    return client_of("agent")


def names(owner):
    return [row.name for row in queries.views(owner)]


def listed(client, address):
    """The channel's numbers of the orders that the list shows at an address."""
    shown = client.get(address).content.decode()
    return set(re.findall(r'<span class="muted">([^<]*)</span></td><td class="num">', shown))


def test_a_view_is_kept_shown_changed_and_deleted(agent):
    answer = save("  Late   ones ", client=agent)
    assert (answer.status_code, answer["Location"]) == (302, "/orders?state=backordered&held=1")
    (row,) = queries.views("agent")
    assert (row.name, row.asked, row.shared) == ("Late ones", {"state": "backordered", "held": "1"}, False)
    shown = agent.get("/orders?held=1&state=backordered").content.decode()
    assert 'href="/orders?state=backordered&amp;held=1" aria-current="page">Late ones' in shown
    save("Late ones", "channel=web&when=week", agent, shared="1")
    (row,) = queries.views("agent")
    assert (row.asked, row.shared) == ({"channel": "web", "when": "week"}, True)
    agent.post("/orders/views/drop", {"id": row.id})
    assert queries.views("agent") == []


def test_views_of_ones_own_are_seen_by_oneself_shared_ones_by_the_office(agent):
    save("Mine", client=agent)
    save("Ours", client=agent, shared="1")
    manager = client_of("manager")
    save("Ours", "state=placed", manager)
    assert names("agent") == ["Mine", "Ours"]
    assert [(row.owner, row.name) for row in queries.views("manager")] == [("manager", "Ours"), ("agent", "Ours")]
    assert "Ours <small>agent</small>" in manager.get("/orders").content.decode()


def test_who_may_delete_a_view(agent):
    save("Mine", client=agent)
    save("Ours", client=agent, shared="1")
    mine, ours = (row.id for row in queries.views("agent"))
    with pytest.raises(Refusal) as refusal:
        operations.drop_view(view_id=ours, actor="other", leads=False)
    assert refusal.value.code == "NOT_YOURS"
    manager = client_of("manager")
    assert manager.post("/orders/views/drop", {"id": mine}).status_code == 404
    assert manager.post("/orders/views/drop", {"id": ours}).status_code == 302
    assert names("agent") == ["Mine"]


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 5000, "999"])
def test_a_view_that_is_not_there_is_not_deleted(agent, value):
    assert agent.post("/orders/views/drop", {"id": value}).status_code in (404, 422)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("", "state=placed"),
        ("   ", "state=placed"),
        ("x" * 61, "state=placed"),
        ("a\x07b", "state=placed"),
        ("all", "state=placed"),
        ("On  hold", "state=placed"),
        ("Late", ""),
        ("Late", "after=x&all=1"),
        ("Late", "state=lost"),
        ("Late", "day=2024-13-01"),
        ("Late", "when=tomorrow"),
    ],
)
def test_what_is_no_view_is_refused_and_nothing_is_kept(agent, name, asked):
    assert save(name, asked, agent).status_code == 422
    assert queries.views("agent") == []


def test_a_refused_name_is_shown_again_beside_its_form(agent):
    answer = save("Today", "state=placed", agent, shared="1").content.decode()
    assert "is a view of everybody" in answer
    assert 'value="Today"' in answer and 'value="state=placed"' in answer


def test_a_person_keeps_fifty_views_at_most(agent):
    for nth in range(50):
        save(f"V{nth}", client=agent)
    assert save("V50", client=agent).status_code == 409
    assert save("V7", "state=placed", agent).status_code == 302
    assert len(names("agent")) == 50


@pytest.mark.parametrize("role", ["picker", "packer"])
def test_only_the_office_keeps_views(db, role):
    client = client_of(role)
    assert save(client=client).status_code == 403
    assert client.post("/orders/views/drop", {"id": 1}).status_code == 403
    assert Client(headers={"host": "localhost"}).post("/orders/views").status_code == 302


def test_days_that_go_with_the_calendar(agent):
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    for number, at in {
        "now": today, "yesterday": today - timedelta(microseconds=1), "week": today - timedelta(days=6),
        "before": today - timedelta(days=6, microseconds=1), "old": today - timedelta(days=40),
    }.items():  # fmt: skip
        place(number, placed_at=at, now=timezone.now())
    for when, expected in {
        "today": {"now"}, "yesterday": {"yesterday"}, "week": {"now", "yesterday", "week"},
        "month": {"now", "yesterday", "week", "before"}, "": {"now", "yesterday", "week", "before", "old"},
    }.items():  # fmt: skip
        assert listed(agent, f"/orders?when={when}") == expected, when


def test_a_fixed_day_counts_before_a_span(agent):
    asked = read({"day": "2024-05-15", "when": "today", "state": " placed ", "text": "x\x00"})
    assert asked == Filter(text="x", state="placed", day=date(2024, 5, 15))
    assert asked.bounds(NOW.date()) == (
        datetime(2024, 5, 15, tzinfo=NOW.tzinfo),
        datetime(2024, 5, 16, tzinfo=NOW.tzinfo),
    )
    for wrong in ("0001-01-01", "9999-12-31", "2024-5-1"):
        with pytest.raises(Refusal):
            read({"day": wrong})


def test_the_built_in_views(agent):
    one, two = place("1"), place("2")
    operations.hold(order_id=one, kind="MANUAL", reason="x", now=NOW, actor="agent")
    cancel(two)
    shown = agent.get("/orders").content.decode()
    tabs = re.findall(r'class="view" href="([^"]+)"[^>]*>([^<]+)</a>', shown)
    assert [name for _, name in tabs] == ["All", "On hold", "Backordered", "Today"]
    numbers = {name: listed(agent, address) for address, name in tabs}
    assert numbers == {"All": {"1", "2"}, "On hold": {"1"}, "Backordered": set(), "Today": set()}


def test_an_order_held_twice_is_listed_once_and_pages_go_on(agent):
    ids = [place(str(nth), placed_at=NOW - timedelta(minutes=nth)) for nth in range(5)]
    for order_id in ids:
        for kind in ("MANUAL", "HIGH_RISK_OF_FRAUD"):
            operations.hold(order_id=order_id, kind=kind, reason="x", now=NOW, actor="agent")
    operations.release(order_id=ids[1], kind="MANUAL", now=NOW, actor="agent")
    operations.release_each([ids[3]], kind="", now=NOW, actor="agent")
    first = queries.orders(on_hold=True, limit=2)
    second = queries.orders(on_hold=True, limit=2, after=first.next)
    assert [row.id for row in (*first.rows, *second.rows)] == [ids[0], ids[1], ids[2], ids[4]]
    assert (second.next, [row.id for row in queries.orders(on_hold=False).rows]) == ("", [ids[3]])
    one = queries.orders(on_hold=True, state="placed", channel="web", day=NOW.date(), text="2").rows
    assert [row.external_id for row in one] == ["2"]
    assert queries.orders(channel="nowhere").rows == queries.orders(on_hold=True, channel="nowhere").rows == ()
