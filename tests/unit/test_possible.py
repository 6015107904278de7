"""What an order's page says can be done, and why the rest cannot."""

import pytest

from packhorse.placing.rules import ORDER_STATES
from packhorse.web.possible import ACTIONS, OrderFacts, of_order, of_parcel


def possible(state, open_units=1, shipped=0, holds=0):
    return {action for action, why in of_order(OrderFacts(state, open_units, shipped, holds)).items() if not why}


EVERYTHING = set(ACTIONS)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (("placed",), EVERYTHING - {"release", "split", "merge"}),
        (("placed", 1, 0, 2), EVERYTHING - {"split", "merge"}),
        (("backordered", 3, 1), EVERYTHING - {"release", "address", "delivery", "ship_rule", "merge"}),
        (("sourced", 3), EVERYTHING - {"release", "merge"}),
        (("sourced", 0, 3), EVERYTHING - {"release", "address", "delivery", "cancel", "ship_rule", "split", "merge"}),
        (("merged", 0), {"note"}),
        (("shipped", 0, 3), {"note"}),
        (("delivered", 0, 3), {"note"}),
        (("cancelled", 0), {"note"}),
        (("cancelled", 0, 0, 1), {"note", "release"}),
    ],
)
def test_what_is_possible(facts, expected):
    assert possible(*facts) == expected


def test_an_order_is_split_and_merged_at_rest_only():
    words = {
        name: of_order(OrderFacts("sourced", 3, 0, 0, others=1, **facts))
        for name, facts in {"rest": {}, "work": {"at_work": True}, "news": {"news": True}}.items()
    }
    assert (words["rest"]["split"], words["rest"]["merge"]) == ("", "")
    assert words["work"]["split"] == words["work"]["merge"] == "All of it is on a pick list or further on."
    assert words["news"]["merge"].startswith("Something has just happened")


@pytest.mark.parametrize("state", sorted(ORDER_STATES))
def test_every_action_is_answered_and_every_reason_is_a_sentence(state):
    for units in (0, 2):
        answers = of_order(OrderFacts(state, units, 2 - units, 0))
        assert tuple(answers) == ACTIONS
        assert all(why == "" or (why[0].isupper() and why.endswith(".")) for why in answers.values())


def test_the_reason_is_that_of_the_state():
    words = of_order(OrderFacts("cancelled", 0, 0, 0))
    assert (words["cancel"], words["lines"]) == (
        "The order is cancelled already.",
        "The order is cancelled: nothing of it can be changed.",
    )
    assert of_order(OrderFacts("shipped", 0, 1, 0))["cancel"] == "Everything has shipped."
    assert of_order(OrderFacts("sourced", 1, 1, 0))["address"].startswith("A parcel has left")


@pytest.mark.parametrize(
    ("parcel", "shipment", "slip", "label"),
    [
        ("packing", None, "The parcel is not packed yet.", "The parcel is not packed yet."),
        ("packed", None, "", "No label was bought yet."),
        ("packed", "voided", "", "Its label was voided."),
        ("packed", "labelled", "", ""),
        ("shipped", "handed_over", "", ""),
        ("cancelled", "voided", "The parcel was cancelled.", "The parcel was cancelled."),
    ],
)
def test_which_papers_a_parcel_has(parcel, shipment, slip, label):
    assert of_parcel(parcel, shipment) == {"slip": slip, "label": label, "track": label}
