"""A manager rules anew what may be returned."""

from dataclasses import asdict
from datetime import datetime
from re import fullmatch

from django.db import transaction

from packhorse import sql
from packhorse.carriers.queries import accounts
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.returns.models import ReturnRules
from packhorse.returns.operations import check
from packhorse.returns.rules import MAX_MINOR, MOST_FINAL, MOST_LABEL_DAYS, MOST_REASONS, Reason, Rules

LONGEST_WINDOW = 3650


@transaction.atomic
def keep_rules(*, rules: Rules, note: str = "", now: datetime, actor: str) -> int:
    """Keep a new version of the rules, which holds from now on; return its number. The same again is no new version.

    Returns keep the fees they were asked for under. Refuses numbers and reasons that cannot be meant.
    """
    words = check.note(note)
    _prove(rules)
    sql.rows("returns", "one_ruler_at_a_time", {})
    last = ReturnRules.objects.order_by("-version").first()
    values = {
        "window_days": rules.window_days,
        "fee_percent": rules.fee_percent,
        "claim_below_minor": rules.claim_below_minor,
        "label_minor": rules.label_minor,
        "reasons": [asdict(each) for each in rules.reasons],
        "final_sale": sorted(rules.final_sale),
        "label_account": rules.label_account,
        "label_days": rules.label_days,
    }
    if last and all(getattr(last, name) == value for name, value in values.items()):
        return last.version
    version = last.version + 1 if last else 1
    ReturnRules.objects.create(version=version, **values, note=words, made_at=now, made_by=actor)
    return version


def _prove(rules: Rules) -> None:
    wrong = ""
    if not 0 <= rules.window_days <= LONGEST_WINDOW:
        wrong = f"window_days: use 0 to {LONGEST_WINDOW} days."
    elif not 0 <= rules.fee_percent <= 100:
        wrong = "fee_percent: use 0 to 100."
    elif not (0 <= rules.claim_below_minor <= MAX_MINOR and 0 <= rules.label_minor <= MAX_MINOR):
        wrong = "claim_below_minor, label_minor: use amounts from 0 on."
    elif not 1 <= len(rules.reasons) <= MOST_REASONS:
        wrong = f"reasons: give 1 to {MOST_REASONS}."
    elif len(rules.final_sale) > MOST_FINAL:
        wrong = f"final_sale: at most {MOST_FINAL} products."
    elif not 1 <= rules.label_days <= MOST_LABEL_DAYS:
        wrong = f"label_days: use 1 to {MOST_LABEL_DAYS} days."
    elif rules.label_account and accounts.named(rules.label_account) is None:
        known = ", ".join(row.code for row in accounts.accounts()) or "there is none yet: open one among the carriers"
        wrong = f"label_account: there is no account {rules.label_account[:20]!r} ({known})."
    if wrong:
        raise Refusal("WRONG_RULES", wrong, status=422)
    codes: set[str] = set()
    for nth, each in enumerate(rules.reasons):
        _prove_reason(nth, each, codes)
        codes.add(each.code)
    if unknown := rules.final_sale - catalog.by_id(rules.final_sale).keys():
        raise Refusal("UNKNOWN_PRODUCT", f"final_sale: product {min(unknown)} is not listed.", status=422)


def _prove_reason(nth: int, each: Reason, before: set[str]) -> None:
    wrong = ""
    if not fullmatch(r"[a-z][a-z0-9_]{0,29}", each.code):
        wrong = "code: small letters, figures and _, at most 30."
    elif each.code in before:
        wrong = f"code: {each.code} is there twice."
    elif not (0 < len(each.words.strip()) <= 100 and each.words.isprintable()):
        wrong = "words: 1 to 100 printable characters."
    if wrong:
        raise Refusal("WRONG_RULES", f"reasons.{nth}.{wrong}", status=422)
