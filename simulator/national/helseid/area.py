"""One test area of HelseID: its clients, keys, nonces, what has been used, and what it is made to do wrong."""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from simulator.clock import Clock
from simulator.national.helseid import clients, keys
from simulator.national.helseid.clients import Client, Known
from simulator.national.helseid.faults import CATALOGUE
from simulator.national.helseid.keys import SigningKeys
from simulator.national.helseid.nonces import Nonces
from simulator.national.helseid.refusals import UnknownClient, WrongKey
from simulator.serving import area
from simulator.serving.area import Area
from simulator.serving.areas import Areas
from simulator.serving.faults import Switches
from simulator.serving.replay import ReplayCache
from simulator.serving.service import Surroundings
from simulator.store.database import Database
from wire import jose

SCHEMA: Final = f"{area.SCHEMA}\n{clients.SCHEMA}\n{keys.SCHEMA}"
TOKEN_SECONDS: Final = 60
"""The usual life of a token: no published number was found (I)."""
READY: Final = {"testklient": "single-tenant", "testklient-flere": "multi-tenant"}
"""Clients that every area has, with one key between them that anybody may fetch."""
ORGANISATION: Final = "310000000"
"""What the ready clients act for where no party has an organisation number; made up."""
_SECRET, _TEST_KEY, _TOKEN_SECONDS = "nonce_secret", "test_token_key", "token_seconds"


