"""The agent beside a bench's scale: reads its serial line and tells Packhorse what lies on it."""

import os
import time
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from packhorse.cli.terminal import CANNOT, err, out

KEY = "PACKHORSE_SCALE_KEY"
AGAIN_SECONDS = 1.0  # what lies still is said again, so that the bench knows it is fresh
REST_SECONDS = 3.0  # after the line or the network was away
LONGEST_LINE = 200


def scale(
    port: Annotated[str, typer.Option(help="Serial port, such as /dev/ttyUSB0 or COM3.")],
    warehouse: Annotated[str, typer.Option(help="Code of the warehouse.")],
    bench: Annotated[str, typer.Option(help="Name of the bench, as printers and devices have it.")],
    url: Annotated[str, typer.Option(help="Where Packhorse is, such as https://packhorse.example.com.")],
    baud: Annotated[int, typer.Option(help="Speed of the line.")] = 9600,
    ask: Annotated[str, typer.Option(help="What makes the scale speak, such as SI; empty: it speaks by itself.")] = "",
    once: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Tell Packhorse what lies on a bench's scale. The key of role `scale` is read from PACKHORSE_SCALE_KEY.

    Runs until it is stopped; a line or network that was away is tried again. Exit code 2: it cannot start.
    """
    if not (key := os.environ.get(KEY, "").strip()):
        err.print(f"packhorse: set {KEY} to a key made by: packhorse key add NAME --role scale", style="red")
        raise SystemExit(CANNOT)
    try:
        import serial
    except ImportError:
        err.print("packhorse: the scale needs pyserial: pip install 'packhorse\\[scale]'", style="red")
        raise SystemExit(CANNOT) from None
    import httpx

    facts = {"warehouse": warehouse, "bench": bench}
    with httpx.Client(base_url=url.rstrip("/"), headers={"Authorization": f"Bearer {key}"}, timeout=3) as client:
        while True:
            try:
                with serial.Serial(port, baud, timeout=0.5) as line:
                    out.print(f"Reading {port} for {bench}.", highlight=False, markup=False)
                    for grams in _fresh(_lines(line, ask)):
                        _tell(client, facts | {"grams": grams})
                        if once:
                            return
            except (serial.SerialException, OSError) as error:
                err.print(f"packhorse: {port}: {error}. It is tried again.", style="red", markup=False)
            time.sleep(REST_SECONDS)


def _lines(line: Any, ask: str) -> Iterator[str]:
    """Return what the scale says, line by line, and an empty line whenever it says nothing for half a second."""
    while True:
        if ask:
            line.write(f"{ask}\r\n".encode("ascii"))
        yield line.readline(LONGEST_LINE).decode("ascii", "replace").strip()


def _fresh(lines: Iterator[str]) -> Iterator[int]:
    """Return weights at rest, in grams: each that is new at once, one that stays once a second."""
    from packhorse.algorithms.scales import read_weight

    last, said_at = None, 0.0
    for text in lines:
        found = read_weight(text)
        if found is None or not found.stable:
            continue
        if found.grams != last or time.monotonic() - said_at >= AGAIN_SECONDS:
            last, said_at = found.grams, time.monotonic()
            yield found.grams


def _tell(client: Any, facts: dict[str, object]) -> None:
    """Tell Packhorse; what it refuses is said, and the scale goes on being read. A key that opens nothing ends it."""
    import httpx

    try:
        answer = client.put("/api/v1/floor/weights", json=facts)
    except httpx.HTTPError as error:
        err.print(f"packhorse: not told: {type(error).__name__}", style="red", markup=False)
        return
    if answer.status_code == 200:
        return
    try:
        said = str(answer.json().get("text"))
    except ValueError:
        said = f"HTTP status {answer.status_code}"
    err.print(f"packhorse: refused: {said}", style="red", markup=False)
    if answer.status_code in (401, 403, 422):
        raise SystemExit(CANNOT)
