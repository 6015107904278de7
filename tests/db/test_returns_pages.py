"""The pages of returns: an agent asks and settles, a dock worker scans, a manager rules, and all read why."""

import re

import pytest
from company import NOW, differences, open_company, product
from django.test import Client

from db.returns import LATER, ask, back, came, delivered, line_of, refund, row
from db.test_inbound_pages import signed_in
from packhorse.errors import Refusal
from packhorse.packing import queries as packing
from packhorse.placing.rules import order_number
from packhorse.returns import operations, queries
from packhorse.shipping.models import Shipment, Trouble
from packhorse.shipping.queries import troubles
from packhorse.web.reshipping import reship


@pytest.fixture
def office(db):
    open_company()
    return signed_in("manager")


def text_of(client: Client, path, form=None, status=200):
    answer = client.post(path, form, follow=True) if form is not None else client.get(path)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return re.sub(r"\s+", " ", answer.content.decode())


def key_of(page):
    return re.search(r'name="key" value="([^"]+)"', page)[1]


def test_an_agent_asks_decides_and_refunds(office):
    order_id = delivered({"MUG": 2})
    number, line = order_number(order_id), line_of(order_id, "MUG")
    page = text_of(office, f"/returns/new?order={number}")
    form = {"order": number, "key": key_of(page), "wish": "refund", "words": "<b>no</b>", "goodwill": "on"}
    form |= {f"units-{line}": "3", f"reason-{line}": "other"}
    refused = text_of(office, "/returns/new", form, 409)
    assert "2 of MUG were sent and 0 are returned: not 3 more" in refused and 'value="3"' in refused
    page = text_of(office, "/returns/new", form | {f"units-{line}": "1"})
    assert "waits for a decision" in page and "&lt;b&gt;no&lt;/b&gt;" in page
    (mine,) = queries.of_order(order_id)
    at = f"/returns/{mine.rma}"
    assert "requested" in text_of(office, "/returns?view=requested") and mine.rma in text_of(office, "/returns")
    assert "is authorised" in text_of(office, f"{at}/do", {"do": "approve"})
    came(mine.id, "MUG")
    came(mine.id, "LAMP")
    page = text_of(office, at)
    (item, lamp) = queries.items(mine.id)
    assert "not announced" in page
    look = {"do": "inspect", "item": item.id, "key": key_of(page), "disposition": "restock", "units": "1"}
    assert "they are in RECEIVING" in text_of(office, f"{at}/do", look)
    assert "use one of" in text_of(office, f"{at}/do", look | {"disposition": "eat"}, 422)
    assert "no whole number" in text_of(office, f"{at}/do", look | {"units": "two"}, 422)
    other = ask(order_id, {"MUG": 1})
    assert "with another return" in text_of(office, f"/returns/{row(other).rma}/do", look, 422)
    assert "no amount" in text_of(office, f"{at}/do", {"do": "refund", "amount": "5,x"}, 422)
    assert "Say what to do" in text_of(office, f"{at}/do", {"do": "dance"}, 422)
    assert "5.00 GBP was refunded" in text_of(office, f"{at}/do", {"do": "refund", "amount": "5.00"})
    page = text_of(office, f"/orders/{number}")
    for words in ("Return authorised", "Returned goods came", "Return settled: refunded", "£5.00 refunded"):
        assert words in page
    assert (lamp.line_id, differences()) == (None, {})


def test_a_dock_worker_scans_a_return(office):
    order_id = delivered({"MUG": 2})
    return_id = ask(order_id, {"MUG": 2})
    rma, floor = row(return_id).rma, signed_in("picker")
    assert "There is no return" in text_of(floor, "/dock/returns?warehouse=LDS", {"code": "nonsense"}, 422)
    page = text_of(floor, "/dock/returns?warehouse=LDS", {"code": f" {rma[:2]}-{rma[2:6]}-{rma[6:].lower()}"})
    assert "0 / 2" in page

    def scan(code, **more):
        key = re.search(r'name="scan" value="([^"]+)"', page)[1]
        return text_of(floor, "/dock/returns", {"rma": rma, "scan": key, "code": code, **more}, more.pop("status", 200))

    page = scan(product("MUG").barcode)
    assert "1 × MUG, into QUARANTINE" in page and "1 / 2" in page
    page = scan("4711")
    assert "Nobody knows 4711: noted" in page
    (item, unknown) = queries.items(return_id)
    seen = {"rma": rma, "item": item.id, "key": key_of(page), "disposition": "scrap", "units": "1", "note": "chipped"}
    assert "Scrap: lay them into DAMAGED" in text_of(floor, "/dock/returns", seen)
    assert "1 missing" in text_of(floor, "/dock/returns", {"rma": rma, "missing": "1"})
    assert (row(return_id).state, row(return_id).proposed_minor, unknown.product_id) == ("inspected", 500, None)
    assert "Scan the number on the parcel" in text_of(floor, "/dock/returns", {"rma": rma, "done": "1"})
    assert "That came incomplete" in text_of(floor, "/dock/returns", {"rma": rma, "code": "MUG", "scan": "x"}, 422)
    assert "This return is done" in text_of(floor, f"/dock/returns?rma={rma}")
    assert floor.get("/returns").status_code == 403
    assert differences() == {}