class HelseId(Area):
    """What HelseID keeps and knows in an area."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self.keys = SigningKeys(database)
        self.nonces = Nonces(self._kept(_SECRET))
        self.assertions = ReplayCache()
        self.proofs = ReplayCache()
        self.faults = Switches(CATALOGUE)
        self._known: dict[str, Known] = {}
        self._making = threading.Lock()
        self._is_ready = False

    @property
    def token_seconds(self) -> int:
        """How long a token lives."""
        return int(self.setting(_TOKEN_SECONDS, str(TOKEN_SECONDS)))

    def live(self, seconds: int) -> None:
        """Let tokens live so long from now on."""
        self.set(_TOKEN_SECONDS, str(seconds))

    @property
    def test_token_key(self) -> str:
        """What the test token service asks for in X-Auth-Key."""
        return self._kept(_TEST_KEY)

    def require_test_token_key(self, given: str) -> None:
        """Raises `WrongKey`."""
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self.test_token_key.encode()):
            raise WrongKey(
                "Tjenesten for testtoken krever en nøkkel.",
                expected="X-Auth-Key lik test_token_key i GET /_sim/areas",
                found="en annen" if given else "ingen",
                fix="Hent nøkkelen fra /_sim/areas, og send den i X-Auth-Key.",
            )

    def find(self, client_id: str) -> Known | None:
        """The client with its keys, or None."""
        found = self._known.get(client_id)
        if found is None:
            # Held, so that what is read here is never kept after it has been changed or removed.
            with self._database.held():
                row = self._database.read_one("SELECT content FROM client WHERE client_id = ?", (client_id,))
                if row is None:
                    return None
                found = clients.known(clients.of_json(json.loads(row["content"])))
                self._known[client_id] = found
        return found

    def clients(self) -> list[Client]:
        """All, by id."""
        rows = self._database.read("SELECT content FROM client ORDER BY client_id")
        return [clients.of_json(json.loads(row["content"])) for row in rows]

    def register(self, content: Mapping[str, Any]) -> tuple[Client, jose.Key | None]:
        """Take a client, in place of one with that id; with a new private key when it comes without keys.

        Raises `FaultyRequest`.
        """
        made = None if content.get("jwks") is not None else jose.rsa_key(secrets.token_hex(8))
        jwks = None if made is None else (jose.shown(made),)
        client = clients.of_json(content, jwks)
        self._keep(client, made)
        return client, made

    def ready(self, organisation_number: Callable[[], str], given: Callable[[], str] = str) -> None:
        """See to it that the ready clients are there; asks for the number and their key only when it has to.

        `given` is a private JWK that they are to have, or an empty text where it does not matter.
        """
        if self._is_ready and all(self.find(client_id) is not None for client_id in READY):
            return
        with self._making:
            wanted = json.loads(given() or "null")
            if not self._are_there(wanted):
                key = jose.private_key(wanted) if wanted else jose.rsa_key("testklient")
                for client_id, tenancy in READY.items():
                    content = {"client_id": client_id, "tenancy": tenancy, "organisation_number": organisation_number()}
                    self._keep(clients.of_json(content, (jose.shown(key),)), key)
            self._is_ready = True

    def _are_there(self, wanted: dict[str, Any] | None) -> bool:
        if any(self.find(client_id) is None for client_id in READY):
            return False
        return wanted is None or all(self.private_key(client_id)["n"] == wanted["n"] for client_id in READY)

    def private_key(self, client_id: str) -> dict[str, Any]:
        """The private key of a client that we made it for, as a JWK; raises `UnknownClient`."""
        row = self._database.read_one("SELECT private_jwk FROM client WHERE client_id = ?", (client_id,))
        if row is None or not row["private_jwk"]:
            raise UnknownClient(
                "Klienten har ingen privat nøkkel her.",
                expected=f"{', '.join(READY)}, eller en klient som er registrert uten jwks",
                found=client_id[:80],
                fix="Bruk klientens egen private nøkkel, eller registrer den uten jwks.",
            )
        found: dict[str, Any] = json.loads(row["private_jwk"])
        return found

    def remove(self, client_id: str) -> None:
        """Forget a client; raises `UnknownClient`."""
        with self._database.transaction() as connection:
            gone = connection.execute("DELETE FROM client WHERE client_id = ?", (client_id,)).rowcount
        self._known.pop(client_id, None)
        if not gone:
            raise UnknownClient(
                "Klienten finnes ikke.",
                expected="en klient som er registrert",
                found=client_id[:80],
                fix="Se GET /_sim/areas/…/clients.",
            )

    def reset(self) -> None:
        """Forget clients but the ready ones, and what has been used, and set the clock right; no key is changed."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM client WHERE client_id NOT IN (?, ?)", tuple(READY))
        self._known.clear()
        self.assertions.clear()
        self.proofs.clear()
        self.faults.turn_off()
        self.live(TOKEN_SECONDS)
        self.shift_clock(timedelta())

    def close(self) -> None:
        """Send home who lingers, then close the database."""
        self.faults.stop()
        super().close()

    def _keep(self, client: Client, key: jose.Key | None) -> None:
        known = clients.known(client)
        with self._database.held():
            with self._database.transaction() as connection:
                clients.stored(connection, client, "" if key is None else json.dumps(jose.hidden(key)))
            self._known[client.client_id] = known

    def _kept(self, name: str) -> str:
        """A secret that is made when first asked for."""
        if not self.setting(name):
            self.set(name, secrets.token_urlsafe(24))
        return self.setting(name)


def open_areas(surroundings: Surroundings) -> Areas[HelseId]:
    """The areas, those that are known from the start among them."""
    directory = None if surroundings.data_dir is None else surroundings.data_dir / "helseid"

    def opened(path: Path | str) -> HelseId:
        return HelseId(Database(path, SCHEMA), surroundings.clock)

    return Areas(directory, opened, surroundings.known)


def organisation_around(surroundings: Surroundings, name: str) -> str:
    """The organisation number that the ready clients of an area act for: that of its journal."""
    parties = sorted(surroundings.place(name).parties, key=lambda one: one.role != "epj")
    return next((one.organisation_number for one in parties if one.organisation_number), ORGANISATION)


def make_ready(area: HelseId, surroundings: Surroundings, name: str) -> None:
    """See to the ready clients of an area: for whom its world says, with the key that it says, if any."""
    area.ready(lambda: organisation_around(surroundings, name), lambda: surroundings.place(name).client_key)
