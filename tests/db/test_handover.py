"""Manifests with the carrier's own form, and carriers that come: asked for once, whatever is lost on the way."""

from datetime import date, time, timedelta

import pytest
from company import NOW, differences, open_company, place_and_source, run_sql, site
from machine import Api
from standins.easypost import EasyPostStandIn

from db.accounts import cheap, connect, do_jobs
from db.floor import hand_over, pack_all, stage_all, walk_and_sort
from db.test_works_at import client_of
from packhorse.carriers import queries as carriers
from packhorse.errors import Refusal
from packhorse.packing import queries as parcels
from packhorse.shipping import operations
from packhorse.shipping.queries import handover
from packhorse.shipping.rules import TRIES
from packhorse.sorting import operations as sorting
from packhorse.sorting.rules import NewLane
from packhorse.web import keys

HOURS = {"opens": time(14), "closes": time(18), "now": NOW, "actor": "ann"}


@pytest.fixture
def shop(db, quick):
    with EasyPostStandIn().open() as found:
        yield found


def staged(shop, count=2, **prices):
    """Parcels in Bristol's lane whose labels were bought of USPS: SSCCs."""
    open_company()
    connect(shop)
    cheap(shop, **prices or {"priority": "2.50"})
    for nth in range(count):
        place_and_source(str(nth), {"MUG": 1})
    walk_and_sort("BRS")
    ids = pack_all("BRS")
    do_jobs()
    stage_all("BRS")
    return [parcels.by_id([pk])[pk].sscc for pk in ids]


def usps():
    return next(pk for pk, name in carriers.carrier_names().items() if name == "USPS")


def latest():
    return handover.hand_overs(site("BRS"))[0]


def test_the_carriers_form_is_asked_for_once_and_linked(shop):
    staged(shop)
    (manifest,) = hand_over("BRS")
    assert (latest().form, shop.forms) == ("waiting", [])
    shop.trouble("POST /scan_forms", lost=True)
    assert len(do_jobs()) == 1  # the answer was lost
    assert latest().said and do_jobs() == []
    assert (latest().form, latest().parcels, len(shop.forms), len(shop.forms[0])) == ("made", 2, 1, 2)
    pip = client_of("pip", "packer")
    page = pip.get("/ship/manifests?warehouse=BRS").content.decode()
    assert f"/manifests/{manifest}/carrier.pdf" in page
    assert pip.get(f"/manifests/{manifest}/carrier.pdf").content.startswith(b"%PDF")
    assert differences() == {}


def test_a_carrier_that_makes_no_form_says_why_and_is_asked_again_by_a_person(shop):
    staged(shop, 1)
    (manifest,) = hand_over("BRS")
    shop.trouble("POST /scan_forms", status=422, body={"message": "Not eligible."})
    do_jobs()
    assert (latest().form, latest().said[-12:]) == ("failed", "Not eligible")
    pip = client_of("pip", "packer")
    path = "/ship/manifests?warehouse=BRS"
    assert "Not eligible." in pip.get(path).content.decode()
    assert pip.get(f"/manifests/{manifest}/carrier.pdf").status_code == 404
    assert pip.post(path, {"manifest": manifest}).status_code == 302
    assert pip.post("/ship/manifests?warehouse=LDS", {"manifest": manifest}).status_code == 404
    do_jobs()
    assert latest().form == "made"
    assert pip.post(path, {"manifest": manifest}).status_code == 409


def test_what_is_never_answered_waits_for_a_person(shop):
    staged(shop, 1)
    hand_over("BRS")
    run_sql("UPDATE shipping_carrierform SET attempts = %s", TRIES - 1)
    shop.trouble("POST /scan_forms", status=503)
    assert do_jobs() == []
    assert latest().form == "failed"


def test_a_rate_tables_manifest_has_no_form_and_names_what_stayed(db):
    open_company()
    sorting.keep_lane(warehouse_id=site("BRS"), lane=NewLane("HOME", "LANE-BRS-HOME", ("GB",), holds=""))
    for nth in range(2):
        place_and_source(str(nth), {"MUG": 1})
    walk_and_sort("BRS")
    first, second = (parcels.by_id([pk])[pk].sscc for pk in pack_all("BRS"))
    stage_all("BRS")
    (albion,) = {row[0] for row in run_sql("SELECT carrier_id FROM shipping_shipment")}
    operations.load(code=first, warehouse_id=site("BRS"), carrier_id=albion, now=NOW, actor="pip")
    where = {"warehouse_id": site("BRS"), "carrier_id": albion, "gs1_prefix": "9520000", "now": NOW, "actor": "pip"}
    operations.close_manifest(**where, loaded_only=True)
    assert (latest().form, latest().left, latest().parcels) == ("", (second,), 1)
    pip = client_of("pip", "packer")
    assert second in pip.get("/ship/manifests?warehouse=BRS").content.decode()
    assert "1 stayed behind" in pip.get("/ship?warehouse=BRS").content.decode()
    api = Api(keys.add_key(name="gun", role="packer", now=NOW))
    (row,) = api("GET", "/manifests?warehouse=BRS")[1]["manifests"]
    assert (row["left"], row["form"], row["cost_minor"]) == ([second], "", 310)
    assert api("GET", f"/manifests?warehouse=BRS&before={row['id']}")[1] == {"manifests": [], "next": None}


