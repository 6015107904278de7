"""A manager's rules as they are written: what is wrong is named by rule and field, and so are contradictions."""

from dataclasses import replace

import pytest

from packhorse.errors import Refusal
from packhorse.sourcing.ruleset import KINDS, MOST_RULES, Known, prove, read

KNOWN = Known(["BRS", "LDS", "LIL"], ["shop"], ["MUG-1"], ["MUG"])
TIE = {"kind": "tie", "what": {"classes": ["hazmat"]}, "warehouses": ["LDS"]}


def refused(*rules):
    with pytest.raises(Refusal) as refusal:
        prove(read(rules), KNOWN)
    assert refusal.value.status == 422
    return refusal.value.text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({}, "rule 1, kind: use one of exclude, tie"),
        ({"kind": "hope"}, "rule 1, kind: use one of"),
        ("tie", "rule 1, kind: use one of"),
        (TIE | {"minor": 5}, "rule 1 (tie), minor: such a rule has no such field"),
        (TIE | {"warehouses": []}, "rule 1 (tie), warehouses: give warehouses"),
        (TIE | {"warehouses": "LDS"}, "rule 1 (tie), warehouses: give a list"),
        (TIE | {"warehouses": ["LDX"]}, "rule 1 (tie), warehouses: 'LDX' is no warehouse. Use one of: BRS, LDS, LIL"),
        (TIE | {"what": []}, None),
        (TIE | {"what": [1]}, "rule 1 (tie), what: name goods or orders"),
        (TIE | {"what": {"colour": ["red"]}}, "rule 1 (tie), what.colour: use classes"),
        (TIE | {"what": {"classes": ["wet"]}}, "rule 1 (tie), what.classes: 'wet' is no class"),
        (TIE | {"what": {"countries": ["gb"]}}, "rule 1 (tie), what.countries: 'gb' is no country"),
        (TIE | {"what": {"channels": ["mail"]}}, "rule 1 (tie), channels: 'mail' is no channel. Use one of: shop"),
        (TIE | {"what": {"tiers": ["gold plus"]}}, "rule 1 (tie), what.tiers: 'gold plus' is no tier"),
        (TIE | {"what": {"products": ["CUP"]}}, "rule 1 (tie), products: 'CUP' is no product's SKU"),
        (TIE | {"what": {"sku_prefixes": ["C"]}}, "rule 1 (tie), sku_prefixes: 'C' begins no product's SKU"),
        (TIE | {"what": {"products": ["x"] * 51}}, "rule 1 (tie), what.products: at most 50"),
        (TIE | {"valid_from": "soon"}, "rule 1 (tie), valid_from: 'soon' is no day"),
        (TIE | {"valid_from": "2026-02-02", "valid_until": "2026-02-01"}, "rule 1 (tie), valid_until: it ends before"),
        ({"kind": "prefer", "minor": 5}, "rule 1 (prefer), warehouses: name warehouses"),
        ({"kind": "prefer", "warehouses": ["LDS"]}, "rule 1 (prefer), minor: give minor or km_minor"),
        ({"kind": "prefer", "km_minor": -1}, "rule 1 (prefer), km_minor: give a whole number from 0"),
        ({"kind": "prefer", "warehouses": ["LDS"], "minor": 1.5}, "rule 1 (prefer), minor: give a whole number"),
        ({"kind": "prefer", "warehouses": ["LDS"], "minor": True}, "rule 1 (prefer), minor: give a whole number"),
        ({"kind": "keep_back"}, "rule 1 (keep_back), units: give units or weeks_of_supply"),
        ({"kind": "keep_back", "units": 1, "weeks_of_supply": 1}, "rule 1 (keep_back), weeks_of_supply: give units or"),
        ({"kind": "split_from"}, "rule 1 (split_from), minor: give minor"),
        ({"kind": "split_from", "minor": 1, "warehouses": ["LDS"]}, "rule 1 (split_from), warehouses: such a rule has"),
        ({"kind": "first"}, "rule 1 (first), minor: give minor or countries or channels"),
    ],
)
def test_what_is_wrong_is_named_by_rule_and_field(rule, text):
    if text is None:
        prove(read([rule]), KNOWN)
    else:
        assert text in refused(rule)


def test_there_is_an_end_to_rules():
    assert f"{MOST_RULES} at most" in refused(*[TIE] * (MOST_RULES + 1))


