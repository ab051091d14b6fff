"""Who may use a test area: HER-ids, their passwords and their queues."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping

from simulator.national.tjenestebuss.refusals import SomebodyElses, UnknownQueue, WrongPassword
from simulator.serving.refusals import FaultyRequest
from simulator.store.database import Database

SCHEMA = "CREATE TABLE IF NOT EXISTS party (her_id TEXT PRIMARY KEY, salt BLOB NOT NULL, digest BLOB NOT NULL) STRICT;"
KINDS = ("async", "sync", "syncreply", "error", "dl")
_HER_ID = re.compile(r"[1-9][0-9]{0,9}")


def queues_of(her_id: str) -> tuple[str, ...]:
    """The five queues of a HER-id, the dead letter queue last."""
    return tuple(f"{her_id}_{kind}" for kind in KINDS)


def dead_letter_queue(queue: str) -> str:
    """Where the messages of a queue go when nobody manages to handle them."""
    return f"{queue.rpartition('_')[0]}_dl"


class Parties:
    """The parties of one area: read from its database once, then kept in step with it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        rows = database.read("SELECT her_id, salt, digest FROM party")
        self._secrets: dict[str, tuple[bytes, bytes]] = {row["her_id"]: (row["salt"], row["digest"]) for row in rows}

    def her_ids(self) -> list[str]:
        """All HER-ids of the area, sorted."""
        return sorted(self._secrets)

    def admit(self, passwords: Mapping[str, str]) -> None:
        """Add parties, or give known ones a new password; all or none of them."""
        for her_id in passwords:
            if not _HER_ID.fullmatch(her_id):
                raise FaultyRequest(
                    f"«{her_id}» er ikke en HER-id.",
                    expected="1 til 10 sifre, uten null først",
                    found=her_id,
                    fix="Rett HER-id-en under parties.",
                )
        fresh = {her_id: _digested(password) for her_id, password in passwords.items()}
        with self._database.transaction() as connection:
            connection.executemany(
                "REPLACE INTO party VALUES (?, ?, ?)",
                [(her_id, salt, digest) for her_id, (salt, digest) in fresh.items()],
            )
        self._secrets.update(fresh)

    def authenticate(self, her_id: str, password: str) -> None:
        """Raise `WrongPassword` unless the pair is known."""
        salt, digest = self._secrets.get(her_id, (b"", b""))
        if not hmac.compare_digest(_digest(salt, password), digest):
            raise WrongPassword(
                "HER-id eller passord er feil.",
                expected="HTTP Basic med en HER-id i testområdet og passordet dens",
                found=f"HER-id «{her_id}»" if her_id else "ingen innlogging",
                fix="Bruk HER-id og passord fra testobjektfilen, eller legg parten til i testområdet.",
            )

    def require_queue(self, queue: str) -> None:
        """Raise `UnknownQueue` unless one of the parties has a queue of that name."""
        her_id, _, kind = queue.rpartition("_")
        if her_id not in self._secrets or kind not in KINDS:
            raise UnknownQueue(
                f"Køen «{queue}» finnes ikke i testområdet.",
                expected="HERID_async, HERID_sync, HERID_syncreply, HERID_error eller HERID_dl for en kjent HER-id",
                found=queue,
                fix="Sjekk HER-id-en i adressen, eller legg parten til i testområdet.",
            )

    def require_owner(self, queue: str, her_id: str) -> None:
        """Raise `SomebodyElses` unless the queue belongs to `her_id`, also where there is no such queue at all."""
        if queue not in queues_of(her_id):
            raise SomebodyElses(
                "En HER-id kan bare lese sine egne køer.",
                expected=f"en av {', '.join(queues_of(her_id))}",
                found=queue,
                fix="Logg inn med HER-id-en som eier køen.",
            )


def _digested(password: str) -> tuple[bytes, bytes]:
    salt = secrets.token_bytes(16)
    return salt, _digest(salt, password)


def _digest(salt: bytes, password: str) -> bytes:
    return hashlib.sha256(salt + password.encode("utf-8", "surrogatepass")).digest()
