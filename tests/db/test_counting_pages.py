"""The counter's loop and the office's desk, as browsers send them; the numbers expected are told to no counter."""

import re

import pytest
from company import NOW, bin_id, differences, in_bin, open_company, product, receive, scan, site
from django.contrib.auth.models import User
from django.test import Client

from db.counting import ask, count, state
from packhorse.counting import operations
from packhorse.counting import queries as counts
from packhorse.counting.rules import count_number
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.web.logins import add_user

WORDS = "correct horse battery staple"
ROLES = {"ann": "picker", "ben": "picker", "eve": "agent", "boss": "manager"}


class People(dict):
    """Browsers in which somebody is signed in, opened as they are asked for."""

    def __missing__(self, name):
        add_user(name=name, password=WORDS, role=ROLES[name])
        self[name] = Client(headers={"host": "localhost"})
        self[name].force_login(User.objects.get(username=name))
        return self[name]


@pytest.fixture
def people(db):
    open_company()
    return People()


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def send(client, number, status=200, **sent):
    address, body = f"/floor/counts/{number}/scan", {"scan": str(scan()), **sent}
    return page(client.post(address, body, headers={"HX-Request": "true"}), status)


def test_a_counter_scans_bin_and_items_and_never_sees_what_is_expected(people):
    ann, number = people["ann"], count_number(ask("BRS", "A1"))
    seen = [page(ann.get("/floor/counts?warehouse=BRS")), page(ann.get(f"/floor/counts/{number}"))]
    assert number in seen[0] and 'data-bin="BRS-A1"' in seen[1]
    seen.append(send(ann, number, 422, code="BRS-A2"))
    assert "Wrong bin" in seen[-1]
    seen.append(send(ann, number, code="BRS-A1"))
    seen.append(send(ann, number, code="MUG", quantity="8"))
    assert re.search(r"8 ×</strong> MUG", seen[-1])
    seen.append(send(ann, number, code="BOOK"))
    book = re.search(r'value="(\d+)" aria-label="Take back what was counted of BOOK"', seen[-1])
    seen.append(send(ann, number, forget=book[1]))
    assert "of BOOK" not in seen[-1]
    seen.append(send(ann, number, done="1"))
    assert "Somebody else counts this bin a second time" in seen[-1]
    assert not any(re.search(r"\b10\b", re.sub(r'value="[^"]*"|href="[^"]*"', "", text)) for text in seen)


def test_the_bin_is_empty(people):
    number = count_number(ask("BRS", "C1"))
    send(people["ann"], number, code="BRS-C1")
    assert "Thank you" in send(people["ann"], number, empty="1")


def test_a_scanned_bin_begins_its_count(people):
    ann = people["ann"]
    answer = ann.post("/floor/counts?warehouse=BRS", {"code": "BRS-A1"})
    assert answer.status_code == 302
    assert 'data-counting="BRS-A1"' in page(ann.get(answer.url))
    assert "is no bin" in page(ann.post("/floor/counts", {"code": "what"}), 422)
    assert "go on" in page(ann.get("/floor/counts"))
    assert "is counting this bin" in page(people["ben"].get(answer.url))


def test_the_lot_is_asked_for_where_goods_have_lots(people):
    ann = people["ann"]
    lot = inventory.know_lot(product_id=product("LAMP").id, code="L<1>", expires_on=None, now=NOW)
    receive("BRS", "C1", "LAMP", 4, lot_id=lot)
    number = count_number(ask("BRS", "C1"))
    send(ann, number, code="BRS-C1")
    asked = send(ann, number, 422, code="LAMP", quantity="4")
    assert "Which lot?" in asked and "L&lt;1&gt;" in asked
    assert "lot L&lt;1&gt;" in send(ann, number, item="LAMP", quantity="4", lot="L<1>")
    assert "Thank you" in send(ann, number, done="1")


def test_the_urgent_come_first_then_the_nearest(people):
    far, near, urgent = ask("BRS", "C3"), ask("BRS", "A1"), ask("BRS", "C2")
    operations.suspect({(bin_id("BRS", "C2"), product("MUG").id)}, now=NOW)
    listed = re.findall(r"/floor/counts/(CT\d+)", page(people["ann"].get("/floor/counts?warehouse=BRS")))
    assert listed == [count_number(each) for each in (urgent, near, far)]


