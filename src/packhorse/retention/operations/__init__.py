"""What retention does."""

from packhorse.retention.operations.choose import choose_notices
from packhorse.retention.operations.note import note_late, note_parcels, note_promises, note_returns, send_again
from packhorse.retention.operations.post import Later, Rejected, post_test
from packhorse.retention.operations.send import send

__all__ = [
    "Later",
    "Rejected",
    "choose_notices",
    "note_late",
    "note_parcels",
    "note_promises",
    "note_returns",
    "post_test",
    "send",
    "send_again",
]
