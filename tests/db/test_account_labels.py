"""Labels bought with accounts: the best of all carriers, whoever is away, and never two for one parcel."""

import pytest
from company import NOW, cancel, counts, kinds, relay, run_sql
from standins.easypost import EasyPostStandIn

from db.accounts import cheap, connect, do_jobs, label_order, packed, purchases
from db.office import edit
from db.test_works_at import client_of
from packhorse.carriers.adapters import open_account
from packhorse.carriers.queries import accounts
from packhorse.packing import queries as parcels
from packhorse.shipping import operations, queries
from packhorse.shipping.queries import labels
from packhorse.shipping.rules import LOOKS


@pytest.fixture
def shop(db, quick):
    with EasyPostStandIn().open() as found:
        yield found


def test_the_best_of_all_carriers_is_bought_and_every_offer_kept(shop):
    order_id, parcel_id = packed(shop, priority="2.50", ground="2.80")
    assert queries.of_order(order_id) == []
    assert do_jobs() == []
    (row,) = queries.of_order(order_id)
    assert (row.carrier, row.service, row.price_minor) == ("USPS", "Priority", 250)
    assert row.tracking_number == shop.paid[0]["tracking_code"]
    assert queries.label_zpl(parcel_id) == f"^XA^FO20,20^FD{row.tracking_number}^FS^XZ"
    prices = {(offer["carrier"], offer["service"]): offer.get("price_minor", str(offer)) for offer in row.offers}
    assert prices == {
        ("ALB", "standard"): 310,
        ("ALB", "express"): 930,
        ("ERX", "standard"): 360,
        ("ERX", "express"): 1080,
        ("USPS", "Priority"): 250,
        ("UPS", "Ground"): 280,
    }
    assert (label_order(parcel_id)[:2], purchases(), kinds(order_id)[-1]) == (("bought", 1), ["bought"], "LabelBought")
    assert do_jobs() == []
    assert len(shop.paid) == 1


def test_a_rate_table_that_is_cheaper_is_taken_and_nothing_is_paid(shop):
    order_id, parcel_id = packed(shop)
    do_jobs()
    (row,) = queries.of_order(order_id)
    assert (row.carrier, row.price_minor, shop.paid, purchases()) == ("Albion Post", 310, [], [])
    assert "Ada Cole" in queries.label_zpl(parcel_id)
    assert label_order(parcel_id)[0] == "bought"


def test_a_lost_answer_is_found_again_by_its_key(shop):
    order_id, parcel_id = packed(shop, priority="2.50")
    shop.trouble("POST /shipments/*/buy", lost=True)
    assert do_jobs() == []
    (row,) = queries.of_order(order_id)
    assert (row.carrier, len(shop.bought), purchases()) == ("USPS", 1, ["bought"])
    assert label_order(parcel_id)[0] == "bought"


def test_where_nothing_answers_the_next_best_is_bought_and_what_was_paid_is_given_back(shop):
    order_id, _ = packed(shop, priority="2.50", ground="2.80")
    shop.trouble("POST /shipments/*/buy", lost=True)
    shop.trouble("GET /shipments/*", status=503)
    do_jobs()
    (row,) = queries.of_order(order_id)
    assert (row.carrier, len(shop.paid), purchases()) == ("Albion Post", 1, ["unsure"])
    assert do_jobs() == []  # it answers again
    assert (len(shop.bought), shop.paid, purchases()) == (1, [], ["voided"])
    assert [each.carrier for each in queries.of_order(order_id)] == ["Albion Post"]


def test_that_looking_is_refused_says_nothing_of_the_purchase(shop):
    packed(shop, priority="2.50")
    shop.trouble("POST /shipments/*/buy", lost=True)
    shop.trouble("GET /shipments/*", status=401)
    do_jobs()
    assert (purchases(), len(shop.paid)) == (["unsure"], 1)
    do_jobs()
    assert (purchases(), shop.paid) == (["voided"], [])


def test_a_purchase_that_never_came_about_is_looked_for_a_few_times(shop):
    packed(shop, priority="2.50")
    shop.trouble("POST /shipments/*/buy", status=503)
    shop.trouble("GET /shipments/*", status=503)
    do_jobs()
    waits = [do_jobs() for _ in range(LOOKS)]
    assert waits == [[15], [30], [60], [120], []]
    assert (purchases(), shop.bought) == (["absent"], [])


