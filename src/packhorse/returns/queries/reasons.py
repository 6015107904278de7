"""Why goods come back, by product."""

from dataclasses import dataclass
from datetime import datetime

from packhorse import sql
from packhorse.returns.queries.rules import rules


@dataclass(frozen=True)
class ReasonRow:
    """Units of a product that were returned in a time, for one reason; and units of it that left the house in it.

    `restocked` of them could be sold again; `of_product` counts all reasons of the product.
    """

    sku: str
    name: str
    reason: str
    units: int
    restocked: int
    of_product: int
    shipped: int

    @property
    def permille(self) -> int | None:
        """Units returned for all reasons, per thousand that left the house; None when none did."""
        return self.of_product * 1000 // self.shipped if self.shipped else None


def by_product(*, since: datetime, until: datetime, sku: str = "", limit: int = 500) -> list[ReasonRow]:
    """Return why products come back, those with the most units first; of one product, if it is named."""
    asked = {"since": since, "until": until, "sku": sku, "limit": limit}
    return [ReasonRow(*row) for row in sql.rows("returns", "reasons", asked)]


def reason_words() -> dict[str, str]:
    """Return {code: words} of the reasons that hold."""
    return {each.code: each.words for each in rules().reasons}
