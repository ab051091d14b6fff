"""What HelseID says no to: the errors of OAuth (RFC 6749 and 9449), beside what any service says."""

from __future__ import annotations

from typing import ClassVar

from simulator.serving.refusals import Refusal
from standards.errors import Problem


class OAuthRefusal(Refusal):
    """The token endpoint answers with an `error` of OAuth; the status is 400, also for an unknown client (I)."""

    error: ClassVar[str] = "invalid_request"

    @classmethod
    def of(cls, problem: Problem) -> OAuthRefusal:
        """The same, said as this error."""
        return cls(problem.problem, expected=problem.expected, found=problem.found, fix=problem.fix)


class InvalidRequest(OAuthRefusal):
    """Something is missing, twice, or of the wrong form."""


class InvalidClient(OAuthRefusal):
    """The client did not prove who it is."""

    error = "invalid_client"


class UnauthorizedClient(OAuthRefusal):
    """The client may not get tokens in this way."""

    error = "unauthorized_client"


class UnsupportedGrant(OAuthRefusal):
    """Another grant than client_credentials."""

    error = "unsupported_grant_type"


class InvalidScope(OAuthRefusal):
    """A scope that the client does not have."""

    error = "invalid_scope"


class InvalidTarget(OAuthRefusal):
    """A resource that none of the scopes belong to (RFC 8707)."""

    error = "invalid_target"


class InvalidProof(OAuthRefusal):
    """The DPoP proof is not accepted."""

    error = "invalid_dpop_proof"


class NonceWanted(OAuthRefusal):
    """The proof must have the nonce that goes with the answer."""

    error = "use_dpop_nonce"

    def __init__(self, nonce: str, found: str) -> None:
        super().__init__(
            "DPoP-beviset må ha nonce fra HelseID.",
            expected="nonce lik verdien i headeren DPoP-Nonce i dette svaret",
            found=found,
            fix="Send kallet på nytt med et nytt bevis som har nonce.",
        )
        self.headers = (("DPoP-Nonce", nonce),)


class OrganisationFault(OAuthRefusal):
    """What the client says of the organisation cannot be used; `id` is HID-1001 to HID-1010."""

    def __init__(self, id_: str, problem: str, *, expected: str, found: str, fix: str) -> None:
        super().__init__(f"{id_}: {problem}", expected=expected, found=found, fix=fix)
        self.id = id_


class Unavailable(OAuthRefusal):
    """HelseID is made to be away."""

    status = 503
    error = "temporarily_unavailable"
    headers = (("Retry-After", "1"),)


class WrongKey(Refusal):
    """The test token service was asked without its key."""

    status = 401


class UnknownClient(Refusal):
    """No client of that id, for who controls the area."""

    status = 404
