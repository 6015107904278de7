"""Read accounts with carriers, and what opens them."""

from dataclasses import dataclass

from packhorse.carriers.adapters import Access
from packhorse.carriers.adapters.access import unpacked
from packhorse.carriers.models import Account, Carrier, Service
from packhorse.sealing import unseal


@dataclass(frozen=True)
class AccountRow:
    """An account, without what opens it, and the codes of the carriers whose labels are bought with it."""

    id: int
    code: str
    kind: str
    address: str
    form: str
    on: bool
    carriers: tuple[str, ...] = ()


_ACCOUNT = tuple(name for name in AccountRow.__dataclass_fields__ if name != "carriers")


def accounts() -> list[AccountRow]:
    """Return all accounts by code, with the codes of the carriers whose labels are bought with each."""
    named: dict[int | None, list[str]] = {}
    for account_id, code in Carrier.objects.exclude(account=None).order_by("code").values_list("account_id", "code"):
        named.setdefault(account_id, []).append(code)
    found = Account.objects.order_by("code").values_list(*_ACCOUNT)
    return [AccountRow(*row, carriers=tuple(named.get(row[0], ()))) for row in found]


def in_use() -> bool:
    """Say whether labels of any carrier are bought with an account."""
    return Carrier.objects.filter(account__on=True).exists()


def access(account_id: int) -> Access:
    """Return what opens an account."""
    row = Account.objects.get(pk=account_id)
    return Access(row.kind, row.address, unpacked(unseal(row.secrets)))


def named(code: str) -> AccountRow | None:
    """Return an account by its code."""
    return next((row for row in accounts() if row.code == code), None)


def sold_with(account_id: int) -> dict[tuple[str, str], int]:
    """Return {(carrier, service) in small letters: service id} of what is bought with an account."""
    found = Service.objects.filter(carrier__account_id=account_id).values_list("carrier__code", "code", "id")
    return {(carrier.lower(), service.lower()): pk for carrier, service, pk in found}
