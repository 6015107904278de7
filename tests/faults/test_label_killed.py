"""A worker that is killed in the middle of buying a label: what was paid for is found again, and not paid twice."""

import os
import signal

from company import open_company, place_and_source
from db.accounts import connect, purchases
from db.floor import pack_all, walk_and_sort
from db.return_labels import approved, label, selling, sent_by_table
from journeys.test_back_to_the_shop import working
from standins.easypost import EasyPostStandIn

from faults import processes as p
from faults.test_shop_killed import most_of_the_time_passes
from packhorse.shipping import queries


def test_a_worker_killed_after_it_paid_buys_nothing_twice(own_db):
    with EasyPostStandIn().open() as shop:
        open_company()
        connect(shop)
        shop.rates = {("USPS", "Priority"): ("2.50", 0)}
        order_id = place_and_source("1", {"MUG": 1})
        walk_and_sort("BRS")
        pack_all("BRS")
        paid = shop.trouble("POST /shipments/*/buy", held=True)
        with working(own_db) as worker:
            assert paid.reached.wait(30)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(10)
        assert (len(shop.paid), purchases(), queries.of_order(order_id)) == (1, ["asked"], [])
        most_of_the_time_passes()
        with working(own_db):
            p.wait_until(lambda: queries.of_order(order_id), "the label is the parcel's", 75)
        (row,) = queries.of_order(order_id)
        assert (row.carrier, row.tracking_number) == ("USPS", shop.paid[0]["tracking_code"])
        assert (len(shop.bought), purchases()) == (1, ["bought"])


def test_a_worker_killed_after_it_paid_a_returns_label_buys_no_second_one(own_db):
    with selling() as shop:
        return_id = approved(sent_by_table())
        paid = shop.trouble("POST /shipments/*/buy", held=True)
        with working(own_db) as worker:
            assert paid.reached.wait(30)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(10)
        assert (len(shop.paid), label(return_id).state) == (1, "asked")
        most_of_the_time_passes()
        with working(own_db):
            p.wait_until(lambda: label(return_id).good, "the label is the return's", 75)
        assert label(return_id).tracking_number == shop.paid[0]["tracking_code"]
        assert (len(shop.bought), len(shop.paid)) == (1, 1)
