"""Commands for those who may use Packhorse: logins of people, keys of machines."""

from typing import Annotated

import typer

from packhorse.cli.words import out

users = typer.Typer(help="Logins for the console.", no_args_is_help=True)
keys = typer.Typer(help="Keys with which machines use the API.", no_args_is_help=True)


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
