"""State tables: {state: states that may follow}. One way to read them everywhere (design rule 3.5)."""

from collections.abc import Mapping

States = Mapping[str, frozenset[str]]


def check(name: str, states: States) -> None:
    """Raise ValueError unless every state that may follow is itself a state of the table."""
    unknown = {after for follow in states.values() for after in follow} - set(states)
    if unknown:
        raise ValueError(f"state table {name}: {', '.join(sorted(unknown))} may follow but is not a state")


def leading_to(states: States, state: str) -> list[str]:
    """Return every state from which `state` can be reached in one or more steps, sorted.

    Events may be told late or out of order; a roll-up moves forward from any of these and never back.
    """
    found: set[str] = set()
    edge = {state}
    while edge:
        edge = {before for before, follow in states.items() if follow & edge} - found
        found |= edge
    return sorted(found - {state})
