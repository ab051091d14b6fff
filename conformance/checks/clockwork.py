"""What messages say of time: when the appointment is, and when the message was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from conformance.checks.appointments import Planned, exactly_one, keys_of, local_time
from conformance.checks.register import RULES
from conformance.checks.timebook import same_minute
from conformance.reading import Inbound
from conformance.writing.helsenorge import OSLO
from standards.rules.model import Finding

Findings = tuple[Finding, ...]
TOLERANCE: Final = timedelta(minutes=10)
"""How far two clocks that are kept right, and the way between them, may be apart."""


def paired(messages: Sequence[Inbound], planned: Sequence[Planned]) -> list[tuple[Planned, Inbound]]:
    """Each appointment with the message about it: by patient and time, else by the order in which they were set up."""
    left = list(messages)
    pairs: list[tuple[Planned, Inbound]] = []
    for one in planned:
        same = [message for message in left if message.patient_id == one.patient]
        right = [message for message in same if same_minute(local_time(message.start), one.start)]
        found = next(iter((*right, *same, *left)), None)
        if found is not None:
            left.remove(found)
            pairs.append((one, found))
    return pairs


def one_each(messages: Sequence[Inbound], planned: Sequence[Planned]) -> Findings:
    """As many messages as appointments, each new, each with an id of its own."""
    if len(messages) != len(planned):
        return exactly_one(messages, "05") if len(planned) == 1 else (_count(messages, len(planned)),)
    wrong = [finding for message in messages for finding in exactly_one([message], "05")]
    return (*wrong, *_shared_ids(messages))


def _count(messages: Sequence[Inbound], expected: int) -> Finding:
    return RULES["A16"].finding(
        f"Helsenorge fikk {len(messages)} meldinger om {expected} timer.",
        where="Foresporsel/TypeForesp",
        expected=f"{expected} meldinger, én om hver time",
        found=", ".join(f"kode {message.code or 'uten kode'}" for message in messages) or "ingen melding",
        fix="Send én melding for hver time.",
        item=messages[-1].item if messages else None,
    )


def _shared_ids(messages: Sequence[Inbound]) -> Findings:
    """Those who come together may share the id of the slot: the sources differ on whether that is uid or related-to."""
    earlier = [messages[:place] for place in range(len(messages))]
    pairs = zip(messages, earlier, strict=True)
    twice = [message for message, before in pairs if any(keys_of(message) <= keys_of(one) for one in before)]
    return tuple(
        RULES["AVT-01"].finding(
            "To ulike timer har de samme identifikatorene, så Helsenorge kan ikke holde dem fra hverandre.",
            where="uid",
            expected="en uid eller related-to for hver time",
            found=message.uid or "mangler",
            fix="Gi hver time sin egen uid.",
            item=message.item,
        )
        for message in twice
    )


def made_when_sent(message: Inbound, came: datetime, seconds: float = 0) -> Findings:
    """GenDate is the moment when the message was made, as far as two clocks can agree.

    `seconds` is how long the EPJ may take before it sends what is made.
    """
    try:
        made = datetime.fromisoformat(message.gen_date)
    except ValueError:
        made = None
    if made is not None:
        made = made if made.tzinfo else made.replace(tzinfo=OSLO)
        if came - TOLERANCE - timedelta(seconds=seconds) <= made <= came + TOLERANCE:
            return ()
    return (
        RULES["TID-01"].finding(
            "GenDate er ikke tidspunktet da meldingen ble laget.",
            where="/mh:MsgHead/mh:MsgInfo/mh:GenDate",
            expected=f"omtrent {came.isoformat(timespec='seconds')}, da meldingen kom",
            found=message.gen_date or "mangler",
            fix="Sett GenDate når meldingen lages, med riktig klokke og sone.",
            item=message.item,
        ),
    )
