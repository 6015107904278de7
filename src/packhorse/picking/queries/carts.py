"""Read carts, and whether what they carry is still on them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from packhorse.picking.models import Cart, PickTask
from packhorse.picking.rules import PAST_THE_WALL


@dataclass(frozen=True)
class CartRow:
    """A cart, the list it was taken with last (None: none), and whether goods of that are on it still."""

    code: str
    barcode: str
    totes: int
    list_id: int | None
    busy: bool


def _on_carts() -> QuerySet[PickTask]:
    """The tasks whose goods are on a cart, as far as picking knows: cancelled goods go back into their bins.

    What goes past the wall stays in its tote until it is packed.
    """
    elsewhere = PickTask.objects.filter(fulfillment_id=OuterRef("fulfillment_id")).exclude(
        pick_list_id=OuterRef("pick_list_id")
    )
    past = Q(fulfillment__state="sorted", pick_list__kind__in=PAST_THE_WALL) & ~Exists(elsewhere)
    there = Q(Q(fulfillment__state__in=("released", "picking", "picked")) | past, picked__gt=0)
    return PickTask.objects.filter(there | ~Q(pick_list__state="done"))


def carries(list_id: int) -> bool:
    """Say whether a cart that was taken for this list is not empty yet.

    It is empty when the list is done and every order that has goods on it is sorted whole (packed, where it goes past
    the wall), or cancelled.
    """
    return _on_carts().filter(pick_list_id=list_id).exists()


def carts(warehouse_id: int) -> list[CartRow]:
    """Return the carts of a warehouse, by code."""
    found = Cart.objects.filter(warehouse_id=warehouse_id).order_by("code")
    rows = list(found.values_list("code", "barcode", "totes", "pick_list_id"))
    busy = set(
        _on_carts().filter(pick_list_id__in=[row[3] for row in rows if row[3]]).values_list("pick_list_id", flat=True)
    )
    return [CartRow(*row, row[3] in busy) for row in rows]


def has_carts(warehouse_id: int) -> bool:
    """Say whether lists of a warehouse are taken with a cart."""
    return Cart.objects.filter(warehouse_id=warehouse_id).exists()


def totes_of(warehouse_id: int, code: str) -> int | None:
    """Return how many totes a cart has, by its barcode or code; None for what is no cart of the warehouse."""
    found = Cart.objects.filter(Q(barcode=code) | Q(code=code), warehouse_id=warehouse_id)
    return found.values_list("totes", flat=True).first()


def cart_of(list_id: int) -> CartRow | None:
    """Return the cart that a list was taken with, until that is taken for another one."""
    row = Cart.objects.filter(pick_list_id=list_id).values_list("code", "barcode", "totes", "pick_list_id").first()
    return CartRow(*row, busy=True) if row else None


def tote_on_cart(warehouse_id: int, code: str) -> tuple[int, int] | None:
    """Return (list id, tote) of a tote's barcode: of the list that its cart was taken with last."""
    barcode, _, nth = code.strip().rpartition("-")
    if not (barcode and nth.isascii() and nth.isdecimal() and len(nth) < 4 and nth[0] != "0"):
        return None
    found = Cart.objects.filter(
        warehouse_id=warehouse_id, barcode=barcode, totes__gte=int(nth), pick_list__isnull=False
    ).values_list("pick_list_id", flat=True)
    return (list_id, int(nth)) if (list_id := found.first()) else None
