"""What is said of the carrier's label of a return: whether it is there, still comes, or could not be bought."""

from dataclasses import dataclass

from packhorse.returns.queries import LabelRow


@dataclass(frozen=True)
class LabelNews:
    """How a label stands, in words for the office. `kind`: none, coming, there, gone or bad (a person has to act)."""

    kind: str
    text: str


def label_news(row: LabelRow | None) -> LabelNews:
    """Return what to say to the office of a return's label."""
    if row is None:
        return LabelNews("none", "No label of a carrier was bought for this return.")
    said = row.said.rstrip(". ")
    if row.state == "failed":
        return LabelNews("bad", f"The carrier's label could not be bought: {said}. Mend that, then try again.")
    if row.state == "owed":
        text = f"Nobody uses this label, and the carrier wants its money: {said}. Ask the carrier, then try again."
        return LabelNews("bad", text)
    if row.state == "unsure":
        text = f"The carrier was asked to sell it, and it is not known yet whether it did: {said}."
        return LabelNews("coming", f"{text} It is looked for, and none is bought beside it.")
    if row.state == "waiting" and said:
        return LabelNews("coming", f"The carrier's label could not be bought yet and is tried again: {said}.")
    if row.state in ("waiting", "asked"):
        return LabelNews("coming", "The carrier's label is being bought.")
    if row.state == "bought":
        there = "The carrier's label is there." if row.form else "The carrier's label was forgotten with the address."
        return LabelNews("there", there)
    if row.state == "to_void":
        return LabelNews("gone", f"The carrier's label is being given back: {said}.")
    if row.state == "voided":
        return LabelNews("gone", f"The carrier's label was given back: {said}.")
    return LabelNews("gone", f"No label of a carrier was bought: {said}.")


def usable(row: LabelRow | None, *, state: str) -> bool:
    """Say whether a label may be handed to the customer of a return in this state: it is used once."""
    return row is not None and row.good and row.form == "pdf" and state == "approved" and not sent(row)


def sent(row: LabelRow | None) -> bool:
    """Say whether a carrier has the parcel, as it says."""
    return row is not None and row.state == "bought" and row.tracking_state != "pre_transit"
