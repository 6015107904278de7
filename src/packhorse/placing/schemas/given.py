"""Orders as JSON: what the API takes and gives. Money is in minor units, times are ISO 8601 with an offset."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from packhorse.placing.rules import (
    HOLDS,
    MAX_MINOR,
    MAX_QUANTITY,
    PRIORITIES,
    SERVICES,
    SHIP_RULES,
    Edit,
    NewAddress,
    NewCharge,
    NewHold,
    NewLine,
    NewOrder,
)

MOST_LINES = 2000
Minor = Annotated[int, Field(strict=True, ge=-MAX_MINOR, le=MAX_MINOR)]
PriceMinor = Annotated[int, Field(strict=True, ge=0, le=MAX_MINOR)]
Units = Annotated[int, Field(strict=True, ge=1, le=MAX_QUANTITY)]
Id = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]
NO_NUL = r"^[^\x00]*$"
Service = Literal[SERVICES]
HoldKind = Literal[tuple(HOLDS)]
ShipRule = Literal[tuple(SHIP_RULES)]
Priority = Literal[tuple(PRIORITIES)]
SHIP_WORDS = "; ".join(f"{name}: {words}" for name, words in SHIP_RULES.items())


def text(longest: int, shortest: int = 0) -> Any:
    """A string type of at most so many characters, none of them NUL."""
    return Annotated[str, StringConstraints(max_length=longest, min_length=shortest, pattern=NO_NUL)]


class In(BaseModel):
    """What comes in: a field that is not known is refused, so that a misspelled one is not lost."""

    model_config = ConfigDict(extra="forbid")


def example(**values: Any) -> ConfigDict:
    """Settings of what comes in, with an example for the description of the API."""
    return ConfigDict(extra="forbid", json_schema_extra={"example": values})


class AddressIn(In):
    """Where an order goes. Without coordinates they are looked up; an unknown place puts the order on hold."""

    name: text(200, 1)
    line1: text(200, 1)
    line2: text(200) = ""
    city: text(120, 1)
    region: text(120) = ""
    postal_code: text(20) = ""
    country: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$")] = Field(description="ISO 3166, two letters")
    email: text(254) = ""
    phone: text(40) = Field("", description="kept as E.164 where it is a possible number of the country")
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)

    def plain(self) -> NewAddress:
        """Return the address for the operations."""
        return NewAddress(**{**self.__dict__, "country": self.country.upper()})


class LineIn(In):
    """Goods wanted."""

    sku: text(64, 1)
    quantity: Units
    unit_price_minor: PriceMinor

    def plain(self) -> NewLine:
        """Return the line for the operations."""
        return NewLine(self.sku, self.quantity, self.unit_price_minor)


class ChargeIn(In):
    """Money that is not goods; a discount is negative."""

    code: text(64, 1)
    description: text(300) = ""
    amount_minor: Minor


class HoldIn(In):
    """A reason for which an order must not go on yet."""

    model_config = example(kind="HIGH_RISK_OF_FRAUD", reason="The card was refused twice")

    kind: HoldKind
    reason: text(300) = ""


class OrderIn(In):
    """An order to place. (channel, external_id) names it once and for ever."""

    channel: text(40, 1)
    external_id: text(100, 1)
    placed_at: AwareDatetime | None = Field(None, description="when the customer ordered; now, when not given")
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = Field(description="ISO 4217, the channel's")
    address: AddressIn
    lines: list[LineIn] = Field(min_length=1, max_length=MOST_LINES)
    charges: list[ChargeIn] = Field([], max_length=200)
    customer_number: text(64) = ""
    service: Service = "standard"
    delivery_instructions: text(300) = ""
    gift_message: text(500) = ""
    holds: list[HoldIn] = Field([], max_length=10)
    billing_country: Annotated[str, StringConstraints(pattern=r"^([A-Za-z]{2})?$")] = ""
    checkout: text(100) = Field("", description="the channel's checkout whose reservation this order takes up")
    ship_rule: ShipRule = Field("as_available", description=SHIP_WORDS)
    priority: Priority = Field("normal", description="who is served first when goods are scarce")

    model_config = example(
        channel="web",
        external_id="A-1001",
        placed_at="2026-11-24T09:15:00Z",
        currency="GBP",
        address={
            "name": "Ada Cole",
            "line1": "7 High Street",
            "city": "Leeds",
            "postal_code": "LS1 4AB",
            "country": "GB",
        },
        lines=[{"sku": "21562", "quantity": 2, "unit_price_minor": 125}],
        charges=[{"code": "POST", "description": "Postage", "amount_minor": 350}],
    )

    def plain(self, now: datetime) -> NewOrder:
        """Return the order for the operations."""
        return NewOrder(
            channel=self.channel,
            external_id=self.external_id,
            placed_at=self.placed_at or now,
            currency=self.currency,
            address=self.address.plain(),
            lines=tuple(line.plain() for line in self.lines),
            charges=tuple(NewCharge(c.code, c.description or c.code, c.amount_minor) for c in self.charges),
            customer_number=self.customer_number,
            service=self.service,
            delivery_instructions=self.delivery_instructions,
            gift_message=self.gift_message,
            holds=tuple(NewHold(hold.kind, hold.reason) for hold in self.holds),
            billing_country=self.billing_country,
            checkout=self.checkout,
            ship_rule=self.ship_rule,
            priority=self.priority,
        )


class QuantityIn(In):
    """Units wanted of a line in all; 0 takes the line off the order."""

    line_id: Id
    quantity: Annotated[int, Field(strict=True, ge=0, le=MAX_QUANTITY)]


class PriceIn(In):
    """Another price of a line."""

    line_id: Id
    unit_price_minor: PriceMinor


class KitQuantityIn(In):
    """Kits wanted in all, or so many of them; their parts follow. 0 takes the kit off the order."""

    kit_id: Id
    quantity: Annotated[int, Field(strict=True, ge=0, le=MAX_QUANTITY)]


class KitPriceIn(In):
    """Another price of a kit."""

    kit_id: Id
    unit_price_minor: PriceMinor


class EditIn(In):
    """What is to be changed; what is not named stays as it is."""

    model_config = example(
        quantities=[{"line_id": 118, "quantity": 3}], service="express", delivery_instructions="Ring twice"
    )

    quantities: list[QuantityIn] = Field([], max_length=MOST_LINES)
    prices: list[PriceIn] = Field([], max_length=MOST_LINES)
    kits: list[KitQuantityIn] = Field([], max_length=MOST_LINES)
    kit_prices: list[KitPriceIn] = Field([], max_length=MOST_LINES)
    add: list[LineIn] = Field([], max_length=MOST_LINES)
    address: AddressIn | None = None
    service: Service | None = None
    delivery_instructions: text(300) | None = None
    gift_message: text(500) | None = None
    ship_rule: ShipRule | None = Field(None, description=SHIP_WORDS)
    priority: Priority | None = None

    def plain(self) -> Edit:
        """Return the change for the operation."""
        return Edit(
            quantities={each.line_id: each.quantity for each in self.quantities},
            prices={each.line_id: each.unit_price_minor for each in self.prices},
            kits={each.kit_id: each.quantity for each in self.kits},
            kit_prices={each.kit_id: each.unit_price_minor for each in self.kit_prices},
            add=tuple(line.plain() for line in self.add),
            address=self.address.plain() if self.address else None,
            service=self.service,
            delivery_instructions=self.delivery_instructions,
            gift_message=self.gift_message,
            ship_rule=self.ship_rule,
            priority=self.priority,
        )


class CancelIn(In):
    """Units and whole kits to cancel; without any, all that has not shipped."""

    model_config = example(lines=[{"line_id": 118, "quantity": 1}])

    lines: list[QuantityIn] = Field([], max_length=MOST_LINES)
    kits: list[KitQuantityIn] = Field([], max_length=MOST_LINES)


class SplitIn(In):
    """Units and whole kits that become an order of their own; some must stay."""

    model_config = example(lines=[{"line_id": 118, "quantity": 1}])

    lines: list[QuantityIn] = Field([], max_length=MOST_LINES)
    kits: list[KitQuantityIn] = Field([], max_length=MOST_LINES)


class MergeIn(In):
    """Orders whose lines come into this one."""

    model_config = example(numbers=["PH1000043"])

    numbers: list[Annotated[str, StringConstraints(pattern=r"^PH[0-9]{7,18}$")]] = Field(min_length=1, max_length=50)


class NoteIn(In):
    """A note for the people of the office."""

    model_config = example(text="The customer rang: leave it with the neighbour.")

    text: text(2000, 1)
