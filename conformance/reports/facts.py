"""What every report says, worked out once from the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from conformance.evidence import origin
from conformance.evidence.records import REST, LeftRecord, MessageRecord, RunRecord, ScenarioRecord
from conformance.evidence.store import Evidence
from conformance.reading import resource_of
from conformance.reports import counting, processes
from conformance.reports.deviations import Shown, shown
from conformance.targets.municipality import municipality_of
from conformance.targets.services import Override
from conformance.verdicts import Verdict, exit_code
from standards import xml
from standards.errors import StandardsError
from standards.exchange import Role
from standards.masking import mask

NOT_APPROVAL = "Dette er ikke en godkjenning fra Norsk helsenett (NHN). Kommunen selv avgjør om resultatet er godt nok."
SIMULATED = (
    "Testobjektet er en simulert journal. Resultatet sier ingenting om leverandørens produkt og kan ikke brukes "
    "som grunnlag for produksjonssetting."
)
CLASSES: Mapping[str, str] = {
    "A": "stopper produksjonssetting",
    "B": "må rettes",
    "C": "kosmetisk",
}
SOURCES: tuple[tuple[str, str], ...] = (
    ("HITS 1217:2018", "Implementasjonsguide Digital dialog helsenorge.no, v3.21 (30.07.2019)"),
    ("HITS 1216:2018", "AMQP-spesifikasjon helsenorge.no, v1.11 (04.03.2019)"),
    ("HIS 80601:2006", "Hodemelding v1.2"),
    ("HIS 80603:2017", "Dialogmelding v1.1"),
    ("HIS 80415:2012", "Applikasjonskvittering v1.1 (oppdatert 15.07.2019)"),
    ("HITS 1168:2016", "Riktig bruk av applikasjonskvittering (oppdatert 15.07.2019)"),
    ("HIS 1036:2011", "Vedlegg til meldinger"),
)
_OSLO: Final = ZoneInfo("Europe/Oslo")
FULLY_GREEN = (Verdict.PASSED, Verdict.PASSED_WITH_REMARK, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True)
class Earlier:
    """The run of which only what failed was run again: its folder, and what each scenario ended as there."""

    folder: str = ""
    verdicts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, info: Mapping[str, Any]) -> Earlier:
        """What a run tells of it; empty for a run of its own."""
        return cls(str(info.get("again_of", "")), dict(info.get("earlier", {})))

    def verdict(self, scenario_id: str) -> str:
        """What it ended as there; empty where it did not end by itself."""
        return self.verdicts.get(scenario_id, "")

    def changed(self, scenario_id: str, verdict: Verdict) -> str:
        """What to say of a scenario that is green now and was not then (bokmål); else empty."""
        before = self.verdict(scenario_id)
        if not before or not verdict.is_green or Verdict(before).is_green:
            return ""
        return f"Besto nå, men var «{before}» i kjøringen {self.folder}: rettet siden da, eller ustabilt."


def partly(info: Mapping[str, Any]) -> str:
    """That only some of the scenarios were chosen (bokmål); empty when all were."""
    selected, written = int(info.get("selected", 0)), int(info.get("written", 0))
    if not 0 < selected < written:
        return ""
    plan = info.get("plan") or {}
    in_plan = int(plan.get("scenarios", written))
    if in_plan == written:
        what = f"Bare {selected} av {written} scenarioer ble valgt."
    elif selected == in_plan:
        what = f"Planen {plan['name']} har {in_plan} av {written} scenarioer."
    else:
        what = f"Bare {selected} av {in_plan} scenarioer i planen {plan['name']} ble valgt."
    return f"{what} Dommen sier ingenting om resten."


def chosen(info: Mapping[str, Any]) -> str:
    """The same in a few words, for a list of runs (bokmål)."""
    plan = counting.plan_of(info)
    if not partly(info):
        return ""
    if plan["scenarios"] == int(info.get("written", 0)):
        return "bare noen av scenarioene"
    return f"{'' if plan['scenarios'] == info.get('selected') else 'noe av '}planen {plan['name']}"


@dataclass(frozen=True)
class Facts:
    """The run, its scenarios and what follows from them."""

    run: RunRecord
    scenarios: tuple[ScenarioRecord, ...]
    foreign: tuple[MessageRecord, ...]
    not_judged: Mapping[str, frozenset[str]]
    left: tuple[LeftRecord, ...] = ()
    """What the run left in the EPJ."""

    @classmethod
    def of(cls, evidence: Evidence) -> Facts:
        """Read everything once."""
        return cls(
            evidence.run(),
            evidence.scenarios(),
            evidence.foreign_messages(),
            evidence.not_judged(),
            evidence.left_behind(),
        )

    @property
    def target(self) -> Mapping[str, Any]:
        """What the run was started against."""
        found = self.run.info.get("target", {})
        return found if isinstance(found, Mapping) else {"name": str(found)}

    @property
    def municipality(self) -> str:
        """The municipality that the target belongs to, as a pack names it; empty where it says none."""
        return municipality_of(self.target)

    @property
    def earlier(self) -> Earlier:
        """The run that this one was made from."""
        return Earlier.of(self.run.info)

    @property
    def partly(self) -> str:
        """That the run was about some of the scenarios only (bokmål); empty for a whole one."""
        return partly(self.run.info)

    @property
    def exit_code(self) -> int:
        """The exit code that goes with the run's verdict."""
        return int(exit_code(self.run.verdict))

    @property
    def override(self) -> str:
        """What somebody answered for by name when the run began, to be told before all else; empty for nothing."""
        told, began = self.target.get("override"), self.run.started_at
        if not isinstance(told, Mapping) or began is None:
            return ""
        found = Override(**{**told, "allow": tuple(told["allow"])})
        return found.in_words() if found.valid_on(began.astimezone(_OSLO).date()) else ""

    @cached_property
    def simulated(self) -> bool:
        """Whether the target says that it is a simulator, or what the EPJ sent shows it, as packs have it."""
        messages = (one for item in self.scenarios for one in item.messages)
        return origin.origin_of_records(messages, self.target) == origin.SIMULATED

    @property
    def applying(self) -> tuple[ScenarioRecord, ...]:
        """The scenarios that the target declares."""
        return tuple(item for item in self.scenarios if item.verdict is not Verdict.NOT_APPLICABLE)

    @property
    def failing(self) -> tuple[ScenarioRecord, ...]:
        """The scenarios without a green verdict, the worst class first."""
        red = [item for item in self.applying if item.verdict not in FULLY_GREEN]
        return tuple(sorted(red, key=lambda item: (item.severity_class or "Z", item.id)))

    @property
    def deviations(self) -> list[Shown]:
        """What somebody has accepted, with what has become of it."""
        today = (self.run.finished_at or self.run.started_at or datetime.min.replace(tzinfo=UTC)).date()
        return shown(self.target.get("deviations", ()), self.scenarios, today)

    @property
    def confirmed(self) -> tuple[tuple[ScenarioRecord, Any], ...]:
        """What people, not machines, confirmed."""
        return tuple((item, intent) for item in self.scenarios for intent in item.intents if intent.by == "person")

    @property
    def plan(self) -> Mapping[str, Any]:
        """The plan it was made by: id, name, about, and how many scenarios it has."""
        return counting.plan_of(self.run.info)

    @property
    def left_out(self) -> tuple[counting.LeftOut, ...]:
        """What does not apply, by the declaration it follows from."""
        return counting.left_out(self.scenarios)

    @property
    def versions(self) -> Mapping[str, str]:
        """The processes that the target declares, with version."""
        found = self.target.get("processes", {})
        return found if isinstance(found, Mapping) else {}

    @property
    def version_remarks(self) -> tuple[str, ...]:
        """What to say of versions that the test bench does not know (bokmål)."""
        return tuple(processes.remarks(self.versions))

    def processes(self, item: ScenarioRecord) -> tuple[processes.Spoken, ...]:
        """The processes that a scenario is about."""
        return processes.of_scenario(item.meta.get("processes"), self.versions)

    def counts(self, level: str | None = None, kind: str | None = None) -> dict[str, int]:
        """How many scenarios ended with each verdict, of one level and kind or of all."""
        return counting.counts(self.scenarios, level=level, of_kind=kind)

    def by_feature(self) -> dict[str, list[ScenarioRecord]]:
        """The scenarios under the title of their feature, in the order of the run."""
        grouped: dict[str, list[ScenarioRecord]] = {}
        for item in self.scenarios:
            grouped.setdefault(item.feature, []).append(item)
        return grouped


