"""The scales of benches: what lies on them, told by a small program beside each."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status
from pydantic import BaseModel, Field

from packhorse.algorithms.scales import MOST_GRAMS
from packhorse.picking.naming import site_of
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import In, example, text
from packhorse.shipping import operations
from packhorse.web.keys import Key, whole_house

router = Router(tags=["papers"], auth=Key("scale"))


class WeightIn(In):
    """What lies at rest on the scale of a bench."""

    model_config = example(warehouse="LDS", bench="Bench 1", grams=512)

    warehouse: text(20, 1)
    bench: text(40, 1)
    grams: Annotated[int, Field(strict=True, ge=-MOST_GRAMS, le=MOST_GRAMS)]


class WeightOut(BaseModel):
    """What was kept."""

    bench: str
    grams: int


@router.put("/floor/weights", response={200: WeightOut, **REFUSED}, summary="Say what lies on a bench's scale")
def weigh(request: HttpRequest, said: WeightIn) -> Status:
    """With a key of the role scale. It is shown at the bench for five seconds, so say it again while it lies there."""
    whole_house(request)
    site = site_of(said.warehouse)
    operations.take_weight(warehouse_id=site.id, bench=said.bench, grams=said.grams, now=timezone.now())
    return Status(200, WeightOut(bench=said.bench.strip(), grams=max(0, said.grams)))
