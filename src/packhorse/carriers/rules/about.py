"""Which parcels a manager's rule on carriers is about."""

from collections.abc import Collection
from dataclasses import dataclass

from packhorse.carriers.rules.surcharges import prefix_of

ANY = "any"  # class of dangerous goods: whichever
NAMED = 3  # of a list, in words


@dataclass(frozen=True)
class Traits:
    """What rules tell parcels apart by; `value_minor` is the order's, None where nobody knows it in our currency.

    `weight_g` is None where it is not known: a rule on weight is not asked then.
    """

    country: str
    postal_code: str = ""
    weight_g: int | None = None
    value_minor: int | None = None
    hazmat: Collection[str] = ()
    classes: Collection[str] = ()
    tier: str = ""
    channel: str = ""
    warehouse: str = ""


@dataclass(frozen=True)
class About:
    """What each field that is not empty names; all empty: every parcel.

    `hazmat`: classes of dangerous goods, `ANY` for all; `classes`: storage classes; of both, one kind in the parcel is
    enough. `places`: countries, or a country and the beginning of a postal code ("GB BT"). `over_g` and `over_minor`:
    heavier, or of an order worth more.
    """

    hazmat: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    warehouses: frozenset[str] = frozenset()
    over_g: int | None = None
    over_minor: int | None = None

    def fits(self, parcel: Traits) -> bool:
        """Say whether a parcel is meant."""
        if self.warehouses and parcel.warehouse not in self.warehouses:
            return False
        if (self.channels and parcel.channel not in self.channels) or (self.tiers and parcel.tier not in self.tiers):
            return False
        if self.hazmat and not (parcel.hazmat and (ANY in self.hazmat or self.hazmat & set(parcel.hazmat))):
            return False
        if self.classes and not self.classes & set(parcel.classes):
            return False
        if self.over_g is not None and (parcel.weight_g is None or parcel.weight_g <= self.over_g):
            return False
        if self.over_minor is not None and (parcel.value_minor is None or parcel.value_minor <= self.over_minor):
            return False
        return not self.places or self._goes_there(parcel)

    def _goes_there(self, parcel: Traits) -> bool:
        code = prefix_of(parcel.postal_code)
        return any(
            each[:2] == parcel.country and (len(each) == 2 or (code and code.startswith(each[3:])))
            for each in self.places
        )

    def words(self) -> str:
        """It in words, without amounts of money, which only pages can write."""
        said = [f"dangerous goods of {'any class' if ANY in self.hazmat else f'class {some(self.hazmat)}'}"] * bool(
            self.hazmat
        )
        said += [f"{some(self.classes)} goods"] * bool(self.classes)
        said += [f"to {some(self.places)}"] * bool(self.places)
        said += [f"over {self.over_g} g"] if self.over_g is not None else []
        said += [f"of customers of tier {some(self.tiers)}"] * bool(self.tiers)
        said += [f"of channel {some(self.channels)}"] * bool(self.channels)
        said += [f"from {some(self.warehouses)}"] * bool(self.warehouses)
        return ", ".join(said)


EVERYTHING = About()


def some(names: Collection[str]) -> str:
    """Return names in words, the first few of many."""
    found = sorted(names)
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return f"{' or '.join(found[:NAMED])}{more}"
