"""Cucumber messages: one envelope a line, for tools that read Cucumber; only what is shown to work is PASSED."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from conformance.evidence.records import ScenarioRecord
from conformance.reports import write_whole
from conformance.reports.facts import NOT_APPROVAL, Facts, glance, next_action
from conformance.reports.findings import RUN_AS_A_WHOLE, found, title, tool, verdict_of_run
from conformance.reports.written import as_written
from conformance.verdicts import Verdict
from standards.masking import mask

PROTOCOL: Final = "34.2.1"
STATUSES: Final[Mapping[Verdict, str]] = {
    Verdict.PASSED: "PASSED",
    Verdict.PASSED_WITH_REMARK: "PASSED",
    Verdict.NOT_VERIFIED: "PENDING",
    Verdict.BLOCKED: "PENDING",
    Verdict.FAILED: "FAILED",
    Verdict.TOOL_FAULT: "FAILED",
    Verdict.NOT_APPLICABLE: "SKIPPED",
}
"""What nobody could say is PENDING, which fails a run of Cucumber; the verdict stands beside, as type of an exception.

UNDEFINED is for steps that nobody has written, and Cucumber's own page stops at a hook that is."""
RUN, JUDGE, WHOLE, WHOLE_STARTED = "run", "judge", "whole", "whole-started"
_VERDICTS: Final = frozenset(one.value for one in Verdict)
_LOG: Final = "text/x.cucumber.log+plain"
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)

Envelope = dict[str, Any]


