"""Our side of the log-in: a pushed request, then the code for an id_token that is checked (OIDC Core 3.1.3)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import urllib3
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from simulator.national.innbygger.neighbours import NoAnswer
from simulator.national.innbygger.portal import Portal
from simulator.serving.refusals import Refusal

CLIENT_ID: Final = "helsenorge"
HIGH: Final = "idporten-loa-high"
ATTEMPT_SECONDS: Final = 1800
LOGIN_SECONDS: Final = 1800
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


class LoginFailed(Refusal):
    """Nobody is logged in."""


@dataclass(frozen=True)
class Login:
    """Somebody who is logged in, in one browser."""

    key: str
    pid: str
    acr: str
    id_token: str
    notice: str

    @property
    def high(self) -> bool:
        """Whether the level is high; below that only the youth part is open."""
        return self.acr == HIGH

    @property
    def token(self) -> str:
        """What forms of ours carry, so that a page elsewhere cannot send them."""
        return _digest(f"skjema {self.key}")


class SignIn:
    """Logs people in to one area by ID-porten at `issuer`; `back` and `out` are where it leads them back."""

    def __init__(self, portal: Portal, issuer: str, back: str, out: str, *, timeout: float = 10.0) -> None:
        self._portal = portal
        self.issuer = issuer
        """Where ID-porten of the area is."""
        self._back = back
        self._out = out
        self._timeout = timeout
        self._pool = urllib3.PoolManager(retries=False)

    def client(self) -> dict[str, Any]:
        """Ourselves, as ID-porten is to know us."""
        return {
            "client_id": CLIENT_ID,
            "client_name": "Helsenorge (simulert)",
            "redirect_uris": [self._back],
            "post_logout_redirect_uris": [self._out],
            "jwks": {"keys": [self._key().as_dict(private=False)]},
            "require_pushed_authorization_requests": True,
        }

    def begin(self, browser: str) -> str:
        """Push a request; gives the address to lead the browser to. Raises `NoAnswer`."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        pushed = self._post(
            "/par",
            {
                "response_type": "code",
                "redirect_uri": self._back,
                "scope": "openid profile",
                "state": state,
                "nonce": nonce,
                "code_challenge": challenge,
                "code_challenge_method": "S256",
                "acr_values": "idporten-loa-substantial",
                "ui_locales": "nb",
            },
        )
        now = self._portal.seconds
        with self._portal.unit() as connection:
            connection.execute("DELETE FROM attempt WHERE expires < ?", (now,))
            row = (_digest(state), _digest(browser), nonce, verifier, now + ATTEMPT_SECONDS)
            connection.execute("INSERT INTO attempt VALUES (?, ?, ?, ?, ?)", row)
        return f"{self.issuer}/authorize?{urlencode({'client_id': CLIENT_ID, 'request_uri': pushed['request_uri']})}"

    def finish(self, given: Mapping[str, str], browser: str) -> str:
        """Log in whoever has come back; gives the key of the browser. Raises `LoginFailed`, `NoAnswer`."""
        attempt = self._attempt(given.get("state", ""), browser)
        if given.get("iss") != self.issuer:
            raise _failed("Svaret er ikke fra ID-porten i dette testområdet.")
        if given.get("error") == "access_denied":
            raise LoginFailed("Innloggingen ble avbrutt.", fix="Ingen er logget inn. Du kan prøve på nytt.")
        if "code" not in given:
            raise _failed(given.get("error_description", "") or "ID-porten ga ingen kode.")
        tokens = self._post(
            "/token",
            {
                "grant_type": "authorization_code",
                "code": given["code"],
                "redirect_uri": self._back,
                "code_verifier": attempt["verifier"],
            },
        )
        claims = self._claims(tokens.get("id_token", ""), attempt["nonce"])
        key = secrets.token_urlsafe(32)
        with self._portal.unit() as connection:
            connection.execute("DELETE FROM login WHERE expires < ?", (self._portal.seconds,))
            connection.execute(
                "INSERT INTO login (digest, pid, acr, id_token, expires) VALUES (?, ?, ?, ?, ?)",
                (_digest(key), claims["pid"], claims["acr"], tokens["id_token"], self._portal.seconds + LOGIN_SECONDS),
            )
        return key

    def login(self, key: str) -> Login | None:
        """Who is logged in in the browser with that key."""
        row = self._portal.row("SELECT * FROM login WHERE digest = ?", _digest(key)) if key else None
        if row is None or row["expires"] < self._portal.seconds:
            return None
        return Login(key, row["pid"], row["acr"], row["id_token"], row["notice"])

    def note(self, login: Login, notice: str) -> None:
        """Keep a notice for the next page; an empty one takes it away."""
        with self._portal.unit() as connection:
            connection.execute("UPDATE login SET notice = ? WHERE digest = ?", (notice, _digest(login.key)))

    def end(self, login: Login) -> str:
        """Log out; gives where to lead the browser so that ID-porten knows it too."""
        with self._portal.unit() as connection:
            connection.execute("DELETE FROM login WHERE digest = ?", (_digest(login.key),))
        asked = {"id_token_hint": login.id_token, "post_logout_redirect_uri": self._out}
        return f"{self.issuer}/logout?{urlencode(asked)}"

    def _attempt(self, state: str, browser: str) -> Mapping[str, Any]:
        """The log-in that was begun in this browser, once."""
        with self._portal.unit() as connection:
            row = connection.execute("SELECT * FROM attempt WHERE state = ?", (_digest(state),)).fetchone()
            connection.execute("DELETE FROM attempt WHERE state = ?", (_digest(state),))
        if row is None or row["expires"] < self._portal.seconds:
            raise _failed("Innloggingen er ukjent, brukt før eller utløpt.")
        if not hmac.compare_digest(row["browser"], _digest(browser)):
            raise _failed("Innloggingen ble begynt i en annen nettleser, eller på nytt i en annen fane.")
        return dict(row)

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        try:
            keys = KeySet.import_key_set(self._send("GET", "/jwks.json", None))  # type: ignore[arg-type]  # whatever came
            claims = dict(jwt.decode(token, keys, algorithms=["RS256"]).claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _failed("id_token er ikke signert av ID-porten.") from error
        now = self._portal.seconds
        right = (
            claims.get("iss") == self.issuer,
            claims.get("aud") == CLIENT_ID,
            claims.get("nonce") == nonce,
            isinstance(claims.get("exp"), int | float) and claims["exp"] > now - 10,
            isinstance(claims.get("pid"), str),
            isinstance(claims.get("acr"), str),
        )
        if not all(right):
            raise _failed("id_token er ikke til oss, er utløpt eller hører til en annen innlogging.")
        return claims

    def _post(self, path: str, content: Mapping[str, str]) -> dict[str, Any]:
        shown = {"client_assertion_type": _ASSERTION, "client_assertion": self._assertion()}
        return self._send("POST", path, urlencode({**content, **shown}).encode())

    def _send(self, method: str, path: str, body: bytes | None) -> dict[str, Any]:
        try:
            answer = self._pool.request(
                method, self.issuer + path, body=body, headers=_FORM if body else {}, timeout=self._timeout
            )
            told: dict[str, Any] = json.loads(answer.data)
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise NoAnswer(
                "ID-porten svarer ikke som den skal.",
                expected=f"et svar fra {self.issuer}",
                found="ikke noe brukbart svar",
                fix="Se om tjenesten kjører, og prøv igjen.",
            ) from error
        if answer.status >= 300:
            raise _failed(f"ID-porten sa nei: {told.get('error_description', told.get('error', ''))}")
        return told

    def _assertion(self) -> str:
        now = int(self._portal.seconds)
        claims = {"iss": CLIENT_ID, "sub": CLIENT_ID, "aud": self.issuer, "iat": now, "exp": now + 60}
        key = self._key()
        return jwt.encode({"alg": "ES256", "kid": key.kid}, {**claims, "jti": str(uuid.uuid4())}, key)

    def _key(self) -> ECKey:
        if not self._portal.setting("key"):
            made = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig", "alg": "ES256"})
            self._portal.set("key", json.dumps(made.as_dict(private=True)))
        return ECKey.import_key(json.loads(self._portal.setting("key")))


def _failed(why: str) -> LoginFailed:
    return LoginFailed("Innloggingen lyktes ikke.", found=why, fix="Logg inn på nytt.")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
