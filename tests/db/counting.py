"""What counters do, as verbs for the tests."""

from datetime import timedelta

import pytest
from company import NOW, bin_id, product, scan, site

from packhorse.counting import operations as counting
from packhorse.counting import queries as counts
from packhorse.counting.rules import Plan
from packhorse.errors import Refusal

LATER = NOW + timedelta(minutes=30)


def ask(code, spot, sku=None):
    return counting.ask_count(
        bin_id=bin_id(code, spot), product_id=product(sku).id if sku else None, now=LATER, actor="clerk"
    )


def begin(count_id, actor="ann", now=LATER, **more):
    counting.begin(count_id=count_id, now=now, actor=actor, **more)


def tell(count_id, units, actor="ann", **more):
    """Scan {sku: units}."""
    for sku, number in units.items():
        if number:
            counting.scan(
                count_id=count_id,
                code=product(sku).barcode,
                times=number,
                scan_id=scan(),
                now=LATER,
                actor=actor,
                **more,
            )


def done(count_id, actor="ann", now=LATER, *, empty=False):
    return counting.submit(count_id=count_id, empty=empty, now=now, actor=actor)


def count(count_id, units, actor="ann", **more):
    """Count a bin in one go; return what it came to."""
    begin(count_id, actor)
    tell(count_id, units, actor, **more)
    return done(count_id, actor, empty=not any(units.values()))


def approve(count_id, note="looked behind the shelf"):
    return counting.approve(count_id=count_id, note=note, now=LATER, actor="boss")


def state(count_id):
    return counts.count(count_id).state


def plan(code, **rules):
    counting.keep_plan(warehouse_id=site(code), plan=Plan(**rules))


def booked(count_id):
    """(units, units booked) of each line, round by round."""
    return [(line.units, line.booked) for line in counts.lines(count_id)]


def refused(why, work, /, *args, **more):
    """Do what must be refused with this code."""
    with pytest.raises(Refusal) as found:
        work(*args, **more)
    assert found.value.code == why
    return found.value
