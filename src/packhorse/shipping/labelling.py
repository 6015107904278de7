"""What is said of a packed parcel's label while it is being bought, and when it was not."""

from dataclasses import dataclass
from datetime import timedelta

from packhorse.outbox.queries import UntoldRow

PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class LabelNews:
    """How far a label is that is not there. `final`: it will not come by waiting; `aside`: a manager sees it."""

    text: str
    final: bool = False
    aside: bool = False


def label_news(parcel_state: str, *, untold: UntoldRow | None, waited: timedelta) -> LabelNews:
    """Return what to say to the packer of a parcel that was closed `waited` ago and has no label."""
    if parcel_state == "cancelled":
        return LabelNews("No label: the order was cancelled. Put the goods back into their bins.", final=True)
    if parcel_state == "packing":
        return LabelNews("No label yet: the parcel is not closed.", final=True)
    if untold is None:
        return LabelNews("No label was bought: the goods are no longer this order's. Look at the order.", final=True)
    if untold.set_aside:
        return LabelNews(f"No label could be bought: {_reason(untold.error)}", final=True, aside=True)
    if untold.attempts:
        return LabelNews(f"It could not be bought yet and is tried again: {_reason(untold.error)}")
    if waited > PATIENCE:
        words = "Nobody has bought the label for a minute. Is the worker running? Open this page again to look again."
        return LabelNews(words, final=True)
    return LabelNews("The label is being bought.")


def _reason(error: str) -> str:
    """What a refusal says; of any other error only its kind, which a packer can do nothing with."""
    kind, _, text = error.partition(": ")
    return text if kind == "Refusal" else f"an error ({kind})."