ACTS: Mapping[str, str] = {
    "oppsett": "Den som har satt opp testmiljøet, må rette oppsettet og kjøre scenarioet på nytt.",
    "leverandør": "Leverandøren må rette journalen; send dem denne rapporten.",
    "nasjonal tjeneste": "Norsk helsenett (NHN), eller den som drifter bussen, må se på tjenesten.",
    "testdata": "Den som har lagt inn testpersonene, må rette dem og kjøre scenarioet på nytt.",
    "testverktøyet": "De som vedlikeholder testbenken, må rette den; send dem bevisfilen.",
}
UNBLOCKS: Mapping[str, str] = {
    "leverandør": "Leverandøren må se på hvorfor det ikke lot seg legge til rette; send dem denne rapporten.",
}
"""The same of what is blocked, which says nothing about the EPJ."""


def next_action(item: ScenarioRecord) -> str:
    """One sentence on who does what now (bokmål); empty for what nobody has to act on."""
    if item.stopped:
        return "Fortsett kjøringen med epj accept --resume."
    if item.verdict is Verdict.BLOCKED and item.owner in UNBLOCKS:
        return UNBLOCKS[item.owner]
    return ACTS.get(item.owner, "")


@dataclass(frozen=True)
class Glance:
    """A message in a few words."""

    arrow: str
    kind: str
    code: str
    msg_id: str


