"""What bench scales say over a serial line: Mettler Toledo SICS, A&D and CAS, OHAUS and Kern.

S S      0.512 kg      SICS: S stable, D still moving, I/+/- cannot weigh
ST,GS,+  0.512kg       A&D, CAS: ST stable, US still moving, OL overload
     512.0 g  ?        OHAUS: a question mark while it moves
+    512.0 g           Kern: the unit is left out while it moves
"""

import re
from dataclasses import dataclass
from decimal import Decimal

GRAMS = {"kg": Decimal(1000), "g": Decimal(1), "lb": Decimal("453.59237"), "oz": Decimal("28.349523125")}
MOST_GRAMS = 1_000_000

_NUMBER = r"(?P<sign>[+-]?)\s*(?P<number>\d{1,7}(?:[.,]\d{1,4})?)\s*(?P<unit>kg|g|lb|oz)?"
_SICS = re.compile(rf"S\s+(?P<state>[SDIM+-])(?:\s+{_NUMBER})?", re.IGNORECASE)
_COMMAS = re.compile(rf"(?P<state>ST|US|OL|QT)\s*,\s*(?:(?:GS|NT|TR)\s*,\s*)?{_NUMBER}", re.IGNORECASE)
_PLAIN = re.compile(rf"{_NUMBER}\s*(?P<moving>\?)?\s*(?:N|G|NET|GROSS|B)?", re.IGNORECASE)


@dataclass(frozen=True)
class Weight:
    """What lies on a scale, in grams, and whether it has come to rest."""

    grams: int
    stable: bool


def read_weight(line: str) -> Weight | None:
    """Read one line of a scale; None for what is no weight: an error, an overload, a message of another kind."""
    text = line.strip()
    for form in (_SICS, _COMMAS, _PLAIN):
        if found := form.fullmatch(text):
            said = found.groupdict()
            if said.get("number") is None:
                return None
            state, unit = (said.get("state") or "").upper(), (said.get("unit") or "").lower()
            if state in ("I", "+", "-", "M", "OL", "QT") or (form is not _PLAIN and not unit):
                return None
            grams = round(Decimal(said["number"].replace(",", ".")) * GRAMS.get(unit, Decimal(0)))
            stable = bool(unit) and state in ("", "S", "ST") and not said.get("moving")
            return Weight(-grams if said["sign"] == "-" else grams, stable) if grams <= MOST_GRAMS else None
    return None
