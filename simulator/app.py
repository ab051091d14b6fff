"""Serves a WSGI app on loopback from a thread of this process."""

from __future__ import annotations

import re
import socket
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.wsgi import Server as CherootServer

from standards.errors import Problem, in_words

MAX_REQUEST_BYTES = 100 * 1024 * 1024
_SECONDS_ABOVE_LONGEST_POLL = 65
_SECONDS_BETWEEN_LOOKS = 0.1
_SECONDS_TO_STOP = 2


class PortTaken(Problem):
    """The port cannot be had."""


class Server:
    """Listens from the moment it is made; `port` 0 takes a free one. `on_stop` must free whatever holds a thread.

    Raises `PortTaken`.
    """

    def __init__(
        self,
        app: Callable[..., Any],
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        threads: int = 16,
        on_stop: Callable[[], None] = lambda: None,
    ) -> None:
        self._on_stop = on_stop
        self._stopped = threading.Lock()
        self._server = _server(app, host, port, threads)
        try:
            self._server.prepare()
        except OSError as error:
            raise _taken(host, port, error) from error
        self.host = host
        self.port = int(self._server.bind_addr[1])
        self._thread = threading.Thread(target=self._server.serve, name=f"server-{self.port}", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The base address, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def stop(self) -> None:
        """Free those who wait, let running requests finish for up to two seconds, close; may be called again."""
        if not self._stopped.acquire(blocking=False):
            return
        self._on_stop()
        self._server.stop()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Request(HTTPRequest):
    def read_request_headers(self) -> bool:
        """Read them, and refuse a length below zero: the body would be waited for until the time is out."""
        if not super().read_request_headers():  # type: ignore[no-untyped-call]
            return False
        if int(self.inheaders.get(b"Content-Length", 0)) >= 0:
            return True
        self.simple_response("400 Bad Request", "Malformed Content-Length Header.")
        return False


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request


class _Cheroot(CherootServer):
    ConnectionClass = _Connection

    @staticmethod
    def bind_socket(socket_: socket.socket, bind_addr: tuple[str, int]) -> socket.socket:
        """Bind, and let the port be taken again at once after a stop, also one that the system chose.

        Set after the bind, since before it a free port might be one that somebody else has bound.
        """
        socket_.bind(bind_addr)
        if sys.platform != "win32":
            socket_.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return socket_


def _server(app: Callable[..., Any], host: str, port: int, threads: int) -> CherootServer:
    server = _Cheroot(
        (host, port),
        app,
        numthreads=threads,
        request_queue_size=128,
        timeout=_SECONDS_ABOVE_LONGEST_POLL,
        shutdown_timeout=_SECONDS_TO_STOP,
    )
    server.max_request_body_size = MAX_REQUEST_BYTES
    server.max_request_header_size = 64 * 1024
    server.keep_alive_conn_limit = None  # type: ignore[assignment]  # documented; the class attribute is an int
    server.expiration_interval = _SECONDS_BETWEEN_LOOKS
    return server


def _why(error: OSError) -> str:
    """Cheroot wraps what the system said in a text of its own."""
    number = re.search(r"\[Errno (\d+)\]", str(error))
    return in_words(OSError(int(number.group(1)), str(error))) if number else in_words(error)


def _taken(host: str, port: int, error: OSError) -> PortTaken:
    return PortTaken(
        f"Port {port} på {host} kan ikke brukes.",
        expected="en ledig port",
        found=_why(error),
        fix="Stopp programmet som bruker porten, eller velg en annen; port 0 gir en ledig.",
    )
