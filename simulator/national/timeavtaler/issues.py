"""What is said of a call: issues, and the OperationOutcome made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from standards.errors import Problem, StandardsError
from standards.fhir import write_element, write_json
from standards.rules.model import Finding, Severity
from standards.xml import serialize

Level = Literal["fatal", "error", "warning", "information"]
REFUSING: Final = frozenset({"fatal", "error"})
RULES: Final = "urn:epj-testbenk:regel"
"""The code system of the rules: their ids are those of docs/rules.md."""
_STRUCTURE: Final = frozenset({"FH-01", "A34"})
_CODES: Final[Mapping[int, str]] = MappingProxyType(
    {
        400: "invalid",
        401: "login",
        403: "forbidden",
        404: "not-found",
        405: "not-supported",
        413: "too-long",
        415: "not-supported",
        503: "transient",
        507: "no-store",
    }
)
"""The issue type of FHIR for each status."""
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STEP: Final = re.compile(r"(?:[\w.-]+:)?([\w.-]+)(?:\[(\d+)\])?")


@dataclass(frozen=True)
class Issue:
    """One thing to say (bokmål); `where` is FHIRPath, `rule` the id of a rule when one found it."""

    severity: Level
    code: str
    problem: str
    expected: str = ""
    found: str = ""
    fix: str = ""
    where: str = ""
    rule: str = ""
    clause: str = ""

    @property
    def refuses(self) -> bool:
        """Whether the call is refused for it."""
        return self.severity in REFUSING

    @property
    def diagnostics(self) -> str:
        """All of it in a few sentences."""
        text = str(Problem(self.problem, expected=self.expected, found=self.found, fix=self.fix))
        source = ", ".join(part for part in (self.rule, self.clause) if part)
        return f"{text} ({source})" if source else text

    def to_json(self) -> dict[str, str]:
        """As the inbox has it."""
        return {name: _UNWRITABLE.sub("\ufffd", value) for name, value in asdict(self).items()}


def of_finding(finding: Finding) -> Issue:
    """What a rule found: an error refuses, a remark does not."""
    return Issue(
        "error" if finding.severity is Severity.ERROR else "warning",
        "structure" if finding.rule in _STRUCTURE else "invariant",
        finding.problem,
        finding.expected,
        finding.found,
        finding.fix,
        fhirpath(finding.where),
        finding.rule,
        finding.clause,
    )


def of_problem(problem: Problem, status: int) -> Issue:
    """Why nothing could be made of the call."""
    code = "structure" if isinstance(problem, StandardsError) else _CODES.get(status, "exception")
    line = f"linje {problem.line}" if isinstance(problem, StandardsError) and problem.line else ""
    return Issue("fatal", code, problem.problem, problem.expected, problem.found, problem.fix, clause=line)


def fhirpath(where: str) -> str:
    """A JSON pointer or an XPath in a resource as FHIRPath, such as `Appointment.participant[0].actor`."""
    steps = [step for step in where.split("/") if step]
    xpath = bool(steps) and ":" in steps[0]
    path = "Appointment"
    for step in steps[1:] if xpath else steps:
        found = _STEP.fullmatch(step)
        if found is None:
            return path
        name, place = found.groups()
        if name.isdigit():
            path += f"[{name}]"
        elif not (xpath and name[:1].isupper()):
            path += f".{name.removeprefix('_')}" + (f"[{int(place) - 1}]" if place else "")
    return path


def outcome(issues: Iterable[Issue]) -> dict[str, Any]:
    """The OperationOutcome: an issue each."""
    return {"resourceType": "OperationOutcome", "issue": [_issue(issue) for issue in issues]}


def _issue(issue: Issue) -> dict[str, Any]:
    said: dict[str, Any] = {"severity": issue.severity, "code": issue.code}
    said["details"] = {"text": _text(issue.problem)}
    if issue.rule:
        said["details"] = {"coding": [{"system": RULES, "code": issue.rule}], "text": _text(issue.problem)}
    said["diagnostics"] = _text(issue.diagnostics)
    if issue.where:
        said["expression"] = [_text(issue.where)]
    return said


def _text(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def written(resource: Mapping[str, Any], *, as_xml: bool) -> bytes:
    """A resource as the client wants to read it."""
    return serialize(write_element(resource)) if as_xml else write_json(resource)