@pytest.mark.parametrize(
    "sent",
    [
        {"code": "\x00"},
        {"code": "9" * 5000},
        {"code": "MUG", "quantity": "x"},
        {"code": "MUG", "quantity": "-1"},
        {"code": "MUG", "quantity": "9" * 5000},
        {"code": "MUG", "scan": "no"},
        {"code": "MUG", "lot": "L" * 99},
        {"code": "MUG", "lot": "a\x00"},
        {"code": "MUG", "serial": "N1"},
        {"forget": "x-y"},
        {"forget": "9" * 30},
        {"done": "1"},
        {},
    ],
)
def test_a_strange_scan_is_refused_and_counts_nothing(people, sent):
    ct = ask("BRS", "A1")
    send(people["ann"], count_number(ct), code="BRS-A1")
    send(people["ann"], count_number(ct), 422, **sent)
    assert counts.tally(ct) == []


def test_a_count_that_is_none_is_not_there(people):
    for number in ("CT9", "CT9999999", "x", "CT" + "9" * 40):
        page(people["boss"].get(f"/counts/{number}"), 404)
        page(people["ann"].get(f"/floor/counts/{number}"), 404)


def test_the_office_decides_with_both_numbers_before_it(people):
    boss, ct = people["boss"], ask("BRS", "A1")
    number = count_number(ct)
    count(ct, {"MUG": 9})
    assert "must not know what is expected" in page(boss.get(f"/counts/{number}"))
    count(ct, {"MUG": 7}, "ben")
    shown = page(boss.get(f"/counts/{number}"))
    assert "third number" in shown and "Approve: -3 units, -£15.00" in shown
    assert number in page(boss.get("/counts"))  # what waits for a decision is shown first
    page(boss.post(f"/counts/{number}/decide", {"act": "approve", "note": " "}), 422)
    page(boss.post(f"/counts/{number}/decide", {"act": "shrug", "note": "why"}), 422)
    assert boss.post(f"/counts/{number}/decide", {"act": "approve", "note": "stolen"}).status_code == 302
    assert in_bin("BRS", "A1", "MUG") == (7, 0)
    assert [line.reason for line in stock.moved("count", ct)] == [f"{number}: stolen"]
    assert "stolen" in page(boss.get(f"/counts/{number}"))
    assert "0.0 %" in page(boss.get("/counts/accuracy"))
    assert differences() == {}


@pytest.mark.parametrize(("act", "after"), [("recount", "recount"), ("drop", "dropped")])
def test_the_office_may_not_believe_it(people, act, after):
    ct = ask("BRS", "A1")
    for actor in ("ann", "ben"):
        count(ct, {"MUG": 9}, actor)
    people["boss"].post(f"/counts/{count_number(ct)}/decide", {"act": act, "note": "no"})
    assert state(ct) == after


def test_only_a_manager_decides_and_plans(people):
    number = count_number(ask("BRS", "A1"))
    for name in ("ann", "eve"):
        for path in (f"/counts/{number}/decide", "/counts/plan", "/counts/plan/now"):
            page(people[name].post(path, {"act": "drop", "note": "no"}), 403)
    page(people["ann"].get("/counts"), 403)
    page(people["eve"].get("/floor/counts"), 403)


def test_the_office_has_a_bin_counted(people):
    eve = people["eve"]
    answer = eve.post("/counts/new", {"warehouse": "BRS", "bin": "A1", "sku": "MUG"})
    assert "only MUG" in page(eve.get(answer.url))
    for wrong in ({"warehouse": "X"}, {"bin": "Z9"}, {"bin": "\x00"}, {"sku": "NOPE"}):
        answer = eve.post("/counts/new", {"warehouse": "BRS", "bin": "A1"} | wrong)
        assert answer.status_code in (404, 422), wrong
    assert len(counts.counts(states=["due"])) == 1
    assert "/counts/new" in page(eve.get("/stock/MUG"))


def test_a_manager_keeps_a_plan_and_plans_at_once(people):
    boss = people["boss"]
    kept = {"warehouse": "BRS", "a_days": 10, "b_days": 20, "c_days": 30, "per_night": 4}
    kept |= {"tolerance_units": 1, "tolerance_percent": 0, "tolerance_minor": 900, "same_person": "on"}
    assert boss.post("/counts/plan", kept).status_code == 302
    plan = counts.plan(site("BRS"))
    assert (plan.a_days, plan.per_night, plan.tolerance_minor, plan.same_person) == (10, 4, 900, True)
    for wrong in ({"a_days": "0"}, {"per_night": "x"}, {"tolerance_minor": "9" * 99}):
        page(boss.post("/counts/plan", kept | wrong), 422)
    page(boss.post("/counts/plan", kept | {"warehouse": "X"}), 404)
    boss.post("/counts/plan/now")
    assert len(counts.to_do(site("BRS"))) == 4
    page(boss.get("/counts?view=lost"), 422)
    page(boss.get("/counts/accuracy?days=1"), 422)
