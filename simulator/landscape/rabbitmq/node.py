"""A private RabbitMQ that runs: started, told of test areas, killed and started again, and stopped whole."""

from __future__ import annotations

import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from simulator.landscape.rabbitmq.bus import RabbitBus
from simulator.landscape.rabbitmq.installed import Installed, NoRabbit, find
from simulator.landscape.rabbitmq.management import Management
from simulator.landscape.rabbitmq.settings import HOST, Ports, Settings
from standards.errors import in_words

START_SECONDS: Final = 90.0
"""Five on a quiet machine."""
_KEEPER: Final = Path(__file__).with_name("keeper.py")
_STOP_SECONDS: Final = 30.0
"""More than it gives the server to close its files."""
_TRIES: Final = 3
_TAKEN: Final = ("eaddrinuse", "port_already_used")
"""What it says when somebody else has the port."""
_LINES_TOLD: Final = 6
_LETTERS_TOLD: Final = 200


class RabbitNode:
    """Listens from the moment it is made; without a folder it has one of its own, which goes away when it stops.

    It ends when this process does, however that ends. Raises `NoRabbit`.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        installed: Installed | None = None,
        extra: Mapping[str, str] | None = None,
        amqp: int = 0,
        management: int = 0,
        start_seconds: float = START_SECONDS,
    ) -> None:
        """`amqp` and `management` are ports; 0 takes a free one. `extra` are more lines of its configuration."""
        self._installed = installed or find()
        self._private = folder is None
        self._folder = Path(tempfile.mkdtemp(prefix="epj-rabbitmq-")) if folder is None else folder
        self._seconds = start_seconds
        self._life: _Life | None = None
        try:
            self._start_somewhere(amqp, management, extra or {})
        except BaseException:
            self._forget()
            raise

    @property
    def host(self) -> str:
        """Where clients connect: machine and port."""
        return f"{HOST}:{self.settings.ports.amqp}"

    @property
    def pid(self) -> int:
        """The process of the server."""
        return 0 if self._life is None else self._life.pid

    @property
    def folder(self) -> Path:
        """Where everything of it lies."""
        return self._folder

    @property
    def management(self) -> Management:
        """What its manager may ask."""
        return Management(f"http://{HOST}:{self.settings.ports.management}", self.settings.admin)

    @property
    def bus(self) -> RabbitBus:
        """What journals and test areas use."""
        return RabbitBus(self.management, self.host)

    def start(self) -> None:
        """Live on after `leave` or a kill, on the same ports and the same folder; raises `NoRabbit`."""
        self.leave()
        asked = self.settings.write(self._installed, private=self._private)
        self._life = _Life(asked, self.settings, self._seconds)
        self._life.await_ready()

    def leave(self, *, gently: bool = False) -> None:
        """Stop, and keep the folder for a new start."""
        if self._life is not None:
            self._life.end("keep", *(["gently"] if gently else []))
            self._life = None

    def stop(self) -> None:
        """Stop, and remove a folder of its own; may be called again."""
        self.leave(gently=not self._private)
        self._forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start_somewhere(self, amqp: int, management: int, extra: Mapping[str, str]) -> None:
        """On other ports, when somebody has taken one in the meantime."""
        for tries_left in reversed(range(_TRIES)):
            self.settings = Settings(self._folder, Ports.free(amqp, management), extra)
            try:
                self.start()
            except _PortTaken:
                self.leave()
                if not tries_left:
                    raise
            except OSError as error:
                raise _unwritable(self._folder, error) from error
            else:
                return

    def _forget(self) -> None:
        self.leave()
        if self._private:
            shutil.rmtree(self._folder, ignore_errors=True)


class _PortTaken(NoRabbit):
    """Somebody else took the port after we had looked."""


class _Life:
    """One start of the server, until its end."""

    def __init__(self, asked: Path, settings: Settings, seconds: float) -> None:
        self._settings = settings
        self._seconds = seconds
        self._told: queue.Queue[str] = queue.Queue()
        self._logged = settings.log.stat().st_size if settings.log.exists() else 0
        self._keeper = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-I", "-S", str(_KEEPER), str(asked)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, name="rabbitmq", daemon=True)
        self._listener.start()
        self.pid = 0

    def await_ready(self) -> None:
        """Return when it listens; raises `NoRabbit`."""
        try:
            while (line := self._told.get(timeout=self._seconds)) != "ready":
                word, _, number = line.partition(" ")
                if word != "broker":
                    raise self._failed("den stanset med en gang")
                self.pid = int(number)
        except queue.Empty:
            raise self._failed(f"den var ikke klar etter {self._seconds:g} s") from None

    def end(self, *words: str) -> None:
        """End it and wait until nothing of it is left."""
        with suppress(OSError, ValueError):
            self._keeper.communicate("".join(f"{word}\n" for word in words), timeout=_STOP_SECONDS)
        if self._keeper.poll() is None:
            self._keeper.kill()
            self._keeper.wait()

    def _listen(self) -> None:
        for line in self._keeper.stdout or ():
            self._told.put(line.strip())
        self._told.put("gone")

    def _failed(self, why: str) -> NoRabbit:
        lines = self._said()
        taken = any(word in line for line in lines for word in _TAKEN)
        why = " / ".join([why, *(line[:_LETTERS_TOLD] for line in lines[-_LINES_TOLD:])])
        return (_PortTaken if taken else NoRabbit)(
            "RabbitMQ kom ikke i gang.",
            expected="en tjener som er klar til bruk",
            found=why,
            fix="Se etter feilen i det som er sitert. Prøv igjen, eller bruk --over amqp, som ikke trenger RabbitMQ.",
        )

    def _said(self) -> list[str]:
        """What this life has logged."""
        with suppress(OSError), self._settings.log.open("rb") as file:
            file.seek(self._logged)
            return [line.strip() for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]
        return []


def _unwritable(folder: Path, error: OSError) -> NoRabbit:
    return NoRabbit(
        "RabbitMQ får ikke skrevet i mappen sin.",
        expected=f"en mappe med skrivetilgang: {folder}",
        found=in_words(error),
        fix="Gi skrivetilgang, eller velg en annen datamappe.",
    )
