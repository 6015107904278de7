"""What a body may not be: every wrong one is a clear 4xx, and nothing of it is kept."""

import pytest
from company import NOW, open_company, run_sql
from machine import Api, wish

from packhorse.web import keys


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="shop", role="agent", now=NOW))


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("", 422),
        ("{", 400),
        ("[" * 100_000, 400),
        ('{"channel": "\\u0000"}', 422),
        ("[]", 422),
        ("null", 422),
        ('{"lines": NaN}', 400),
        (b"\xff\xfe{}", 400),
        ('{"x": "' + "y" * (10 * 1024 * 1024) + '"}', 413),
        ('{"channel": "\\ud800"}', 400),
    ],
)
def test_a_body_that_is_no_order_is_a_clear_error(api, raw, status):
    got, answer, _ = api("POST", "/orders", raw=raw)
    assert (got, set(answer)) == (status, {"code", "text", "details"}), answer


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"sku": "MUG", "quantity": 1, "unit_price_minor": 1}] * 2001}, "lines"),
        ({"lines": [{"sku": "MUG", "quantity": 0, "unit_price_minor": 1}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "MUG", "quantity": 1, "unit_price_minor": -1}]}, "lines.0.unit_price_minor"),
        ({"lines": [{"sku": "MUG", "quantity": 1, "unit_price_minor": 10**30}]}, "lines.0.unit_price_minor"),
        ({"lines": [{"sku": "MUG", "quantity": "2", "unit_price_minor": 1}]}, "lines.0.quantity"),
        ({"currency": "XXX"}, "currency"),
        ({"channel": "nowhere"}, "channel"),
        ({"placed_at": "2999-01-01T00:00:00Z"}, "placed_at"),
        ({"placed_at": "2024-01-01T00:00:00"}, "placed_at"),
        ({"address": {"name": ""}}, "address.name"),
        ({"address": {"country": "Britain"}}, "address.country"),
        ({"service": "rocket"}, "service"),
        ({"holds": [{"kind": "WHIM"}]}, "holds.0.kind"),
        ({"colour": "red"}, "colour"),
        ({"external_id": "a\x00b"}, "external_id"),
    ],
)
def test_a_wrong_order_names_its_field_and_nothing_is_kept(api, wrong, field):
    status, answer, _ = api("POST", "/orders", wish(**wrong))
    assert (status, answer["text"].startswith(f"{field}:")) == (422, True), answer
    assert run_sql("SELECT count(*) FROM placing_order") == [(0,)]