def test_a_carrier_that_is_away_is_passed_by_and_not_asked_again_for_a_minute(shop):
    order_id, _ = packed(shop, priority="2.50")
    shop.trouble("POST /shipments", status=503)
    do_jobs()
    (row,) = queries.of_order(order_id)
    assert row.carrier == "Albion Post"
    away = [offer["excluded"] for offer in row.offers if offer["carrier"] == "EP"]
    assert len(away) == 1 and away[0].startswith("The carrier answers 503")
    asked = len(shop.asked)
    edit(order_id, delivery_instructions="Ring twice")
    do_jobs()
    assert len(shop.asked) == asked
    assert queries.of_order(order_id)[-1].carrier == "Albion Post"


def test_what_a_carrier_refuses_to_sell_is_bought_of_the_next(shop):
    order_id, _ = packed(shop, priority="2.50", ground="2.80")
    shop.trouble("POST /shipments/*/buy", status=422, body={"error": {"message": "Insufficient funds."}})
    do_jobs()
    (row,) = queries.of_order(order_id)
    assert (row.carrier, len(shop.bought), purchases()) == ("UPS", 1, ["refused", "bought"])
    said = {offer["service"]: offer.get("excluded", "") for offer in row.offers}
    assert "Insufficient funds" in said["Priority"]


def test_what_a_dead_worker_bought_is_found_and_kept(shop):
    order_id, parcel_id = packed(shop, priority="2.50")
    run_sql("UPDATE shipping_labelorder SET attempts = 1, begun_at = %s", NOW.replace(year=2023))
    (account,) = accounts.accounts()
    key = "packhorse-before-it-died"
    with open_account(accounts.access(account.id), private=True) as (adapter, client):
        from packhorse.shipping.operations.to_label import ToLabel

        ready = ToLabel([parcel_id], now=NOW)
        quote = adapter.rates(client, ready.asked(ready.parcels[0], key=key, form="zpl"))
        adapter.buy(client, quote.ref, quote.rates[0].ref)
    service = accounts.sold_with(account.id)["usps", "priority"]
    run_sql(
        "INSERT INTO shipping_purchase (key, parcel_id, account_id, service_id, quote, rate, ref, price_minor, state,"
        " attempts, said, at) VALUES (%s, %s, %s, %s, 'q', 'r', '', 250, 'asked', 0, '', now())",
        key,
        parcel_id,
        account.id,
        service,
    )
    do_jobs()
    (row,) = queries.of_order(order_id)
    assert (row.carrier, row.tracking_number) == ("USPS", shop.bought[0]["tracking_code"])
    assert (len(shop.bought), len(shop.paid), purchases()) == (1, 1, ["bought"])


def test_the_label_of_a_cancelled_order_is_given_back(shop):
    order_id, _ = packed(shop, priority="2.50")
    do_jobs()
    cancel(order_id)
    relay()
    assert do_jobs() == []
    assert (shop.paid, purchases(), [row.state for row in queries.of_order(order_id)]) == ([], ["voided"], ["voided"])


def test_an_order_that_is_cancelled_meanwhile_costs_nothing(shop):
    order_id, parcel_id = packed(shop, priority="2.50")
    cancel(order_id)
    relay()
    assert do_jobs() == []
    assert (label_order(parcel_id)[0], shop.bought) == ("dropped", [])


def test_another_address_gets_another_label_and_the_first_is_given_back(shop):
    order_id, _ = packed(shop, priority="2.50")
    do_jobs()
    (first,) = queries.of_order(order_id)
    edit(order_id, delivery_instructions="Ring twice")
    assert do_jobs() == []
    before, after = queries.of_order(order_id)
    assert (before.state, after.state, after.token) == ("voided", "labelled", first.token)
    assert [each["tracking_code"] for each in shop.paid] == [after.tracking_number]
    assert purchases() == ["voided", "bought"]


def test_a_label_that_a_carrier_wants_its_money_for_waits_for_a_person(shop):
    order_id, _ = packed(shop, priority="2.50")
    do_jobs()
    shop.refund = "rejected"
    cancel(order_id)
    relay()
    do_jobs()
    assert purchases() == ["owed"]
    (owed,) = labels.owed()
    assert (owed.order_id, owed.price_minor) == (order_id, 250) and "does not take the label back" in owed.said
    shop.refund = "refunded"
    assert operations.void_again([owed.key], now=NOW) == 1
    do_jobs()
    assert (purchases(), labels.owed()) == (["voided"], [])


