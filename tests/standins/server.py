"""What both stand-ins have in common: a server, a list of what was asked, and troubles to order."""

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    params: dict
    headers: dict
    body: object


@dataclass
class Trouble:
    """What goes wrong with the next request of a name: an answer with `status` instead of the effect, an answer that
    is `lost` after it, or silence before it, or after it when it is `held` (until `go` is set). One that is `slow` is
    answered when `go` is set."""

    name: str
    status: int = 0
    headers: dict = field(default_factory=dict)
    body: object = None
    lost: bool = False
    silent: bool = False
    held: bool = False
    slow: bool = False
    reached: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)


class StandIn:
    """A shop's API on a port of its own. `wrong` holds what no shop would have answered kindly."""

    def __init__(self):
        self.asked, self.wrong, self.troubles = [], [], []
        self.lock = threading.RLock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    @contextmanager
    def open(self):
        """Serve while the block is open; at its end nothing may have been asked wrongly."""
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            for trouble in self.troubles:
                trouble.go.set()
            self.server.shutdown()
            thread.join()
            self.server.server_close()
        assert self.wrong == []

    def trouble(self, name, **what):
        """Let the next request of this name go wrong."""
        self.troubles.append(Trouble(name, **what))
        return self.troubles[-1]

    def names(self):
        """The names of all that was asked, in order."""
        return [self.name(asked) for asked in self.asked]

    def name(self, asked):
        raise NotImplementedError

    def answer(self, asked):
        """(status, body) of a request, after its effect."""
        raise NotImplementedError

    def fault(self, text, status=400):
        self.wrong.append(text)
        return status, {"message": text, "errors": text}

    def handle(self, asked):
        """(status, headers, body); None: the connection ends without an answer."""
        with self.lock:
            self.asked.append(asked)
            name = self.name(asked)
            trouble = next((each for each in self.troubles if each.name == name), None)
            if trouble:
                self.troubles.remove(trouble)
        if trouble and trouble.status:
            return trouble.status, trouble.headers, trouble.body
        if trouble and trouble.silent:
            trouble.reached.set()
            trouble.go.wait(30)
            return None
        with self.lock:
            status, body = self.answer(asked)
        if trouble and trouble.slow:
            trouble.reached.set()
            trouble.go.wait(30)
        if trouble and (trouble.lost or trouble.held):
            trouble.reached.set()
            if trouble.held:
                trouble.go.wait(30)
            return None
        return status, {}, body

    def _handler(self):
        shop = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _take(self):
                parts = urlsplit(self.path)
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                try:
                    body = json.loads(content) if content else None
                except ValueError:
                    body = content
                asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body)
                if headers.get("host") != f"127.0.0.1:{shop.server.server_port}":
                    shop.wrong.append(f"host {headers.get('host')}")
                if content and headers.get("content-type") != "application/json":
                    shop.wrong.append(f"content type {headers.get('content-type')}")
                found = shop.handle(asked)
                if found is None:
                    self.close_connection = True
                    return
                status, more, answer = found
                text = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json; charset=utf-8", **more}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _take

            def log_message(self, *_):
                pass

        return Handler
