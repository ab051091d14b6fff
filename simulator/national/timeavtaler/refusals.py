"""What the service says no to; each is one status of the contract and one issue type of FHIR."""

from __future__ import annotations

from typing import ClassVar

from standards.errors import Problem


class Refusal(Problem):
    """The service will not do what was asked."""

    status: ClassVar[int] = 400
    issue: ClassVar[str] = "invalid"


class FaultyRequest(Refusal):
    """The request breaks the contract's form."""


class NotAuthenticated(Refusal):
    """No bearer token, or one that is unknown."""

    status = 401
    issue = "login"


class NotAllowed(Refusal):
    """A bearer token that is good for something else."""

    status = 403
    issue = "forbidden"


class UnknownAddress(Refusal):
    """No such address, or no test area with that id."""

    status = 404
    issue = "not-found"


class WrongMethod(Refusal):
    """The address is there, but does not take this method."""

    status = 405
    issue = "not-supported"


class TooLarge(Refusal):
    """The body is over the cap."""

    status = 413
    issue = "too-long"


class NotFhir(Refusal):
    """The body is not declared as FHIR in JSON or XML."""

    status = 415
    issue = "not-supported"