def test_a_parcel_that_no_carrier_takes_waits_for_a_person_with_the_reasons(shop):
    order_id, parcel_id = packed(shop)
    run_sql("DELETE FROM carriers_zone WHERE dest_country = 'GB'")
    shop.currency = "USD"
    do_jobs()
    assert queries.of_order(order_id) == []
    state, _, said = label_order(parcel_id)
    assert state == "failed" and "does not go from GB to GB" in said and "its price is in USD" in said
    (failed,) = labels.failed_labels()
    assert failed.parcel_id == parcel_id
    shop.currency = "GBP"
    assert operations.try_labels_again([parcel_id], now=NOW) == 1
    do_jobs()
    assert [row.carrier for row in queries.of_order(order_id)] == ["USPS"]
    assert labels.failed_labels() == []


def test_where_nobody_else_takes_it_a_carrier_that_is_away_is_waited_for(shop):
    order_id, parcel_id = packed(shop, priority="2.50")
    run_sql("DELETE FROM carriers_zone WHERE dest_country = 'GB'")
    shop.trouble("POST /shipments", status=503)
    assert do_jobs() == [15]
    assert label_order(parcel_id)[:2] == ("waiting", 1)
    run_sql("DELETE FROM shipping_away")
    assert do_jobs() == []
    assert [row.carrier for row in queries.of_order(order_id)] == ["USPS"]


def test_dangerous_goods_go_only_with_a_service_that_takes_them(shop):
    order_id, _ = packed(shop, {"MUG": 1}, priority="0.50", ground="0.60")
    run_sql("UPDATE catalog_product SET hazmat_class = 'LQ' WHERE sku = 'MUG'")
    run_sql("UPDATE carriers_service SET takes_hazmat = ARRAY['LQ'] WHERE code IN ('Ground', 'standard')")
    do_jobs()
    (row,) = queries.of_order(order_id)
    assert row.carrier == "UPS"
    said = {offer["service"]: offer.get("excluded", "") for offer in row.offers}
    assert said["Priority"] == "takes no dangerous goods of class LQ"


def test_a_label_as_pdf_is_kept_as_it_came(shop):
    _, parcel_id = packed(shop, priority="2.50")
    connect(shop, form="pdf")
    do_jobs()
    assert queries.label_zpl(parcel_id) == "" and labels.label_pdf(parcel_id).startswith(b"%PDF")


def test_a_label_bought_with_an_account_ships_like_any_other(shop):
    from db.floor import hand_over, stage_all

    order_id, _ = packed(shop, priority="2.50")
    do_jobs()
    stage_all("BRS")
    hand_over("BRS")
    assert counts(order_id) == [(1, 0, 1, 1, 0)]
    cheap(shop)


def test_the_bench_says_how_far_the_label_is_and_prints_the_carriers_own(shop):
    _, parcel_id = packed(shop, priority="2.50")
    pip = client_of("pip", "packer")
    sscc = parcels.by_id([parcel_id])[parcel_id].sscc
    run_sql("UPDATE packing_parcel SET packed_at = now()")
    waiting = pip.get(f"/parcels/{sscc}/label")
    assert (waiting.status_code, "Carriers are being asked" in waiting.content.decode()) == (200, True)
    do_jobs()
    assert pip.get(f"/parcels/{sscc}/label").status_code == 286
    assert pip.get(f"/parcels/{sscc}/label.zpl").content.startswith(b"^XA^FO20,20^FD9405")
    assert pip.get(f"/parcels/{sscc}/label.pdf").status_code == 409
    run_sql("UPDATE shipping_shipment SET label_pdf = 'the label', label_zpl = ''")
    assert pip.get(f"/parcels/{sscc}/label.pdf").content == b"the label"
    assert pip.get(f"/parcels/{sscc}/label.zpl").status_code == 409


def test_the_bench_says_why_no_label_could_be_bought(shop):
    _, parcel_id = packed(shop)
    run_sql("DELETE FROM carriers_zone WHERE dest_country = 'GB'")
    shop.currency = "USD"
    do_jobs()
    sscc = parcels.by_id([parcel_id])[parcel_id].sscc
    answer = client_of("pip", "packer").get(f"/parcels/{sscc}/label")
    assert answer.status_code == 286 and "its price is in USD" in answer.content.decode()
