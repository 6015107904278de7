"""A crowd of HTTP clients in a process of its own: keep-alive connections that send prepared requests.

Closed: every client sends its next request when it has its answer. Open: requests start at a fixed rate whatever the
answers do, and the time of waiting for a free connection counts.
"""

import asyncio
import multiprocessing
import time
from collections import deque
from dataclasses import dataclass, field

CONNECT_SECONDS = 10


@dataclass
class Result:
    """Seconds from the (planned) start to the whole answer, by request; status codes; and when answers came."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    answered_at: dict[int, float] = field(default_factory=dict)
    took: float = 0.0


def send(port: int, requests: list[bytes], *, clients: int, rate: float | None = None, limit: float = 60.0) -> Result:
    """Send all requests (until `limit` seconds are over) from a process of its own and return what came back."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs, port, requests, clients, rate, limit))
    process.start()
    result = ours.recv()
    process.join()
    return result


def _run(pipe, port, requests, clients, rate, limit) -> None:
    pipe.send(asyncio.run(_crowd(port, requests, clients, rate, limit)))


async def _crowd(port: int, requests: list[bytes], clients: int, rate: float | None, limit: float) -> Result:
    loop = asyncio.get_running_loop()
    result, waiting, free = Result(), deque(), deque()
    done = loop.create_future()
    state = {"left": len(requests), "until": time.perf_counter() + limit}

    def finish(nth: int, planned: float, status: int, client: "_Client") -> None:
        now = time.perf_counter()
        result.seconds.append(now - planned)
        result.statuses[status] = result.statuses.get(status, 0) + 1
        result.answered_at[nth] = time.time()
        state["left"] -= 1
        if (not state["left"] or now > state["until"]) and not done.done():
            done.set_result(None)
        elif waiting:
            nth, planned = waiting.popleft()
            client.send(nth, requests[nth], planned if rate else now)
        else:
            free.append(client)

    for _ in range(clients):
        _, client = await asyncio.wait_for(
            loop.create_connection(lambda: _Client(finish), "127.0.0.1", port), CONNECT_SECONDS
        )
        free.append(client)
    begun = time.perf_counter()
    if rate:
        for nth in range(len(requests)):
            planned = begun + nth / rate
            if (pause := planned - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            if free:
                free.popleft().send(nth, requests[nth], planned)
            else:
                waiting.append((nth, planned))
    else:
        waiting.extend((nth, begun) for nth in range(len(requests)))
        while free and waiting:
            nth, planned = waiting.popleft()
            free.popleft().send(nth, requests[nth], planned)
    await asyncio.wait_for(done, limit + 30)
    result.took = time.perf_counter() - begun
    return result


class _Client(asyncio.Protocol):
    """One connection with at most one request under way."""

    def __init__(self, finish) -> None:
        self.finish = finish
        self.buffer = b""
        self.nth, self.planned = -1, 0.0

    def connection_made(self, transport) -> None:
        self.transport = transport

    def send(self, nth: int, request: bytes, planned: float) -> None:
        """Send a request."""
        self.nth, self.planned, self.buffer = nth, planned, b""
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Collect the answer until it is whole."""
        self.buffer += data
        head, gap, body = self.buffer.partition(b"\r\n\r\n")
        if not gap:
            return
        lower = head.lower()
        at = lower.find(b"content-length:") + 15
        if at < 15:
            raise SystemExit(f"an answer without a length: {head[:200]!r}")
        length = int(lower[at:].split(b"\r\n", 1)[0])
        if len(body) >= length:
            self.finish(self.nth, self.planned, int(head[9:12]), self)
