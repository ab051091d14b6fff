"""What our own rules say of a call: the resource by R4 and by the profile, the address by the rules of REST."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.national.timeavtaler import content
from simulator.national.timeavtaler.issues import Issue, of_finding, of_problem
from standards.errors import StandardsError
from standards.exchange import Exchange, Http, Item, Role
from standards.fhir import write_json
from standards.rules.engine import judge_exchange, judge_message
from standards.rules.fhir_view import HN_APPOINTMENT
from standards.rules.model import Finding

_BY_PROFILE: Final = "A29"
"""The rule that tells when an appointment does not say which profile it follows."""


@dataclass(frozen=True)
class Put:
    """A call to put an appointment; `path` is the address without its host, `media` the declared media type."""

    path: str
    media: str
    raw: bytes


@dataclass(frozen=True)
class Judged:
    """The resource, when it could be read, and all there is to say of it."""

    resource: Mapping[str, Any] | None
    issues: tuple[Issue, ...]

    @property
    def refused(self) -> bool:
        """Whether one of the issues is an error."""
        return any(issue.refuses for issue in self.issues)


def judge(put: Put) -> Judged:
    """Judge a call by itself; never raises for what it holds."""
    try:
        resource = content.resource(put.raw, put.media)
    except StandardsError as error:
        return Judged(None, (of_problem(error, 400),))
    findings = [*judge_call(put), *_judge_resource(put.raw, resource)]
    return Judged(resource, tuple(of_finding(finding) for finding in findings))


def judge_call(put: Put, before: Iterable[Put] = ()) -> Iterator[Finding]:
    """Whether address and resource are about the same appointment, and the same as in earlier calls."""
    items = [Item(Role.EPJ, one.raw, http=Http("PUT", one.path)) for one in (*before, put)]
    verdict = judge_exchange(Exchange(tuple(items)))
    return (finding for finding in verdict.findings if finding.item == len(items) - 1)


def _judge_resource(raw: bytes, resource: Mapping[str, Any]) -> list[Finding]:
    """By the profile of the address too when the appointment names another profile, or none."""
    verdict = judge_message(raw, sender=Role.EPJ)
    findings = list(verdict.findings)
    meta = resource.get("meta", {})
    if any(silent.rule == _BY_PROFILE for silent in verdict.not_judged) and isinstance(meta, Mapping):
        named = {**resource, "meta": {**meta, "profile": [HN_APPOINTMENT]}}
        seen = {finding.rule for finding in findings}
        more = judge_message(write_json(named), sender=Role.EPJ).findings
        findings += [finding for finding in more if finding.rule not in seen]
    return findings
