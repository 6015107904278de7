"""Take what a carrier tells by itself."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from packhorse.carriers.adapters import ADAPTERS
from packhorse.carriers.queries import accounts
from packhorse.errors import Refusal, missing
from packhorse.outside import Refused
from packhorse.shipping.operations.track import take_tracking
from packhorse.shipping.rules import TrackingReport

Reports = Sequence[TrackingReport]


def _nobody(news: Reports) -> Reports:
    return news


def hear(
    *,
    account: str,
    headers: Mapping[str, str],
    body: bytes,
    others: Callable[[Reports], Reports] = _nobody,
    now: datetime,
) -> int:
    """Take a webhook of an account's carrier; return how many of its reports of shipments were new.

    `others` is told all of it first, and returns what is none of its own: not every parcel of the house is a shipment.
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
    return take_tracking(others(news), now=now, account_id=found.id)
