"""EasyPost's trackers: their words for a parcel's state, and the details of which each is one event."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from packhorse.carriers.rules import TRACKING_STATES, TrackingReport

WRONG = {"damaged": "damaged", "lost": "lost", "address_correction": "address", "refused": "refused"}
OURS = {state: state for state in TRACKING_STATES} | {"cancelled": "failure", "error": "unknown"}


def reports(tracker: Mapping[str, Any]) -> list[TrackingReport]:
    """Return a tracker's events. EasyPost numbers them not, so each is known by a digest of what it says."""
    number, found = str(tracker.get("tracking_code") or ""), []
    for each in tracker.get("tracking_details") or []:
        at = _time(each.get("datetime"))
        if at is None or not number:
            continue
        status = str(each.get("status") or "unknown")
        words = str(each.get("message") or each.get("description") or status)[:200]
        where = each.get("tracking_location") or {}
        named = ", ".join(str(where[key]) for key in ("city", "state", "country") if where.get(key))[:120]
        key = "|".join((at.isoformat(), status, str(each.get("status_detail")), words, named))
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        detail = WRONG.get(str(each.get("status_detail")), "")
        found.append(TrackingReport(number, digest, OURS.get(status, "unknown"), at, named, words, detail))
    return found


def _time(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
