"""Prove that the books are right, say how they came about, and set them right."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from packhorse.cli.terminal import CANNOT, WRONG, err, out

ACTOR = "command line"
Warehouse = Annotated[str, typer.Option(help="Only this warehouse, by its code.")]
Json = Annotated[bool, typer.Option("--json", help="Print what is found as JSON, for machines.")]


def stock(
    sku: Annotated[str, typer.Argument(help="The product.")],
    at: Annotated[str, typer.Option(help="A past time (UTC, or with an offset), or a day: its end.")] = "",
    warehouse: Warehouse = "",
    as_json: Json = False,
) -> None:
    """Say what there is of a product, or what there was at any past time."""
    from packhorse.web.start import start

    start(look=True)
    from packhorse.web import stock_at

    moment = stock_at.moment(at, now=datetime.now(UTC)) if at else None
    rows = stock_at.stock_of(sku=sku, at=moment, warehouse=warehouse)
    if as_json:
        said = {"sku": sku, "at": moment.isoformat() if moment else None, "warehouses": [vars(row) for row in rows]}
        typer.echo(json.dumps(said))
        return
    when = f"at {moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "now"
    typer.echo(f"{sku} {when}" + ("" if rows else ": never stocked"))
    names = ["on_hand", "blocked", *([] if moment else ["allocated", "reserved", "safety", "available"])]
    if rows:
        typer.echo(f"{'warehouse':12}" + "".join(f"{name.replace('_', ' '):>12}" for name in names))
    for row in rows:
        typer.echo(f"{row.warehouse:12}" + "".join(f"{getattr(row, name):>12}" for name in names))


def audit(
    explain: Annotated[str, typer.Option(help="Tell the history of this product (a SKU) instead.")] = "",
    warehouse: Warehouse = "",
    repair: Annotated[bool, typer.Option("--repair", help="Set stock right where it differs; asks first.")] = False,
    reason: Annotated[str, typer.Option(help="Why, with --repair; kept with every change.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="With --repair: do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Prove that stock, orders, picks and parcels agree with each other.

    Exit code 0: clean. 1: rows differ (they are listed).
    """
    from packhorse.web.start import StartError, start

    if explain and repair:
        raise StartError("give --explain or --repair, not both")
    if warehouse and not explain:
        raise StartError("--warehouse goes with --explain SKU; the audit looks at all warehouses")
    start(look=True)
    if explain:
        _explain(explain, warehouse, as_json)
    elif repair:
        _repair(reason, yes, as_json)
    else:
        _audit(as_json)


def _audit(as_json: bool) -> None:
    from django.db import connection

    from packhorse.web.audit import audit as prove
    from packhorse.web.audit.runs import machine_readable

    findings = prove()
    found = machine_readable(findings)
    if as_json:
        said = {"database": connection.settings_dict["NAME"], "invariants": len(findings), "findings": found}
        typer.echo(json.dumps(said))
        raise typer.Exit(WRONG if found else 0)
    out.print(f"Database {connection.settings_dict['NAME']}", highlight=False)
    for finding in findings:
        mark = "[green]holds[/]" if not finding.differences else f"[red]{len(finding.differences)} differ[/]"
        out.print(f"{finding.area:10} {finding.invariant}  {mark}", highlight=False, soft_wrap=True)
        for row in finding.differences:
            out.print(f"           {row.words}", highlight=False, markup=False, soft_wrap=True)
    if found:
        err.print(f"audit: {len(found)} rows differ", style="red", highlight=False)
        raise typer.Exit(WRONG)
    out.print(f"audit: clean, {len(findings)} invariants hold", highlight=False)


def _explain(sku: str, warehouse: str, as_json: bool) -> None:
    from packhorse.web.audit.explain import explain
    from packhorse.web.audit.telling import plain, tell

    told = explain(sku=sku, warehouse=warehouse)
    if as_json:
        typer.echo(json.dumps(plain(told), default=str))
        return
    for line in tell(told):
        typer.echo(line)


def _repair(reason: str, yes: bool, as_json: bool) -> None:
    from packhorse.web.audit import repairing

    plan = repairing.plan(now=datetime.now(UTC))
    if not as_json:
        _say_plan(plan)
    if plan.changes:
        if not yes and not (not as_json and _sure()):
            err.print("audit: nothing is changed", style="red", highlight=False)
            raise typer.Exit(CANNOT)
        done = repairing.do(reason=reason, now=datetime.now(UTC), actor=ACTOR, seen=plan.mark)
        words = f"audit: repair {done.repair_id} changed {len(done.changes)} numbers; {done.left} rows still differ"
    else:
        done = plan
        words = "audit: stock's books are right, there is nothing to repair"
    if as_json:
        changes = [vars(each) for each in done.changes]
        typer.echo(json.dumps({"repair": done.repair_id, "changes": changes, "left": done.left}))
    else:
        out.print(words, highlight=False)
    raise typer.Exit(WRONG if done.left else 0)


def _say_plan(plan: Any) -> None:
    for each in plan.changes:
        where = " ".join(part for part in (each.sku, each.warehouse, each.place, each.what) if part)
        typer.echo(f"  {where}: {each.before} -> {each.after}")
    for difference, advice in plan.beyond:
        typer.echo(f"  not by a repair: {difference.words}. {advice}")


def _sure() -> bool:
    try:
        return typer.confirm("Write this?")
    except typer.Abort:
        return False
