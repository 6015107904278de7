"""Keys with which machines use the API."""

from typing import Annotated

import typer

from packhorse.cli.terminal import out

app = typer.Typer(help="Keys with which machines use the API.", no_args_is_help=True)


@app.command("add")
def add_key(
    name: Annotated[str, typer.Argument(help="Whose key it is; kept with everything it does.")],
    role: Annotated[str, typer.Option(help="agent, manager, packer, scale, ...: what it may do.")] = "agent",
    channel: Annotated[str, typer.Option(help="Narrow it to the orders of one channel.")] = "",
) -> None:
    """Make a key for the API. Its secret is shown this once and kept nowhere."""
    from django.utils import timezone

    from packhorse.web.start import start

    start(look=True)
    from packhorse.web import keys as machines

    out.print(machines.add_key(name=name, role=role, channel=channel, now=timezone.now()), highlight=False)


@app.command("list")
def list_keys() -> None:
    """List the keys that open something."""
    from packhorse.web.start import start

    start(look=True)
    from packhorse.web import keys as machines

    for key in machines.known():
        used = f"used {key.used_on}" if key.used_on else "never used"
        words = (key.name, f"{key.prefix}...", key.role, key.channel or "all channels", f"{key.made_at:%Y-%m-%d}", used)
        out.print("  ".join(words), highlight=False)


@app.command("revoke")
def revoke_key(name: Annotated[str, typer.Argument(help="The key's name.")]) -> None:
    """Let a key open nothing any more, within seconds."""
    from django.utils import timezone

    from packhorse.web.start import start

    start(look=True)
    from packhorse.web import keys as machines

    machines.revoke_key(name=name, now=timezone.now())
    out.print(f"{name} opens nothing any more.", highlight=False)
