"""The certificates of the parties of one test area, kept in its database and made when somebody first asks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha1
from sqlite3 import Row
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from simulator.certificates.issuing import (
    Authority,
    Bits,
    Subject,
    Use,
    issue,
    key_pem,
    new_authority,
    new_key,
    read_key,
)
from simulator.store.database import Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS authority (
  number INTEGER PRIMARY KEY CHECK (number = 1), der BLOB NOT NULL, pem BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS certificate (
  number INTEGER PRIMARY KEY AUTOINCREMENT, her_id TEXT NOT NULL, use TEXT NOT NULL, der BLOB NOT NULL,
  pem BLOB NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS certificate_of ON certificate (her_id, use, valid_from);
"""
_LASTS: Final = timedelta(days=3 * 365)
_BEGAN: Final = timedelta(days=40)
_OVERLAP: Final = timedelta(days=10)
"""How long the one before went on when the present one had begun."""


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key."""

    der: bytes
    pem: bytes
    """The private key."""
    valid_from: datetime
    valid_to: datetime

    @cached_property
    def thumbprint(self) -> str:
        """SHA-1 of the certificate in upper-case hex, as the registry writes it."""
        return sha1(self.der, usedforsecurity=False).hexdigest().upper()


class Certificates:
    """Finds and makes them; `now` is the area's time. Thread-safe: nothing is made twice."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._lock = threading.Lock()

    def authority_der(self) -> bytes:
        """The certificate of the authority."""
        with self._lock:
            return self._authority().certificate.public_bytes(Encoding.DER)

    def current(self, her_id: str, use: Use, subject: Subject) -> Certificate:
        """The newest one."""
        with self._lock:
            found = self._stored(her_id, use)
            if not found:
                start = self._whole_day() - _BEGAN
                found = (self._make(her_id, use, subject, start, start + _LASTS),)
            return found[0]

    def history(self, her_id: str, use: Use, subject: Subject) -> tuple[Certificate, ...]:
        """All there have been, the newest first; at least one has run out."""
        self.current(her_id, use, subject)
        with self._lock:
            found = self._stored(her_id, use)
            if len(found) == 1 or all(one.valid_to > self._now() for one in found):
                end = self._whole_day() - _BEGAN + _OVERLAP
                self._make(her_id, use, subject, end - _LASTS, end)
                found = self._stored(her_id, use)
            return found

    def rotate(self, her_id: str, use: Use, subject: Subject) -> Certificate:
        """Make a new one with a new key, valid from now; the one before stays valid as long as it was."""
        with self._lock:
            start = self._now().replace(microsecond=0)
            return self._make(her_id, use, subject, start, start + _LASTS)

    def with_one_bit(self, found: Certificate, subject: Subject, bits: Bits) -> Certificate:
        """An encryption certificate of the same key that has only one of the two bits; it is not kept."""
        return self._signed(found.pem, Use.ENCRYPTION, subject, (found.valid_from, found.valid_to), bits)

    def forget(self) -> None:
        """Begin again with a new authority."""
        with self._lock, self._database.transaction() as connection:
            connection.execute("DELETE FROM certificate")
            connection.execute("DELETE FROM authority")

    def _stored(self, her_id: str, use: Use) -> tuple[Certificate, ...]:
        rows = self._database.read(
            "SELECT * FROM certificate WHERE her_id = ? AND use = ? ORDER BY valid_from DESC, number DESC",
            (her_id, use.value),
        )
        return tuple(_read(row) for row in rows)

    def _make(self, her_id: str, use: Use, subject: Subject, start: datetime, end: datetime) -> Certificate:
        made = self._signed(key_pem(new_key()), use, subject, (start, end), Bits.ALL)
        kept = (her_id, use.value, made.der, made.pem, start.isoformat(), end.isoformat())
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO certificate (her_id, use, der, pem, valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?)", kept
            )
        return made

    def _signed(
        self, pem: bytes, use: Use, subject: Subject, valid: tuple[datetime, datetime], bits: Bits
    ) -> Certificate:
        key = read_key(pem).public_key()
        made = issue(self._authority(), subject, use, key, valid=valid, bits=bits)
        return Certificate(made.public_bytes(Encoding.DER), pem, *valid)

    def _authority(self) -> Authority:
        row = self._database.read_one("SELECT der, pem FROM authority")
        if row is not None:
            return Authority(read_key(row["pem"]), x509.load_der_x509_certificate(row["der"]))
        made = new_authority(self._whole_day())
        kept = (made.certificate.public_bytes(Encoding.DER), key_pem(made.key))
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO authority VALUES (1, ?, ?)", kept)
        return made

    def _whole_day(self) -> datetime:
        return self._now().replace(hour=0, minute=0, second=0, microsecond=0)


def _read(row: Row) -> Certificate:
    start, end = (datetime.fromisoformat(row[name]) for name in ("valid_from", "valid_to"))
    return Certificate(row["der"], row["pem"], start, end)
