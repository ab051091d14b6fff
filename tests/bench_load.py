"""A small load generator over HTTP/1.1: some connections in one thread, each asking again as soon as it is answered."""

from __future__ import annotations

import selectors
import socket
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PATIENCE = 60.0
_END = b"\r\n\r\n"


@dataclass
class Load:
    """What came of it; `waits` are seconds from asking to the whole answer."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    failed: int = 0
    closed: int = 0
    """How many answers ended the connection, so that it had to be made anew."""

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.waits) / self.seconds

    @property
    def p99(self) -> float:
        """Milliseconds that one request in a hundred takes more than."""
        return statistics.quantiles(self.waits, n=100)[98] * 1000


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a request; underscores in the names of headers become hyphens."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + _END + body


class _Connection:
    def __init__(self, port: int) -> None:
        self._port = port
        self.socket = self._connect()
        self._got = b""
        self._begun = 0.0

    def _connect(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def ask(self, raw: bytes) -> None:
        self._got, self._begun = b"", time.perf_counter()
        if self.socket.fileno() < 0:
            self.socket = self._connect()
        self.socket.sendall(raw)

    def hear(self, load: Load) -> bool:
        """Read what has come; whether the answer is whole."""
        piece = self.socket.recv(65536)
        self._got += piece
        head, end, body = self._got.partition(_END)
        if piece and not (end and _is_whole(head.lower(), body)):
            return False
        load.waits.append(time.perf_counter() - self._begun)
        load.failed += not head[9:12].startswith(b"2")
        load.closed += not piece or b"connection: close" in head.lower()
        return True


def _is_whole(head: bytes, body: bytes) -> bool:
    if b"transfer-encoding: chunked" in head:
        return body.endswith(b"0\r\n\r\n")
    if head[9:12] == b"204":
        return True
    _, found, rest = head.partition(b"content-length:")
    return bool(found) and len(body) >= int(rest.split(b"\r\n", 1)[0])


def drive(port: int, make: Callable[[], bytes], count: int, connections: int = 8) -> Load:
    """Ask `count` times, over so many connections."""
    load, asked = Load(), 0
    with selectors.DefaultSelector() as waiting:
        begun = time.perf_counter()
        for one in [_Connection(port) for _ in range(connections)]:
            one.ask(make())
            waiting.register(one.socket, selectors.EVENT_READ, one)
            asked += 1
        while waiting.get_map():
            ready = waiting.select(PATIENCE)
            if not ready:
                raise TimeoutError(f"no answer in {PATIENCE:g} seconds from port {port}")
            for key, _ in ready:
                asked += _go_on(waiting, key.data, load, make if asked < count else None)
        load.seconds = time.perf_counter() - begun
    return load


def _go_on(waiting: selectors.BaseSelector, one: _Connection, load: Load, make: Callable[[], bytes] | None) -> int:
    """Hear one connection, and let it ask again; how many requests that made."""
    closed = load.closed
    if not one.hear(load):
        return 0
    if make is None or load.closed > closed:
        waiting.unregister(one.socket)
        one.socket.close()
    if make is None:
        return 0
    one.ask(make())
    if load.closed > closed:
        waiting.register(one.socket, selectors.EVENT_READ, one)
    return 1
