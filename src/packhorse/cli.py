"""The command `packhorse`: what a person or a script can ask for."""

import json
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(
    help="Order processing that a merchant runs on its own machine, from the order to the door.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
imports = typer.Typer(help="Take in files.", no_args_is_help=True)
users = typer.Typer(help="Logins for the console.", no_args_is_help=True)
keys = typer.Typer(help="Keys with which machines use the API.", no_args_is_help=True)
app.add_typer(imports, name="import")
app.add_typer(keys, name="key")
app.add_typer(users, name="user")

out = Console()
err = Console(stderr=True)

# Exit codes: 0 done; 1 done, but something is wrong with what was given; 2 cannot start or was asked wrongly.
WRONG, CANNOT = 1, 2


def main() -> None:
    """Run the command line; what Packhorse refuses is one clear line, not a traceback."""
    from packhorse.web.start import words_for

    try:
        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as error:
        if not (words := words_for(error)):
            raise
        err.print(f"packhorse: {words}", style="red", highlight=False, markup=False, soft_wrap=True)
        raise SystemExit(CANNOT) from None


@app.command()
def demo(
    serve: Annotated[bool, typer.Option(help="Serve the console after the summary.")] = True,
    port: Annotated[int | None, typer.Option(help="Port of the console (default 8000).")] = None,
) -> None:
    """Play one real business day of a demonstration company, from its order file to the door.

    Makes the demonstration's database anew each time; your own data are not touched.
    """
    os.environ["PACKHORSE_DEMO"] = "true"
    os.environ["PACKHORSE_DATABASE"] = "packhorse_demo"
    from packhorse.web import demonstration, serving
    from packhorse.web.start import only_demonstration

    where = serving.address(port)
    with only_demonstration():
        if serve:
            serving.claim(where)
        demonstration.play(out)
        if serve:
            demonstration.say_where(out, where)
            serving.up(where)


@app.command()
def up(port: Annotated[int | None, typer.Option(help="Port of the console (default 8000).")] = None) -> None:
    """Run the console and the worker together: all a small shop needs."""
    from packhorse.web import serving
    from packhorse.web.start import start

    where = serving.address(port)
    serving.claim(where)
    start()
    out.print(f"Packhorse is at {where.url}  (stop with Ctrl+C)", highlight=False)
    serving.up(where)


@app.command()
def serve(port: Annotated[int | None, typer.Option(help="Port of the console (default 8000).")] = None) -> None:
    """Run the console only; run `packhorse work` beside it, here or on other machines."""
    from packhorse.web import serving
    from packhorse.web.start import start

    where = serving.address(port)
    serving.claim(where)
    start()
    out.print(f"Packhorse is at {where.url}  (console only, stop with Ctrl+C)", highlight=False)
    serving.serve(where)


@app.command()
def work() -> None:
    """Run the worker: relay events between the stages and ask carriers where parcels are."""
    from packhorse.web.start import start

    start(known=True)
    from packhorse.web import working

    working.work()


@imports.command("orders")
def import_orders(
    file: Annotated[Path, typer.Argument(help="Order file: CSV, TSV or Excel.", exists=True, dir_okay=False)],
    channel: Annotated[str, typer.Option(help="Channel the orders come from.")] = "web",
    currency: Annotated[str, typer.Option(help="Currency of a new channel (ISO 4217); GBP when not said.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Check everything, keep nothing.")] = False,
    timezone: Annotated[str, typer.Option(help="Time zone of times without an offset, like Europe/Berlin.")] = "UTC",
    errors: Annotated[
        Path | None, typer.Option(help="Write the refused orders there, to be corrected.", dir_okay=False)
    ] = None,
) -> None:
    """Take in a file of orders. Wrong rows are named, good ones kept; the same file again adds nothing.

    Packhorse's own format, exports of Shopify and WooCommerce, Amazon's order report, and what the channel maps
    (see docs/orderfile.md). Exit code 0: all taken. 1: some rows are wrong (they are listed). 2: nothing could be done.
    """
    from packhorse.web.start import start

    start()
    from django.db import transaction
    from django.utils.timezone import now

    from packhorse.placing import operations as placing
    from packhorse.placing import queries

    content = file.read_bytes()
    known = {code: known_currency for code, _, known_currency in queries.channels()}
    # A dry run opens no channel either.
    with transaction.atomic() if dry_run else nullcontext():
        placing.open_channel(code=channel, name=channel, currency=currency or known.get(channel, "GBP"))
        report = placing.import_orders(
            content, channel=channel, now=now(), actor="import", dry_run=dry_run, timezone=timezone
        )
        if dry_run:
            transaction.set_rollback(True)
    out.print(report.summary(), highlight=False, markup=False, soft_wrap=True)
    for order in report.skipped:
        text = f"{file}:{order.line}: order {order.order_number} passed over: {order.reason}"
        out.print(text, highlight=False, markup=False, soft_wrap=True)
    for error in report.errors:
        where = f"{file}:{error.line}" + (f", column {error.column}" if error.column else "")
        err.print(f"{where}: {error.reason}", highlight=False, markup=False, soft_wrap=True)
    if errors is not None:
        _write_errors(content, report.refused, errors)
    if report.errors:
        raise typer.Exit(WRONG)


def _write_errors(content: bytes, refused: dict[int, str], path: Path) -> None:
    from packhorse.errors import Refusal
    from packhorse.placing.formats.errorfile import error_file

    made = error_file(content, refused)
    if made is None:
        return
    if made.suffix == ".xlsx":
        path = path.with_suffix(made.suffix)  # a workbook by another name opens nowhere
    try:
        path.write_bytes(made.content)
    except OSError as error:
        raise Refusal("ERROR_FILE", f"The error file {path} cannot be written: {error.strerror}.") from None
    out.print(f"{made.rows} rows of refused orders: {path}", highlight=False, markup=False, soft_wrap=True)


@imports.command("mapping")
def import_mapping(
    channel: Annotated[str, typer.Argument(help="Channel whose files are meant.")],
    file: Annotated[Path, typer.Argument(help="Mapping (JSON, see docs/orderfile.md).", exists=True, dir_okay=False)],
) -> None:
    """Say which column of a channel's files is which of ours. `{}` takes the mapping away.

    Exit code 0: kept. 2: refused, with what is wrong.
    """
    from packhorse.web.start import start

    start()
    from packhorse.errors import Refusal
    from packhorse.placing import operations as placing

    try:
        mapping = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Refusal("FILE_MAPPING", f"{file} is no JSON: {error}", status=422) from None
    placing.set_file_mapping(channel=channel, mapping=mapping)
    out.print(f"The files of channel {channel} are read by this mapping from now on.", highlight=False, markup=False)


@app.command()
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


@app.command()
def shell() -> None:
    """Open a Python shell with Packhorse started."""
    import code

    from packhorse.web.start import start

    start(look=True)
    code.interact(banner="Packhorse: every area's queries and operations can be imported.", exitmsg="")


@users.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="Login name.")],
    role: Annotated[str, typer.Option(help="picker, packer, agent or manager.")] = "manager",
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, envvar="PACKHORSE_NEW_PASSWORD")
    ] = "",
) -> None:
    """Add a login; the password is asked for, or taken from PACKHORSE_NEW_PASSWORD."""
    from packhorse.web.start import start

    start(known=True)
    from packhorse.web.access import add_user as add

    add(name=name, password=password, role=role)
    out.print(f"{name} may sign in as {role}.", highlight=False)