def write(facts: Facts, directory: Path) -> Path:
    """Write `cucumber.ndjson`; gives its path."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
    lines = (mask(encode(envelope)) for envelope in render(facts))
    return write_whole(directory / "cucumber.ndjson", "".join(f"{line}\n" for line in lines).encode())


def render(facts: Facts) -> Iterator[Envelope]:
    """The envelopes in the order that Cucumber sends them."""
    began = facts.run.started_at or _NEVER
    yield {"meta": _meta(facts)}
    pickles: dict[str, Mapping[str, Any]] = {}
    for feature in as_written(facts.scenarios):
        if feature.document:
            data = {"uri": feature.uri, "data": feature.text, "mediaType": "text/x.cucumber.gherkin+plain"}
            yield {"source": data}
            yield {"gherkinDocument": {**feature.document, "uri": feature.uri}}
        yield from ({"pickle": dict(pickle)} for pickle in feature.pickles.values())
        pickles |= feature.pickles
    yield _hook(JUDGE, "Testbenken dømmer", "AFTER_TEST_CASE")
    yield _hook(WHOLE, RUN_AS_A_WHOLE, "AFTER_TEST_RUN")
    yield {"testRunStarted": {"id": RUN, "timestamp": _time(began)}}
    yield from ({"testCase": _case(one, pickles[one.id])} for one in facts.scenarios)
    for one in facts.scenarios:
        yield from _Told(facts, one, pickles[one.id], one.started_at or began).envelopes()
    yield from _whole(facts, facts.run.finished_at or began)


class _Told:
    """One scenario as it went: its steps, then the verdict as a hook after them."""

    def __init__(self, facts: Facts, one: ScenarioRecord, pickle: Mapping[str, Any], began: datetime) -> None:
        self.facts, self.one, self.pickle, self.began = facts, one, pickle, began
        self.id = f"{one.id}-started"

    def envelopes(self) -> Iterator[Envelope]:
        """From started to finished."""
        now = self.began
        last = max(self.one.finished_at or now, now)
        started = {"id": self.id, "testCaseId": self.one.id, "attempt": len(self.one.attempts), "timestamp": _time(now)}
        yield {"testCaseStarted": started}
        for number in range(len(self.pickle["steps"])):
            ran = self.one.steps[number] if number < len(self.one.steps) else None
            after = min(now + timedelta(seconds=ran.seconds if ran else 0), last)
            result = _step_result(ran.status if ran else "", ran.error if ran else "", after - now)
            yield from self._step(_step_id(self.one, number), now, after, result)
            now = after
        yield from self._verdict(last)
        yield {"testCaseFinished": {"testCaseStartedId": self.id, "timestamp": _time(last), "willBeRetried": False}}

    def _verdict(self, now: datetime) -> Iterator[Envelope]:
        step = f"{self.one.id}-verdict"
        verdict = self.one.verdict
        said = f"{self.one.reason} {self.one.fix} {next_action(self.one)}"
        started, *finished = self._step(step, now, now, _result(verdict, " ".join(said.split()), timedelta(0)))
        yield started
        yield from () if verdict is Verdict.PASSED else self._logs(step, now)
        yield from finished

    def _logs(self, step: str, now: datetime) -> Iterator[Envelope]:
        """What is behind a verdict that is not plainly a pass."""
        for about, text in (("Funn og avvik", found(self.facts, self.one)), ("Utvekslingen", _exchange(self.one))):
            if text:
                yield self._attached(step, f"{about}:\n{text}", now)

    def _step(self, step: str, began: datetime, now: datetime, result: Mapping[str, Any]) -> Iterator[Envelope]:
        ids = {"testCaseStartedId": self.id, "testStepId": step}
        yield {"testStepStarted": {**ids, "timestamp": _time(began)}}
        yield {"testStepFinished": {**ids, "testStepResult": result, "timestamp": _time(now)}}

    def _attached(self, step: str, text: str, now: datetime) -> Envelope:
        body = {"body": text, "contentEncoding": "IDENTITY", "mediaType": _LOG}
        return {"attachment": {**body, "testCaseStartedId": self.id, "testStepId": step, "timestamp": _time(now)}}


def _case(one: ScenarioRecord, pickle: Mapping[str, Any]) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [
        {"id": _step_id(one, number), "pickleStepId": step["id"], "stepDefinitionIds": []}
        for number, step in enumerate(pickle["steps"])
    ]
    steps.append({"id": f"{one.id}-verdict", "hookId": JUDGE})
    return {"id": one.id, "pickleId": pickle["id"], "testSteps": steps, "testRunStartedId": RUN}


def _whole(facts: Facts, now: datetime) -> Iterator[Envelope]:
    """The verdict of the run as a hook after it, and whether it is green."""
    verdict = facts.run.verdict
    said = f"{title(facts)}. {verdict_of_run(facts)} {NOT_APPROVAL}"
    hook = {"id": WHOLE_STARTED, "testRunStartedId": RUN, "hookId": WHOLE, "timestamp": _time(now)}
    result = _result(verdict, said, timedelta(0))
    yield {"testRunHookStarted": hook}
    yield {
        "testRunHookFinished": {"testRunHookStartedId": WHOLE_STARTED, "result": result, "timestamp": _time(now)},
    }
    finished = {"success": verdict.is_green, "message": said, "timestamp": _time(now), "testRunStartedId": RUN}
    trouble = {} if verdict.is_green else {"exception": {"type": verdict.value, "message": said}}
    yield {"testRunFinished": {**finished, **trouble}}


def _step_result(status: str, error: str, spent: timedelta) -> dict[str, Any]:
    """Of a step as it was noted; one that was not run has no verdict of its own."""
    if status not in _VERDICTS:
        return {"status": "SKIPPED", "duration": _duration(spent)}
    return _result(Verdict(status), error, spent)


def _result(verdict: Verdict, said: str, spent: timedelta) -> dict[str, Any]:
    result: dict[str, Any] = {"status": STATUSES[verdict], "duration": _duration(spent)}
    if verdict.is_green:
        return result
    told = f"{verdict}: {said}" if said else verdict.value
    # Cucumber's page shows the type only of what is FAILED, and the message of the exception of all else.
    trouble = {"type": verdict.value, "message": said if result["status"] == "FAILED" else told}
    return {**result, "message": told, "exception": trouble}


def _exchange(one: ScenarioRecord) -> str:
    """The messages in a line each."""
    lines = []
    for message in one.messages:
        seen = glance(message)
        said = " ".join(part for part in (seen.kind, seen.code, seen.msg_id) if part)
        lines.append(f"{message.item + 1:02} {seen.arrow}: {said}")
    return "\n".join(lines)


def _meta(facts: Facts) -> dict[str, Any]:
    """Cucumber's page begins with these; what the scenarios ran against stands where others name their language."""
    name, version = tool(facts)
    simulated = "SIMULERT " if facts.simulated else ""
    target = {"name": f"{simulated}{facts.target.get('name', '')}", "version": str(facts.target.get("version", ""))}
    return {
        "protocolVersion": PROTOCOL,
        "implementation": {"name": name, "version": version},
        "runtime": target,
        "os": {"name": str(facts.run.info.get("platform", ""))},
        "cpu": {"name": ""},
    }


def _hook(name: str, about: str, kind: str) -> Envelope:
    return {"hook": {"id": name, "name": about, "type": kind, "sourceReference": {"uri": "conformance/verdicts.py"}}}


def _step_id(one: ScenarioRecord, number: int) -> str:
    return f"{one.id}-step-{number + 1}"


def _time(moment: datetime) -> dict[str, int]:
    whole = moment.astimezone(UTC)
    return {"seconds": int(whole.timestamp()), "nanos": whole.microsecond * 1000}


def _duration(spent: timedelta) -> dict[str, int]:
    return {"seconds": spent.days * 86400 + spent.seconds, "nanos": spent.microseconds * 1000}
