"""What happened in a scenario, as steps that can be played again, in the order they began."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from conformance.evidence.records import IntentRecord, MessageRecord, ScenarioRecord, WaitRecord
from conformance.reading import read
from conformance.reproducing.player.values import TOKEN
from standards.exchange import Exchange, Role

MESSAGES: Final = "meldinger"
NOT_RUN: Final = "ikke kjørt"
_MSG_ID: Final = re.compile(rb"<(?:[\w.-]+:)?MsgId>([^<\s]+)<")
AT_ONCE: Final = "syncreply"
"""The queue of answers in real time; one to a question of somebody else is late, and none of ours to play."""
AT_REST: Final = "ro:"
"""How a wait for rest begins; it is no wait for a message."""

Step = dict[str, Any]


def steps(scenario: ScenarioRecord, exchange: Exchange) -> list[Step]:
    """Everything sent, received, asked of staff and waited for; `exchange` is the same messages as items."""
    names = {item.name: name for item, name in zip(exchange, _files(exchange), strict=True)}
    own = [message for message in scenario.messages if not message.foreign]
    end = ended(scenario)
    asked = {message.envelope.message_id for message in own if message.sender is Role.HELSENORGE}
    played = [message for message in own if message.queue != AT_ONCE or message.envelope.correlation_id in asked]
    timed: list[tuple[datetime, Step]] = [(message.time, _message(message, own, names)) for message in played]
    timed += [(_began(intent), _intent(intent, end)) for intent in scenario.intents]
    timed += [(wait.time, _wait(wait)) for wait in scenario.waits if not wait.what.startswith(AT_REST)]
    ordered = [step for _, step in sorted(timed, key=lambda entry: entry[0])]
    acting = exchange.acting_for_other
    for step in ordered:
        if step["kind"] == "sent" and (told := acting.get(step.pop("msg_id"))) is not None:
            step["acting"] = told
    return ordered


def ended(scenario: ScenarioRecord) -> int:
    """The number in the evidence of the last step that was run: what comes later tidies up."""
    return max((step.seq for step in scenario.steps if step.status != NOT_RUN), default=1 << 62)


def own_values(ordered: Sequence[Step], raw: Mapping[str, bytes]) -> list[str]:
    """The ids and marks that we made: first seen in what we sent or asked for, and in nothing that came."""
    seen: dict[str, bool] = {}
    for step in ordered:
        ours, theirs = _texts(step, raw)
        for text, made in ((ours, True), (theirs, False)):
            for found in TOKEN.finditer(text):
                if found.lastgroup != "time":
                    seen.setdefault(found[0], made)
    odd = (found[1].decode("iso-8859-1") for step in ordered if step["kind"] == "sent" for found in _named(step, raw))
    return [value for value, made in seen.items() if made] + [one for one in dict.fromkeys(odd) if one not in seen]


def _named(step: Step, raw: Mapping[str, bytes]) -> Iterator[re.Match[bytes]]:
    """The MsgId of what we sent, also one that is no UUID on purpose."""
    return _MSG_ID.finditer(raw[step["file"]])


def _texts(step: Step, raw: Mapping[str, bytes]) -> tuple[str, str]:
    if step["kind"] == "intent":
        return str(step["params"]), str(step["data"])
    text = raw[step["file"]].decode("iso-8859-1") + str(step["envelope"]) if "file" in step else ""
    return (text, "") if step["kind"] == "sent" else ("", text)


def _files(exchange: Exchange) -> Iterator[str]:
    """The names of the bodies in the exchange folder."""
    return (name for name in exchange.to_files() if name.count("-") == 2)


def _message(message: MessageRecord, own: list[MessageRecord], names: Mapping[str, str]) -> Step:
    sent = message.sender is Role.HELSENORGE
    step: Step = {
        "kind": "sent" if sent else "received",
        "number": message.item + 1,
        "file": f"{MESSAGES}/{names[str(message.number)]}",
        "queue": _queue(message) if sent else message.queue,
        "envelope": message.envelope.to_json(),
    }
    if not sent:
        return step
    step |= {"fault": message.fault, "answers": None, "msg_id": ""}
    seen = read(message.raw, message.envelope)
    if seen.kind == "melding":
        step["msg_id"] = seen.msg_id
    if seen.kind == "apprec":
        answered = seen.original_msg_id.lower()
        about = (
            one for one in own if one.sender is Role.EPJ and read(one.raw, one.envelope).msg_id.lower() == answered
        )
        step["answers"] = next((one.item + 1 for one in about), None)
    return step


def _queue(message: MessageRecord) -> str:
    """Where it was put; an envelope whose `to` is the fault itself was put at the party it is for."""
    her_id = message.envelope.to_her_id
    if message.queue.count("_") == 1 and message.queue.partition("_")[0].isdigit():
        return message.queue
    return f"{her_id}_async" if her_id else message.queue


def _intent(intent: IntentRecord, end: int) -> Step:
    return {
        "kind": "intent",
        "intent": intent.name,
        "params": dict(intent.params),
        "sentence": intent.sentence,
        "outcome": intent.outcome,
        "reason": intent.reason,
        "data": dict(intent.data),
        "after": intent.seq > end,
    }


def _began(intent: IntentRecord) -> datetime:
    return intent.time - timedelta(seconds=intent.seconds)


def _wait(wait: WaitRecord) -> Step:
    return {"kind": "waited", "for": wait.what, "came": wait.came, "deadline": wait.deadline}
