"""What audits find is kept, shown, explained and repaired by a person who has read what would be done."""

import re
import time
from datetime import timedelta

import pytest
from company import NOW, bin_id, differences, open_company, place_and_source, receive, relay, run_sql, site
from machine import Api

from db.floor import wave
from db.test_chosen import client_of
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.web import keys
from packhorse.web.audit import runs
from packhorse.web.audit.explain import explain
from packhorse.web.audit.runs import keep_audit
from packhorse.web.audit.telling import plain, tell
from packhorse.web.nights import keep_nights
from packhorse.web.queue import Queue

DAY = timedelta(days=1)


def spoil():
    """A bin holds four more than the books say."""
    run_sql("UPDATE inventory_binstock SET quantity = 14 WHERE bin_id = %s", bin_id("BRS", "A1"))


@pytest.fixture
def boss(db):
    open_company()
    return client_of("manager")


def test_each_night_keeps_what_it_found(db):
    open_company()
    keep_nights(now=NOW)
    assert (runs.last_run().differences, runs.last_run().actor) == (0, "night")
    spoil()
    keep_nights(now=NOW + DAY)
    last = runs.last_run()
    assert (last.at, last.differences) == (NOW + DAY, 2)
    assert last.findings[0] == {
        "area": "inventory",
        "invariant": "bins",
        "says": "What lies in a bin is what the ledger brought there and took away, lot by lot.",
        "words": "MUG in bin A1 of BRS: 14, the ledger says 10",
        "sku": "MUG",
        "warehouse": "BRS",
    }
    assert [each.differences for each in runs.runs(limit=5)] == [2, 0]


def test_old_runs_are_forgotten(db):
    open_company()
    for nth in range(3):
        keep_audit(now=NOW + nth * DAY, actor="night")
    run_sql(
        "INSERT INTO web_auditrun (at, took_ms, invariants, differences, findings, actor) "
        "SELECT now(), 1, 1, 0, '[]', 'x' FROM generate_series(1, 400)"
    )
    keep_audit(now=NOW + 9 * DAY, actor="night")
    assert run_sql("SELECT count(*) FROM web_auditrun") == [(runs.KEPT,)]
    assert runs.last_run().at == NOW + 9 * DAY


def test_the_page_shows_what_differs_and_a_mark_stands_on_every_page_until_it_is_clean(boss):
    keep_audit(now=NOW, actor="night")
    assert b"The books are right" in boss.get("/audit").content
    assert b"rows differ" not in boss.get("/keys").content
    spoil()
    keep_audit(now=NOW + DAY, actor="night")
    page = boss.get("/audit").content.decode()
    assert "MUG in bin A1 of BRS: 14, the ledger says 10" in page
    assert '/stock/MUG/explain?warehouse=BRS"' in page and "/audit/repair" in page
    assert b"rows differ" in boss.get("/keys").content
    assert b"The last audit found 2 rows" in boss.get("/tower").content


def test_the_page_before_any_audit_says_so(boss):
    assert b"No audit has been made yet" in boss.get("/audit").content


def test_only_the_company_sees_and_repairs_the_books(db):
    open_company()
    agent = client_of("agent")
    assert [agent.get(path).status_code for path in ("/audit", "/audit/repair")] == [403, 403]
    assert agent.post("/audit/repair", {"reason": "x", "sure": "1"}).status_code == 403
    spoil()
    keep_audit(now=NOW, actor="night")
    tower = agent.get("/tower").content
    assert b"Tell a manager" in tower and b'href="/audit"' not in tower


def test_audit_now_is_the_workers_and_is_asked_for_once(own_db):
    open_company()
    client = client_of("manager")
    assert client.post("/audit")["Location"] == "/audit"
    assert b"An audit is being made" in client.get("/audit").content
    client.post("/audit")
    assert run_sql("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'web.audit'") == [(1,)]
    with Queue():
        end = time.monotonic() + 30
        while b"The books are right" not in client.get("/audit", headers={"hx-request": "true"}).content:
            assert time.monotonic() < end
            time.sleep(0.1)
    assert runs.last_run().actor == "manager"


def mark_of(page):
    return re.findall(r'name="mark" value="(\w+)"', page.content.decode())[0]


def test_a_repair_is_shown_agreed_to_with_a_reason_and_then_done(boss):
    spoil()
    page = boss.get("/audit/repair")
    assert "Nothing is changed yet" in page.content.decode() and differences() != {}
    mark = mark_of(page)
    for sent, words in (
        ({"mark": mark, "sure": "1"}, "Say in words why"),
        ({"mark": mark, "reason": "  ", "sure": "1"}, "Say in words why"),
        ({"mark": mark, "reason": "mice"}, "Tick that the list was read"),
        ({"mark": "other", "reason": "mice", "sure": "1"}, "differ in another way"),
        ({"reason": "mice", "sure": "1"}, "differ in another way"),
    ):
        refused = boss.post("/audit/repair", sent)
        assert refused.status_code in (409, 422) and words in refused.content.decode()
        assert differences() != {}
    assert boss.post("/audit/repair", {"mark": mark, "reason": "mice", "sure": "1"})["Location"] == "/audit"
    assert differences() == {}
    page = boss.get("/audit").content.decode()
    assert "The books are right" in page and "manager: mice" in page and "bin A1" in page
    assert "Stock needs no repair" in boss.get("/audit/repair").content.decode()


