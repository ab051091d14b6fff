"""FH-01 and FH-02: FHIR R4 itself, whatever the profile."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from standards.fhir import Breach, described
from standards.fhir.primitives import moment
from standards.fhir.xml_shape import shape
from standards.rules.fhir_view import broken, fault, xml_root
from standards.rules.model import Mark
from standards.rules.register import Fault, Judgement, Kind, Silent, rule
from standards.rules.view import FHIR_CONTENT, Message, nodes

FHIR_KINDS: Final = (Kind.FHIR, Kind.HODEMELDING)
MOST: Final = 50
_TIMES: Final = frozenset({"/start", "/end"})


@rule(
    "FH-01",
    clause="FHIR R4",
    title="FHIR-ressursen er bygd som R4 sier: kjente elementer, riktige typer, det som kreves, lovlige koder",
    on=FHIR_KINDS,
    about=("resource",),
)
def built_as_r4(message: Message) -> Iterator[Judgement]:
    """The zone of an appointment's times is A34; a resource that is known by name only is not judged."""
    if message.resource is None:
        return
    if len(nodes(message.root, FHIR_CONTENT)) > 1:
        yield Silent("Meldingen har flere FHIR-ressurser, og bare den første er vurdert.")
    name = str(message.resource.get("resourceType"))
    breaches = [one for one in message.breaches if not _is_zone(message, one)]
    if not breaches and not described(name):
        yield Silent(f"Oppbygningen til {name[:60]} er ikke lagt inn her.")
    for breach in breaches[:MOST]:
        yield broken(message, breach, clause=_clause(name, breach.key))
    yield from _xml(message)
    if len(breaches) > MOST:
        yield fault(
            message,
            "",
            f"Ressursen har {len(breaches) - MOST} feil til mot R4; de er ikke skrevet ut.",
            expected="ingen feil",
            found=f"{len(breaches)} feil",
            fix="Rett de første, og sjekk på nytt.",
        )


def zones(message: Message) -> Iterator[Judgement]:
    """A34 for FHIR: the times of an appointment have a zone."""
    for breach in message.breaches:
        if _is_zone(message, breach):
            yield fault(
                message,
                breach.at,
                "Tiden mangler sone; et tidspunkt i FHIR har alltid sone.",
                expected=breach.expected,
                found=breach.found,
                fix="Skriv tidspunktet med avstand fra UTC, for eksempel +01:00, eller med Z.",
                clause="FHIR R4, instant; hn-basis-appointment 2.5.5, start og end",
            )


@rule(
    "FH-02",
    clause="FHIR R4, Appointment.start og end",
    title="Timen i FHIR slutter ikke før den begynner",
    mark=Mark.INFERRED,
    on=FHIR_KINDS,
    about=("resource",),
)
def ends_after_start(message: Message) -> Iterator[Judgement]:
    """R4 says so of a Period only."""
    values = message.resource or {}
    start, end = moment(values.get("start")), moment(values.get("end"))
    if values.get("resourceType") == "Appointment" and start is not None and end is not None and end < start:
        yield fault(
            message,
            "/end",
            "Timen slutter før den begynner.",
            expected=f"et tidspunkt etter {values['start']}",
            found=str(values["end"]),
            fix="Rett start eller end.",
        )


def _is_zone(message: Message, breach: Breach) -> bool:
    resource = message.resource or {}
    return breach.zone and breach.at in _TIMES and resource.get("resourceType") == "Appointment"


def _clause(name: str, key: str) -> str:
    return f"FHIR R4, {key}" if key else f"FHIR R4, {name[:60]}"


def _xml(message: Message) -> Iterator[Judgement]:
    root = xml_root(message)
    for element, breach in islice(shape(root), MOST) if root is not None else ():
        yield Fault(
            breach.problem,
            element,
            expected=breach.expected,
            found=breach.found,
            fix=breach.fix,
            clause="FHIR R4, XML",
        )
