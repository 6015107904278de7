"""What happens to feeds: turned on and off, changes told, shops compared."""

from packhorse.feed.operations.ask import ask_comparison, compare_due
from packhorse.feed.operations.compare import compare
from packhorse.feed.operations.note_changes import note_changes
from packhorse.feed.operations.queue import queue_due
from packhorse.feed.operations.tell import tell
from packhorse.feed.operations.turn import tell_again, turn_off, turn_on

__all__ = [
    "ask_comparison",
    "compare",
    "compare_due",
    "note_changes",
    "queue_due",
    "tell",
    "tell_again",
    "turn_off",
    "turn_on",
]
