"""Carriers by JSON: who may be bought of, accounts with them, and labels that wait for a person."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from packhorse.carriers import operations, queries
from packhorse.carriers.queries import accounts
from packhorse.errors import missing
from packhorse.packing import queries as packing
from packhorse.placing.api import REFUSED
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.shipping import operations as shipping
from packhorse.shipping.queries import labels
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["carriers"], auth=Key("company"))
Code = Path(..., max_length=20, pattern=NO_NUL, examples=["EP"], description="the account's code")


class AccountIn(In):
    """What opens an account; secrets that are not given stay as they are. `address`: empty for the usual one."""

    model_config = example(kind="easypost", secrets={"api_key": "EZAK...", "webhook_secret": "..."}, form="zpl")

    kind: text(20, 1)
    secrets: dict[text(40, 1), text(200)] = Field(default_factory=dict, max_length=10)
    form: text(3, 1) = "zpl"
    address: text(300) = ""
    on: bool = True


class AccountOut(BaseModel):
    """An account without its secrets. `away`: until when it is not asked, since it did not answer, and why."""

    code: str
    kind: str
    address: str
    form: str
    on: bool
    carriers: list[str]
    away_until: datetime | None
    away: str


class CarrierOut(BaseModel):
    """A carrier: its services, the account its labels are bought with, and whether it exists at all."""

    code: str
    name: str
    services: list[str]
    account: str
    simulated: bool


class CarriersOut(BaseModel):
    """Carriers by code, and accounts with them."""

    carriers: list[CarrierOut]
    accounts: list[AccountOut]


class TestedOut(BaseModel):
    """What the carrier answered, in words."""

    said: str


class FailedLabelOut(BaseModel):
    """A parcel whose label could not be bought."""

    parcel: str = Field(description="SSCC")
    order: str
    tries: int
    said: str
    ruled: bool = Field(description="rules left no carrier: change them, or overrule them")


class LabelPurchaseOut(BaseModel):
    """A label that was asked of an account; money in minor units."""

    key: str
    order: str
    account: str
    carrier: str
    service: str
    price_minor: int
    said: str
    at: datetime


class StrayOut(BaseModel):
    """The newest word on a parcel that is none of ours."""

    account: str
    tracking_number: str
    state: str
    at: datetime
    text: str


class OpenLabelsOut(BaseModel):
    """The newest 100 of each. `owed`: nobody uses them; `unsure`: whether they were bought is being found out."""

    failed: list[FailedLabelOut]
    owed: list[LabelPurchaseOut]
    unsure: list[LabelPurchaseOut]
    strays: list[StrayOut]


class LabelsAgainIn(In):
    """Parcels whose labels are to be tried again, by SSCC, and purchases that are to be given back again, by key."""

    model_config = example(parcels=["095200000000000011"], purchases=[])

    parcels: list[text(30, 1)] = Field(default_factory=list, max_length=100)
    purchases: list[text(60, 1)] = Field(default_factory=list, max_length=100)


class OverruledIn(In):
    """A parcel for which rules left no carrier, by SSCC, and why it may go in spite of them."""

    model_config = example(parcel="095200000000000011", why="the customer asked for it", who="ann")

    parcel: text(30, 1)
    why: text(300, 1)
    who: text(60) = ""


class LabelsAgainOut(BaseModel):
    """How many are under way again."""

    labels: int
    purchases: int


@router.get("/carriers", response={200: CarriersOut, **REFUSED}, summary="Read carriers and accounts")
def read_carriers(request: HttpRequest) -> CarriersOut:
    """All of them."""
    whole_house(request)
    away = labels.away(timezone.now())
    return CarriersOut(
        carriers=[_carrier(row) for row in queries.carriers()],
        accounts=[
            AccountOut(
                code=row.code,
                kind=row.kind,
                address=row.address,
                form=row.form,
                on=row.on,
                carriers=list(row.carriers),
                away_until=away[row.id][0] if row.id in away else None,
                away=away[row.id][1] if row.id in away else "",
            )
            for row in accounts.accounts()
        ],
    )


@router.put("/carriers/accounts/{code}", response={200: CarriersOut, **REFUSED}, summary="Open or change an account")
def keep_account(request: HttpRequest, body: AccountIn, code: str = Code) -> Status:
    """Labels of the carriers that are kept with it are bought with it from now on."""
    whole_house(request)
    operations.keep_account(
        code=code,
        kind=body.kind,
        address=body.address,
        secrets=body.secrets,
        form=body.form,
        private=settings.PRIVATE_SHOPS,
        now=timezone.now(),
    )
    operations.use_account(code=code, on=body.on)
    return Status(200, read_carriers(request))


@router.post("/carriers/accounts/{code}/test", response={200: TestedOut, **REFUSED}, summary="Test an account")
def test_account(request: HttpRequest, code: str = Code) -> Status:
    """409 with the carrier's words where it does not let Packhorse in or does not answer."""
    whole_house(request)
    return Status(200, TestedOut(said=operations.test_account(code=code, private=settings.PRIVATE_SHOPS)))


