"""What the console lets the worker do: each job exactly one thing, and such as bear being done twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from packhorse.picking.operations import tend_fills, tend_waves
from packhorse.retrying import WhenAsked
from packhorse.shipping.operations import print_paper as print_on_paper
from packhorse.web import printing
from packhorse.web.audit.runs import keep_audit
from packhorse.web.nights import JOB, QUEUE, keep_nights


@app.task(name="web.audit", queue="audit")
def audit(*, actor: str) -> None:
    """Make an audit and keep what it finds."""
    keep_audit(now=timezone.now(), actor=actor)


@app.task(name="web.print_paper", queue="printers", retry=WhenAsked())
def print_paper(*, record_id: int) -> None:
    """Print a paper of a parcel, or a test page."""
    print_on_paper(record_id=record_id, draw=printing.draw, due=printing.due_customs, now=timezone.now())


@app.task(name=JOB, queue=QUEUE)
def nights() -> None:
    """Do what is left of this night's duties."""
    keep_nights(now=timezone.now())


@app.task(name="web.waves", queue="waves")
def waves() -> None:
    """Plan and release waves where they are left to the clock."""
    tend_waves(now=timezone.now())


@app.task(name="web.fills", queue="waves")
def fills() -> None:
    """Have pick faces filled up that run short."""
    tend_fills(now=timezone.now())