def test_what_no_repair_can_settle_is_said_with_what_to_do(boss):
    place_and_source("1", {"MUG": 1})
    run_sql("UPDATE placing_order SET goods_minor = goods_minor + 1")
    keep_audit(now=NOW, actor="night")
    page = boss.get("/audit").content.decode()
    assert "its lines say 500" in page and "report it with the order" in page and "Repair stock" not in page
    page = boss.get("/audit/repair").content.decode()
    assert (
        "Stock needs no repair" in page and "What a person must settle" in page and "report it with the order" in page
    )


def test_an_explanation_names_everything_that_led_here(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 4})
    wave("BRS")
    inventory.snapshot(at=NOW + timedelta(hours=1))
    receive("BRS", "A2", "MUG", 5, now=NOW + DAY)
    relay()
    told = explain(sku="MUG", warehouse="BRS")
    assert (told.differs, told.clues) == ((), ())
    assert [(line.kind, line.delta, line.on_hand, line.to_bin) for line in told.lines] == [
        ("received", 5, 15, "A2"),
        ("received", 10, 10, "A1"),
    ]
    number = f"PH{order_id + 1000000}"
    assert [(each.who, each.units, each.bin) for each in told.rights] == [(number, 4, "A1")]
    assert [(each.order, each.units) for each in told.picks] == [(number, 4)]
    assert [(each.on_hand, each.fits) for each in told.snapshots] == [(10, True)]
    assert {line.warehouse for line in explain(sku="MUG").lines} == {"BRS", "LDS", "LIL"}
    text = "\n".join(tell(told))
    assert "Nothing differs." in text and number in text and "A2" in text
    assert plain(told)["product"] == {"sku": "MUG", "name": "Mug"}


def test_it_names_the_line_that_cannot_be_right_and_the_snapshot_after_which_the_books_differ(db):
    open_company()
    keep_audit(now=NOW, actor="night")
    for day in (1, 2, 3):
        receive("BRS", "A1", "MUG", 1, now=NOW + day * DAY)
        inventory.snapshot(at=NOW + day * DAY + timedelta(hours=1))
    run_sql(
        "INSERT INTO inventory_movement (at, kind, product_id, warehouse_id, quantity, delta, actor, cause) "
        "SELECT %s, 'adjusted', product_id, warehouse_id, 20, -20, 'mouse', 'night' FROM inventory_movement "
        "WHERE warehouse_id = %s AND at = %s LIMIT 1",
        NOW + 2 * DAY,
        site("BRS"),
        NOW + DAY,
    )
    keep_audit(now=NOW + 4 * DAY, actor="night")
    told = explain(sku="MUG")
    bad = told.lines[0]
    assert (bad.actor, bad.suspect, bad.on_hand) == ("mouse", True, -7)
    assert "BRS: on hand 13, the ledger adds up to -7" in told.differs
    clues = "\n".join(told.clues)
    assert f"Ledger line {bad.id} (BRS) is the first after which -7 would be on hand." in clues
    assert f"Ledger line {bad.id} (BRS) is not one that Packhorse writes" in clues
    assert "BRS: the snapshot before 2024-05-17 10:00 kept 12 on hand" in clues
    assert "since the one before 2024-05-16 10:00, which fits" in clues
    assert "The audit of 2024-05-19 09:00 was the first to find it. That of 2024-05-15 09:00 found nothing" in clues


def test_it_says_when_a_number_was_changed_beside_the_ledger(db):
    open_company()
    run_sql("UPDATE inventory_stocklevel SET reserved = 2 WHERE warehouse_id = %s AND on_hand = 20", site("BRS"))
    told = explain(sku="BOOK")
    assert told.differs == ("BRS: reserved 2, the reservations say 0",)
    assert told.clues == ("No audit that was kept has found this: it began after the last one.",)
    keep_audit(now=NOW, actor="night")
    assert "a number was changed beside it" in explain(sku="BOOK").clues[-1]
    with pytest.raises(Refusal):
        explain(sku="NONE")


def test_the_page_of_an_explanation_marks_the_line(boss):
    run_sql(
        "INSERT INTO inventory_movement (at, kind, product_id, warehouse_id, quantity, delta, actor, cause, reason) "
        "SELECT at, 'adjusted', product_id, warehouse_id, 3, 3, '<b>mouse</b>', 'night', '' "
        "FROM inventory_movement LIMIT 1"
    )
    page = boss.get("/stock/MUG/explain").content.decode()
    assert "cannot be right" in page and "&lt;b&gt;mouse" in page and "<b>mouse" not in page


def test_the_api_says_what_the_last_audit_found(db):
    open_company()
    machine, agent = (Api(keys.add_key(name=role, role=role, now=NOW)) for role in ("manager", "agent"))
    assert machine("GET", "/audit")[0] == 404
    spoil()
    keep_audit(now=NOW, actor="night")
    status, said, _ = machine("GET", "/audit")
    assert (status, said["differences"], said["actor"]) == (200, 2, "night")
    assert {(each["invariant"], each["sku"], each["warehouse"]) for each in said["findings"]} == {
        ("bins", "MUG", "BRS"),
        ("places", "MUG", "BRS"),
    }
    assert agent("GET", "/audit")[0] == 403
