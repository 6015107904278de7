"""What lies on a bench's scale: told by a key that opens nothing else, shown at its bench, never when stale."""

from datetime import timedelta

import pytest
from company import NOW, open_company, site
from django.utils import timezone
from machine import Api

from db.test_chosen import client_of
from db.test_prints import at_bench, to_weigh
from db.test_shipping import refused
from packhorse.shipping import operations
from packhorse.shipping.queries import benches
from packhorse.web import keys

WEIGHT = {"warehouse": "BRS", "bench": "Bench 1", "grams": 512}


@pytest.fixture
def scale(db):
    open_company()
    return Api(keys.add_key(name="scale 1", role="scale", now=NOW))


def test_a_key_of_a_scale_says_weights_and_opens_nothing_else(scale):
    assert scale("PUT", "/floor/weights", WEIGHT)[:2] == (200, {"bench": "Bench 1", "grams": 512})
    assert scale("PUT", "/floor/weights", WEIGHT | {"grams": -3})[1]["grams"] == 0
    assert scale("PUT", "/floor/weights", WEIGHT | {"grams": "x"})[0] == 422
    assert scale("PUT", "/floor/weights", WEIGHT | {"warehouse": "XXX"})[0] == 404
    assert scale("GET", "/orders")[0] == scale("GET", "/printers")[0] == 403
    packer = Api(keys.add_key(name="bench", role="packer", now=NOW))
    assert packer("PUT", "/floor/weights", WEIGHT)[0] == 403
    more = {"warehouse_id": site("BRS"), "grams": 1, "now": NOW}
    assert refused(operations.take_weight, bench=" ", **more) == "BAD_BENCH"


def test_it_is_shown_at_its_bench_while_it_is_fresh(scale):
    _, parcel = to_weigh()
    address = f"/pack/{parcel.sscc}/weight"
    assert client_of("lead").get(address).status_code == 286  # no bench, no scale
    scale("PUT", "/floor/weights", WEIGHT)
    scale("PUT", "/floor/weights", WEIGHT | {"bench": "Bench 2", "grams": 900})
    packer = at_bench()
    page = packer.get(address)
    words = page.content.decode()
    assert page.status_code == 200 and "On the scale: 0.51 kg" in words and 'value="512"' in words
    scale("PUT", "/floor/weights", WEIGHT | {"grams": 0})
    assert "is empty" in packer.get(address).content.decode()
    old = {"warehouse_id": site("BRS"), "bench": "Bench 1", "grams": 512}
    operations.take_weight(**old, now=timezone.now() - timedelta(seconds=6))
    assert "says nothing" in packer.get(address).content.decode()
    operations.take_weight(**old, now=NOW - timedelta(days=8))
    assert benches.benches(site("BRS"), now=NOW) == ["Bench 2"]