@router.get("/labels/open", response={200: OpenLabelsOut, **REFUSED}, summary="Labels that wait for a person")
def open_labels(request: HttpRequest) -> OpenLabelsOut:
    """What could not be bought, what is owed for nothing, what is not known yet, and strange parcels."""
    whole_house(request)
    failed = labels.failed_labels()
    parcels = packing.by_id(row.parcel_id for row in failed)
    return OpenLabelsOut(
        failed=[
            FailedLabelOut(
                parcel=parcels[row.parcel_id].sscc,
                order=order_number(row.order_id),
                tries=row.attempts,
                said=row.said,
                ruled=row.ruled,
            )
            for row in failed
        ],
        owed=[_purchase(row) for row in labels.owed()],
        unsure=[_purchase(row) for row in labels.unsure()],
        strays=[
            StrayOut(
                account=row.account or "",
                tracking_number=row.tracking_number,
                state=row.state,
                at=row.at,
                text=row.text,
            )
            for row in labels.strays()
        ],
    )


@router.post("/labels/open", response={200: LabelsAgainOut, **REFUSED}, summary="Try labels again")
def try_again(request: HttpRequest, body: LabelsAgainIn) -> Status:
    """Mend the cause first. What does not wait for a person is left alone."""
    whole_house(request)
    ids = []
    for code in dict.fromkeys(body.parcels):
        parcel = packing.by_sscc(code)
        if parcel is None:
            raise missing("parcel", code[:30])
        ids.append(parcel.id)
    now = timezone.now()
    return Status(
        200,
        LabelsAgainOut(
            labels=shipping.try_labels_again(ids, now=now), purchases=shipping.void_again(body.purchases, now=now)
        ),
    )


@router.post("/labels/overruled", response={200: LabelsAgainOut, **REFUSED}, summary="Let a parcel go despite rules")
def overrule(request: HttpRequest, body: OverruledIn) -> Status:
    """Of a parcel for which rules left no carrier: what they exclude may be bought, this once. 409 for any other."""
    whole_house(request)
    parcel = packing.by_sscc(body.parcel)
    if parcel is None:
        raise missing("parcel", body.parcel)
    shipping.overrule(parcel_id=parcel.id, why=body.why, **now_and_actor(request, body.who))
    return Status(200, LabelsAgainOut(labels=1, purchases=0))


def _carrier(row: queries.CarrierRow) -> CarrierOut:
    facts = {name: value for name, value in vars(row).items() if name in CarrierOut.model_fields}
    return CarrierOut(**facts | {"services": list(row.services)})


def _purchase(row: labels.PurchaseRow) -> LabelPurchaseOut:
    facts = {name: value for name, value in vars(row).items() if name in LabelPurchaseOut.model_fields}
    return LabelPurchaseOut(**facts, order=order_number(row.order_id))
