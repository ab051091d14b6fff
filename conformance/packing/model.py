"""What a pack says of itself: the contents of `pack.json`, the same in the full and the masked package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar

from conformance.evidence import origin
from conformance.verdicts import Verdict
from standards.errors import Problem

SCHEMA: Final = 1
SIMULATED, REAL, UNKNOWN = origin.SIMULATED, origin.REAL, origin.UNKNOWN
"""Where what the EPJ sent came from; `ukjent` when it sent nothing, so nothing shows what was tested."""

_T = TypeVar("_T")


class BadPack(Problem):
    """A file that is no pack, or a pack that cannot be believed; says why (bokmål)."""


@dataclass(frozen=True)
class PackTarget:
    """What was tested; `environment` is "simulert" or "test"."""

    name: str
    product: str
    vendor: str
    version: str
    environment: str
    topology: str = ""


@dataclass(frozen=True)
class PackPlan:
    """The plan it was tested by, and how many scenarios that plan had when it was run."""

    id: str
    name: str
    scenarios: int = 0


@dataclass(frozen=True)
class PackSuite:
    """The suite that judged: its version, a hash over scenarios, plans and rules, and the ids that the plan has."""

    version: str
    sha256: str
    scenarios: tuple[str, ...]


@dataclass(frozen=True)
class PackRun:
    """How the run went; times are ISO 8601 with zone, empty for what never happened."""

    started_at: str
    finished_at: str
    seconds: float
    verdict: str
    reason: str


@dataclass(frozen=True)
class PackFinding:
    """One finding in a few words; `severity` is as in `standards.rules.model.Severity`."""

    rule: str
    severity: str
    problem: str
    clause: str = ""


@dataclass(frozen=True)
class PackScenario:
    """One scenario with its verdict; `kind` is "normal" or "feil", `level` skal, bør or kan, the class A, B or C."""

    id: str
    name: str
    level: str
    severity_class: str
    kind: str
    verdict: str
    reason: str
    owner: str
    confirmed_by_person: bool
    findings: tuple[PackFinding, ...] = ()
    feature: str = ""
    processes: tuple[str, ...] = ()
    seconds: float = 0.0
    reviewed: bool = False
    """Whether a second person agreed to everything that a person confirmed; False where nobody confirmed anything."""
    stopped: bool = False
    """Whether it has no verdict of its own because the run was stopped."""


@dataclass(frozen=True)
class PackDeviation:
    """One accepted deviation as the target had it; dates are ISO 8601, `state` as in the report."""

    scenario: str
    owner: str
    approver: str
    reason: str
    issued: str
    expires: str
    scope: str
    rule: str = ""
    state: str = ""


@dataclass(frozen=True)
class PackConfirmation:
    """What a person answered, and who looked it over; `file` is what she attached."""

    scenario: str
    asked: str
    answer: str
    who: str
    time: str
    reviewer: str = ""
    review: str = ""
    file: str = ""
    file_sha256: str = ""


@dataclass(frozen=True)
class Pack:
    """Everything in `pack.json`."""

    municipality: str
    target: PackTarget
    services: tuple[str, ...]
    """The roles of the municipality's parties that were tested (helsestasjon, jordmor, hjemmetjeneste …)."""
    plan: PackPlan
    suite: PackSuite
    run: PackRun
    scenarios: tuple[PackScenario, ...]
    deviations: tuple[PackDeviation, ...]
    versions: Mapping[str, str]
    """What → its version: `product`, `environment`, `process:CODE`, `setting:NAME`, `tool`, `python`, `platform`."""
    origin: str
    """`simulert`, `ekte` or `ukjent`: read from the bytes that the EPJ sent."""
    made_at: str
    made_by: str = ""
    confirmations: tuple[PackConfirmation, ...] = ()
    released: tuple[str, ...] = ()
    """Attached files that somebody let out in the masked package."""
    override: str = ""
    """What somebody answered for by name when the run began (bokmål); empty for nothing."""
    notes: tuple[str, ...] = field(default=())
    """What the reader should know before the verdict (bokmål)."""

    @property
    def simulated(self) -> bool:
        """Whether it was made on a simulator, so that it says nothing of any product."""
        return self.origin == SIMULATED

    def scenario(self, scenario_id: str) -> PackScenario | None:
        """The scenario with that id."""
        return next((one for one in self.scenarios if one.id == scenario_id), None)

    def to_json(self) -> dict[str, Any]:
        """The document by `standards/schemas/pack.schema.json`."""
        return {"schema": SCHEMA, "simulated": self.simulated, **_plain(asdict(self))}

    @classmethod
    def from_json(cls, data: object) -> Pack:
        """Read the document; raises `BadPack` for anything else."""
        try:
            return _pack(data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadPack(
                "pack.json er ikke slik den skal være.",
                expected=f"et dokument etter pack.schema.json, versjon {SCHEMA}",
                found=_why(error),
                fix="Lag pakken på nytt med epj pack.",
            ) from error


def _pack(data: Any) -> Pack:
    if data["schema"] != SCHEMA:
        raise ValueError(f"versjon {data['schema']}")
    pack = Pack(
        municipality=_text(data["municipality"]),
        target=PackTarget(**_texts(data["target"])),
        services=_words(data["services"]),
        plan=PackPlan(**_kinds(data["plan"], scenarios=int)),
        suite=PackSuite(**{**_kinds(data["suite"], scenarios=list), "scenarios": _words(data["suite"]["scenarios"])}),
        run=PackRun(**_kinds(data["run"], seconds=(int, float))),
        scenarios=_each(PackScenario, map(_scenario, data["scenarios"])),
        deviations=_each(PackDeviation, map(_texts, data["deviations"])),
        versions=_texts(data["versions"]),
        origin=_text(data["origin"]),
        made_at=_text(data["made_at"]),
        made_by=_text(data["made_by"]),
        confirmations=_each(PackConfirmation, map(_texts, data["confirmations"])),
        released=_words(data["released"]),
        override=_text(data["override"]),
        notes=_words(data["notes"]),
    )
    if pack.origin not in (SIMULATED, REAL, UNKNOWN) or data["simulated"] is not pack.simulated:
        raise ValueError("simulated og origin sier ikke det samme")
    for moment in (pack.made_at, *filter(None, (pack.run.started_at, pack.run.finished_at))):
        if datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError(f"tiden «{moment}» er uten sone")
    return pack


def _each(kind: type[_T], rows: Iterable[Mapping[str, Any]]) -> tuple[_T, ...]:
    return tuple(kind(**row) for row in rows)


def _scenario(row: Mapping[str, Any]) -> dict[str, Any]:
    _kinds(row, **_SCENARIO)
    findings = _each(PackFinding, map(_texts, row["findings"]))
    return {**row, "findings": findings, "processes": _words(row["processes"])}


_VERDICTS: Final = frozenset(verdict.value for verdict in Verdict)
_SCENARIO: Final[Mapping[str, Any]] = {
    "seconds": (int, float),
    "findings": list,
    "processes": list,
    **dict.fromkeys(("confirmed_by_person", "reviewed", "stopped"), bool),
}


def _kinds(values: Mapping[str, Any], **others: Any) -> Mapping[str, Any]:
    """The values, each of them text but for those that are named with their kind; raises `TypeError`."""
    for key, value in values.items():
        if not isinstance(value, others.get(key, str)):
            raise TypeError(f"«{value}» i {key}")
    if values.get("verdict", Verdict.PASSED.value) not in _VERDICTS:
        raise ValueError(f"dommen «{values['verdict']}»")
    return values


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"«{value}» der det skulle stått tekst")
    return value


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {key: _text(value) for key, value in values.items()}


def _words(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"«{values}» der det skulle stått en liste")
    return tuple(map(_text, values))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (tuple, list)) else value


def _why(error: Exception) -> str:
    return f"ingen {error}" if isinstance(error, KeyError) else str(error)
