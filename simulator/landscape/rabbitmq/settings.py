"""The files and the environment of a private RabbitMQ: nothing of the machine's own, and loopback alone."""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from simulator.landscape.config import write_private
from simulator.landscape.rabbitmq.installed import Installed, NoRabbit
from standards.errors import in_words

HOST: Final = "127.0.0.1"
_ADMIN: Final = "epj-testbenk"
_LOWEST, _HIGHEST = 20000, 32000
"""Below the ports that the system gives to whoever connects: one of ours may be free for a while, between two lives."""
_PLUGINS: Final = "[rabbitmq_amqp1_0,rabbitmq_management]."
_ERLANG: Final = "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1"
"""On one core: it starts a third faster, and the other is for those who use it."""
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "TZ")


@dataclass(frozen=True)
class Ports:
    """Where it listens: AMQP, its management, other nodes (there are none), and the epmd that these would ask."""

    amqp: int
    management: int
    nodes: int
    epmd: int

    @classmethod
    def free(cls, amqp: int = 0, management: int = 0) -> Ports:
        """Those that are asked for, and free ones for the others; raises `NoRabbit`."""
        with ExitStack() as held:
            return cls(*(_asked_port(asked) if asked else _held_port(held) for asked in (amqp, management, 0, 0)))


@dataclass(frozen=True)
class Settings:
    """One private server: its folder, its ports, and the password of the one who may change it."""

    folder: Path
    ports: Ports
    extra: Mapping[str, str] = field(default_factory=dict)
    """More lines of rabbitmq.conf."""
    admin: tuple[str, str] = field(default_factory=lambda: (_ADMIN, secrets.token_urlsafe(24)), repr=False)

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "rabbitmq.log"

    @property
    def login(self) -> Path:
        """The file with the address of the management, user and password within."""
        return self.folder / "login.txt"

    def write(self, installed: Installed, *, private: bool) -> Path:
        """Write everything, for the owner alone; gives the file that tells the keeper what to run. Raises `OSError`."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in ("home", "mnesia"):
            (self.folder / name).mkdir(exist_ok=True, mode=0o700)
        write_private(self.folder / "rabbitmq.conf", "".join(f"{key} = {value}\n" for key, value in self._conf()))
        write_private(self.folder / "plugins", f"{_PLUGINS}\n")
        write_private(self.folder / "definitions.json", json.dumps(self._definitions()))
        user, password = self.admin
        write_private(self.login, f"http://{user}:{password}@{HOST}:{self.ports.management}\n")
        asked = self.folder / "keeper.json"
        write_private(asked, json.dumps(self._spec(installed, private)))
        return asked

    def environment(self) -> dict[str, str]:
        """For the server and for the programs that ask it."""
        folder = self.folder.resolve()
        kept = {name: value for name, value in os.environ.items() if name in _KEPT}
        return {
            **kept,
            "HOME": str(folder / "home"),
            "ERL_CRASH_DUMP_SECONDS": "0",
            "ERL_EPMD_ADDRESS": HOST,
            "ERL_EPMD_PORT": str(self.ports.epmd),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "none.config"),
            "RABBITMQ_ALLOW_INPUT": "yes",  # so that the script becomes the server, and starts none beside itself
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
            "RABBITMQ_DIST_PORT": str(self.ports.nodes),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_LOG_BASE": str(folder),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_NODENAME": "epj@localhost",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _ERLANG,
            "RABBITMQ_SERVER_START_ARGS": "-noinput",
        }

    def _conf(self) -> list[tuple[str, str]]:
        return [
            ("listeners.tcp.1", f"{HOST}:{self.ports.amqp}"),
            ("management.tcp.ip", HOST),
            ("management.tcp.port", str(self.ports.management)),
            ("load_definitions", str(self.folder.resolve() / "definitions.json")),
            ("log.console", "true"),
            ("log.file", "false"),
            *self.extra.items(),
        ]

    def _definitions(self) -> dict[str, list[dict[str, Any]]]:
        name, password = self.admin
        return {"users": [{"name": name, "password": password, "tags": ["administrator"]}], "vhosts": [{"name": "/"}]}

    def _spec(self, installed: Installed, private: bool) -> dict[str, Any]:
        return {
            "broker": [str(installed.server)],
            "epmd": [str(installed.epmd), "-port", str(self.ports.epmd), "-address", HOST],
            "environment": self.environment(),
            "folder": str(self.folder.resolve()),
            "log": str(self.log.resolve()),
            "private": private,
        }


def _asked_port(port: int) -> int:
    """The same, when nobody listens there."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError as error:
            raise NoRabbit(
                "RabbitMQ får ikke porten sin.",
                expected=f"at port {port} er ledig",
                found=in_words(error),
                fix="Velg en annen første port med --port, eller --port 0 for ledige porter.",
            ) from error
    return port


def _held_port(held: ExitStack) -> int:
    """A port of loopback that is free but for us."""
    chance = secrets.SystemRandom()
    while True:
        tried = held.enter_context(socket.socket())
        with suppress(OSError):
            tried.bind((HOST, chance.randint(_LOWEST, _HIGHEST)))
            return int(tried.getsockname()[1])
