"""Accounts with carriers: what opens them, whether they are used, and whether their carrier answers."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from packhorse.carriers.adapters import ADAPTERS, Access, WrongAccess, open_account
from packhorse.carriers.adapters.access import address_of, packed, secrets_of, unpacked
from packhorse.carriers.models import Account
from packhorse.carriers.rules import FORMS
from packhorse.errors import Refusal, missing
from packhorse.outside import Refused, TryLater
from packhorse.sealing import seal, unseal

LONGEST_CODE = 20


@transaction.atomic
def keep_account(
    *, code: str, kind: str, address: str, secrets: Mapping[str, str], form: str, private: bool, now: datetime
) -> None:
    """Open an account, or change what opens a known one; secrets that are not given stay as they are.

    `form`: as what its labels come, of FORMS. `private` allows plain http, and addresses of one's own network.
    """
    if not (0 < len(code) <= LONGEST_CODE and code.isascii() and code.replace("-", "").isalnum()):
        text = f"code: give the account 1 to {LONGEST_CODE} letters, digits and hyphens, not {code[:40]!r}."
        raise Refusal("BAD_CODE", text, status=422)
    if kind not in ADAPTERS:
        raise Refusal("UNKNOWN_KIND", f"kind: there is no {kind[:20]!r}. Use {', '.join(ADAPTERS)}.", status=422)
    if form not in FORMS:
        raise Refusal("UNKNOWN_FORM", f"form: labels come as {' or '.join(FORMS)}, not {form[:20]!r}.", status=422)
    known = Account.objects.select_for_update().filter(code=code).first()
    before = unpacked(unseal(known.secrets)) if known and known.kind == kind else {}
    try:
        found = address_of(kind, address, private=private)
        opening = secrets_of(kind, before | {name: value for name, value in secrets.items() if value.strip()})
    except WrongAccess as error:
        raise Refusal("WRONG_ACCESS", f"The account cannot be opened so: {error}.", status=422) from None
    facts = {"kind": kind, "address": found, "secrets": seal(packed(opening)), "form": form}
    fresh = {"on": True, "made_at": now}
    Account.objects.update_or_create(code=code, defaults=facts, create_defaults=facts | fresh)


@transaction.atomic
def use_account(*, code: str, on: bool) -> None:
    """Buy labels with an account, or with it no more. What was bought with it stays, and is followed."""
    if not Account.objects.filter(code=code).update(on=on):
        raise missing("carrier account", code[:LONGEST_CODE])


def test_account(*, code: str, private: bool) -> str:
    """Ask a carrier something harmless; return in words what came back."""
    row = Account.objects.filter(code=code).first()
    if row is None:
        raise missing("carrier account", code[:LONGEST_CODE])
    access = Access(row.kind, row.address, unpacked(unseal(row.secrets)))
    try:
        with open_account(access, private=private) as (adapter, client):
            return adapter.test(client)
    except (TryLater, Refused) as error:
        raise Refusal("NO_ANSWER", f"{error.text}.", status=409) from None
