"""Classes of dangerous goods in carriage, as the UN's model regulations (ADR, IATA, IMDG) number them."""

from collections.abc import Collection

LIMITED = "LQ"  # packed in limited quantities, whatever the class
HAZMAT_CLASSES = (
    *("1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6"),  # explosives
    *("2.1", "2.2", "2.3"),  # gases
    "3",  # flammable liquids
    *("4.1", "4.2", "4.3"),  # flammable solids
    *("5.1", "5.2"),  # oxidising
    *("6.1", "6.2"),  # toxic, infectious
    *("7", "8", "9"),  # radioactive, corrosive, others such as lithium batteries
    LIMITED,
)

# Batteries that bear the mark of ADR 5.2.1.9: lithium metal and lithium ion, sodium ion; alone, and with equipment.
BATTERIES = ("UN3090", "UN3091", "UN3480", "UN3481", "UN3551", "UN3552")


def is_un_number(text: str) -> bool:
    """Say whether a text is a UN number as it stands on packages, such as UN3481."""
    return len(text) == 6 and text.startswith("UN") and text.isascii() and text[2:].isdecimal()


def unknown_class(classes: Collection[str]) -> str:
    """Return the first that is no class, cut short; empty when all are."""
    return next((each[:10] or "(empty)" for each in classes if each not in HAZMAT_CLASSES), "")
