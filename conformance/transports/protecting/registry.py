"""Fetches the certificates of a party from the address registry."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any, Final

import requests
from cryptography import x509

from conformance.clock import Clock
from conformance.targets.protection import Counterpart
from standards.cms import RevocationUnknown
from standards.errors import Problem

if TYPE_CHECKING:
    from conformance.targets.model import Target
    from conformance.targets.tokens import Tokens

SCOPE: Final = "nhn:cp-api/access-v2-dpop"
_TIMEOUT: Final = (3.0, 10.0)


class RegistrySilent(RevocationUnknown):
    """The registry does not answer as it should, so nothing can be said of a certificate yet: try again later."""


class Registry:
    """The registry of a target, asked as our client at HelseID where the target has one."""

    def __init__(self, target: Target, clock: Clock) -> None:
        self._target = target
        self._clock = clock
        self._tokens: Tokens | None = None

    def counterpart(self, her_id: str) -> Counterpart:
        """What is registered on a party now; nothing on one that the registry does not know.

        Raises `RegistrySilent`.
        """
        if not (her_id.isascii() and her_id.isdecimal()):  # whoever sent it has written it, and it goes into an address
            return Counterpart((), ())
        return Counterpart(self._certificate(her_id, "signing"), self._certificate(her_id, "encryption"))

    def _certificate(self, her_id: str, use: str) -> tuple[x509.Certificate, ...]:
        url = f"{self._target.services.adresseregister}/api/v1/certificate/{her_id}/{use}"
        answer = self._asked(her_id, url)
        if answer.status_code == 404:
            return ()
        if answer.status_code != 200:
            raise _unfetched(her_id, f"HTTP {answer.status_code}")
        try:
            told: Any = answer.json()
            return (x509.load_der_x509_certificate(b64decode(told["certificateValue"])),)
        except (ValueError, KeyError, TypeError) as error:
            raise _unfetched(her_id, "et svar uten lesbart sertifikat") from error

    def _asked(self, her_id: str, url: str) -> requests.Response:
        try:
            headers = {"Accept": "application/json", **self._headers(url)}
            with self._target.route.session() as session:
                return session.get(url, headers=headers, timeout=_TIMEOUT, allow_redirects=False)
        except Problem as problem:
            raise _unfetched(her_id, f"ingen tilgang ({problem.problem.rstrip('.')})") from problem
        except requests.RequestException as error:
            late = isinstance(error, requests.Timeout)
            raise _unfetched(her_id, "ikke noe svar i tide" if late else "forbindelsen ble brutt") from error

    def _headers(self, url: str) -> dict[str, str]:
        if self._target.services.helseid is None:
            return {}
        from conformance.targets.tokens import Tokens  # noqa: PLC0415  JOSE is slow to load

        self._tokens = self._tokens or Tokens.of(self._target, self._clock, _TIMEOUT)
        return self._tokens.headers("GET", url, SCOPE)


def _unfetched(her_id: str, found: str) -> RegistrySilent:
    return RegistrySilent(
        f"Sertifikatet til HER-id {her_id} kan ikke hentes fra Adresseregisteret",
        expected="et sertifikat",
        found=found,
        fix="Se linjen «Adresseregisteret» i epj check, eller skriv sertifikatene under [[protection.counterparts]]",
    )
