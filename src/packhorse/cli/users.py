"""Logins for the console."""

from typing import Annotated

import typer

from packhorse.cli.terminal import out

app = typer.Typer(help="Logins for the console.", no_args_is_help=True)


@app.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="Login name.")],
    role: Annotated[str, typer.Option(help="picker, packer, lead, agent or manager.")] = "manager",
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, envvar="PACKHORSE_NEW_PASSWORD")
    ] = "",
    warehouse: Annotated[
        list[str] | None, typer.Option(help="Code of a warehouse it works in, more than one if need be; without: all.")
    ] = None,
) -> None:
    """Add a login; the password is asked for, or taken from PACKHORSE_NEW_PASSWORD."""
    from packhorse.web.start import start

    start(known=True)
    from packhorse.web.logins import add_user as add

    add(name=name, password=password, role=role, warehouses=warehouse or [])
    where = f" and works in {', '.join(warehouse)}" if warehouse else ""
    out.print(f"{name} may sign in as {role}{where}.", highlight=False)
