"""The demonstration: a company, one real business day, and the autopilot; progress bars and a summary."""

import secrets
import time
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from packhorse.web.serving import Where
from packhorse.web.start import DEMO, StartError, start

LOGIN = "demo"
PASSWORD = secrets.token_urlsafe(9)  # of this run only

DOES = {
    "placing": "orders",
    "sourcing": "orders",
    "picking": "picks",
    "sorting": "puts",
    "packing": "scans",
    "shipping": "parcels",
    "tracking": "parcels",
}


def play(out: Console) -> None:
    """Make the demonstration's database, run the day, print the summary."""
    begun = time.perf_counter()
    start(database=DEMO, fresh=True)
    from django.conf import settings
    from django.db import connection

    from packhorse.placing import queries as placing

    if settings.CONFIG.database_url and placing.channels():
        raise StartError(
            "DATABASE_URL names a database that is in use already; the demonstration only runs in an empty one. "
            "Give it one of its own, or unset DATABASE_URL."
        )
    from packhorse.demo import autopilot, load, sending_back
    from packhorse.demo.orderfile import order_file
    from packhorse.placing.operations import ImportReport

    load.load_company()
    _login()
    content = order_file()
    with Progress(
        TextColumn("{task.description:9}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[unit]}"),
        TimeElapsedColumn(), console=out,
    ) as bars:  # fmt: skip
        tasks = {stage: bars.add_task(stage, total=None, start=False, unit=DOES[stage]) for stage in autopilot.STAGES}

        def progress(stage: str, done: int, total: int) -> None:
            if done % 20 and done < total:  # drawing costs more than a scan
                return
            bars.start_task(tasks[stage])
            bars.update(tasks[stage], completed=done, total=total)

        run = autopilot.Run(now=load.opens_at(content), gs1_prefix=settings.CONFIG.gs1_prefix, progress=progress)
        working = time.perf_counter()
        report: ImportReport = autopilot.take_in(run, content, channel="web")
        autopilot.work_off(run)
        worked = time.perf_counter() - working
        sending_back.send_back(now=run.now)
    connection.close()
    _print(out, run, report, worked, time.perf_counter() - begun)


def _login() -> None:
    from django.contrib.auth.models import Group, User

    user, _ = User.objects.get_or_create(username=LOGIN)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    user.groups.set([Group.objects.get_or_create(name="manager")[0]])


def _print(out: Console, run: object, report: object, worked: float, whole: float) -> None:
    from packhorse.demo.autopilot import Run
    from packhorse.placing import queries as placing
    from packhorse.placing.operations import ImportReport
    from packhorse.web import summary

    assert isinstance(run, Run) and isinstance(report, ImportReport)
    day = placing.newest_day()
    assert day is not None
    s = summary.of_day(day)

    def money(minor: int) -> str:
        return f"£{minor / 100:,.2f}"

    table = Table(title=f"One business day: {day:%d %B %Y}", show_header=False, title_justify="left")
    rows = [
        ("Orders", f"{s.orders:,}  ({', '.join(f'{n} {state}' for state, n in sorted(s.by_state.items()))})"),
        ("Lines, units", f"{s.lines:,} lines, {s.units:,} units ({s.cancelled_units:,} units cancelled)"),
        ("Split orders", f"{s.split_orders}"),
        ("Backorders", f"{s.waiting_orders} orders, {s.backordered_units:,} units"),
        ("Walked", f"{s.walked_m / 1000:.1f} km (one order a trip in S-shape: {s.baseline_m / 1000:.1f} km)"),
        ("Cartons", ", ".join(f"{n} {code}" for code, n in s.cartons.items()) + f"; {money(s.carton_cost_minor)}"),
        ("Parcels", f"{s.parcels} packed, {s.handed_over} handed over, {s.delivered_parcels} delivered"),
        ("Shipping cost", money(s.shipping_cost_minor)),
        ("Time by stage", ", ".join(f"{stage} {run.seconds[stage]:.1f} s" for stage in run.seconds)),
        ("Speed", f"{s.orders / worked:.1f} orders/s, {s.lines / worked:.0f} lines/s, {worked:.1f} s in all"),
        ("Rows refused", f"{len(report.errors)} of {report.rows} rows of the order file"),
        ("From start", f"{timedelta(seconds=round(whole))}"),
    ]
    for name, value in rows:
        table.add_row(name, value)
    out.print(table)
    for error in report.errors[:20]:
        out.print(f"  line {error.line} {error.column}: {error.reason}", highlight=False)


def say_where(out: Console, where: Where) -> None:
    """Say where the console is and which login to use."""
    out.print(f"\nThe console is at {where.url}   login: {LOGIN}   password: {PASSWORD}", highlight=False)
    out.print("Public tracking pages need no login. Stop with Ctrl+C.", highlight=False)
