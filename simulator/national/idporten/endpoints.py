"""What clients call: discovery, keys, pushed requests, tokens and userinfo."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_plus

from flask import Blueprint, Response, request

from simulator.national.idporten import asking, keys
from simulator.national.idporten.answers import said
from simulator.national.idporten.asking import Asked
from simulator.national.idporten.clients import WAYS, Client
from simulator.national.idporten.login import PUSHED_SECONDS, TOKEN_SECONDS, Login
from simulator.national.idporten.methods import LEVELS
from simulator.national.idporten.refusals import (
    AtClient,
    InvalidClient,
    InvalidRequest,
    NotForm,
    NoToken,
    UnsupportedGrant,
)
from simulator.serving import reading
from simulator.serving.areas import Areas

FORM: Final = "application/x-www-form-urlencoded"
ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
Issuer = Callable[[str], str]
_OF_THE_CLIENT: Final = ("client_secret", "client_assertion", "client_assertion_type")


def blueprint(areas: Areas[Login], issuer: Issuer) -> Blueprint:
    """The routes."""
    api = Blueprint("endpoints", __name__, url_prefix="/w/<area>/idporten")

    @api.get("/.well-known/openid-configuration")
    @api.get("/.well-known/oauth-authorization-server")
    def discovery(area: str) -> Response:
        areas.get(area)
        return said(metadata(issuer(area)))

    @api.get("/jwks.json")
    def jwks(area: str) -> Response:
        return said({"keys": [keys.public(areas.get(area).key)]})

    @api.post("/par")
    def push(area: str) -> Response:
        login, given = areas.get(area), _form()
        client = shown(login, given, issuer(area))
        given = {name: value for name, value in given.items() if name not in _OF_THE_CLIENT}
        given["client_id"] = asking.require_place(client, given).client_id
        asked = _in_order(given)
        return said({"request_uri": login.push(asked), "expires_in": PUSHED_SECONDS}, 201)

    @api.post("/token")
    def token(area: str) -> Response:
        login, given = areas.get(area), _form()
        client = shown(login, given, issuer(area))
        if given.get("grant_type") != "authorization_code":
            raise UnsupportedGrant("grant_type må være authorization_code.")
        for name in ("code", "redirect_uri", "code_verifier"):
            if not given.get(name):
                raise InvalidRequest(f"{name} mangler.")
        asked, who, access = login.redeem(given["code"], client, given["redirect_uri"], given["code_verifier"])
        return said(
            {
                "access_token": access,
                "id_token": login.id_token(issuer(area), client, asked, who),
                "token_type": "Bearer",
                "expires_in": TOKEN_SECONDS,
                "scope": asked.scope,
            }
        )

    @api.route("/userinfo", methods=["GET", "POST"])
    def userinfo(area: str) -> Response:
        login = areas.get(area)
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != "bearer" or not value.strip():
            raise NoToken("Kallet har ikke noe token: Authorization: Bearer …")
        return said(login.token_owner(value.strip()))

    return api


def _in_order(given: dict[str, str]) -> Asked:
    """The request; what the client is told elsewhere in the browser, it is told here at once (RFC 9126, 2.3)."""
    try:
        return asking.read(given)
    except AtClient as error:
        error.code = error.told
        raise


def metadata(issuer: str) -> dict[str, object]:
    """The discovery document."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "pushed_authorization_request_endpoint": f"{issuer}/par",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "end_session_endpoint": f"{issuer}/logout",
        "jwks_uri": f"{issuer}/jwks.json",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": list(asking.SCOPES),
        "acr_values_supported": list(LEVELS),
        "ui_locales_supported": list(asking.LOCALES),
        "token_endpoint_auth_methods_supported": list(WAYS),
        "token_endpoint_auth_signing_alg_values_supported": list(keys.ALGORITHMS),
        "claims_supported": ["iss", "aud", "sub", "pid", "amr", "acr", "auth_time", "locale", "nonce", "jti"],
        "authorization_response_iss_parameter_supported": True,
        "require_pushed_authorization_requests": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "claims_parameter_supported": False,
    }


def shown(login: Login, given: dict[str, str], issuer: str) -> Client:
    """The client, when it has shown in one way who it is (RFC 6749, 2.3); raises `InvalidClient`."""
    named, secret = _basic(request.headers.get("Authorization", ""))
    ways = [bool(named), "client_secret" in given, "client_assertion" in given]
    if sum(ways) != 1:
        raise InvalidClient("Klienten må vise hvem den er, på én måte: med hemmelighet eller client_assertion.")
    client = login.client(named or given.get("client_id") or keys.unverified_subject(given.get("client_assertion", "")))
    if client is None or given.get("client_id", client.client_id) != client.client_id:
        raise InvalidClient("Klienten er ikke registrert i testområdet.")
    if "client_assertion" in given:
        _by_assertion(login, client, given, issuer)
    elif not _same(client.secret, secret or given.get("client_secret", "")):
        raise InvalidClient("Hemmeligheten er feil, eller klienten har nøkler og må bruke client_assertion.")
    return client


def _same(kept: str, given: str) -> bool:
    return bool(kept) and hmac.compare_digest(kept.encode(), given.encode("utf-8", "replace"))


def _by_assertion(login: Login, client: Client, given: dict[str, str], issuer: str) -> None:
    if given.get("client_assertion_type") != ASSERTION:
        raise InvalidClient(f"client_assertion_type må være {ASSERTION}.")
    if not client.jwks:
        raise InvalidClient("Klienten har ingen nøkler og må bruke hemmeligheten.")
    jti, expires = keys.check_assertion(
        given["client_assertion"], client.jwks, client_id=client.client_id, issuer=issuer, now=login.seconds
    )
    login.use_assertion(client.client_id, jti, expires)


def _basic(header: str) -> tuple[str, str]:
    """Id and secret of a Basic header, which RFC 6749 2.3.1 has form-encoded; empty texts when there is none."""
    scheme, _, value = header.partition(" ")
    if scheme.casefold() != "basic":
        return "", ""
    try:
        name, _, secret = base64.b64decode(value.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError) as error:
        raise InvalidClient("Authorization kan ikke leses.") from error
    return unquote_plus(name), unquote_plus(secret)


def _form() -> dict[str, str]:
    """The parameters of a form; raises `NotForm`, `InvalidRequest`, `TooLarge`."""
    if request.mimetype != FORM:
        raise NotForm(f"Innholdet må være {FORM}.")
    too_long = request.content_length
    if too_long is not None and request.max_content_length is not None and too_long > request.max_content_length:
        raise reading.too_large(request)
    return asking.single(request.form.items(multi=True))
