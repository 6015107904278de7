"""Logins for the console."""

from typing import Annotated

import typer

from packhorse.cli.terminal import out

app = typer.Typer(help="Logins for the console.", no_args_is_help=True)


@app.command("add")
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
