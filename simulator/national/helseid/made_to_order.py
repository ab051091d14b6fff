"""The test token service: tokens with the claims that are asked for, and wrong in the ways that are asked for.

In the style of NHN's (infrastructure 5.4): the address, the header and the names of the fields told there are V. What
the fields inside `clientClaimsParameters`, `userClaimsParameters` and `expirationParameters` are called is ours (I).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from simulator.national.helseid import broken_proofs
from simulator.national.helseid.area import ORGANISATION, READY, HelseId
from simulator.national.helseid.issuing import CLIENT_INFO, USER
from simulator.serving import reading
from simulator.serving.refusals import FaultyRequest, faulty
from simulator.serving.tokens import CLIENT
from standards.identifiers import is_real_range, make_fnr
from wire import jose

PATH: Final = "/v2/create-test-token-with-key"
CLIENT_CLAIMS: Final = {
    "clientId": "client_id",
    "scope": "scope",
    "jti": "jti",
    "orgnrParent": f"{CLIENT}orgnr_parent",
    "orgnrChild": f"{CLIENT}orgnr_child",
    "orgnrSupplier": f"{CLIENT}orgnr_supplier",
    "clientName": f"{CLIENT_INFO}client_name",
    "clientTenancy": f"{CLIENT_INFO}client_tenancy",
    "clientAmr": f"{CLIENT_INFO}amr",
}
USER_CLAIMS: Final = {
    "pid": f"{USER}pid",
    "pidPseudonym": f"{USER}pid_pseudonym",
    "securityLevel": f"{USER}security_level",
    "assuranceLevel": f"{USER}assurance_level",
    "network": f"{USER}network",
    "hprNumber": "helseid://claims/hpr/hpr_number",
}
_FLAGS: Final = (
    "withoutDefaultClientClaims",
    "withoutDefaultUserClaims",
    "signJwtWithInvalidSigningKey",
    "setInvalidIssuer",
    "setInvalidAudience",
    "createDPoPTokenWithDPoPProof",
)
_EXPIRATION: Final = ("setExpirationTimeAsExpired", "expirationTimeInSeconds", "expirationTimeInDays")
_PROOF: Final = ("htuClaimValue", "htmClaimValue", "invalidDPoPProofParameters")
_FIELDS: Final = (
    "audience",
    "clientClaimsParameters",
    "userClaimsParameters",
    "expirationParameters",
    "headerParameters",
    "dPoPProofParameters",
    *_FLAGS,
)
_A_DAY, _A_YEAR = 86400, 366 * 86400


@dataclass(frozen=True)
class Made:
    """A test token, and the proof when one was asked for."""

    token: str
    proof: str | None

    def to_json(self) -> dict[str, Any]:
        """As the service answers."""
        told = {"accessTokenJwt": self.token, "dPoPProof": self.proof}
        return {"isError": False, "successResponse": told, "errorResponse": None}


def make(area: HelseId, order: Mapping[str, Any], issuer: str) -> Made:
    """What was ordered; raises `FaultyRequest`, also for a field that is nearly one of ours."""
    _require_spelling(order, _FIELDS, "")
    audience = reading.text(order, "audience")
    if not audience:
        raise faulty("audience: det API-et tokenet skal brukes mot", "ingen audience")
    flags = {name: _flag(order, name) for name in _FLAGS}
    wanted = _given(order, "dPoPProofParameters", _PROOF)
    kind = _number(wanted, "invalidDPoPProofParameters", max(broken_proofs.KINDS))
    call = {claim: reading.text(wanted, f"{claim}ClaimValue") for claim in ("htu", "htm")}
    now = area.now().timestamp()
    key = jose.ec_key() if flags["createDPoPTokenWithDPoPProof"] else None
    claims: dict[str, Any] = {
        "iss": "https://feil-utsteder.invalid" if flags["setInvalidIssuer"] else issuer,
        "aud": f"{audience}-feil" if flags["setInvalidAudience"] else audience,
        **_times(order, now, area.token_seconds),
        **_client_claims(area, order, flags["withoutDefaultClientClaims"]),
        **_user_claims(order, flags["withoutDefaultUserClaims"]),
        **({"cnf": {"jkt": key.thumbprint()}} if key else {}),
    }
    signer = area.keys.foreign() if flags["signJwtWithInvalidSigningKey"] else area.keys.current()
    header = _given(order, "headerParameters", ("typ",))
    token = signer.sign(claims, reading.text(header, "typ") if "typ" in header else "at+jwt")
    if key is None:
        return Made(token, None)
    return Made(token, broken_proofs.proof(key, {**call, "iat": int(now), "ath": jose.digest(token)}, kind))


def _client_claims(area: HelseId, order: Mapping[str, Any], bare: bool) -> dict[str, Any]:
    """What is usual is said of the first of the ready clients."""
    client_id = next(iter(READY))
    found = area.find(client_id)
    usual: dict[str, Any] = {
        "client_id": client_id,
        f"{CLIENT}orgnr_parent": found.client.organisation_number if found else ORGANISATION,
        f"{CLIENT_INFO}client_name": "Testtoken",
        f"{CLIENT_INFO}client_tenancy": "single-tenant",
        f"{CLIENT_INFO}amr": "private_key_jwt",
        "jti": uuid.uuid4().hex.upper(),
    }
    given = _given(order, "clientClaimsParameters", CLIENT_CLAIMS)
    scope = given.pop("scope", None)
    listed = scope.split() if isinstance(scope, str) else scope
    if listed is not None and not (isinstance(listed, list) and all(isinstance(one, str) for one in listed)):
        raise faulty("clientClaimsParameters.scope som tekst eller en liste av tekster", ascii(scope)[:80])
    told = {CLIENT_CLAIMS[name]: reading.text(given, name) for name in given}
    return {**({} if bare else usual), **told, **({} if listed is None else {"scope": listed})}


def _user_claims(order: Mapping[str, Any], bare: bool) -> dict[str, str]:
    usual = {
        f"{USER}pid": make_fnr(date(1980, 1, 1), 100),
        f"{USER}security_level": "4",
        f"{USER}assurance_level": "high",
        f"{USER}network": "helsenett",
    }
    given = _given(order, "userClaimsParameters", USER_CLAIMS)
    if is_real_range(reading.text(given, "pid")):
        raise faulty(
            "en syntetisk person i userClaimsParameters.pid, måned +80 eller +65", "et nummer uten slikt tillegg"
        )
    return {**({} if bare else usual), **{USER_CLAIMS[name]: reading.text(given, name) for name in given}}


def _times(order: Mapping[str, Any], now: float, seconds: int) -> dict[str, int]:
    given = _given(order, "expirationParameters", _EXPIRATION)
    life = _number(given, "expirationTimeInSeconds", _A_YEAR) or _number(given, "expirationTimeInDays", 366) * _A_DAY
    begins = int(now)
    if _flag(given, "setExpirationTimeAsExpired"):
        begins -= 2 * 3600
        life = 3600
    return {"nbf": begins, "iat": begins, "exp": begins + (life or seconds)}


def _given(order: Mapping[str, Any], name: str, known: Mapping[str, str] | tuple[str, ...]) -> dict[str, Any]:
    """An object of the order without what is null."""
    value = order.get(name)
    found = reading.json_value({} if value is None else value, name)
    _require_spelling(found, known, f"{name}.")
    return {one: found[one] for one in known if found.get(one) is not None}


def _require_spelling(given: Mapping[str, Any], known: Mapping[str, str] | tuple[str, ...], place: str) -> None:
    """What is not known is passed over, as the real service may have it; but a slip of the pen is told."""
    for name in given:
        near = get_close_matches(name[:80], known, n=1, cutoff=0.85)
        if name not in known and near:
            raise FaultyRequest(
                "Feltet finnes ikke, men ligner på ett som finnes.",
                expected=f"{place}{near[0]}",
                found=ascii(f"{place}{name}")[:80],
                fix="Rett navnet; store og små bokstaver teller.",
            )


def _flag(given: Mapping[str, Any], name: str) -> bool:
    value = given.get(name)
    if value is not None and not isinstance(value, bool):
        raise faulty(f"{name} er true eller false", ascii(value)[:40])
    return bool(value)


def _number(given: Mapping[str, Any], name: str, most: int) -> int:
    value = given.get(name, 0)
    if type(value) is not int or not 0 <= value <= most:
        raise faulty(f"{name} som et helt tall fra 0 til {most}", ascii(value)[:40])
    return value
