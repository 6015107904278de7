"""What is said of a packed parcel's label while it is being bought, and when it was not."""

from dataclasses import dataclass
from datetime import timedelta

from packhorse.outbox.queries import UntoldRow
from packhorse.shipping.queries.labels import LabelOrderRow

PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class LabelNews:
    """How far a label is that is not there. `final`: it will not come by waiting; `aside`: a manager sees it."""

    text: str
    final: bool = False
    aside: bool = False


def label_news(
    parcel_state: str, *, untold: UntoldRow | None, waited: timedelta, order: LabelOrderRow | None = None
) -> LabelNews:
    """Return what to say to the packer of a parcel that was closed `waited` ago and has no label.

    `order`: how far it is where accounts with carriers are asked for it.
    """
    if parcel_state == "cancelled":
        return LabelNews("No label: the order was cancelled. Put the goods back into their bins.", final=True)
    if parcel_state == "packing":
        return LabelNews("No label yet: the parcel is not closed.", final=True)
    if untold is None and order is not None and order.state in ("waiting", "failed"):
        if order.state == "failed":
            return LabelNews(f"No label could be bought: {order.said}", final=True, aside=True)
        if order.said:
            return LabelNews(f"It could not be bought yet and is tried again: {order.said}")
        return _late(waited) or LabelNews("Carriers are being asked, and the label is bought of the best.")
    if untold is None:
        return LabelNews("No label was bought: the goods are no longer this order's. Look at the order.", final=True)
    if untold.set_aside:
        return LabelNews(f"No label could be bought: {_reason(untold.error)}", final=True, aside=True)
    if untold.attempts:
        return LabelNews(f"It could not be bought yet and is tried again: {_reason(untold.error)}")
    return _late(waited) or LabelNews("The label is being bought.")


def _late(waited: timedelta) -> LabelNews | None:
    words = "Nobody has bought the label for a minute. Is the worker running? Open this page again to look again."
    return LabelNews(words, final=True) if waited > PATIENCE else None


def _reason(error: str) -> str:
    """What a refusal says; of any other error only its kind, which a packer can do nothing with."""
    kind, _, text = error.partition(": ")
    return text if kind == "Refusal" else f"an error ({kind})."
