"""What the office's pages of returns refuse stands on the form that was sent, with all that was typed."""

import re

import pytest
from company import open_company

from db.returns import LATER, ask, back, came, delivered, look, row
from db.test_inbound_pages import signed_in
from db.test_returns_pages import key_of, text_of
from packhorse.returns import operations, queries

NOTE = '<b>"worn"'
SHOWN = 'value="&lt;b&gt;&quot;worn&quot;"'


@pytest.fixture
def office(db):
    open_company()
    return signed_in("manager")


def form_of(page, marked):
    """The form of a page in which something stands."""
    (form,) = [each for each in re.findall(r"<form.*?</form>", page) if marked in each]
    return form


def send(office, return_id, marked, status, **form):
    page = text_of(office, f"/returns/{row(return_id).rma}/do", form, status)
    assert page.count('role="alert"') == 1
    return form_of(page, marked)


def test_a_decision(office):
    return_id = ask(delivered({"MUG": 2}), {"MUG": 2}, reason="other")
    page = send(office, return_id, 'value="decline"', 422, do="decline", note=" ")
    assert "Say in words why" in page
    page = send(office, return_id, 'value="decline"', 422, do="decline", note="x" * 301)
    assert "at most 300 characters" in page and f'value="{"x" * 301}"' in page
    assert row(return_id).state == "requested"
    operations.cancel(return_id=return_id, now=LATER, actor="ben")
    # Its form is not there any more: then it is said at the top.
    page = text_of(office, f"/returns/{row(return_id).rma}/do", {"do": "approve"}, 409)
    assert "is cancelled: that can be done only while it is requested" in page.partition(">Goods<")[0]


def test_a_refund(office):
    return_id = back(delivered({"MUG": 2}), {"MUG": 2})
    form = {"do": "refund", "amount": "99.00", "reference": "psp-7", "note": NOTE}
    page = send(office, return_id, 'value="refund"', 422, **form)
    assert "At most 10.00 GBP may be refunded" in page
    assert all(typed in page for typed in ('value="99.00"', 'value="psp-7"', SHOWN))
    page = send(office, return_id, 'value="refund"', 422, do="refund", amount="5,x", reference="psp-7")
    assert "is no amount" in page and 'value="5,x"' in page and 'value="psp-7"' in page
    page = send(office, return_id, 'value="close"', 422, do="close", note="")
    assert "Say in words why nothing is refunded" in page
    assert "5.00 GBP was refunded" in text_of(
        office, f"/returns/{row(return_id).rma}/do", form | {"amount": "5.00"}
    )  # as the page was sent once more


def test_an_exchange(office):
    return_id = back(delivered({"MUG": 2}), {"MUG": 2}, wish="exchange")
    at = f"/returns/{row(return_id).rma}/exchange"
    for goods, status, words in (
        ("BOOK 9", 422, "Send 1 to 2 units"),
        ("BOOK", 422, "line 1: write the SKU"),
        ("<NO> 1", 422, "cannot be sent"),
    ):
        page = text_of(office, at, {"goods": goods}, status)
        shown = goods.replace("<", "&lt;").replace(">", "&gt;")
        form = form_of(page, 'name="goods"')
        assert words in form and f">{shown}</textarea>" in form, goods
        assert page.count('role="alert"') == 1
    assert "sends the goods" in text_of(office, at, {"goods": "BOOK 1"})
    page = text_of(office, "/returns/R111111111/exchange", {"goods": ""}, 404)


def test_what_came(office):
    order_id = delivered({"MUG": 3})
    return_id = ask(order_id, {"MUG": 1})
    for _ in range(2):
        came(return_id, "MUG")
    first, second = queries.items(return_id)
    at = f"/returns/{row(return_id).rma}"
    form = {"do": "inspect", "item": first.id, "key": key_of(text_of(office, at)), "disposition": "restock"}
    page = send(office, return_id, f'id="note-{first.id}"', 422, **form, units="9", note=NOTE)
    assert "1 of these units are to be looked at, not 9" in page and 'value="9"' in page and SHOWN in page
    page = send(office, return_id, f'id="reason-{second.id}"', 422, do="accept", item=second.id, reason="moon")
    assert "there is no reason" in page
    look(return_id)
    page = text_of(office, f"{at}/do", form | {"units": "1", "key": "nonsense"}, 422)
    assert "came incomplete" in page.partition(">Goods<")[0]  # nothing is left to look at
    assert "Say what to do" in text_of(office, f"{at}/do", {"do": "dance"}, 422).partition(">Goods<")[0]


def test_numbers_that_are_none(office):
    page = text_of(office, "/returns?number=R7-<b>", status=404)
    assert "There is no return" in page and 'value="R7-&lt;b&gt;"' in form_of(page, 'name="number"')
    page = text_of(office, "/returns/new?order=PH-<b>", status=404)
    assert "There is no order" in page and 'value="PH-&lt;b&gt;"' in form_of(page, 'name="order"')
    rules = {"window_days": "x", "fee_percent": "1", "label": "0", "claim_below": "0", "note": NOTE}
    page = text_of(office, "/returns/rules", rules, 422)
    assert "no whole number" in page and SHOWN in page
