"""What has come from the EPJ, as the citizen who waits for it needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from conformance.load.kinds import Timed
from conformance.reading import Inbound, plain
from conformance.writing.helsenorge import OSLO, AppointmentRef

REJECTED: Final = "2"
ERROR: Final = "feil"
"""The kind of what came on the error queue."""


@dataclass(frozen=True)
class Arrival:
    """One message; `at` is the monotonic clock of this machine, which all its processes share.

    `kind` is a `Timed` or `ERROR`, `about` the ids of the message that it answers, as they are compared.
    """

    kind: str
    at: float
    about: tuple[str, ...] = ()
    rejected: bool = False
    told: str = ""
    patient: str = ""
    start: str = ""
    appointment: Mapping[str, Any] = field(default_factory=dict)
    """How the EPJ wrote its appointment, for a cancellation to echo."""

    def ref(self) -> AppointmentRef:
        """The appointment."""
        return AppointmentRef(**self.appointment)

    def to_plain(self) -> dict[str, Any]:
        """As it goes from one process to another."""
        return asdict(self)


def of_plain(data: Mapping[str, Any]) -> Arrival:
    """What `to_plain` gave."""
    return Arrival(**{**data, "about": tuple(data["about"])})


def read_arrival(inbound: Inbound, at: float) -> Arrival | None:
    """What a message is to those who wait; None when nobody waits for such a message."""
    envelope = inbound.envelope
    if inbound.kind == "feilkø":
        about = _ids(envelope.original_message_id, envelope.correlation_id)
        return Arrival(ERROR, at, about, True, f"{ERROR} {envelope.error_condition or 'uten feilkode'}")
    rejected = inbound.apprec_status == REJECTED
    told = f"avvist ({', '.join(sorted(inbound.error_codes)) or 'uten feilkode'})" if rejected else ""
    if inbound.queue == "syncreply":
        about = _ids(envelope.correlation_id, inbound.parent, inbound.original_msg_id)
        return Arrival(Timed.AT_ONCE, at, about, rejected, told)
    if inbound.kind == "apprec":
        return Arrival(Timed.RECEIPT, at, _ids(inbound.original_msg_id), rejected, told)
    if inbound.kind == "melding" and inbound.parent:
        return Arrival(Timed.ANSWER, at, _ids(inbound.parent))
    if inbound.kind == "melding" and inbound.uid and inbound.start:
        ref = vars(AppointmentRef.of(inbound))
        return Arrival(
            Timed.APPOINTMENT, at, patient=inbound.patient_id, start=local(inbound.start), appointment=dict(ref)
        )
    return None


def local(text: str) -> str:
    """A time as the clock on the wall shows it, to the minute; as it stands when it is no time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (moment.astimezone(OSLO) if moment.tzinfo else moment).replace(tzinfo=None).isoformat(timespec="minutes")


def _ids(*found: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plain(one) for one in found if one))
