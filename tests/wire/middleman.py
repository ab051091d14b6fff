"""A machine between a client and its bus that can break the line, or let no more through to the client."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Middleman:
    """Listens on `port` (0 for a free one), and passes bytes on to a bus at another."""

    def __init__(self, bus_port: int, port: int = 0) -> None:
        self._bus_port = bus_port
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listener.getsockname()[1])
        self.is_mute = threading.Event()
        """Set to let nothing more through to the client."""
        self.spoke = threading.Event()
        """Set when something from the bus was held back."""
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self.connections = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """Break every line."""
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for one in pair:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()

    def stop(self) -> None:
        """Break every line and listen no more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._bus_port))
            self.connections += 1
            self._pairs.append((near, far))
            threading.Thread(target=self._pass_on, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(far, near, True), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, to_client: bool) -> None:
        with suppress(OSError):
            while content := source.recv(65536):
                if to_client and self.is_mute.is_set():
                    self.spoke.set()
                else:
                    target.sendall(content)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def between(bus_port: int, port: int = 0) -> Iterator[Middleman]:
    """One that stops at the end."""
    made = Middleman(bus_port, port)
    try:
        yield made
    finally:
        made.stop()


@contextmanager
def saying(answer: bytes | None) -> Iterator[int]:
    """The port of a machine that says this to whoever says something, and hangs up; None never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                held.append(line)
                line.recv(65536)
                if answer is not None:
                    line.sendall(answer)
                    line.close()

        threading.Thread(target=serve, daemon=True).start()
        yield int(listener.getsockname()[1])
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        for one in held:
            one.close()
