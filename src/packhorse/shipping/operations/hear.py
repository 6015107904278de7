"""Take what a carrier tells by itself."""

from collections.abc import Mapping
from datetime import datetime

from packhorse.carriers.adapters import ADAPTERS
from packhorse.carriers.queries import accounts
from packhorse.errors import Refusal, missing
from packhorse.outside import Refused
from packhorse.shipping.operations.track import take_tracking


def hear(*, account: str, headers: Mapping[str, str], body: bytes, now: datetime) -> int:
    """Take a webhook of an account's carrier; return how many of its reports were new.

    Refuses one whose signature is not right (401). Twice, late or out of order does no harm.
    """
    found = accounts.named(account)
    if found is None:
        raise missing("carrier account", account[:20])
    adapter = ADAPTERS[found.kind](accounts.access(found.id).secrets)
    try:
        news = adapter.heard(headers, body)
    except Refused as refused:
        raise Refusal("NOT_TAKEN", f"{refused.text}.", status=refused.status or 422) from None
    return take_tracking(news, now=now, account_id=found.id)
