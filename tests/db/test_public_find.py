"""Into the tracking page by order number and postal code; instructions changed there; both no oftener than is good."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from company import NOW, open_company, place_and_source, relay, run_sql
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from db.floor import bring_to, hand_over, ship
from db.office import merge
from db.public import find, link, page, place_private, stranger
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.shipping import queries as shipments
from packhorse.shipping.pages.public import track as track_page
from packhorse.shipping.pages.public.track import ACTOR, CHANGES, TRIES_OF_ADDRESS, TRIES_OF_NUMBER
from packhorse.web import pace


@pytest.fixture(autouse=True)
def clock(db, monkeypatch):
    open_company()
    at = SimpleNamespace(now=lambda: NOW + timedelta(hours=1))
    monkeypatch.setattr(track_page, "timezone", at)
    return at


def instructions(order_id):
    return placing.wishes([order_id])[order_id][1]


def body(answer):
    return answer.content.decode().split("<main", 1)[1]


@pytest.mark.parametrize("number", ["W-1", "w-1", " #W-1", "ours", "digits"])
@pytest.mark.parametrize("code", ["BA1 1AA", "ba11aa", " BA1-1AA "])
def test_number_and_postal_code_lead_to_the_link(number, code):
    order_id = place_private("W-1")
    bring_to(order_id, "labelled")
    ours = order_number(order_id)
    asked = {"ours": ours.lower(), "digits": ours.removeprefix("PH")}.get(number, number)
    answer = find(stranger(), asked, code)
    assert (answer.status_code, answer["Location"]) == (303, link(order_id))
    assert stranger().get(answer["Location"]).status_code == 200


def test_a_wrong_number_and_a_wrong_code_have_one_answer():
    order_id = place_private("W-1")
    place_and_source("W-2", city="York")
    answers, questions = {}, set()
    for name, number, code in (
        ("code", "W-1", "BA1 1AB"), ("number", "W-9", "BA1 1AA"), ("others", "W-1", "YO1 7HH"), ("none", "W-1", ""),
        ("ours", order_number(order_id), "BA2 1AA"), ("strange", "é²'\"%", "²"), ("long", "9" * 5000, "1" * 5000),
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            answer = find(stranger(), number, code)
        questions.add(len(asked))
        assert answer.status_code == 422 and "No order fits" in body(answer)
        answers[name] = body(answer).replace(f'value="{number}"', "").split("csrfmiddlewaretoken")[0]
        assert "Location" not in answer
    assert len(set(answers.values())) == len(questions) == 1
    assert answer["Cache-Control"].count("no-store")


def test_an_order_without_a_postal_code_is_found_by_nobody():
    order_id = place_private("W-1")
    run_sql("UPDATE placing_orderaddress SET postal_code = ''")
    for code in ("", " ", "-", "0"):
        assert find(stranger(), order_number(order_id), code).status_code == 422


def test_two_shops_may_count_alike_and_the_code_tells_which():
    first, second = place_private("1001"), place_private("#1001", city="York", postal_code="YO1 7HH")
    for order_id in (first, second):
        bring_to(order_id, "sourced")
    seen = {code: stranger().get(find(stranger(), "1001", code)["Location"]) for code in ("BA1 1AA", "YO1 7HH")}
    assert "To Bath" in seen["BA1 1AA"].content.decode() and "To York" in seen["YO1 7HH"].content.decode()


def test_an_order_that_was_merged_leads_to_the_one_it_went_into():
    kept, gone = place_private("W-1"), place_private("W-2")
    merge(kept, gone)
    html = stranger().get(find(stranger(), "W-2", "BA1 1AA")["Location"]).content.decode()
    assert order_number(kept) in html


def test_one_address_may_try_only_so_often(clock):
    place_private("W-1")
    for nth in range(TRIES_OF_ADDRESS):
        assert find(stranger(), f"X-{nth}", "1").status_code == 422
    for number in ("W-1", "X-1"):
        answer = find(stranger(), number, "BA1 1AA")
        assert answer.status_code == 429 and "tried too often" in body(answer) and answer["Retry-After"] == "3600"
    assert find(stranger(), "W-1", "BA1 1AA", REMOTE_ADDR="203.0.113.9").status_code == 303
    clock.now = lambda: NOW + timedelta(hours=2, seconds=1)
    assert find(stranger(), "W-1", "BA1 1AA").status_code == 303


def test_one_number_may_be_tried_only_so_often_whoever_tries(clock):
    place_private("W-1")
    for nth in range(TRIES_OF_NUMBER):
        for number in ("W-1", "W-7"):
            assert find(stranger(), number, "1", REMOTE_ADDR=f"2001:db8:{nth}::1").status_code == 422
    for nth, number in enumerate(("W-1", "w-1", "#W-1", "W-7")):  # there or not
        assert find(stranger(), number, "BA1 1AA", REMOTE_ADDR=f"198.51.100.{nth}").status_code == 429
    clock.now = lambda: NOW + timedelta(hours=3)
    assert find(stranger(), "W-1", "BA1 1AA").status_code == 303


def test_tries_are_kept_without_names_and_not_for_good(clock):
    find(stranger(), "W-1", "BA1 1AA")
    kept = run_sql("SELECT key FROM web_try")
    assert len(kept) == 2 and all(len(key) == 64 and "W-1" not in key for (key,) in kept)
    clock.now = lambda: NOW + timedelta(hours=5)
    find(stranger(), "W-2", "BA1 1AA", REMOTE_ADDR="198.51.100.1")
    assert run_sql("SELECT count(*) FROM web_try") == [(2,)]


@pytest.mark.parametrize(
    ("meta", "https", "who"),
    [
        ({"REMOTE_ADDR": "198.51.100.7", "HTTP_X_FORWARDED_FOR": "1.2.3.4"}, False, "198.51.100.7"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.5"}, True, "203.0.113.5"),
        ({"REMOTE_ADDR": "127.0.0.1"}, True, "127.0.0.1"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, False, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "::ffff:198.51.100.7"}, False, "198.51.100.7"),
        ({"REMOTE_ADDR": ""}, False, ""),
    ],
)
def test_who_tries_is_told_by_the_connection_or_by_our_own_proxy(meta, https, who, settings_of):
    settings_of(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https") if https else None)
    assert pace.address_of(RequestFactory().get("/track", **meta)) == who


def test_instructions_are_kept_replaced_and_removed_until_the_parcel_leaves():
    order_id = place_private()
    bring_to(order_id, "labelled")
    where, client = link(order_id), stranger()
    answer = client.post(where, {"instructions": "  Behind\r\n the  greenhouse\u2028please "}, follow=True)
    assert instructions(order_id) == "Behind the greenhouse please"
    html = answer.content.decode()
    assert "Your instructions are kept." in html and "greenhouse" not in html and "Instructions are kept with" in html
    relay()
    live = [row for row in shipments.of_order(order_id) if row.state == "labelled"]
    assert len(live) == 1 and link(order_id).startswith("/t/") and client.get(where).status_code == 200
    assert run_sql("SELECT actor FROM outbox_event WHERE kind = 'OrderEdited'") == [(ACTOR,)]
    client.post(where, {"instructions": "Ring twice"})
    assert instructions(order_id) == "Ring twice"
    assert "no instructions any more" in client.post(where, {"remove": "1"}, follow=True).content.decode()
    assert instructions(order_id) == ""


def test_instructions_are_in_the_customers_language_after_the_change_too():
    order_id = place_private()
    bring_to(order_id, "labelled")
    answer = stranger("fr").post(f"{link(order_id)}?lang=de", {"instructions": "Hinten"}, follow=True)
    assert "Ihre Hinweise sind gespeichert." in answer.content.decode()


def test_after_the_hand_over_nothing_can_be_changed():
    order_id = place_private(instructions="Ring twice")
    ship("BRS")
    html = page(order_id)
    assert "<form" not in html and "cannot be changed any more" in html and "Ring twice" not in html
    for sent in ({"instructions": "Behind the greenhouse"}, {"remove": "1"}):
        answer = stranger().post(link(order_id), sent)
        assert answer.status_code == 409 and "cannot be changed any more" in answer.content.decode()
    assert instructions(order_id) == "Ring twice"


def test_a_parcel_that_leaves_while_the_customer_writes_wins(monkeypatch):
    """The page was read before the hand-over; placing refuses, and the answer is the same clear one."""
    order_id = place_private()
    bring_to(order_id, "staged")
    seen = track_page.shown

    def leaves_meanwhile(*args, **kwargs):
        monkeypatch.setattr(track_page, "shown", seen)
        found = seen(*args, **kwargs)
        hand_over()
        return found

    monkeypatch.setattr(track_page, "shown", leaves_meanwhile)
    answer = stranger().post(link(order_id), {"instructions": "Behind the greenhouse"})
    assert (answer.status_code, instructions(order_id)) == (409, "")
    assert "cannot be changed any more" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [("", 422, "Write your instructions first"), (" \n", 422, "Write your"), ("é" * 301, 422, "301 characters")],
)
def test_instructions_that_are_none_or_too_long_are_refused(typed, status, said):
    order_id = place_private(instructions="Ring twice")
    bring_to(order_id, "labelled")
    answer = stranger().post(link(order_id), {"instructions": typed})
    assert answer.status_code == status and said in answer.content.decode()
    assert instructions(order_id) == "Ring twice"
    assert stranger().post(link(order_id), {"instructions": "é" * 300}).status_code == 303


def test_markup_in_instructions_is_only_text():
    order_id = place_private()
    bring_to(order_id, "labelled")
    typed = "</textarea><script>alert(1)</script>" + "x" * 300
    html = stranger().post(link(order_id), {"instructions": typed}).content.decode()
    assert "<script" not in html and "&lt;script&gt;" in html


def test_instructions_are_changed_only_so_often_a_day():
    order_id = place_private()
    bring_to(order_id, "labelled")
    for nth in range(CHANGES):
        assert stranger().post(link(order_id), {"instructions": f"Ring {nth} times"}).status_code == 303
    answer = stranger().post(link(order_id), {"instructions": "Ring"})
    assert answer.status_code == 429 and "too often" in answer.content.decode()
    assert instructions(order_id) == f"Ring {CHANGES - 1} times"


def test_a_form_of_another_site_changes_nothing():
    order_id = place_private()
    bring_to(order_id, "labelled")
    strict = stranger(enforce_csrf_checks=True)
    assert strict.post(link(order_id), {"instructions": "Elsewhere"}).status_code == 403
    assert strict.post("/track", {"number": "W-1", "postal_code": "BA1 1AA"}).status_code == 403
    assert instructions(order_id) == ""