def test_a_manager_rules_and_a_wrong_rule_is_shown_as_typed(office):
    page = text_of(office, "/returns/rules")
    fields = dict(re.findall(r'name="((?:code|words)-\d+)" maxlength="\d+" value="([^"]*)"', page))
    form = {**fields, "window_days": "14", "fee_percent": "10", "label": "3.99", "claim_below": "15"}
    form |= {"final_sale": "MUG", "note": "shorter", "fee-0": "on"}
    wrong = text_of(office, "/returns/rules", form | {"final_sale": "MUG NOPE"}, 422)
    assert "NOPE" in wrong and 'value="14"' in wrong
    assert "at most 30" in text_of(office, "/returns/rules", form | {"code-0": "No Way"}, 422)
    assert "Version 1 of the rules holds" in text_of(office, "/returns/rules", form)
    held = queries.rules()
    assert (held.window_days, held.fee_percent, held.label_minor, held.claim_below_minor) == (14, 10, 399, 1500)
    assert (held.final_sale, held.reasons[0].fee) == ({product("MUG").id}, True)
    assert signed_in("agent").get("/returns/rules").status_code == 403


def test_why_goods_come_back_is_told_by_product(office):
    order_id = delivered({"MUG": 4, "BOOK": 1})
    refund(back(order_id, {"MUG": 2}, reason="defective"))
    ask(order_id, {"MUG": 1}, reason="wrong_size")
    operations.decline(return_id=ask(order_id, {"BOOK": 1}, reason="other"), note="worn", now=LATER, actor="ann")
    page = text_of(office, "/returns/reasons?days=0")
    assert "It does not work" in page and "75.0 %" in page and "BOOK" not in page
    lines = office.get("/returns/reasons.csv?days=0").content.decode("utf-8-sig").splitlines()
    assert lines[1:] == ["MUG,Mug,defective,2,2,3,4,75.0", "MUG,Mug,wrong_size,1,0,3,4,75.0"]
    assert "Choose a period" in text_of(office, "/returns/reasons?days=7", status=422)
    assert "Nothing was returned" in text_of(office, "/returns/reasons?days=0&sku=BOOK")


def test_what_was_sent_again_is_not_returned_and_what_is_claimed_is_not_sent_again(office):
    order_id = delivered({"MUG": 1})
    parcel = troubles_of(order_id, "damaged")
    mine = ask(order_id, {"MUG": 1}, wish="claim", reason="damaged", now=NOW)
    with pytest.raises(Refusal, match="settle that return by an exchange"):
        reship(trouble_id=parcel.id, note="", now=NOW, actor="ann")
    operations.cancel(return_id=mine, now=NOW, actor="ann")
    reship(trouble_id=parcel.id, note="", now=NOW, actor="ann")
    with pytest.raises(Refusal, match="not 1 more"):
        ask(order_id, {"MUG": 1}, wish="claim", reason="damaged", now=NOW)
    rma = row(mine).rma
    assert "cancelled" in text_of(office, f"/returns/{rma}")
    page = text_of(office, "/returns?number=R111111111", status=404)
    assert "There is no return" in page


def troubles_of(order_id, kind):
    (parcel,) = packing.of_order(order_id)
    shipment = Shipment.objects.get(parcel_id=parcel.id)
    Trouble.objects.create(shipment=shipment, kind=kind, opened_at=NOW)
    return troubles.of_order(order_id)[0]
