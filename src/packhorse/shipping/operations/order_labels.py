"""Let labels be bought where accounts with carriers have to be asked: a row to be seen, and a job each."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from packhorse.deferring import Later, defer
from packhorse.errors import Refusal
from packhorse.shipping.models import LabelOrder

BUY, SETTLE, QUEUE = "shipping.get_label", "shipping.settle_purchase", "carriers"
LONGEST_WHY = 300


@transaction.atomic
def order_labels(parcels: Mapping[int, int], *, tokens: Mapping[int, str], now: datetime) -> None:
    """Let the labels of `parcels` {parcel id: order id} be bought; one that is being bought already is left alone."""
    known = {row.parcel_id: row for row in LabelOrder.objects.select_for_update().filter(parcel_id__in=parcels)}
    fresh = [parcel for parcel in sorted(parcels) if parcel not in known]
    again = [parcel for parcel, row in sorted(known.items()) if row.state != "waiting"]
    LabelOrder.objects.bulk_create(
        [LabelOrder(parcel_id=each, order_id=parcels[each], token=tokens.get(each, ""), at=now) for each in fresh]
    )
    for each in again:
        token = tokens.get(each, known[each].token)
        LabelOrder.objects.filter(pk=each).update(
            state="waiting", token=token, attempts=0, begun_at=None, said="", ended_at=None, at=now, ruled=False
        )
    # What was let go in spite of rules was let go once.
    LabelOrder.objects.filter(pk__in=[pk for pk, row in known.items() if row.state in ("bought", "dropped")]).update(
        overruled_by="", overruled_why=""
    )
    defer(QUEUE, (Later(BUY, {"parcel_id": each}, f"label {each}") for each in [*fresh, *again]))


@transaction.atomic
def try_labels_again(parcel_ids: Sequence[int], *, now: datetime) -> int:
    """Let labels be bought anew of which buying failed; return how many. Mend the cause first."""
    failed = LabelOrder.objects.filter(parcel_id__in=parcel_ids, state="failed")
    rows = dict(failed.values_list("parcel_id", "order_id"))
    order_labels(rows, tokens={}, now=now)
    return len(rows)


@transaction.atomic
def overrule(*, parcel_id: int, why: str, now: datetime, actor: str) -> None:
    """Buy the label of a parcel for which a manager's rules left no carrier: what they exclude may be bought once.

    What carriers do not take themselves stays excluded. Refuses where no rule is in the way, and without a reason.
    """
    why = why.strip()
    if not why or len(why) > LONGEST_WHY or not why.isprintable():
        text = f"why: say in 1 to {LONGEST_WHY} printable characters why this parcel may go in spite of the rules."
        raise Refusal("NO_REASON", text, status=422)
    row = LabelOrder.objects.select_for_update().filter(pk=parcel_id, state="failed", ruled=True).first()
    if row is None:
        raise Refusal("NOT_RULED_OUT", "No rule keeps the label of this parcel back: load the page again.")
    LabelOrder.objects.filter(pk=parcel_id).update(overruled_by=actor, overruled_why=why)
    order_labels({parcel_id: row.order_id}, tokens={}, now=now)


def settle_later(keys: Sequence[str]) -> None:
    """Let what became of purchases be found out, and what nobody uses be given back."""
    defer(QUEUE, (Later(SETTLE, {"key": key}, f"purchase {key}") for key in keys))
