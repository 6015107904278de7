"""Let papers be printed: a row each that is seen, and a job that prints it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from packhorse.deferring import Later, defer
from packhorse.errors import Refusal, missing
from packhorse.shipping.models import PaperRecord, Printer, Shipment
from packhorse.shipping.rules import ALL_PAPERS, CUSTOMS_PAPERS

PRINT, QUEUE = "web.print_paper", "printers"
LONGEST_REASON = 300


@transaction.atomic
def print_by_itself(*, parcel_id: int, order_id: int, printers: Mapping[str, int], now: datetime, actor: str) -> None:
    """Let the papers {paper: printer id} of a parcel that was just closed be printed, each once.

    What bears a tracking number waits for it: `print_labels` wakes it.
    """
    names = dict(Printer.objects.filter(pk__in=printers.values()).values_list("id", "name"))
    made = []
    for paper, printer_id in sorted(printers.items()):
        row, fresh = PaperRecord.objects.get_or_create(
            parcel_id=parcel_id,
            paper=paper,
            by_itself=True,
            defaults={
                "order_id": order_id, "act": "print", "state": "waiting", "printer_id": printer_id,
                "place": names.get(printer_id, ""), "actor": actor, "at": now,
            },
        )  # fmt: skip
        made += [row.pk] if fresh else []
    defer_prints(made)


@transaction.atomic
def print_again(
    *, parcel_id: int, order_id: int, paper: str, printer: str, reason: str, now: datetime, actor: str
) -> int:
    """Let a paper be printed on a printer by its name; return the id of its record.

    Refuses a paper that was printed or handed out before unless a reason is given: every further one can be stuck on
    another parcel.
    """
    row = Printer.objects.filter(name=printer).first()
    if row is None:
        raise missing("printer", printer[:40])
    takes = "customs" if paper in CUSTOMS_PAPERS else paper
    if takes not in row.papers:
        text = f"{ALL_PAPERS.get(paper, paper[:20])}: printer {row.name} does not print this."
        raise Refusal("NOT_ITS_PAPER", text, status=422)
    before = PaperRecord.objects.filter(parcel_id=parcel_id, paper=paper, act__in=["print", "download"], state="done")
    checked = _reason(reason, needed=before.exists(), what="was printed or handed out before: say why it is again")
    made = PaperRecord.objects.create(
        parcel_id=parcel_id, order_id=order_id, paper=paper, act="print", state="waiting", printer=row,
        place=row.name, reason=checked, actor=actor, at=now,
    )  # fmt: skip
    defer_prints([made.pk])
    return made.pk


@transaction.atomic
def print_test_page(*, printer: str, now: datetime, actor: str) -> int:
    """Let a printer print a test page; return the id of its record."""
    row = Printer.objects.filter(name=printer).first()
    if row is None:
        raise missing("printer", printer[:40])
    made = PaperRecord.objects.create(
        paper="test", act="print", state="waiting", printer=row, place=row.name, actor=actor, at=now
    )
    defer_prints([made.pk])
    return made.pk


@transaction.atomic
def print_labels(parcel_ids: Sequence[int]) -> None:
    """Wake what waits for the labels of these parcels, which are there now."""
    waiting = PaperRecord.objects.filter(
        parcel_id__in=parcel_ids, state="waiting", paper__in=["label", "customs", *CUSTOMS_PAPERS]
    )
    defer_prints(waiting.order_by("id").values_list("id", flat=True))


@transaction.atomic
def try_prints_again(record_ids: Sequence[int], *, now: datetime) -> int:
    """Let papers be printed of which printing failed; return how many. Mend the cause first."""
    failed = PaperRecord.objects.select_for_update().filter(pk__in=record_ids, state="failed").order_by("id")
    again = list(failed.values_list("id", flat=True))
    PaperRecord.objects.filter(pk__in=again).update(state="waiting", attempts=0, begun_at=None, ended_at=None)
    defer_prints(again)
    return len(again)


@transaction.atomic
def drop_prints(record_ids: Sequence[int], *, now: datetime) -> int:
    """Let go of papers that could not be printed and are not wanted any more; return how many."""
    failed = PaperRecord.objects.filter(pk__in=record_ids, state="failed")
    return int(failed.update(state="dropped", ended_at=now))


@transaction.atomic
def note_downloads(*, parcels: Mapping[int, int], paper: str, place: str, now: datetime, actor: str) -> None:
    """Keep that a paper of `parcels` {parcel id: order id} was handed out as a file."""
    labels = _labels(parcels) if paper == "label" else {}
    PaperRecord.objects.bulk_create(
        [
            PaperRecord(
                parcel_id=parcel_id, order_id=order_id, shipment_id=labels.get(parcel_id), paper=paper, act="download",
                state="done", place=place, actor=actor, at=now, ended_at=now,
            )
            for parcel_id, order_id in sorted(parcels.items())
        ]
    )  # fmt: skip


def note_voids(shipments: Iterable[Shipment], *, reason: str, now: datetime, actor: str) -> None:
    """Keep that labels were voided, in the transaction that voids them."""
    PaperRecord.objects.bulk_create(
        [
            PaperRecord(
                parcel_id=each.parcel_id, order_id=each.order_id, shipment_id=each.pk, paper="label", act="void",
                state="done", place=each.tracking_number, reason=reason, actor=actor, at=now, ended_at=now,
            )
            for each in shipments
        ]
    )  # fmt: skip


def reason_of(text: str) -> str:
    """Return why something is done; refuses what says nothing."""
    return _reason(text, needed=True, what="is missing: say why")


def _reason(text: str, *, needed: bool, what: str) -> str:
    reason = text.strip()
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        raise Refusal("BAD_REASON", f"reason: at most {LONGEST_REASON} printable characters.", status=422)
    if needed and not reason:
        raise Refusal("NO_REASON", f"reason: it {what}.", status=422)
    return reason


def _labels(parcel_ids: Iterable[int]) -> dict[int, int]:
    live = Shipment.objects.filter(parcel_id__in=list(parcel_ids)).exclude(state="voided")
    return dict(live.values_list("parcel_id", "id"))


def defer_prints(record_ids: Iterable[int]) -> None:
    """Let a job print each of these records."""
    defer(QUEUE, (Later(PRINT, {"record_id": each}, f"paper {each}") for each in record_ids))