def test_two_rules_that_tie_the_same_goods_to_different_warehouses_contradict_each_other():
    text = refused(TIE, TIE | {"what": {"classes": ["bulky", "hazmat"]}, "warehouses": ["BRS"]})
    assert text.startswith("rule 1 (tie), warehouses: together with rule 2 it leaves no warehouse for class hazmat")


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([{"kind": "exclude", "warehouses": ["BRS", "LDS", "LIL"]}], "it leaves no warehouse for anything"),
        ([TIE, {"kind": "exclude", "warehouses": ["LDS"]}], "together with rule 2 it leaves no warehouse for class"),
        (
            [
                {"kind": "tie", "what": {"sku_prefixes": ["MUG"]}, "warehouses": ["LDS"]},
                {"kind": "exclude", "what": {"products": ["MUG-1"]}, "warehouses": ["LDS"]},
            ],
            "rule 2 (exclude), warehouses: together with rule 1 it leaves no warehouse for SKU MUG-1",
        ),
    ],
)
def test_rules_that_leave_no_warehouse_are_refused(rules, said):
    assert said in refused(*rules)


@pytest.mark.parametrize(
    "rules",
    [
        [TIE, TIE | {"warehouses": ["LDS", "BRS"]}],
        [TIE, TIE | {"what": {"classes": ["bulky"]}, "warehouses": ["BRS"]}],
        [TIE | {"valid_until": "2026-01-31"}, TIE | {"valid_from": "2026-02-01", "warehouses": ["BRS"]}],
        [TIE, {"kind": "tie", "what": {"channels": ["shop"]}, "warehouses": ["BRS"]}],  # may never meet
    ],
)
def test_rules_that_do_not_meet_do_not_contradict_each_other(rules):
    prove(read(rules), KNOWN)


STORES = {"BRS": ["ambient"], "LDS": ["ambient", "hazmat"], "LIL": ["hazmat"]}


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([TIE | {"warehouses": ["BRS"]}], "rule 1 (tie), warehouses: none of BRS stores class hazmat"),
        (
            [{"kind": "exclude", "what": {"classes": ["hazmat"]}, "warehouses": ["LDS", "LIL"]}],
            "rule 1 (exclude), warehouses: it leaves no warehouse for class hazmat",
        ),
        ([TIE | {"what": {"classes": ["chilled"]}}], "none of LDS stores class chilled"),
    ],
)
def test_a_warehouse_that_does_not_store_a_class_is_none_for_it(rules, words):
    with pytest.raises(Refusal) as refusal:
        prove(read(rules), replace(KNOWN, stores=STORES))
    assert refusal.value.text.startswith(words) or words in refusal.value.text
    prove(read([{"kind": "exclude", "what": {"classes": ["chilled"]}, "warehouses": ["LDS", "LIL"]}]), KNOWN)


def test_the_class_of_goods_that_are_named_is_known_from_the_catalogue():
    known = replace(KNOWN, products=["MUG-1", "PAINT"], classes={"PAINT": ["hazmat"], "MUG": ["ambient", "hazmat"]})
    paint = {"kind": "tie", "what": {"products": ["PAINT"]}, "warehouses": ["BRS"]}
    for rule, what in ((paint, "SKU PAINT"), (paint | {"what": {"sku_prefixes": ["MUG"]}}, "SKU MUG")):
        with pytest.raises(Refusal, match=f"together with rule 1 it leaves no warehouse for {what}, class hazmat"):
            prove(read([TIE, rule]), known)
        prove(read([TIE | {"what": {"classes": ["bulky"]}}, rule]), known)
        prove(read([TIE, rule | {"warehouses": ["LDS", "BRS"]}]), known)
    # There are no bulky tins of paint: a rule about them is about nothing.
    bulky = paint | {"what": {"products": ["PAINT"], "classes": ["bulky"]}}
    prove(read([TIE | {"what": {"classes": ["bulky"]}}, bulky]), known)


def test_days_that_meet_contradict():
    later = TIE | {"valid_from": "2026-01-31", "warehouses": ["BRS"]}
    assert "no warehouse for class hazmat from 2026-01-31" in refused(TIE | {"valid_until": "2026-01-31"}, later)


def test_a_rule_is_read_as_it_was_written():
    rules = read([TIE, {"kind": "keep_back", "weeks_of_supply": 2, "warehouses": ["LDS"]}])
    assert [str(rule) for rule in rules] == ["class hazmat only from LDS", "2 weeks of everything kept back in LDS"]
    assert [type(rule) for rule in rules] == [KINDS["tie"].made, KINDS["keep_back"].made]
