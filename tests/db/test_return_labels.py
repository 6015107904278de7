"""Carriers' labels of returns, over sockets: one a return whatever is lost, given back when nobody uses it."""

from datetime import timedelta

import pytest
from company import differences, relay, run_sql

from db.accounts import cheap, do_jobs
from db.return_labels import RULES, approved, label, selling, sent_by_table, steps
from db.returns import LATER, ask, came, look, row
from db.test_account_tracking import hook
from packhorse.carriers import operations as carriers
from packhorse.errors import Refusal
from packhorse.returns import operations, queries
from packhorse.returns.operations import keep_rules
from packhorse.returns.rules import Rules, spoken
from packhorse.shipping.queries import labels as shipments


@pytest.fixture
def shop(db, quick):
    with selling() as found:
        yield found


@pytest.fixture
def order_id(shop):
    return sent_by_table()


def test_a_label_is_bought_when_the_return_is_approved(shop, order_id):
    return_id = ask(order_id, {"MUG": 2}, reason="other")
    assert label(return_id) is None  # a person decides first
    operations.approve(return_id=return_id, now=LATER, actor="ann")
    assert (label(return_id).state, shop.asked) == ("waiting", [])
    assert do_jobs(LATER) == []
    mine = label(return_id)
    assert (mine.state, mine.carrier, mine.service, mine.price_minor, mine.currency) == (
        "bought", "USPS", "Priority", 758, "GBP",
    )  # fmt: skip
    assert (mine.tracking_number, mine.form, mine.good) == (shop.paid[0]["tracking_code"], "pdf", True)
    assert mine.tracking_url == f"https://track.example/{mine.tracking_number}"
    assert queries.label_content(return_id) == b"%PDF-1.4 a label"
    assert mine.valid_until == (LATER + timedelta(days=28)).date()
    assert "label bought" in steps(return_id)
    sent = shop.asked[0].body["shipment"]
    assert sent["is_return"] is True and sent["options"]["print_custom_1"] == spoken(row(return_id).rma)
    # As it stands on the label, when EasyPost has changed the ends about: from the customer to the dock.
    made = shop.paid[0]
    assert (made["from_address"]["name"], made["to_address"]["street1"]) == ("Ada Cole", "1 Dock Road")
    assert made["parcel"]["weight"] > 0
    assert (do_jobs(LATER), len(shop.bought)) == ([], 1)


def test_whose_label_is_bought(shop, order_id):
    claim = ask(order_id, {"BOOK": 1}, wish="claim", reason="damaged")
    fee = ask(order_id, {"MUG": 1})  # 3.99 is taken off his refund
    keep_rules(rules=Rules(label_account="EP"), now=LATER, actor="boss")
    own = ask(order_id, {"MUG": 1})  # he chooses his carrier himself
    assert (label(claim), label(fee).state, label(own)) == (None, "waiting", None)
    keep_rules(rules=Rules(), now=LATER, actor="boss")
    operations.cancel(return_id=own, now=LATER, actor="ann")
    assert label(approved(order_id)) is None


def test_a_refusal_is_kept_in_the_carriers_words_and_tried_again_by_a_person(shop, order_id):
    return_id = approved(order_id)
    shop.trouble("POST /shipments/*/buy", status=422, body={"error": {"message": "Insufficient funds."}})
    assert do_jobs(LATER) == []
    assert label(return_id).state == "failed" and "Insufficient funds" in label(return_id).said
    for _ in range(2):
        operations.get_label_again(return_id=return_id, now=LATER, actor="ann")
    assert do_jobs(LATER) == []
    assert (label(return_id).state, len(shop.bought)) == ("bought", 1)
    operations.get_label_again(return_id=return_id, now=LATER, actor="ann")  # it is there
    assert (do_jobs(LATER), len(shop.bought)) == ([], 1)


def test_offers_that_may_not_be_bought_are_named_with_the_reason(shop, order_id):
    shop.currency = "USD"
    shop.rates["DHL", "Parcel"] = ("1.00", 1)
    return_id = approved(order_id)
    do_jobs(LATER)
    said = label(return_id).said
    assert "USPS Priority: its price is in USD, costs are in GBP" in said and "DHL Parcel: not set up" in said
    shop.currency = "GBP"
    run_sql("UPDATE catalog_product SET hazmat_class = 'LQ' WHERE sku = 'MUG'")
    run_sql("UPDATE carriers_service SET takes_hazmat = ARRAY['LQ'] WHERE code = 'Ground'")
    cheap(shop, priority="0.50")
    operations.get_label_again(return_id=return_id, now=LATER, actor="ann")
    do_jobs(LATER)
    assert label(return_id).carrier == "UPS"  # the cheapest takes no dangerous goods


def test_an_account_that_is_not_in_use_says_so(shop, order_id):
    carriers.use_account(code="EP", on=False)
    return_id = approved(order_id)
    do_jobs(LATER)
    assert label(return_id).state == "failed" and "account EP is not in use" in label(return_id).said
    assert shop.asked == []


def test_a_cancelled_return_costs_nothing(shop, order_id):
    early, late = approved(order_id), approved(order_id)
    operations.cancel(return_id=early, now=LATER, actor="ann")
    do_jobs(LATER)
    assert (label(early).state, label(late).state, len(shop.paid)) == ("dropped", "bought", 1)
    for _ in range(2):
        operations.cancel(return_id=late, now=LATER, actor="ann")
    assert label(late).state == "to_void"
    assert do_jobs(LATER) == []
    assert (label(late).state, shop.paid, queries.label_content(late)) == ("voided", [], None)
    assert (label(late).form, steps(late)[-1]) == ("", "label given back")
    relay()


