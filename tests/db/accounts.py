"""An account with a stand-in of EasyPost, and the worker's jobs of carriers, done as it does them."""

import json

from company import NOW, open_company, place_and_source, run_sql

from db.floor import pack_all, walk_and_sort
from packhorse.carriers import operations as carriers
from packhorse.carriers.rules import NewCarrier, NewService
from packhorse.outside import Again
from packhorse.returns import operations as returns
from packhorse.shipping import operations as shipping

SECRET = "a-secret-of-the-webhook"


def connect(shop, *, code="EP", form="zpl"):
    """Open an account, and keep the two services that are bought with it."""
    secrets = {"api_key": shop.key, "webhook_secret": SECRET}
    carriers.keep_account(
        code=code, kind="easypost", address=f"{shop.address}/v2", secrets=secrets, form=form, private=True, now=NOW
    )
    carriers.keep_carriers(
        [
            NewCarrier(name, name, name[:2], "GBP", (), (service(each),), account=code)
            for name, each in (("USPS", "Priority"), ("UPS", "Ground"))
        ]
    )


def service(code):
    return NewService(code, code, 5000, 30_000, 1500, ())


def cheap(shop, **prices):
    """Let the stand-in's services cost so much, in pounds."""
    for name, price in prices.items():
        key = {"priority": ("USPS", "Priority"), "ground": ("UPS", "Ground")}[name]
        shop.rates[key] = (price, shop.rates[key][1])


def packed(shop, lines=None, **prices):
    """A packed order whose label is still to be bought: (order id, parcel id)."""
    open_company()
    connect(shop)
    cheap(shop, **prices)
    order_id = place_and_source("1", lines or {"MUG": 1})
    walk_and_sort("BRS")
    (parcel_id,) = pack_all("BRS")
    return order_id, parcel_id


def do_jobs(now=NOW):
    """Do the carriers' jobs that wait, each once; return the seconds after which some want to be done again."""
    waits = []
    waiting = "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = 'carriers'"
    for pk, name, args in run_sql(f"{waiting} ORDER BY id"):
        try:
            area, _, verb = name.partition(".")
            getattr({"shipping": shipping, "returns": returns}[area], verb)(**json.loads(args), private=True, now=now)
        except Again as again:
            waits.append(again.seconds)
            continue
        run_sql("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", pk)
    return waits


def label_order(parcel_id):
    ((state, attempts, said),) = run_sql(
        "SELECT state, attempts, said FROM shipping_labelorder WHERE parcel_id = %s", parcel_id
    )
    return state, attempts, said


def purchases():
    return [row[0] for row in run_sql("SELECT state FROM shipping_purchase ORDER BY id")]
