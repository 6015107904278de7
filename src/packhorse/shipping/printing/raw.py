"""Port 9100: what is sent is printed. The printer says nothing, so that all it took is all that can be known."""

import socket
import struct
import time
from contextlib import suppress

from packhorse.shipping.printing.answers import PrinterAway

# Bytes that the other side has not yet acknowledged; Linux and macOS name the same number differently.
_UNTAKEN = ("SIOCOUTQ", "TIOCOUTQ")


def send_raw(content: bytes, host: str, port: int, *, seconds: float) -> None:
    """Send bytes to a printer. Raises PrinterAway when it is not reached, or does not take all of them in time."""
    until = time.monotonic() + seconds
    try:
        with socket.create_connection((host, port), timeout=seconds) as line:
            line.settimeout(max(0.1, until - time.monotonic()))
            line.sendall(content)
            line.shutdown(socket.SHUT_WR)
            _wait_until_taken(line, until)
    except TimeoutError:
        text = f"{host}:{port} took nothing in {seconds:.0f} seconds: is it switched on, is there paper?"
        raise PrinterAway(text) from None
    except OSError as error:
        raise PrinterAway(f"{host}:{port} cannot be reached: {_said(error)}. Is it switched on?") from None


def _wait_until_taken(line: socket.socket, until: float) -> None:
    """Return when the printer has closed its side, or has acknowledged every byte.

    What it sends is thrown away: nothing that stands at a private address is read back.
    """
    while (left := until - time.monotonic()) > 0:
        line.settimeout(min(0.2, left))
        with suppress(TimeoutError):
            if not line.recv(1024):
                return
            continue
        if _untaken(line) == 0:
            return
    raise TimeoutError


def _untaken(line: socket.socket) -> int:
    """Bytes on their way, or 0 where the system does not tell."""
    try:
        import fcntl
        import termios

        request = next(getattr(termios, name) for name in _UNTAKEN if hasattr(termios, name))
        return int(struct.unpack("i", fcntl.ioctl(line.fileno(), request, b"\0\0\0\0"))[0])
    except (ImportError, StopIteration, OSError):
        return 0


def _said(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
