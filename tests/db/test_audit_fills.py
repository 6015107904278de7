"""Fill-ups that went another way than they say are named by the audit."""

import pytest
from company import NOW, differences, open_company, receive, run_sql, scan, site

from packhorse.picking import operations as picking


def fill_up(*, done=True):
    """A case of mugs from reserve into the pick face, carried or on its way."""
    run_sql("UPDATE network_bin SET use = 'reserve' WHERE code = 'C3'")
    receive("BRS", "C3", "MUG", 24)
    picking.set_face(warehouse_id=site("BRS"), bin_code="A1", sku="MUG", least=11, most=22)
    picking.plan_fills(warehouse_id=site("BRS"), now=NOW)
    task_id = picking.next_fill(warehouse_id=site("BRS"), actor="filler")
    codes = {"from_code": "BRS-C3", "item_code": "MUG", "to_code": "BRS-A1"}
    if done:
        picking.fill(task_id=task_id, units=12, scan_id=scan(), now=NOW, actor="filler", **codes)


@pytest.mark.parametrize(
    ("done", "statement", "words"),
    [
        (True, "UPDATE picking_fillup SET to_bin_id = from_bin_id", "other goods went, or another way"),
        (False, "UPDATE network_bin SET use = 'pick' WHERE code = 'C3'", "does not lead from reserve into a pick face"),
        (False, "UPDATE picking_fillup SET state = 'done'", "done, and nothing was moved"),
    ],
)
def test_a_fill_up_that_went_another_way_is_named(db, done, statement, words):
    open_company()
    fill_up(done=done)
    assert differences() == {}
    run_sql(statement)
    assert any(words in row for row in differences()["picking.audit_fills"])
