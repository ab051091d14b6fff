"""What ID-porten says no to, with the error codes of OAuth 2.0 (RFC 6749, 6750, 9126) and OpenID Connect."""

from __future__ import annotations

from simulator.serving.refusals import Refusal


class OAuthRefusal(Refusal):
    """An error with a code; `problem` becomes its description."""

    code = "invalid_request"


class InvalidRequest(OAuthRefusal):
    """A parameter is missing, is there twice, or has a value that it cannot have."""


class Over(InvalidRequest):
    """The log-in has ended; `place` is where the service that asked for it may be found again, `name` what it is."""

    def __init__(self, place: str, name: str) -> None:
        super().__init__("Innloggingen er avsluttet eller utløpt.", fix="Gå tilbake til tjenesten, og begynn på nytt.")
        self.place = place
        self.name = name


class InvalidGrant(OAuthRefusal):
    """The code is unknown, used, expired, or another client's; or the verifier is not that of the challenge."""

    code = "invalid_grant"


class UnsupportedGrant(OAuthRefusal):
    """Another grant than authorization_code."""

    code = "unsupported_grant_type"


class InvalidClient(OAuthRefusal):
    """The client has not shown who it is."""

    code = "invalid_client"
    status = 401
    headers = (("WWW-Authenticate", "Basic"),)


class InvalidToken(OAuthRefusal):
    """The access token is unknown or expired."""

    code = "invalid_token"
    status = 401
    headers = (("WWW-Authenticate", 'Bearer error="invalid_token"'),)


class NoToken(OAuthRefusal):
    """No access token; RFC 6750 gives no error code then, but the body has to say something."""

    code = "invalid_request"
    status = 401
    headers = (("WWW-Authenticate", "Bearer"),)


class NotForm(OAuthRefusal):
    """The body is not a form."""

    status = 415


class AtClient(OAuthRefusal):
    """An error that the client is told at its redirect_uri, with its own code."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(problem)
        self.told = code


class Stranger(OAuthRefusal):
    """The client or its redirect_uri is not known, so the browser is led nowhere."""


class NobodyKnown(Refusal):
    """The folkeregister does not tell who lives in the area."""

    status = 502
