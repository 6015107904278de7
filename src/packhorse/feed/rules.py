"""What a shop is told of stock, and how long to wait when it cannot be told."""

# A feed that is refused waits for a person, or for the night's comparison.
FEED_STATES = {
    "off": frozenset({"on"}),
    "on": frozenset({"off", "refused"}),
    "refused": frozenset({"on", "off"}),
}
# absent: the shop has no such product. refused: it has, and does not take the number.
ITEM_STATES = {
    "waiting": frozenset({"told", "absent", "refused"}),
    "told": frozenset({"waiting", "absent", "refused"}),
    "absent": frozenset({"waiting", "told", "refused"}),
    "refused": frozenset({"waiting", "told", "absent"}),
}
RUN_STATES = {
    "waiting": frozenset({"done", "failed"}),
    "done": frozenset(),
    "failed": frozenset(),
}
# The first ones matter most, and are shown first.
DIFFERENCES = {
    "differs": "other number",
    "twice": "twice in the shop",
    "untracked": "not tracked there",
    "absent": "not in the shop",
    "strange": "not ours",
}

MOST, LONGEST_ITEM = 2_000_000_000, 100
BATCH = 250  # products in one push
FIRST_WAIT, LONGEST_WAIT = 5, 3600  # seconds
LOST = 2 * LONGEST_WAIT  # seconds after which a job that never came is given up
NIGHT = 12 * 3600  # seconds in which one comparison is enough


def within(units: int) -> int:
    """Return what a shop says as a number that can be kept."""
    return max(-MOST, min(MOST, units))


def item_name(item: str) -> str:
    """Return a shop's own name of an item, or nothing when it is too long to be kept: it is searched each time then."""
    return item if len(item) <= LONGEST_ITEM else ""


def wait_after(attempts: int) -> int:
    """Return the seconds to wait after so many tries in vain: twice as long each time, at most an hour."""
    return int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts - 1, 20)))
