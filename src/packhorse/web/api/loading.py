"""Handing over by JSON: scans onto a carrier's vehicle, what is missing on it, and its manifest."""

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from packhorse.carriers.queries import carriers
from packhorse.errors import Refusal
from packhorse.picking.naming import site_of
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.shipping import operations
from packhorse.shipping.queries.loading import loading
from packhorse.shipping.rules import manifest_number
from packhorse.web import settings
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["sorting"], auth=Key("bench"))


class LoadIn(In):
    """A scan onto the vehicle of a carrier: a parcel's SSCC, or the number or SSCC of a pallet or cage."""

    model_config = example(warehouse="LDS", carrier="ALB", code="095200000000000011", who="ann")

    warehouse: text(20, 1)
    carrier: text(20, 1)
    code: text(60, 1)
    who: text(60) = ""


class ManifestIn(In):
    """What is handed over: all that stands in the lanes for a carrier, or only what was scanned onto its vehicle."""

    model_config = example(warehouse="LDS", carrier="ALB", loaded_only=True, who="ann")

    warehouse: text(20, 1)
    carrier: text(20, 1)
    loaded_only: bool = True
    who: text(60) = ""


class MissingOut(BaseModel):
    """A parcel that is not on the vehicle: where it stands."""

    parcel: str = Field(description="SSCC")
    lane: str
    unit: str


class LoadingOut(BaseModel):
    """How far a vehicle is loaded; `fresh`: parcels that the scan has added."""

    loaded: int
    missing: list[MissingOut]
    fresh: int = 0


class ManifestOut(BaseModel):
    """A manifest, and what stayed in the lanes."""

    manifest: str
    missing: list[MissingOut]


Code = Query(..., max_length=20, pattern=NO_NUL, examples=["LDS"])


@router.get("/floor/loading", response={200: LoadingOut, **REFUSED}, summary="What is on a carrier's vehicle")
def read(request: HttpRequest, warehouse: str = Code, carrier: str = Code) -> LoadingOut:
    """And what is missing on it."""
    whole_house(request)
    return _told(site_of(warehouse).id, _carrier(carrier))


@router.post("/floor/loads", response={200: LoadingOut, **REFUSED}, summary="Scan onto a carrier's vehicle")
def load(request: HttpRequest, scan: LoadIn) -> Status:
    """Another carrier's parcel (422, WRONG_CARRIER) and one in no lane (409, NOT_STAGED) are refused."""
    whole_house(request)
    site_id, carrier_id = site_of(scan.warehouse).id, _carrier(scan.carrier)
    who = now_and_actor(request, scan.who)
    fresh = operations.load(code=scan.code, warehouse_id=site_id, carrier_id=carrier_id, **who)
    return Status(200, _told(site_id, carrier_id, fresh))


@router.post("/floor/manifests", response={200: ManifestOut, **REFUSED}, summary="Hand over to a carrier")
def close(request: HttpRequest, body: ManifestIn) -> Status:
    """409 where nothing may leave. What is missing stays in its lane."""
    whole_house(request)
    site_id, carrier_id = site_of(body.warehouse).id, _carrier(body.carrier)
    manifest = operations.close_manifest(
        warehouse_id=site_id,
        carrier_id=carrier_id,
        gs1_prefix=settings.CONFIG.gs1_prefix,
        loaded_only=body.loaded_only,
        **now_and_actor(request, body.who),
    )
    if manifest is None:
        raise Refusal("NOTHING_LOADED", "Nothing may leave with this carrier: scan parcels into its lanes first.")
    return Status(200, ManifestOut(manifest=manifest_number(manifest), missing=_told(site_id, carrier_id).missing))


def _told(site_id: int, carrier_id: int, fresh: int = 0) -> LoadingOut:
    found = loading(site_id, carrier_id)
    missing = [MissingOut(parcel=each.sscc, lane=each.lane, unit=each.unit) for each in found.missing]
    return LoadingOut(loaded=found.loaded, missing=missing, fresh=fresh)


def _carrier(code: str) -> int:
    found = {row.code: row.id for row in carriers()}.get(code)
    if found is None:
        raise Refusal("UNKNOWN_CARRIER", f"carrier: there is no carrier {code!r}.", status=422)
    return found
