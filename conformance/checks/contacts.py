"""What Helsenorge must be told of the services that follow a citizen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards.processes import HELSEKONTAKT, TJENESTEOVERSIKT
from standards.rules.model import Finding

Findings = tuple[Finding, ...]

_EPISODE = "//*[local-name()='EpisodeOfCare']"
_PEOPLE = "//*[local-name()='HelsepersonelListe']/*[local-name()='Helsepersonell']/*[local-name()='Helsepersonell']"


@dataclass(frozen=True)
class Listed:
    """One service of the overview; times are days, and the last one is empty while it goes on."""

    id: str
    her_id: str
    first: str
    last: str


def is_overview(message: Inbound, patient: str) -> bool:
    """The list of services of one citizen."""
    return message.kind == "melding" and message.type == TJENESTEOVERSIKT.code and message.patient_id == patient


def is_episode(message: Inbound, patient: str) -> bool:
    """A message about one helsekontakt of one citizen."""
    return message.kind == "melding" and message.type == HELSEKONTAKT.code and patient in ("", message.patient_id)


def listed(message: Inbound) -> tuple[Listed, ...]:
    """The services of an overview."""
    return tuple(_listed(one) for one in message.elements("//*[local-name()='Tjeneste']"))


def open_at(message: Inbound, her_ids: Collection[str], today: str) -> set[str]:
    """The HER-ids where the citizen has a helsekontakt that goes on."""
    return {one.her_id for one in listed(message) if one.her_id in her_ids and _goes_on(one, today)}


def id_at(message: Inbound, her_id: str, today: str) -> str:
    """The id of the helsekontakt with a service; empty where none goes on."""
    return next((one.id for one in listed(message) if one.her_id == her_id and _goes_on(one, today)), "")


def is_whole(message: Inbound, her_ids: Collection[str], today: str) -> Findings:
    """Every helsekontakt that has been opened stands in the list."""
    lacking = set(her_ids) - open_at(message, her_ids, today)
    if not lacking:
        return ()
    return (
        RULES["HK-01"].finding(
            "Listen mangler en helsekontakt som innbyggeren har, så Helsenorge avslutter den.",
            where="//Tjeneste/HERId",
            expected=", ".join(sorted(her_ids)),
            found=", ".join(sorted(one.her_id for one in listed(message))) or "en tom liste",
            fix="Send alltid hele listen over helsekontakter, ikke bare den som er endret.",
            item=message.item,
        ),
    )


def is_ended(message: Inbound, her_id: str, today: str) -> Findings:
    """The helsekontakt that was ended is out of the list, or has its last day."""
    if her_id not in open_at(message, {her_id}, today):
        return ()
    return (
        RULES["HK-03"].finding(
            "Helsekontakten er avsluttet, men står i listen som om den fortsetter.",
            where="//Tjeneste/TilDato",
            expected="siste dag, eller ikke i listen",
            found="ingen TilDato",
            item=message.item,
        ),
    )


def keeps_its_id(before: Inbound, after: Inbound, her_id: str) -> Findings:
    """What was listed before has the same id now, where it is listed at all."""
    was = {one.id for one in listed(before) if one.her_id == her_id}
    new = {one.id for one in listed(after) if one.her_id == her_id} - was
    return tuple(
        RULES["HK-02"].finding(
            "Helsekontakten har fått en ny id, så Helsenorge ser den som en annen.",
            where="//Tjeneste/TjenesteId",
            expected=" eller ".join(sorted(was)),
            found=one,
            fix="Behold TjenesteId så lenge helsekontakten varer.",
            item=after.item,
        )
        for one in sorted(new)
    )


def has_one_at(data: Mapping[str, Any], her_id: str) -> str | None:
    """The citizen has a helsekontakt at the service that goes on."""
    own = [one for one in data.get("contacts", ()) if one.get("service") == her_id and one.get("last") is None]
    return None if own else "Barnet har ingen helsekontakt ved helsestasjonen."


def has_none(data: Mapping[str, Any]) -> str | None:
    """Nobody follows one who is dead."""
    left = [one for one in data.get("contacts", ()) if one.get("last") is None]
    return f"Barnet har fortsatt {len(left)} helsekontakt(er)." if left else None


def tells_of_episode(messages: Collection[Inbound], statuses: Collection[str]) -> Findings:
    """One message tells of the helsekontakt, and whether it goes on; the page about it is known at second hand."""
    last = list(messages)[-1:]
    status = last[0].text_at(f"{_EPISODE}/*[local-name()='status']/@value") if last else ""
    if len(messages) == 1 and status in statuses:
        return ()
    return (
        RULES["HK-06"].finding(
            "Helsenorge fikk ikke én melding om helsekontakten slik den er nå.",
            where="EpisodeOfCare.status",
            expected=f"én melding med status {' eller '.join(sorted(statuses))}",
            found=f"{len(messages)} meldinger, den siste med status {status or 'ingen'}",
            item=last[0].item if last else None,
        ),
    )


def gives_practitioners(answer: Inbound) -> Findings:
    """20 with a list of people who have name and number, or 21 without."""
    named = [one for one in answer.elements(_PEOPLE) if _has_name_and_number(one)]
    if (answer.code, bool(named)) in (("20", True), ("21", False)):
        return ()
    return (
        RULES["HK-05"].finding(
            "Innbyggeren får ikke vite hvem hun kan velge.",
            where="Notat/TemaKodet",
            expected="20 med behandlere, eller 21 uten",
            found=f"kode {answer.code or '(ingen)'} med {len(named)} behandlere",
            item=answer.item,
        ),
    )


def _has_name_and_number(one: etree._Element) -> bool:
    texts = {etree.QName(child).localname: "".join(map(str, child.itertext())).strip() for child in one}
    return all(texts.get(name) for name in ("FamilyName", "GivenName", "Ident"))


def _goes_on(one: Listed, today: str) -> bool:
    return not one.last or one.last > today


def _listed(element: etree._Element) -> Listed:
    def text(name: str) -> str:
        found = element.xpath(f"string(*[local-name()='{name}'])")
        return str(found).strip()

    her_id = str(element.xpath("string(*[local-name()='HERId']/*[local-name()='Id'])")).strip()
    return Listed(text("TjenesteId"), her_id, text("FraDato")[:10], text("TilDato")[:10])
