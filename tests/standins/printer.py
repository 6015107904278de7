"""A label printer on a port of its own, and a print server that speaks IPP: they keep what they are sent, by jobs."""

import socket
import struct
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class RawPrinter:
    """Prints what comes over a connection when it ends. One that is `stuck` takes a connection and reads nothing; one
    that is `slow` prints, but never closes its side, as many do."""

    def __init__(self):
        self.jobs, self.stuck, self.slow = [], False, False
        self.printed = threading.Condition()
        self._held = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)

    @property
    def address(self):
        return f"127.0.0.1:{self._door.getsockname()[1]}"

    @contextmanager
    def open(self):
        thread = threading.Thread(target=self._serve, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.switch_off()

    def switch_off(self):
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)  # who waits in accept holds it open otherwise
        for line in [*self._held, self._door]:
            line.close()

    def wait(self, count=1):
        """Return the jobs once there are so many."""
        with self.printed:
            assert self.printed.wait_for(lambda: len(self.jobs) >= count, 5), self.jobs
            return list(self.jobs)

    def _serve(self):
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            if self.stuck:
                self._held.append(line)
                continue
            threading.Thread(target=self._print, args=[line], daemon=True).start()

    def _print(self, line):
        content = b""
        while part := line.recv(65536):
            content += part
        with self.printed:
            self.jobs.append(content)
            self.printed.notify_all()
        if self.slow:
            self._held.append(line)
            line.sendall(b"\x02PRINTER READY\x03")  # some talk; nobody is to listen
        else:
            line.close()


class IppPrinter:
    """Answers Print-Job with `status`; keeps (attributes, document) of each. `http` is its HTTP status."""

    def __init__(self):
        self.jobs, self.status, self.http = [], 0, 200
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True

    @property
    def address(self):
        return f"ipp://127.0.0.1:{self.server.server_port}/printers/papers"

    @contextmanager
    def open(self):
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
            thread.join(5)

    def _handler(self):
        standin = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/ipp" and self.path == "/printers/papers"
                standin.jobs.append(parsed(body))
                answer = struct.pack(">BBHIB", 1, 1, standin.status, 1, 3) + b"x" * 100_000
                self.send_response(standin.http)
                self.send_header("Content-Type", "application/ipp")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(answer)

            def log_message(self, *_):
                pass

        return Handler


def parsed(body):
    """Read a Print-Job: (its attributes, the document), checked as a print server does."""
    major, _, operation, request_id = struct.unpack(">BBHI", body[:8])
    assert (major, operation) == (1, 2) and request_id > 0 and body[8] == 1
    at, found = 9, {}
    while body[at] != 3:
        (name_size,) = struct.unpack(">H", body[at + 1 : at + 3])
        name = body[at + 3 : at + 3 + name_size].decode()
        at += 3 + name_size
        (size,) = struct.unpack(">H", body[at : at + 2])
        found[name] = body[at + 2 : at + 2 + size].decode()
        at += 2 + size
    assert list(found)[:3] == ["attributes-charset", "attributes-natural-language", "printer-uri"]
    return found, body[at + 1 :]
