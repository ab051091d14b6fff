"""What the service says no to, beside what any service does; each is one status of the contract."""

from __future__ import annotations

from simulator.serving.refusals import Refusal


class NotAuthenticated(Refusal):
    """No bearer token, or one that is unknown."""

    status = 401
    headers = (("WWW-Authenticate", 'Bearer realm="timeavtaler"'),)


class NotAllowed(Refusal):
    """A bearer token that is good for something else."""

    status = 403


class WrongMethod(Refusal):
    """The address is there, but does not take this method."""

    status = 405
    headers = (("Allow", "PUT"),)
