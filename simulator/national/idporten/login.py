"""One test area of ID-porten: its clients, its key, and every log-in from the first request to the last token."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.clock import Clock
from simulator.national.idporten import asking, keys
from simulator.national.idporten.asking import Asked
from simulator.national.idporten.clients import Client
from simulator.national.idporten.methods import Method
from simulator.national.idporten.refusals import InvalidClient, InvalidGrant, InvalidRequest, InvalidToken, Over
from simulator.serving import area
from simulator.serving.area import Area
from simulator.store.database import Database

PUSHED_SECONDS: Final = 60
PAGE_SECONDS: Final = 1800
OVER_SECONDS: Final = 86_400
CODE_SECONDS: Final = 60
TOKEN_SECONDS: Final = 600
ID_TOKEN_SECONDS: Final = 120
"""How long each lives, by the clock of the area: our own choice where no source tells.

A log-in that is over is known for a while, so that who goes back to it can be led to the service.
"""
URN: Final = "urn:ietf:params:oauth:request_uri:"
SCHEMA: Final = (
    area.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS client (id TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS pushed (uri TEXT PRIMARY KEY, asked TEXT NOT NULL, expires REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS page (
  id TEXT PRIMARY KEY, asked TEXT NOT NULL, browser TEXT NOT NULL, expires REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS code (
  digest TEXT PRIMARY KEY, asked TEXT NOT NULL, pid TEXT NOT NULL, amr TEXT NOT NULL, acr TEXT NOT NULL,
  time INTEGER NOT NULL, expires REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS token (digest TEXT PRIMARY KEY, code TEXT NOT NULL, expires REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS assertion (
  client TEXT NOT NULL, jti TEXT NOT NULL, expires REAL NOT NULL, PRIMARY KEY (client, jti)
) STRICT;
"""
)


@dataclass(frozen=True)
class Page:
    """A log-in that a person is at."""

    id: str
    asked: Asked


@dataclass(frozen=True)
class Who:
    """Somebody who has logged in, and how."""

    pid: str
    amr: str
    acr: str
    time: int

    def claims(self) -> dict[str, Any]:
        """What tokens and userinfo say of it."""
        return {"pid": self.pid, "amr": [self.amr], "acr": self.acr, "auth_time": self.time}


