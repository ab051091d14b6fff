"""The connection string of a bus over AMQP, as Helsenorge.Messaging writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from wire.bus import BusError

FORM: Final = "amqps://BRUKER:PASSORD@VERT:5671/NAVNEROM, med ?vhost=NAVN når bussen har flere områder"
_PORTS: Final = {"amqps": 5671, "amqp": 5672}


class UnusableAddress(BusError):
    """The connection string cannot be read."""


@dataclass(frozen=True)
class Address:
    """Where the bus is and who we are there; empty `namespace` and `vhost` for none."""

    host: str
    port: int
    secure: bool = True
    user: str = ""
    password: str = field(default="", repr=False)
    namespace: str = ""
    vhost: str = ""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        area = f"?vhost={quote(self.vhost, safe='')}" if self.vhost else ""
        path = f"/{quote(self.namespace, safe='')}" if self.namespace else ""
        return f"{'amqps' if self.secure else 'amqp'}://{host}:{self.port}{path}{area}"

    @property
    def without_password(self) -> str:
        """The connection string as it may be shown, with the user if it named one."""
        return str(self).replace("://", f"://{quote(self.user, safe='')}@", 1) if self.user else str(self)

    @property
    def hostname(self) -> str:
        """What the open frame says: RabbitMQ reads the virtual host there."""
        return f"vhost:{self.vhost}" if self.vhost else self.host

    def sender(self, queue: str) -> str:
        """The link address for sending to a queue."""
        return f"/exchange/{quote(self.namespace, safe='')}/{quote(queue, safe='')}" if self.namespace else queue

    def receiver(self, queue: str) -> str:
        """The link address for reading a queue."""
        return f"/amq/queue/{quote(queue, safe='')}" if self.namespace else queue


def read(text: str, user: str = "", password: str = "") -> Address:
    """The parts of a connection string, with a user and password for one that names none.

    Raises `UnusableAddress`.
    """
    if "#" in text:
        raise _unusable("et tegn «#», som må skrives %23")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _unusable("noe som ikke er en adresse") from error
    path = parts.path.strip("/")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if reason := _why_not(parts, path, options):
        raise _unusable(reason)
    return Address(
        host=parts.hostname or "",
        port=port or _PORTS[parts.scheme],
        secure=parts.scheme == "amqps",
        user=user if parts.username is None else unquote(parts.username),
        password=password if parts.password is None else unquote(parts.password),
        namespace=unquote(path),
        vhost=options.get("vhost", ""),
    )


def _why_not(parts: SplitResult, path: str, options: dict[str, str]) -> str:
    if parts.scheme not in _PORTS:
        return f"«{parts.scheme}» foran ://"
    if not parts.hostname:
        return "ingen vert"
    if "@" in parts.path + parts.query:  # what stands there may be a password, and is not repeated
        return "et tegn «@» etter verten"
    if "/" in path:
        return "mer enn ett ledd etter verten"
    if options.keys() - {"vhost"}:
        return "noe annet enn vhost etter spørsmålstegnet"
    return ""


def _unusable(found: str) -> UnusableAddress:
    return UnusableAddress(
        "Adressen til bussen kan ikke leses.",
        expected=FORM,
        found=found,
        fix="Skriv tegn som / : @ ? # i brukernavn og passord som %2F %3A %40 %3F %23.",
    )
