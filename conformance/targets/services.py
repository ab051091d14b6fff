"""What stands around the EPJ and can be looked at before a run, and how it is reached; all of it may be left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

_ALLOWED: Final[Mapping[str, str]] = {
    "produksjonsadresse": "adresser som kan være produksjon",
    "ikke_syntetisk": "personer som ikke er syntetiske",
}


@dataclass(frozen=True)
class Network:
    """How services are reached: a file of certificates to trust, beside the target file, and a proxy."""

    ca_file: str = ""
    proxy: str = ""


@dataclass(frozen=True)
class HelseID:
    """Our own client at HelseID; `key` is its private key, as PEM or JWK."""

    issuer: str
    client_id: str
    scopes: tuple[str, ...] = ()
    organisation: str = ""
    sub_organisation: str = ""
    key: str = field(repr=False, default="")


@dataclass(frozen=True)
class Services:
    """Addresses of the national services of this test environment; empty where the file says nothing."""

    helseid: HelseID | None = None
    adresseregister: str = ""
    cppa: str = ""
    helsenorge: str = ""
    meldingstjener: str = ""
    timenotifikasjon: str = ""
    """Where the EPJ puts its appointments, and we may read what came (docs/contract.md, part 4)."""

    def public(self) -> dict[str, Any]:
        """Everything but the key."""
        told: dict[str, Any] = {name: value for name, value in vars(self).items() if isinstance(value, str)}
        if self.helseid is not None:
            told["helseid"] = {name: value for name, value in vars(self.helseid).items() if name != "key"}
        return told


@dataclass(frozen=True)
class Override:
    """What somebody answers for by name: `allow` holds \"produksjonsadresse\" or \"ikke_syntetisk\"."""

    approver: str
    reason: str
    expires: str
    allow: tuple[str, ...]

    def valid_on(self, day: date) -> bool:
        """Whether it counts on a day; the last day is with it, and a date that cannot be read never comes."""
        try:
            return day <= date.fromisoformat(self.expires)
        except ValueError:
            return False

    @property
    def last_day(self) -> str:
        """The last day it counts, as people write it."""
        try:
            return f"{date.fromisoformat(self.expires):%d.%m.%Y}"
        except ValueError:
            return self.expires

    def in_words(self) -> str:
        """What is said of it before anything else (bokmål)."""
        allowed = " og ".join(_ALLOWED.get(one, one) for one in self.allow)
        reason = self.reason if self.reason.endswith((".", "!", "?")) else f"{self.reason}."
        return f"OVERSTYRT: {self.approver} har tillatt {allowed} til og med {self.last_day}. Begrunnelse: {reason}"
