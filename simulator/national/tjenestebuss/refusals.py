"""What the bus says no to, beside what any service does; each is one answer of the contract."""

from __future__ import annotations

from simulator.serving.refusals import Refusal, UnknownAddress


class WrongPassword(Refusal):
    """Unknown HER-id, wrong password or none at all."""

    status = 401
    headers = (("WWW-Authenticate", 'Basic realm="tjenestebuss", charset="UTF-8"'),)


class SomebodyElses(Refusal):
    """The queue is not the caller's, whether it is another's or nobody's."""

    status = 403


class UnknownQueue(UnknownAddress):
    """No such queue in this test area."""


class LockGone(Refusal):
    """The lock has run out, is settled already, is another's, or never was."""

    status = 410
