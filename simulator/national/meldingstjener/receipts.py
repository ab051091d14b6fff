"""Makes the AppRec document that a receipt posted by API becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from simulator.national.meldingstjener.documents import OSLO, her_id
from standards import processes
from standards.apprec import AppRec, receipt_for, version_for
from standards.codes import Code, oid
from standards.hodemelding import Hodemelding
from standards.kodeverk.k8221 import K8221

OK, REJECTED, PARTLY = "Ok", "Rejected", "OkErrorInMessagePart"
STATUSES: Mapping[str, int] = {OK: 1, REJECTED: 2, PARTLY: 3}
"""The names of the interface, and the codes of 8258."""
_COPY = "COP"


@dataclass(frozen=True)
class ReceiptError:
    """Why a message was refused, as the interface tells it."""

    code: str
    details: str | None = None
    description: str | None = None
    oid: str | None = None

    def to_json(self) -> dict[str, Any]:
        """With the names of the interface."""
        return {
            "errorCode": self.code or None,
            "details": self.details,
            "description": self.description,
            "oid": self.oid,
        }

    def to_code(self) -> Code:
        """As the AppRec carries it: what has no code is X99, and the details stand in OT."""
        code = self.code or "X99"
        named = self.description or K8221.codes.get(code, "")
        return Code(code, self.oid or oid(8221), named, self.details or "")

    @classmethod
    def of(cls, code: Code) -> ReceiptError:
        """What an AppRec tells."""
        return cls(code.v, code.ot or None, code.dn or None, code.s or None)


@dataclass(frozen=True)
class Outcome:
    """A receiver's answer to a message; there are errors exactly when it was rejected."""

    status: str
    errors: tuple[ReceiptError, ...] = ()

    @classmethod
    def of(cls, receipt: AppRec) -> Outcome:
        """What an AppRec tells; a status that is not of 8258 counts as rejected."""
        by_code = {str(code): name for name, code in STATUSES.items()}
        return cls(by_code.get(receipt.status.v, REJECTED), tuple(ReceiptError.of(one) for one in receipt.errors))


@dataclass(frozen=True)
class Writer:
    """Which software writes receipts; an empty version is left out."""

    name: str
    version: str = ""

    @classmethod
    def of(cls, source: str) -> Writer:
        """From `nhn-source-system`, which holds a name and a version."""
        name, _, version = source.strip().rpartition(" ")
        return cls(name.rstrip(" ;,"), version) if name and version[:1].isdigit() else cls(source.strip())


def write(
    original: bytes,
    by: int,
    outcome: Outcome,
    writer: Writer,
    *,
    now: datetime,
    new_id: Callable[[], str],
    version: str = "",
) -> AppRec:
    """The receipt from one of a message's receivers; 1.1 unless the message, or its process, demands 1.0."""
    message = Hodemelding.from_xml(original)
    other = next((one for one in message.other_receivers if one.party and her_id(one.party) == by), None)
    copied = other is not None and her_id(message.receiver) != by
    if copied and other is not None and other.party is not None:
        message = replace(message, receiver=other.party)
    receipt = receipt_for(
        message,
        receipt_id=new_id(),
        now=now.astimezone(OSLO).replace(microsecond=0),
        errors=tuple(one.to_code() for one in outcome.errors),
        software=writer.name,
        version=version or wanted_version(message),
    )
    role = _COPY if copied else receipt.sender_role
    return replace(receipt, software_version=writer.version or None, sender_role=role)


def wanted_version(message: Hodemelding) -> str:
    """The version of AppRec by the process catalogue; a message on Dialogmelding 1.0 takes 1.0."""
    process = processes.find(message.type.v)
    return "1.0" if process is not None and process.apprec == "1.0" else version_for(message)