class Login(Area):
    """Everything of one area; codes, request_uris and assertions are taken once each, durably."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        if not self.setting("salt"):
            self.set("salt", secrets.token_hex(32))

    def reset(self) -> None:
        """Forget every log-in, not the clients; the key stays."""
        with self._database.transaction() as connection:
            for table in ("pushed", "page", "code", "token", "assertion"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    @property
    def key(self) -> str:
        """The private key of the area, made when it is first needed."""
        if not self.setting("key"):
            self.set("key", keys.new_key(f"idporten-{secrets.token_hex(4)}"))
        return self.setting("key")

    @property
    def seconds(self) -> float:
        """The area's time as seconds since 1970."""
        return self.now().timestamp()

    def register(self, client: Client) -> bool:
        """Add or replace a client; whether it was new."""
        with self._database.transaction() as connection:
            known = connection.execute("SELECT 1 FROM client WHERE id = ?", (client.client_id,)).fetchone()
            connection.execute("REPLACE INTO client VALUES (?, ?)", (client.client_id, client.to_json()))
        return known is None

    def client(self, client_id: str) -> Client | None:
        """The client of that id."""
        row = self._database.read_one("SELECT definition FROM client WHERE id = ?", (client_id,))
        return Client.from_json(row["definition"]) if row else None

    def clients(self) -> list[str]:
        """The ids of all clients."""
        return [row["id"] for row in self._database.read("SELECT id FROM client ORDER BY id")]

    def use_assertion(self, client: str, jti: str, expires: float) -> None:
        """Take an assertion; raises `InvalidClient` the second time."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM assertion WHERE expires < ?", (self.seconds - 60,))
            try:
                connection.execute("INSERT INTO assertion VALUES (?, ?, ?)", (client, jti, expires))
            except sqlite3.IntegrityError as error:
                raise InvalidClient("client_assertion er brukt før (jti).") from error

    def push(self, asked: Asked) -> str:
        """Keep a request for a short while; gives its request_uri (RFC 9126)."""
        uri = f"{URN}{secrets.token_urlsafe(32)}"
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM pushed WHERE expires < ?", (self.seconds,))
            connection.execute(
                "INSERT INTO pushed VALUES (?, ?, ?)", (uri, asked.to_json(), self.seconds + PUSHED_SECONDS)
            )
        return uri

    def take_pushed(self, uri: str, client_id: str) -> Asked:
        """The request behind a request_uri, once, and to the client that pushed it; raises `InvalidRequest`."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM pushed WHERE uri = ?", (uri,)).fetchone()
            asked = Asked.from_json(row["asked"]) if row else None
            if asked is None or asked.client_id != client_id or row["expires"] < self.seconds:
                raise InvalidRequest("request_uri er ukjent, brukt før, utløpt eller en annen klients.")
            connection.execute("DELETE FROM pushed WHERE uri = ?", (uri,))
        return asked

    def begin(self, asked: Asked, browser: str) -> str:
        """Let a person choose, in that browser only; gives the id of the page."""
        page = secrets.token_urlsafe(24)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM page WHERE expires < ?", (self.seconds - OVER_SECONDS,))
            connection.execute(
                "INSERT INTO page VALUES (?, ?, ?, ?)",
                (page, asked.to_json(), _digest(browser), self.seconds + PAGE_SECONDS),
            )
        return page

    def page(self, id: str, browser: str) -> Page:
        """The page as the browser it was begun in may see it; raises `InvalidRequest`, `Over`."""
        row = self._database.read_one("SELECT * FROM page WHERE id = ?", (id,))
        mine = row is not None and hmac.compare_digest(row["browser"], _digest(browser))
        if row is None or not mine:
            raise InvalidRequest("Innloggingen er avsluttet, utløpt eller begynt i en annen nettleser.")
        asked = Asked.from_json(row["asked"])
        if row["expires"] < self.seconds:
            client = self.client(asked.client_id)
            raise Over(
                next(iter(client.post_logout_redirect_uris), "") if client else "", client.name if client else ""
            )
        return Page(id, asked)

    def finish(self, page: Page, method: Method, pid: str) -> str:
        """End the page with somebody logged in; gives the code."""
        code, now = secrets.token_urlsafe(32), self.seconds
        with self._database.transaction() as connection:
            self._close(connection, page)
            connection.execute("DELETE FROM code WHERE expires < ?", (now - TOKEN_SECONDS,))
            connection.execute(
                "INSERT INTO code (digest, asked, pid, amr, acr, time, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (_digest(code), page.asked.to_json(), pid, method.amr, method.acr, int(now), now + CODE_SECONDS),
            )
        return code

    def give_up(self, page: Page) -> None:
        """End the page without anybody."""
        with self._database.transaction() as connection:
            self._close(connection, page)

    def redeem(self, code: str, client: Client, redirect_uri: str, verifier: str) -> tuple[Asked, Who, str]:
        """What a code stands for, once, and an access token.

        Raises `InvalidGrant`; the tokens of a code that comes again are withdrawn (RFC 6749, 4.1.2).
        """
        token, now = secrets.token_urlsafe(32), self.seconds
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM code WHERE digest = ?", (_digest(code),)).fetchone()
            asked = Asked.from_json(row["asked"]) if row else None
            if asked is None or asked.client_id != client.client_id:
                raise InvalidGrant("code er ukjent.")
            connection.execute("UPDATE code SET used = 1 WHERE digest = ?", (row["digest"],))
            connection.execute("DELETE FROM token WHERE code = ? OR expires < ?", (row["digest"], now))
            fault = _fault(asked, row, now, redirect_uri, verifier)
            if not fault:
                connection.execute(
                    "INSERT INTO token VALUES (?, ?, ?)", (_digest(token), row["digest"], now + TOKEN_SECONDS)
                )
        if fault:
            raise InvalidGrant(fault)
        return asked, _who(row), token

    def subject(self, client: Client, pid: str) -> str:
        """The pairwise subject: the same person is another to each client (by the host it returns to)."""
        sector = client.redirect_uris[0].split("/")[2] + client.client_id
        raw = hmac.digest(self.setting("salt").encode(), f"{sector}|{pid}".encode(), "sha256")
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def id_token(self, issuer: str, client: Client, asked: Asked, who: Who) -> str:
        """The id_token of a log-in."""
        now = int(self.seconds)
        claims = {
            "iss": issuer,
            "aud": client.client_id,
            "sub": self.subject(client, who.pid),
            "iat": now,
            "exp": now + ID_TOKEN_SECONDS,
            "jti": secrets.token_urlsafe(16),
            "locale": asked.locale,
            **who.claims(),
        }
        return keys.sign(self.key, claims | ({"nonce": asked.nonce} if asked.nonce else {}))

    def token_owner(self, token: str) -> dict[str, Any]:
        """What userinfo says to who has an access token; raises `InvalidToken`."""
        row = self._database.read_one(
            "SELECT code.*, token.expires AS ends FROM token JOIN code ON code.digest = code WHERE token.digest = ?",
            (_digest(token),),
        )
        asked = Asked.from_json(row["asked"]) if row else None
        client = self.client(asked.client_id) if asked else None
        if row is None or asked is None or client is None or row["ends"] < self.seconds:
            raise InvalidToken("Tokenet er ukjent eller utløpt.")
        return {"sub": self.subject(client, row["pid"]), **_who(row).claims(), "locale": asked.locale}

    def log_out(self, claims: Mapping[str, Any]) -> Client:
        """End what an id_token of ours tells of; gives its client. Raises `InvalidRequest`."""
        client = self.client(str(claims.get("aud", "")))
        if client is None:
            raise InvalidRequest("id_token_hint er til en klient som ikke finnes.")
        with self._database.transaction() as connection:
            for row in connection.execute("SELECT * FROM code WHERE pid = ?", (claims.get("pid"),)).fetchall():
                if Asked.from_json(row["asked"]).client_id == client.client_id:
                    connection.execute("DELETE FROM token WHERE code = ?", (row["digest"],))
        return client

    def _close(self, connection: sqlite3.Connection, page: Page) -> None:
        now = self.seconds
        ended = connection.execute("UPDATE page SET expires = ? WHERE id = ? AND expires >= ?", (now - 1, page.id, now))
        if ended.rowcount != 1:
            raise InvalidRequest("Innloggingen er alt avsluttet.")


def _fault(asked: Asked, row: sqlite3.Row, now: float, redirect_uri: str, verifier: str) -> str:
    """What is wrong with who comes with the code, or an empty text."""
    challenge = (
        base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("utf-8", "replace")).digest()).decode().rstrip("=")
    )
    if row["used"]:
        return "code er brukt før. Tokenene den ga, er trukket tilbake."
    if row["expires"] < now:
        return "code er utløpt."
    if redirect_uri != asked.redirect_uri:
        return "redirect_uri er ikke den som koden ble gitt til."
    if not asking.is_verifier(verifier) or not hmac.compare_digest(challenge, asked.challenge):
        return "code_verifier hører ikke til code_challenge (PKCE)."
    return ""


def _who(row: sqlite3.Row) -> Who:
    return Who(row["pid"], row["amr"], row["acr"], row["time"])


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