PUT = "time lagt over REST"
"""What an appointment is called that did not come over the bus."""
_CODES = "//*[local-name()='TypeForesp' or local-name()='TemaKodet'][1]/@V"


def glance(message: MessageRecord) -> Glance:
    """Who sent what, read from the raw bytes; unreadable bytes are said to be so."""
    arrow = "Helsenorge → EPJ" if message.sender is Role.HELSENORGE else "EPJ → Helsenorge"
    if message.queue == REST:
        resource = resource_of(message.raw)
        return Glance(arrow, PUT, str(resource.get("status", "uleselig")), str(resource.get("id", "")))
    if message.envelope.is_error:
        return Glance(arrow, "feilkø", message.envelope.error_condition, message.envelope.original_message_id)
    try:
        root = xml.parse(message.raw)
    except StandardsError:
        return Glance(arrow, message.envelope.subject or "ukjent", "uleselig", "")
    if xml.path_of(root).endswith("AppRec"):
        status = _first(root.xpath("/*/*[local-name()='Status']/@V"))
        errors = [str(code) for code in _texts(root.xpath("/*/*[local-name()='Error']/@V"))]
        said = {"1": "godtatt", "2": "avvist"}.get(status, f"status {status}")
        original = _first(root.xpath("/*/*[local-name()='OriginalMsgId']/*[local-name()='Id']/text()"))
        return Glance(arrow, "kvittering", " ".join([said, *errors]), original)
    kind = _first(root.xpath("/*/*/*[local-name()='Type']/@V")) or message.envelope.subject
    msg_id = _first(root.xpath("/*/*/*[local-name()='MsgId']/text()"))
    return Glance(arrow, kind, _first(root.xpath(_CODES)), msg_id)


def masked(raw: bytes) -> str:
    """The bytes as text with real-range ids masked; what is not UTF-8 shows as replacement characters."""
    return mask(raw.decode("utf-8", errors="replace"))


def _texts(found: object) -> list[str]:
    return [str(item) for item in found] if isinstance(found, list) else []


def _first(found: object) -> str:
    return next(iter(_texts(found)), "").strip()


def plural(count: int, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{count} {one if count == 1 else many}"


def joined(items: Iterable[str]) -> str:
    """Items as a bokmål list: a, b og c."""
    parts = list(items)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} og {parts[-1]}" if parts else ""
