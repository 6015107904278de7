"""Commands that look into Packhorse."""

import typer

from packhorse.cli.words import WRONG, err, out


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (audit, shell):
        app.command()(command)


def audit() -> None:
    """Prove that stock, orders, picks and parcels agree with each other.

    Exit code 0: clean. 1: rows differ (they are listed).
    """
    from packhorse.web.start import start

    start(look=True)
    from django.db import connection

    from packhorse.web.audit import audit as prove

    out.print(f"Database {connection.settings_dict['NAME']}", highlight=False)
    findings = prove()
    for finding in findings:
        mark = "[green]holds[/]" if not finding.differences else f"[red]{len(finding.differences)} differ[/]"
        out.print(f"{finding.area:10} {finding.invariant}  {mark}", highlight=False, soft_wrap=True)
        for row in finding.differences:
            out.print(f"           {row}", highlight=False, markup=False, soft_wrap=True)
    differences = sum(len(finding.differences) for finding in findings)
    if differences:
        err.print(f"audit: {differences} rows differ", style="red", highlight=False)
        raise typer.Exit(WRONG)
    out.print(f"audit: clean, {len(findings)} invariants hold", highlight=False)


def shell() -> None:
    """Open a Python shell with Packhorse started."""
    import code

    from packhorse.web.start import start

    start(look=True)
    code.interact(banner="Packhorse: every area's queries and operations can be imported.", exitmsg="")
