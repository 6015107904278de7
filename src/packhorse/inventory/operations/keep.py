"""Lots whose last day is over, or near: nobody may have them any more; and days that were mistyped."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal, missing
from packhorse.inventory.models import Lot, LotDay
from packhorse.inventory.operations.lots import block_lot, free_lot
from packhorse.network import queries as network

log = structlog.get_logger(__name__)

ACTOR = "inventory"


def expire_lots(*, now: datetime, lot_ids: Iterable[int] | None = None) -> int:
    """Block every lot (or those of `lot_ids`) that keeps no longer as its goods must; return how many there were.

    The day is that of the warehouse where it begins first: there it is over. A lot that cannot be blocked because its
    books are wrong does not keep the others from it. One that somebody sets free again stays free.
    """
    today = max((now.astimezone(ZoneInfo(site.timezone)).date() for site in network.warehouses()), default=now.date())
    done = 0
    only = None if lot_ids is None else sorted(set(lot_ids))
    for lot_id, reason in sql.rows("inventory", "stale_lots", {"today": today, "only": only}):
        try:
            with transaction.atomic():
                Lot.objects.filter(pk=lot_id).update(stale=True)
                block_lot(lot_id=lot_id, reason=reason, now=now, actor=ACTOR)
        except Refusal as refusal:
            log.warning("lot.not_blocked", lot=lot_id, code=refusal.code)
            continue
        done += 1
    return done


@transaction.atomic
def correct_day(*, lot_id: int, expires_on: date | None, reason: str, now: datetime, actor: str) -> None:
    """Set a lot's last day right, and block or free it as that day says. Who changed it and why is kept."""
    lot = Lot.objects.select_for_update(no_key=True).filter(pk=lot_id).first()
    if lot is None:
        raise missing("lot", lot_id)
    words = reason.strip()
    if not words:
        raise Refusal("REASON_WANTED", "Say in words why the last day is another one.", status=422)
    if lot.expires_on == expires_on:
        return
    LotDay.objects.create(
        lot=lot, before=lot.expires_on, expires_on=expires_on, reason=words[:200], at=now, actor=actor
    )
    Lot.objects.filter(pk=lot_id).update(expires_on=expires_on, stale=False)
    if lot.stale and lot.blocked:
        free_lot(lot_id=lot_id, reason=words, now=now, actor=actor)
    expire_lots(now=now, lot_ids=[lot_id])
