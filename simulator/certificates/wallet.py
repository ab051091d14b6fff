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
    revocation_list,
)
from simulator.store.database import Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS authority (
  number INTEGER PRIMARY KEY CHECK (number = 1), der BLOB NOT NULL, pem BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS certificate (
  number INTEGER PRIMARY KEY AUTOINCREMENT, her_id TEXT NOT NULL, use TEXT NOT NULL, der BLOB NOT NULL,
  pem BLOB NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS revoked (serial TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS certificate_of ON certificate (her_id, use, valid_from);
"""
_LASTS: Final = timedelta(days=3 * 365)
_BEGAN: Final = timedelta(days=40)
_OVERLAP: Final = timedelta(days=10)
"""How long the one before went on when the present one had begun."""
_PRECEDED: Final = timedelta(days=1)
_STOOD: Final = timedelta(days=5)
"""How long before the present one another began, and how long it stood before it was revoked."""
_SUCCEEDS: Final = timedelta(days=30)
"""How long after the present one its successor began."""


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

    def __init__(self, database: Database, now: Callable[[], datetime], *, by_enterprise: bool = False) -> None:
        """With `by_enterprise` all parties with one organisation number have the same certificates, as most have."""
        self._by_enterprise = by_enterprise
        self._database = database
        self._now = now
        self._lock = threading.Lock()
        self._list: tuple[object, bytes] | None = None

    def authority_der(self) -> bytes:
        """The certificate of the authority."""
        with self._lock:
            return self._authority().certificate.public_bytes(Encoding.DER)

    def current(self, her_id: str, use: Use, subject: Subject) -> Certificate:
        """The newest one."""
        holder = self._holder(her_id, subject)
        with self._lock:
            found = self._stored(holder, use)
            if not found:
                start = self._whole_day() - _BEGAN
                found = (self._make(holder, use, subject, start, start + _LASTS),)
            return found[0]

    def history(self, her_id: str, use: Use, subject: Subject) -> tuple[Certificate, ...]:
        """All there have been, the newest first; at least one has run out."""
        holder = self._holder(her_id, subject)
        present = self.current(her_id, use, subject)
        with self._lock:
            found = self._stored(holder, use)
            if len(found) == 1 or all(one.valid_to > self._now() for one in found):
                end = self._whole_day() - _BEGAN + _OVERLAP
                self._make(holder, use, subject, end - _LASTS, end, pem=present.pem)
                found = self._stored(holder, use)
            return found

    def published(self, her_id: str, use: Use, subject: Subject) -> tuple[Certificate, ...]:
        """What the registry has had so far, the newest first; at least the present one."""
        holder = self._holder(her_id, subject)
        self.current(her_id, use, subject)
        with self._lock:
            return self._stored(holder, use)

    def revoked(self, her_id: str, use: Use, subject: Subject) -> Certificate:
        """One that was published and has been revoked since, of the present key; made when there is none."""
        holder = self._holder(her_id, subject)
        present = self.current(her_id, use, subject)
        with self._lock:
            serials = self._revoked()
            found = next((one for one in self._stored(holder, use) if _serial(one) in serials), None)
            return found or self._make_revoked(holder, use, subject, present)

    def revoke(self, found: Certificate) -> None:
        """Let the authority say from now on that one of its certificates is revoked."""
        with self._lock:
            self._revoke(found, self._now())

    def successor(self, her_id: str, use: Use, subject: Subject) -> tuple[Certificate, Certificate]:
        """Two that are both published and may both be used, the older first, as while certificates are changed."""
        holder = self._holder(her_id, subject)
        present = self.current(her_id, use, subject)
        with self._lock:
            serials = self._revoked()
            sound = [one for one in self._stored(holder, use) if one.valid_to > self._now()]
            both = [one for one in sound if _serial(one) not in serials][:2]
            if len(both) == 1:
                start = present.valid_from + _SUCCEEDS
                both.insert(0, self._make(holder, use, subject, start, start + _LASTS))
            return both[1], both[0]

    def unpublished(self, her_id: str, use: Use, subject: Subject) -> Certificate:
        """One that is all right but that no registry has."""
        holder = self._holder(her_id, subject)
        with self._lock:
            kept = self._stored(holder, f"{use.value}/unpublished")
            start = self._whole_day() - _BEGAN
            return kept[0] if kept else self._make(holder, use, subject, start, start + _LASTS, kept="unpublished")

    def self_made(self, her_id: str, use: Use, subject: Subject) -> Certificate:
        """One that the party has signed itself, of the present key; it is not kept."""
        found = self.current(her_id, use, subject)
        key = read_key(found.pem)
        authority = Authority(key, x509.load_der_x509_certificate(found.der))
        valid = (found.valid_from, found.valid_to)
        made = issue(authority, subject, use, key.public_key(), valid=valid)
        return Certificate(made.public_bytes(Encoding.DER), found.pem, *valid)

    def revocation_list(self) -> bytes:
        """What the authority says is revoked, as DER."""
        with self._lock:
            said = tuple(sorted(self._revoked().items()))
            day = self._whole_day()
            if self._list is None or self._list[0] != (said, day):
                revoked = [(int(serial), datetime.fromisoformat(at)) for serial, at in said]
                self._list = ((said, day), revocation_list(self._authority(), revoked, self._now()))
            return self._list[1]

    def rotate(self, her_id: str, use: Use, subject: Subject) -> Certificate:
        """Make a new one with a new key, valid from now; the one before stays valid as long as it was."""
        holder = self._holder(her_id, subject)
        with self._lock:
            start = self._now().replace(microsecond=0)
            return self._make(holder, use, subject, start, start + _LASTS)

    def with_one_bit(self, found: Certificate, subject: Subject, bits: Bits) -> Certificate:
        """An encryption certificate of the same key that has only one of the two bits; it is not kept."""
        return self._signed(found.pem, Use.ENCRYPTION, subject, (found.valid_from, found.valid_to), bits)

    def forget(self) -> None:
        """Begin again with a new authority."""
        with self._lock, self._database.transaction() as connection:
            connection.execute("DELETE FROM certificate")
            connection.execute("DELETE FROM revoked")
            connection.execute("DELETE FROM authority")

    def _holder(self, her_id: str, subject: Subject) -> str:
        """What the certificates of a party are kept under."""
        return subject.organisation_number if self._by_enterprise and subject.organisation_number else her_id

    def _stored(self, holder: str, kept: str) -> tuple[Certificate, ...]:
        rows = self._database.read(
            "SELECT * FROM certificate WHERE her_id = ? AND use = ? ORDER BY valid_from DESC, number DESC",
            (holder, kept),
        )
        return tuple(_read(row) for row in rows)

    def _make(
        self,
        holder: str,
        use: Use,
        subject: Subject,
        start: datetime,
        end: datetime,
        *,
        kept: str = "",
        pem: bytes = b"",
    ) -> Certificate:
        """A new one, with a new key unless one is given; one that is `kept` apart is not published."""
        made = self._signed(pem or key_pem(new_key()), use, subject, (start, end), Bits.ALL)
        under = f"{use.value}/{kept}" if kept else use.value
        row = (holder, under, made.der, made.pem, start.isoformat(), end.isoformat())
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO certificate (her_id, use, der, pem, valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?)", row
            )
        return made

    def _make_revoked(self, holder: str, use: Use, subject: Subject, present: Certificate) -> Certificate:
        start = present.valid_from - _PRECEDED
        made = self._make(holder, use, subject, start, start + _LASTS, pem=present.pem)
        self._revoke(made, min(start + _STOOD, self._now()))
        return made

    def _revoke(self, found: Certificate, since: datetime) -> None:
        with self._database.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO revoked VALUES (?, ?)", (_serial(found), since.isoformat()))

    def _revoked(self) -> dict[str, str]:
        return {row["serial"]: row["at"] for row in self._database.read("SELECT serial, at FROM revoked")}

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


def _serial(found: Certificate) -> str:
    return str(x509.load_der_x509_certificate(found.der).serial_number)


def _read(row: Row) -> Certificate:
    start, end = (datetime.fromisoformat(row[name]) for name in ("valid_from", "valid_to"))
    return Certificate(row["der"], row["pem"], start, end)
