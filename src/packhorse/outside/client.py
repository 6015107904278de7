"""HTTP: only where the merchant's network ends, with limits on time and size, and no secret in its words."""

import ipaddress
import json as text_of
import re
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from packhorse.outside.answers import Refused, TryLater

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS, READ_SECONDS = 5, 10
ALL_SECONDS = 20  # for all requests of one parcel; `ONE_TRY` in shipping's rules is longer
STEP_SECONDS = 0.5  # of a rest; between two steps it is seen whether to go on
LARGEST = 8_000_000  # bytes of an answer
AGENT = "Packhorse (order processing)"


class Client:
    """A way to one address, to be used as a context manager. `hidden` are the secrets that its words never hold.

    `whom` names the other side in words. `seconds` are for all requests together. `stop` says that Packhorse is ending:
    what is under way is given up.
    """

    def __init__(
        self,
        address: str,
        *,
        whom: str = "The shop",
        hidden: Iterable[str] = (),
        private: bool = False,
        seconds: float = ALL_SECONDS,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._parts, self._whom = urlsplit(address), whom
        self._hidden = sorted(hidden, key=len, reverse=True)
        self._private = private
        self._seconds, self._until, self._stop = seconds, time.monotonic() + seconds, stop
        self._http: httpx.Client | None = None
        self._targets: dict[str, str] = {}

    def __enter__(self) -> "Client":
        # Imported late: of all processes only the worker speaks with shops, and one that tests a connection.
        import httpx

        # No proxy from the environment: the address that was looked at is the one that is spoken to.
        self._http = httpx.Client(
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS), follow_redirects=False, trust_env=False
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self._http is not None:
            self._http.close()

    def hide(self, secret: str) -> None:
        """Keep one more secret out of all words."""
        self._hidden.insert(0, secret)

    def ask(
        self, method: str, path: str, *, headers: Mapping[str, str], json: object = None, params: Mapping[str, str] = {}
    ) -> Any:
        """Send a request to `path` and return its answer as JSON."""
        accept = {"Accept": "application/json", **headers}
        content = self._answer(method, self._parts, path, accept, json, params)
        try:
            return _plain(text_of.loads(content))
        except (ValueError, RecursionError):
            raise Refused(f"{self._whom}'s answer is no JSON: is this the address of its API?", 200) from None

    def fetch(self, url: str) -> bytes:
        """Return what stands at an address that the other side named: a file of its own. No secret goes there."""
        parts = urlsplit(url)
        if not parts.hostname:
            raise Refused(f"{self._whom} names no address: {url[:100]!r}")
        query = f"?{parts.query}" if parts.query else ""
        return self._answer("GET", parts._replace(path="", query="", fragment=""), f"{parts.path}{query}", {})

    def _answer(
        self,
        method: str,
        parts: SplitResult,
        path: str,
        headers: Mapping[str, str],
        json: object = None,
        params: Mapping[str, str] = {},
    ) -> bytes:
        import httpx

        try:
            status, sent, content = self._send(method, parts, path, headers, json, params)
        except (httpx.TransportError, OSError) as error:
            raise TryLater(self._clean(f"{self._whom} does not answer ({type(error).__name__})")) from None
        if 200 <= status < 300:
            return content
        words = self._clean(_said(sent.get("content-type", ""), content))
        if status in (408, 425, 429) or status >= 500:
            wait = sent.get("retry-after", "")
            raise TryLater(f"{self._whom} answers {status}{words}", min(int(wait), 3600) if wait.isdecimal() else 0)
        if 300 <= status < 400:
            where = self._clean(sent.get("location", "")[:100])
            raise Refused(f"{self._whom} sends on to {where or 'another address'}: connect that one instead", status)
        if status in (401, 403):
            raise Refused(
                f"{self._whom} does not let Packhorse in ({status}){words}. Check the secrets and scopes", status
            )
        raise Refused(f"{self._whom} answers {status}{words}", status)

    def _send(
        self,
        method: str,
        parts: SplitResult,
        path: str,
        headers: Mapping[str, str],
        json: object,
        params: Mapping[str, str],
    ) -> tuple[int, Mapping[str, str], bytes]:
        assert self._http is not None
        if parts.netloc not in self._targets:
            self._targets[parts.netloc] = self._resolved(parts)
        host = parts.hostname or ""
        request = self._http.build_request(
            method,
            f"{parts.scheme}://{self._targets[parts.netloc]}{parts.path}{path}",
            headers={"Host": parts.netloc, "User-Agent": AGENT, **headers},
            json=json,
            params=params or None,
            # The name counts for TLS, though its number is called: nobody can change it between the look and the call.
            extensions={"sni_hostname": host},
        )
        response = self._http.send(request, stream=True)
        try:
            content = b""
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > LARGEST:
                    raise Refused(f"{self._whom}'s answer is larger than {LARGEST} bytes", response.status_code)
                self._in_time()
            return response.status_code, response.headers, content
        finally:
            response.close()
            self._in_time()

    def rest(self, seconds: float) -> None:
        """Let the other side come to itself; raise TryLater at once when there is not so much time."""
        until = time.monotonic() + seconds
        if until > self._until:
            raise TryLater(f"{self._whom} asks to come more slowly than there is time for", int(seconds))
        while (left := until - time.monotonic()) > 0:
            self._in_time()
            time.sleep(min(left, STEP_SECONDS))

    def _in_time(self) -> None:
        if self._stop():
            raise TryLater("Packhorse was stopped meanwhile")
        if time.monotonic() > self._until:
            raise TryLater(f"{self._whom} took longer than {self._seconds:g} seconds")

    def _resolved(self, parts: SplitResult) -> str:
        """Return the address by number; every one that the name has must be public."""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        numbers = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
        if not self._private and (parts.scheme != "https" or not all(map(_is_public, numbers))):
            raise Refused(f"{self._whom}'s address leads to this machine or its network, or is without https")
        first = numbers[0]
        return f"{f'[{first}]' if first.version == 6 else first}:{port}"

    def _clean(self, text: str) -> str:
        for secret in self._hidden:
            text = text.replace(secret, "…")
        return text


def _plain(value: Any) -> Any:
    """Return what JSON holds without the one character that no database keeps in a text."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return {_plain(name): _plain(each) for name, each in value.items()} if isinstance(value, dict) else value


def _is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None) or number
    return inner.is_global and not inner.is_multicast


def _said(kind: str, content: bytes) -> str:
    """Return `: ` and the other side's own words of an answer, shortened; nothing of a page for browsers."""
    text = content[:2000].decode("utf-8", "replace")
    if "json" in kind:
        try:
            found = text_of.loads(content)
        except (ValueError, RecursionError):
            found = text
        if isinstance(found, dict):
            found = next(
                (found[name] for name in ("message", "error_description", "errors", "error") if name in found), ""
            )
        if isinstance(found, dict) and isinstance(found.get("message"), str):
            found = found["message"]
        text = found if isinstance(found, str) else text_of.dumps(found, ensure_ascii=False) if found else ""
    elif "plain" not in kind:
        return ""
    text = " ".join(re.sub(r"<[^>]*>|[\x00-\x1f]", " ", text).split())
    return f": {text[:200].rstrip('. ')}" if text else ""
