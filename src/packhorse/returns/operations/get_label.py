"""Buy a return's label with an account, find out what became of it, or give it back: one step a try, by a job.

As with parcels (`shipping.operations.get_label`) the network is never waited for in a transaction, and what is bought
is written down first, under a key of its own. A parcel's packer waits, so after a lost answer another label is bought
and the first is given back when it is found. Nobody waits for a return's label: so nothing else is bought until it is
known what became of the first.
"""

import secrets
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from packhorse.carriers.adapters import Adapter, Bought, open_account
from packhorse.carriers.queries import accounts
from packhorse.money import written
from packhorse.outside import Again, Asks, Refused, TryLater
from packhorse.returns.models import ReturnLabel
from packhorse.returns.operations import check
from packhorse.returns.operations.choose_rate import Chosen, cheapest, parcel_of
from packhorse.returns.operations.labels import later
from packhorse.returns.queries import rules
from packhorse.shipping.rules import FIRST_WAIT, LOOKS, ONE_TRY, TRIES, purchase_key, wait_after

ACTOR = "carrier"
MOST_LOST = 3  # purchases without an answer of which nothing was found: then a person looks at it


def get_label(*, return_id: int, private: bool, now: datetime) -> None:
    """Do what is next for a return's label, and keep what came of it; raises Again when it must be tried later."""
    row = _begin(return_id, now)
    if row is None:
        return
    try:
        with open_account(accounts.access(row.account_id), private=private) as (adapter, client):
            if row.state == "waiting":
                _buy(row, adapter, client, now)
            elif row.state == "unsure":
                _find(row, adapter, client, now)
            else:
                _void(row, adapter, client, now)
    except TryLater as later:
        _not_now(row.pk, later.text, later.seconds, now)
    except Refused as refused:
        _refused(row.pk, refused.text, now)
    except (Again, DatabaseError):
        raise  # the try is over when its time is; the job comes again then
    except Exception as error:
        _went_wrong(row.pk, f"This went wrong here: {type(error).__name__}", now)
        raise


@transaction.atomic
def _begin(return_id: int, now: datetime) -> ReturnLabel | None:
    """Return what this try is about, or nothing when there is nothing to do."""
    row = _locked(return_id)
    if row is None or row.state not in ("waiting", "asked", "unsure", "to_void"):
        return None
    if row.begun_at and now - row.begun_at < timedelta(seconds=ONE_TRY):
        raise Again(ONE_TRY)
    if row.state == "waiting" and not _wanted(row):
        _change(row, state="dropped", said="Nothing is to come any more.")
        return None
    if row.state == "waiting" and not row.account.on:
        _fail(
            row, f"The account {row.account.code} is not in use: use it again, or name another one in the rules.", now
        )
        return None
    if row.state == "asked":  # its worker died
        row.state, row.attempts = "unsure", 0
    row.attempts += 1
    _change(row, state=row.state, attempts=row.attempts, begun_at=now)
    return row


def _buy(row: ReturnLabel, adapter: Adapter, client: Asks, now: datetime) -> None:
    """Ask for prices, write down what is bought, and buy it. A lost answer is looked for once at once."""
    key = purchase_key(row.returned.rma, secrets.token_hex(6))
    parcel = parcel_of(row.pk, key=key, now=now)
    quote = adapter.rates(client, parcel)
    chosen = cheapest(quote, row.account_id, parcel)
    if not _write_down(row.pk, key, chosen):
        return
    try:
        bought = adapter.buy(client, quote.ref, chosen.rate)
    except TryLater as unheard:
        try:
            found = adapter.find(client, key)
        except (TryLater, Refused):  # of looking: that says nothing of the purchase
            found = None
        if found is None:
            raise unheard from None
        bought = found
    _keep(row.pk, bought, now)


def _find(row: ReturnLabel, adapter: Adapter, client: Asks, now: datetime) -> None:
    """Look for what was asked for and never answered. Looked for a few times, ever later, it was never bought."""
    bought = adapter.find(client, row.key)
    if bought is not None:
        _keep(row.pk, bought, now)
    elif row.attempts < LOOKS:
        _not_now(row.pk, "The carrier does not know it yet", 0, now)
    elif _absent(row.pk, now):
        raise Again(FIRST_WAIT)


def _void(row: ReturnLabel, adapter: Adapter, client: Asks, now: datetime) -> None:
    said = adapter.void(client, row.ref)
    with transaction.atomic():
        mine = _locked(row.pk)
        if mine is not None and mine.state == "to_void":
            _change(mine, state="voided", said=said[:500], content=None, form="")
            check.step(mine.returned, "label given back", note=said[:300], now=now, actor=ACTOR)


