"""What is refunded adds up to what was paid, whatever the steps; numbers of returns show a slip of the finger."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from packhorse import states
from packhorse.returns.rules import (
    BODY,
    RETURN_STATES,
    SYMBOLS,
    USUAL_REASONS,
    Goods,
    Rules,
    credit,
    divide,
    needs_person,
    paid,
    read_rma,
    rma_of,
    spoken,
)

BODIES = st.text(SYMBOLS, min_size=BODY, max_size=BODY)
MINOR = st.integers(0, 10**9)


def test_the_states_fit_together():
    states.check("returns", RETURN_STATES)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_an_amount_is_divided_without_loss(total, weights):
    parts = divide(total, weights)
    assert (sum(parts), min(parts) >= 0) == (total, True)
    whole = sum(weights)
    if whole:
        assert all(part * whole < total * weight + whole for part, weight in zip(parts, weights, strict=True))


@given(st.lists(st.tuples(MINOR, st.integers(1, 4)), min_size=1, max_size=10), st.integers(0, 10**10))
def test_lines_cost_their_price_less_their_share_of_the_discount(amounts, discount):
    goods = [
        Goods(minor, tuple((10 * nth + part, part) for part in range(1, parts + 1)))
        for nth, (minor, parts) in enumerate(amounts)
    ]
    found = paid(goods, discount_minor=discount)
    gross = sum(minor for minor, _ in amounts)
    assert sum(found.values()) == max(0, gross - discount)
    for each in goods:
        assert 0 <= sum(found[line] for line, _ in each.parts) <= each.gross_minor


@given(MINOR, st.integers(1, 1000), st.lists(st.integers(0, 1000), max_size=20))
def test_credits_add_up_to_what_was_paid_and_never_to_more(minor, quantity, cuts):
    edges = sorted({0, quantity, *(cut % (quantity + 1) for cut in cuts)})
    steps = [credit(minor, quantity, before=low, units=high - low) for low, high in pairwise(edges)]
    assert (sum(steps), all(step >= 0 for step in steps)) == (minor, True)


@given(BODIES, st.data())
def test_a_number_shows_one_wrong_sign_and_two_that_changed_places(body, data):
    rma = rma_of(body)
    assert [read_rma(text) for text in (rma, rma.lower(), f" {spoken(rma)} ")] == [rma] * 3
    at = data.draw(st.integers(1, len(rma) - 1))
    wrong = rma[:at] + data.draw(st.sampled_from(SYMBOLS.replace(rma[at], ""))) + rma[at + 1 :]
    assert read_rma(wrong) is None
    other = data.draw(st.integers(1, len(rma) - 1))
    signs = list(rma)
    signs[at], signs[other] = signs[other], signs[at]
    assert (read_rma("".join(signs)) is None) == (rma[at] != rma[other])


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_none(text):
    found = read_rma(text)
    assert found is None or (found == rma_of(found[1:-1]) and len(found) == BODY + 2)


def test_small_claims_for_reasons_that_allow_it_need_no_person():
    by_code = {each.code: each for each in USUAL_REASONS}
    rules = Rules(claim_below_minor=1000)
    claim = {"wish": "claim", "rules": rules}
    assert not needs_person([by_code["damaged"]], worth_minor=999, **claim)
    assert needs_person([by_code["damaged"]], worth_minor=1000, **claim)
    assert needs_person([by_code["damaged"]], worth_minor=None, **claim)  # in another currency
    assert needs_person([by_code["damaged"], by_code["wrong_size"]], worth_minor=1, **claim)
    assert not needs_person([by_code["wrong_size"]], wish="refund", worth_minor=10**9, rules=rules)
    assert needs_person([by_code["other"]], wish="refund", worth_minor=1, rules=rules)