def ask(**more):
    given = {"warehouse_id": site("BRS"), "carrier_id": usps(), "day": NOW.date()} | HOURS | more
    return operations.ask_pick_up(**given)


def coming():
    return handover.pick_ups(site("BRS"))[0]


def test_a_carrier_comes_once_and_not_when_it_is_cancelled(shop):
    staged(shop, 1)
    pick_up = ask(note="ring at gate 2")
    shop.trouble("POST /pickups", lost=True)
    shop.trouble("POST /pickups/*/buy", lost=True)
    assert [len(do_jobs()) for _ in range(3)] == [1, 1, 0]
    row = coming()
    assert (row.state, row.confirmation, row.price_minor, row.currency) == ("coming", "WTC1", 0, "GBP")
    (asked,) = shop.pickups.values()
    assert (asked["min_datetime"], asked["instructions"]) == ("2024-05-15T14:00:00+01:00", "ring at gate 2")
    assert asked["address"]["street1"] and asked["reference"].startswith("packhorse-pickup-")
    with pytest.raises(Refusal, match="asked to come on this day already"):
        ask()
    operations.cancel_pick_up(pick_up_id=pick_up)
    shop.trouble("POST /pickups/*/cancel", lost=True)
    assert [len(do_jobs()) for _ in range(2)] == [1, 0]
    assert (coming().state, asked["status"]) == ("cancelled", "canceled")
    with pytest.raises(Refusal, match="is cancelled"):
        operations.cancel_pick_up(pick_up_id=pick_up)
    ask()


def test_a_carrier_that_cannot_come_says_so(shop):
    staged(shop, 1)
    shop.comes = {}
    ask()
    assert do_jobs() == []
    assert (coming().state, "No driver is free" in coming().said) == ("refused", True)
    ask()  # and may be asked again


def test_a_pick_up_that_cannot_be_cancelled_stays(shop):
    staged(shop, 1)
    pick_up = ask()
    do_jobs()
    operations.cancel_pick_up(pick_up_id=pick_up)
    shop.trouble("POST /pickups/*/cancel", status=422, body={"message": "The driver is on his way."})
    do_jobs()
    assert coming().state == "coming"
    assert coming().said.startswith("It could not be cancelled") and "on his way" in coming().said


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"carrier_id": 10**9}, "NOT_FOUND"),
        ({"closes": time(14)}, "BAD_HOURS"),
        ({"day": date(2024, 5, 14)}, "DAY_IS_OVER"),
        ({"day": NOW.date() + timedelta(31)}, "DAY_TOO_FAR"),
        ({"note": "x\ny"}, "BAD_NOTE"),
        ({"warehouse": "LDS"}, "NO_PARCEL"),
        ({"carrier": "Albion Post"}, "NO_ACCOUNT"),
    ],
)
def test_what_no_carrier_can_be_asked_is_refused(shop, more, code):
    staged(shop, 1)
    if name := more.pop("carrier", None):
        more["carrier_id"] = next(pk for pk, each in carriers.carrier_names().items() if each == name)
    if place := more.pop("warehouse", None):
        more["warehouse_id"] = site(place)
    with pytest.raises(Refusal) as caught:
        ask(**more)
    assert caught.value.code == code


def test_pick_ups_by_page_and_api(shop):
    staged(shop, 1)
    pip, path = client_of("pip", "packer"), "/ship/pick-ups?warehouse=BRS"
    assert "No pick-up was asked for" in pip.get(path).content.decode()
    form = {"carrier": usps(), "day": "2999-01-01", "from": "14:00", "until": "18:00"}
    answer = pip.post(path, form)
    assert (answer.status_code, "too far off" in answer.content.decode()) == (422, True)
    assert pip.post(path, form | {"from": "2 pm"}).status_code == 422
    api = Api(keys.add_key(name="gun", role="packer", now=NOW))
    body = {"warehouse": "BRS", "carrier": "USPS", "day": "2999-01-01", "opens": "14:00:00", "closes": "18:00:00"}
    assert api("POST", "/floor/pick-ups", body)[1]["code"] == "DAY_TOO_FAR"
    assert api("POST", "/floor/pick-ups", body | {"carrier": "XX"})[1]["code"] == "UNKNOWN_CARRIER"
    assert api("POST", "/floor/pick-ups", body | {"opens": "14:00:00Z"})[1]["code"] == "NOT_A_TIME"
    pick_up = ask()
    assert "being asked" in pip.get(path).content.decode()
    assert api("POST", f"/floor/pick-ups/{pick_up}/cancel")[1]["code"] == "NOT_COMING"
    do_jobs()
    page = pip.get(path).content.decode()
    assert "WTC1" in page and "free of charge" in page
    (row,) = api("GET", "/floor/pick-ups?warehouse=BRS")[1]["pick_ups"]
    assert (row["state"], row["confirmation"], row["price_minor"]) == ("coming", "WTC1", 0)
    assert pip.post("/ship/pick-ups?warehouse=LDS", {"cancel": pick_up}).status_code == 404
    assert pip.post(path, {"cancel": pick_up}).status_code == 302
    assert api("POST", "/floor/pick-ups/999999/cancel")[0] == 404
    do_jobs()
    assert coming().state == "cancelled"
    assert client_of("ann", "picker").get(path).status_code == 403
