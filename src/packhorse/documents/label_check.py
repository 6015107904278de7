"""What of a label people or scanners would not read, in words: asked before it is printed, shown to who can mend it."""

from collections.abc import Iterator
from dataclasses import fields

from packhorse.documents.label import Address, ShippingLabel
from packhorse.documents.label_layout import HEIGHT, HEIGHT_A6, Code, Item, Text, lay_out
from packhorse.documents.letters import Written, write

LEGIBLE = 14  # dots an em: capitals are 1.3 mm high
FINEST = 2  # dots: 0.25 mm, the narrowest bar that every scanner reads
_MM = 25.4 / 203


def problems(label: ShippingLabel) -> list[str]:
    """Return what is wrong with a label on any medium, one sentence each; nothing if all of it is printed legibly."""
    found = [*label.lacks, *(said for name, text in _texts(label) for said in _of_letters(name, write(text)))]
    try:
        items = [item for tall in (HEIGHT, HEIGHT_A6) for paper in lay_out(label, tall) for item in paper]
    except ValueError as error:
        return [*found, f"No label can be printed: {error}."]
    return [*found, *dict.fromkeys(said for item in items for said in _of_size(item))]


def _texts(label: ShippingLabel) -> Iterator[tuple[str, str]]:
    """Every text of the label by its name."""
    for who in ("sender", "recipient"):
        address: Address = getattr(label, who)
        for each in fields(Address):
            yield f"{who.capitalize()}'s {_NAMES.get(each.name, each.name)}", getattr(address, each.name)
    for name in ("carrier_name", "service_name", "order_number", "lane", "routing_zone", "delivery_instructions"):
        yield name.replace("_", " ").capitalize(), getattr(label, name)
    for mark in label.marks:
        yield "A mark", mark


_NAMES = {"line1": "first line", "line2": "second line", "postal_code": "postal code"}


def _of_letters(name: str, text: Written) -> Iterator[str]:
    if text.missing:
        yield (
            f"{name}: no font here holds {_some(text.missing)}, an empty box is printed instead. Give it in Latin "
            "letters, or add a font that holds them."
        )
    if text.replaced:
        shown = text.text[:120]
        yield f"{name}: {_some(text.replaced)} are written in other letters: “{shown}”. Look whether it is right."
    if text.dropped:
        yield f"{name}: {len(text.dropped)} marks above or below letters cannot be printed and are left out."


def _some(letters: str) -> str:
    """The first few of them, or they would fill the page."""
    return "“" + letters[:12] + ("…” and others" if len(letters) > 12 else "”")


def _of_size(item: Item) -> Iterator[str]:
    match item:
        case Text() if item.size < LEGIBLE and item.text:
            high = item.size * 0.73 * _MM
            yield f"Too small to read well (capitals of {high:.1f} mm), shorten it: “{item.text[:60]}”."
        case Code() if int(item.module) < FINEST:
            fine = int(item.module) * _MM
            yield f"The tracking number is long: at 203 dpi its bars are {fine:.2f} mm, which not every scanner reads."
