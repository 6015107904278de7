"""The order's page and the operations agree on what is possible; a refused form comes back with what was typed."""

import pytest
from company import NOW, cancel, line_ids, open_company, place, relay, run_sql
from django.db import transaction

from db.floor import STAGES, bring_to, deliver, ship
from db.test_chosen import client_of
from packhorse.errors import Refusal
from packhorse.packing import queries as parcels
from packhorse.placing import operations, queries
from packhorse.placing.rules import Edit, NewAddress, order_number
from packhorse.web import parting
from packhorse.web.pages.order import progress
from packhorse.web.pages.order_forms import forms

ELSEWHERE = NewAddress("Ada Cole", "8 High Street", "York", "YO1 7HH", "GB")


@pytest.fixture
def office(db):
    open_company()
    return client_of("agent")


def refused(call, **more):
    """Whether an operation refuses; what it did is undone."""
    try:
        with transaction.atomic():
            call(now=NOW, actor="agent", **more)
            transaction.set_rollback(True)
    except Refusal:
        return True
    return False


def verdicts(order_id):
    """{action: whether its operation refuses}."""
    (line, *_) = line_ids(order_id)
    detail = queries.detail(order_id)
    left = next((each.id for each in detail.lines if each.quantity > each.cancelled + each.shipped), line)
    kinds = [row.kind for row in queries.holds([order_id]) if row.released_at is None]

    def edit(**wanted):
        return refused(operations.edit, order_id=order_id, wanted=Edit(**wanted))

    return {
        "lines": edit(quantities={line: detail.lines[0].quantity + 5}),
        "address": edit(address=ELSEWHERE),
        "delivery": edit(service="express"),
        "gift": edit(gift_message="With love"),
        "hold": refused(operations.hold, order_id=order_id, kind="HIGH_RISK_OF_FRAUD", reason="x"),
        "release": refused(operations.release, order_id=order_id, kind=kinds[0] if kinds else "MANUAL"),
        "cancel": refused(operations.cancel, order_id=order_id, units=None),
        "note": refused(operations.note, order_id=order_id, text="x"),
        "priority": edit(priority="urgent"),
        "ship_rule": edit(ship_rule="complete"),
        "split": refused(parting.split, order_id=order_id, units={left: 1}),
        "merge": refused(parting.merge, order_id=order_id, others=set()),
    }


def said(order_id):
    """{action: whether the page says that it is not possible}."""
    holds = [row for row in queries.holds([order_id]) if row.released_at is None]
    shown = forms(queries.detail(order_id), holds=len(holds), refused=None, **progress(order_id))
    return {name: bool(form.why_not) for name, form in shown.items()}


@pytest.mark.parametrize("stage", [*STAGES, "delivered", "cancelled", "held", "part cancelled"])
def test_what_the_page_says_is_what_the_operations_do(db, stage):
    open_company()
    order_id = place("1", {"MUG": 2, "BOOK": 1})
    if stage in STAGES:
        bring_to(order_id, stage)
    elif stage == "delivered":
        bring_to(order_id, "shipped")
        for parcel in parcels.of_order(order_id):
            deliver(parcel.id)
    elif stage == "held":
        operations.hold(order_id=order_id, kind="MANUAL", reason="x", now=NOW, actor="agent")
    else:
        cancel(order_id, None if stage == "cancelled" else {line_ids(order_id)[0]: 1})
    assert said(order_id) == verdicts(order_id)


def test_of_an_order_in_two_parcels_of_which_one_has_left(db):
    open_company()
    order_id = place("1", {"DESK": 1, "PAINT": 1})  # no warehouse has both
    relay()
    ship("BRS")
    assert said(order_id) == verdicts(order_id)
    assert said(order_id)["address"] and not said(order_id)["cancel"]


def post(client, order_id, what, **sent):
    return client.post(f"/orders/{order_number(order_id)}/{what}", sent)


def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_it(office):
    order_id = place("1")
    line = line_ids(order_id)[0]
    answer = post(office, order_id, "edit", **{f"quantity-{line}": "7", f"price-{line}": "4.999", "add-sku": "<NEW>"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Write the price as 12.50." in shown and 'value="4.999"' in shown and "&lt;NEW&gt;" in shown
    assert shown.index("<summary>Lines") < shown.index("Write the price") < shown.index("<summary>Address")
    assert f'name="quantity-{line}" type="number" min="0" max="1000000" value="7"' in shown
    assert queries.lines([order_id])[0].quantity == 1


@pytest.mark.parametrize(
    ("what", "sent", "status", "words"),
    [
        ("hold", {"kind": "WHIM", "reason": "rang twice"}, 422, "rang twice"),
        ("release", {"kind": "MANUAL"}, 409, "is not held for MANUAL"),
        ("note", {"text": " " * 10}, 422, "A note has between 1"),
        ("note", {"text": "long " * 500}, 422, "long long"),
        ("edit", {"line1": "1 Road", "name": "", "city": "Bath", "country": "GB"}, 422, "1 Road"),
        ("edit", {"service": "rocket", "delivery_instructions": "by the shed"}, 422, "by the shed"),
        ("edit", {"gift_message": "x" * 600}, 422, "x" * 600),
        ("edit", {"add-sku": "MUG", "add-quantity": "two", "add-price": "1"}, 422, "is not a whole number of units"),
        ("cancel", {"line": "999", "units": "1"}, 404, "There is no order line 999"),
    ],
)
def test_every_form_comes_back_when_it_is_refused(office, what, sent, status, words):
    order_id = place("1")
    answer = post(office, order_id, what, **sent)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert order_number(order_id) in answer.content.decode()


def test_a_form_sent_too_late_is_refused_beside_what_is_no_longer_possible(office):
    order_id = place("1")
    cancel(order_id)
    answer = post(office, order_id, "edit", line1="9 New Road", name="Ada", city="Bath", country="GB")
    shown = answer.content.decode()
    assert (answer.status_code, "9 New Road" in shown, "is cancelled: nothing can be changed now" in shown) == (
        409,
        True,
        True,
    )
    assert "The order is cancelled already." in shown


def test_a_price_is_changed_and_one_that_stays_is_no_change(office):
    order_id = place("1", {"MUG": 2})
    line = line_ids(order_id)[0]
    post(office, order_id, "edit", **{f"quantity-{line}": "2", f"price-{line}": "5.00"})
    assert run_sql("SELECT count(*) FROM outbox_event WHERE kind = 'OrderEdited'") == [(0,)]
    assert post(office, order_id, "edit", **{f"quantity-{line}": "2", f"price-{line}": "4.50"}).status_code == 302
    assert queries.rows([order_id])[order_id].goods_minor == 900


def test_what_is_not_possible_stands_there_with_its_reason(office):
    order_id = place("1")
    bring_to(order_id, "packed")
    run_sql("UPDATE packing_parcel SET state = 'packed'")
    shown = office.get(f"/orders/{order_number(order_id)}").content.decode()
    assert "No label was bought yet." in shown and "The order is not on hold." in shown
    assert 'disabled aria-describedby="why-release"' in shown
    cancel(order_id)
    relay()
    shown = office.get(f"/orders/{order_number(order_id)}").content.decode()
    assert shown.count("nothing of it can be changed") == 8


@pytest.mark.parametrize("what", ["cancel", "hold", "release", "note", "edit"])
def test_an_order_that_is_not_there_and_a_role_that_may_not(office, what):
    assert post(office, 999, what, kind="MANUAL").status_code == 404
    assert post(client_of("picker"), place("1"), what, kind="MANUAL").status_code == 403
