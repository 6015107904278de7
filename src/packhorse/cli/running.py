"""Run Packhorse: the demonstration, the console, the worker."""

import os
from typing import Annotated

import typer

from packhorse.cli.terminal import out


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


def up(port: Annotated[int | None, typer.Option(help="Port of the console (default 8000).")] = None) -> None:
    """Run the console and the worker together: all a small shop needs."""
    from packhorse.web import serving
    from packhorse.web.start import start

    where = serving.address(port)
    serving.claim(where)
    start()
    out.print(f"Packhorse is at {where.url}  (stop with Ctrl+C)", highlight=False)
    serving.up(where)


def serve(port: Annotated[int | None, typer.Option(help="Port of the console (default 8000).")] = None) -> None:
    """Run the console only; run `packhorse work` beside it, here or on other machines."""
    from packhorse.web import serving
    from packhorse.web.start import start

    where = serving.address(port)
    serving.claim(where)
    start()
    out.print(f"Packhorse is at {where.url}  (console only, stop with Ctrl+C)", highlight=False)
    serving.serve(where)


def work() -> None:
    """Run the worker: relay events between the stages and ask carriers where parcels are."""
    parent = os.getppid()  # before all that takes time: it may be gone before the work begins
    from packhorse.web.start import start

    start(known=True)
    from packhorse.web import working

    working.work(parent=parent)


def shell() -> None:
    """Open a Python shell with Packhorse started."""
    import code

    from packhorse.web.start import start

    start(look=True)
    code.interact(banner="Packhorse: every area's queries and operations can be imported.", exitmsg="")
