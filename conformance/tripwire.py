"""An address of ours that nobody should ask for: whoever calls, is noted and gets a text that is easy to know again."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import urlsplit

_HOST: Final = "127.0.0.1"
_SECONDS_FOR_ONE: Final = 2.0
_ASKED_FOR: Final = 2048


class Tripwire:
    """Listens on this machine until it is closed; `calls` are the first lines of what was asked for."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.calls: list[str] = []
        self._listener = socket.create_server((_HOST, 0))
        self._thread = threading.Thread(target=self._answer_all, name="snubletråd", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """What a hostile message asks the EPJ to fetch."""
        return f"http://{_HOST}:{self._listener.getsockname()[1]}/{self.secret}"

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(_SECONDS_FOR_ONE)

    def _answer_all(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line, suppress(OSError):
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        line.settimeout(_SECONDS_FOR_ONE)
        self.calls.append("en oppkobling")
        asked = line.recv(_ASKED_FOR).decode("latin-1").partition("\r\n")[0]
        self.calls[-1] = asked or self.calls[-1]
        body = self.secret.encode()
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        line.sendall(head.encode() + body)


@contextmanager
def laid(secret: str) -> Iterator[Tripwire]:
    """A tripwire for as long as the block lasts."""
    wire = Tripwire(secret)
    try:
        yield wire
    finally:
        wire.close()


def within_reach(*addresses: str) -> bool:
    """Whether one of the addresses is on this machine, so that the EPJ can call here; else silence is no proof."""
    hosts = {urlsplit(address if "//" in address else f"//{address}").hostname or "" for address in addresses}
    return any(host == "localhost" or host.startswith("127.") or host == "::1" for host in hosts)