@keys.command("add")
def add_key(
    name: Annotated[str, typer.Argument(help="Whose key it is; kept with everything it does.")],
    role: Annotated[str, typer.Option(help="agent or manager.")] = "agent",
    channel: Annotated[str, typer.Option(help="Narrow it to the orders of one channel.")] = "",
) -> None:
    """Make a key for the API. Its secret is shown this once and kept nowhere."""
    from django.utils import timezone

    from packhorse.web.start import start

    start(look=True)
    from packhorse.web import keys as machines

    out.print(machines.add_key(name=name, role=role, channel=channel, now=timezone.now()), highlight=False)


@keys.command("list")
def list_keys() -> None:
    """List the keys that open something."""
    from packhorse.web.start import start

    start(look=True)
    from packhorse.web import keys as machines

    for key in machines.known():
        used = f"used {key.used_on}" if key.used_on else "never used"
        words = (key.name, f"{key.prefix}...", key.role, key.channel or "all channels", f"{key.made_at:%Y-%m-%d}", used)
        out.print("  ".join(words), highlight=False)


@keys.command("revoke")
def revoke_key(name: Annotated[str, typer.Argument(help="The key's name.")]) -> None:
    """Let a key open nothing any more, within seconds."""
    from django.utils import timezone

    from packhorse.web.start import start

    start(look=True)
    from packhorse.web import keys as machines

    machines.revoke_key(name=name, now=timezone.now())
    out.print(f"{name} opens nothing any more.", highlight=False)


if __name__ == "__main__":
    sys.exit(main())
