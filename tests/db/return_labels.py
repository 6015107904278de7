"""Carriers' labels of returns, as verbs for the tests: an account that sells them, and returns that want one."""

from contextlib import contextmanager

from company import open_company
from standins.easypost import EasyPostStandIn

from db.accounts import connect
from db.returns import LATER, ask, delivered
from packhorse.carriers import operations as carriers
from packhorse.returns import queries
from packhorse.returns.operations import keep_rules
from packhorse.returns.rules import Rules

RULES = Rules(label_account="EP", label_minor=399)


@contextmanager
def selling():
    """An account with the stand-in (its parcels' labels as ZPL), and rules by which returns' labels are bought."""
    open_company()
    with EasyPostStandIn().open() as found:
        connect(found, form="zpl")
        keep_rules(rules=RULES, now=LATER, actor="boss")
        yield found


def sent_by_table():
    """An order that was delivered with a label of a rate table; return its id."""
    carriers.use_account(code="EP", on=False)
    found = delivered({"MUG": 2, "BOOK": 1})
    carriers.use_account(code="EP", on=True)
    return found


def approved(order_id, **more):
    """A return that we pay, approved by the rules at once."""
    return ask(order_id, {"MUG": 1}, reason="damaged", **more)


def label(return_id):
    return queries.labels_of([return_id]).get(return_id)


def steps(return_id):
    return [step.what for step in queries.detail(return_id).steps]