@transaction.atomic
def _write_down(return_id: int, key: str, chosen: Chosen) -> bool:
    """Keep that it is asked for, before it is; False when nobody wants it any more."""
    row = _locked(return_id)
    if row is None or row.state != "waiting":
        return False
    if not _wanted(row):
        _change(row, state="dropped", said="Nothing is to come any more.")
        return False
    facts = {"price_minor": chosen.price_minor, "currency": chosen.currency, "service_id": chosen.service_id}
    _change(row, state="asked", key=key, begun_at=row.begun_at, **facts)
    return True


@transaction.atomic
def _keep(return_id: int, bought: Bought, now: datetime) -> None:
    """Make a label that was paid for the return's; where nothing is to come any more, let it be given back."""
    row = _locked(return_id)
    if row is None or row.state not in ("asked", "unsure"):
        return
    sold = accounts.sold_with(row.account_id).get((bought.carrier.lower(), bought.service.lower()), row.service_id)
    wanted = _wanted(row)
    kept = {"form": bought.form, "content": bought.label} if wanted else {}
    _change(
        row,
        state="bought" if wanted else "to_void",
        attempts=0,
        service_id=sold,
        ref=bought.ref[:100],
        price_minor=bought.price_minor,
        currency=bought.currency[:3],
        tracking_number=bought.tracking_number[:60],
        tracking_url=bought.tracking_url if _is_address(bought.tracking_url) else "",
        valid_until=(now + timedelta(days=rules().label_days)).date(),
        said="" if wanted else "Nothing is to come any more.",
        **kept,
    )
    price = f"{written(bought.price_minor, bought.currency)} {bought.currency}"
    words = f"{bought.carrier} {bought.service}, {bought.tracking_number}, {price}"
    check.step(row.returned, "label bought", note=words[:300], now=now, actor=ACTOR)
    if not wanted:
        later([return_id])


@transaction.atomic
def _absent(return_id: int, now: datetime) -> bool:
    """Nothing was bought under the key; return whether it is to be bought under another one."""
    row = _locked(return_id)
    if row is None or row.state != "unsure":
        return False
    if not _wanted(row):
        _change(row, state="dropped", said="It was never bought.")
    elif row.lost + 1 >= MOST_LOST:
        _fail(row, "The carrier never answers when a label is bought, and knows of none afterwards.", now)
    else:
        _change(row, state="waiting", attempts=0, lost=row.lost + 1)
        return True
    return False


def _not_now(return_id: int, said: str, seconds: int, now: datetime) -> None:
    """Keep why it did not go, and raise Again; after so many tries in vain a person has to see it."""
    with transaction.atomic():
        row = _locked(return_id)
        if row is None:
            return
        if row.state == "asked":
            row.attempts = 0
            _change(row, state="unsure", attempts=0, said=said[:500])
        elif row.attempts < TRIES:
            _change(row, said=said[:500])
        elif row.state == "waiting":
            _fail(row, said, now)
            return
        else:
            _change(row, state={"to_void": "owed"}.get(row.state, row.state), said=said[:500])
            return
    raise Again(max(wait_after(max(1, row.attempts)), seconds))


@transaction.atomic
def _refused(return_id: int, said: str, now: datetime) -> None:
    """Keep what the carrier, or the house, says against it."""
    row = _locked(return_id)
    if row is None:
        return
    if row.state in ("waiting", "asked"):
        _fail(row, said, now)
    else:
        _change(row, state={"to_void": "owed"}.get(row.state, row.state), said=said[:500])


@transaction.atomic
def _went_wrong(return_id: int, said: str, now: datetime) -> None:
    """Keep that the house made a mistake; where it was in the middle of buying, that is looked for by another job."""
    row = _locked(return_id)
    if row is not None and row.state == "asked":
        _change(row, state="unsure", attempts=0, said=said)
        later([return_id])
    else:
        _refused(return_id, said, now)


def _fail(row: ReturnLabel, said: str, now: datetime) -> None:
    _change(row, state="failed", said=said[:500])
    check.step(row.returned, "label not bought", note=said[:300], now=now, actor=ACTOR)


def _locked(return_id: int) -> ReturnLabel | None:
    """Lock a return and then its label, as everybody does; never while the carrier is asked."""
    returned = check.lock(return_id)
    found = ReturnLabel.objects.select_for_update(of=("self",)).filter(pk=return_id).defer("content")
    row = found.select_related("account").first()
    if row is not None:
        row.returned = returned
    return row


def _wanted(row: ReturnLabel) -> bool:
    """Whether goods are to come."""
    return row.returned.state == "approved"


def _change(row: ReturnLabel, **facts: object) -> None:
    ReturnLabel.objects.filter(pk=row.pk).update(**{"begun_at": None, **facts})


def _is_address(text: str) -> bool:
    return text.startswith("https://") and len(text) <= 300 and text.isascii() and text.isprintable()