def test_a_label_that_the_carrier_wants_its_money_for_waits_for_a_person(shop, order_id):
    return_id = approved(order_id)
    do_jobs(LATER)
    shop.refund = "rejected"
    operations.give_label_back(return_id=return_id, note="He came by himself", now=LATER, actor="ann")
    do_jobs(LATER)
    assert label(return_id).state == "owed" and "does not take the label back" in label(return_id).said
    assert queries.labels_to_see_to() == 1
    shop.refund = "refunded"
    operations.get_label_again(return_id=return_id, now=LATER, actor="ann")
    do_jobs(LATER)
    assert (label(return_id).state, shop.paid) == ("voided", [])
    operations.give_label_back(return_id=return_id, now=LATER, actor="ann")  # done already
    operations.get_label_again(return_id=return_id, now=LATER, actor="ann")  # he sends it after all
    do_jobs(LATER)
    assert (label(return_id).state, len(shop.paid), label(return_id).tracking_number) == (
        "bought", 1, shop.paid[0]["tracking_code"],
    )  # fmt: skip


def test_a_label_that_nobody_uses_is_given_back_in_time(shop, order_id):
    return_id, seen = approved(order_id), approved(order_id)
    do_jobs(LATER)
    shop.trackers[label(seen).tracking_number] = [("in_transit", "2024-05-20T08:00:00Z", "Bath")]
    assert operations.poll_labels(now=LATER) == 2
    do_jobs(LATER)
    day = LATER + timedelta(days=28)
    assert operations.expire_labels(now=day) == 0
    assert operations.expire_labels(now=day + timedelta(days=1)) == 1
    do_jobs(day)
    assert (label(return_id).state, label(seen).state, row(return_id).state) == ("voided", "bought", "approved")
    assert "label expired" in steps(return_id)


def test_a_return_is_followed_by_the_hour_and_by_webhook(shop, order_id):
    return_id = approved(order_id)
    do_jobs(LATER)
    number = label(return_id).tracking_number
    shop.trackers[number] = [
        ("pre_transit", "2024-05-19T08:00:00Z", "Bath"),
        ("in_transit", "2024-05-20T08:00:00Z", "Bristol"),
    ]
    assert (operations.poll_labels(now=LATER), operations.poll_labels(now=LATER)) == (1, 0)
    assert do_jobs(LATER) == []
    assert label(return_id).tracking_state == "in_transit"
    assert [scan.place for scan in queries.scans_of(return_id)] == ["Bristol, GB", "Bath, GB"]
    operations.poll_labels(now=LATER + timedelta(hours=1))
    shop.trouble("GET /trackers", status=503)
    assert do_jobs(LATER) == [15]
    do_jobs(LATER)
    assert len(queries.scans_of(return_id)) == 2
    shop.trackers[number].append(("delivered", "2024-05-21T08:00:00Z", "Leeds"))
    assert hook(shop, number).status_code == 200
    assert (label(return_id).tracking_state, shipments.strays()) == ("delivered", [])
    assert operations.poll_labels(now=LATER + timedelta(days=1)) == 0


def test_a_label_is_not_bought_for_what_is_there_already(shop, order_id):
    return_id = approved(order_id)
    came(return_id, "MUG")
    do_jobs(LATER)
    assert (label(return_id).state, shop.bought) == ("dropped", [])
    with pytest.raises(Refusal, match="is received"):
        operations.get_label_again(return_id=return_id, now=LATER, actor="ann")


def test_a_label_can_be_bought_for_a_return_that_had_none(shop, order_id):
    keep_rules(rules=Rules(), now=LATER, actor="boss")
    return_id = ask(order_id, {"MUG": 1})
    with pytest.raises(Refusal, match="name no account"):
        operations.get_label_again(return_id=return_id, now=LATER, actor="ann")
    with pytest.raises(Refusal, match="no label of a carrier"):
        operations.give_label_back(return_id=return_id, now=LATER, actor="ann")
    keep_rules(rules=RULES, now=LATER, actor="boss")
    operations.get_label_again(return_id=return_id, now=LATER, actor="ann")
    do_jobs(LATER)
    assert (label(return_id).state, len(shop.paid)) == ("bought", 1)
    claim = ask(order_id, {"BOOK": 1}, wish="claim", reason="damaged")
    operations.approve(return_id=claim, now=LATER, actor="ann")
    with pytest.raises(Refusal, match="nothing is to come"):
        operations.get_label_again(return_id=claim, now=LATER, actor="ann")


def test_rules_name_an_account_that_is_there(shop):
    for rules, words in ((Rules(label_account="XX"), r"no account 'XX' \(EP\)"), (Rules(label_days=0), "label_days")):
        with pytest.raises(Refusal, match=words):
            keep_rules(rules=rules, now=LATER, actor="boss")
    assert queries.rules() == Rules(version=1, label_account="EP", label_minor=399)


def test_labels_are_forgotten_with_the_address(shop, order_id):
    return_id = approved(order_id)
    do_jobs(LATER)
    operations.forget_words([order_id], now=LATER, actor="night")
    assert (queries.label_content(return_id), label(return_id).good, label(return_id).price_minor) == (None, False, 758)


def test_nothing_is_taken_off_for_a_label_that_never_came(shop, order_id):
    had, none = ask(order_id, {"MUG": 1}), ask(order_id, {"MUG": 1})
    run_sql("UPDATE returns_returnlabel SET state = 'failed' WHERE returned_id = %s", none)
    do_jobs(LATER)
    for return_id in (had, none):
        came(return_id, "MUG")
        look(return_id)
    assert [row(each).proposed_minor for each in (had, none)] == [500 - 399, 500]
    assert differences() == {}
