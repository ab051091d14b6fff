"""The process catalogue: every step can be written so that no rule objects, and the loose processes fail no one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from standards import processes
from standards.codes import oid
from standards.exchange import Role
from standards.hodemelding import Payload
from standards.processes import Process, Step
from standards.rules.engine import MessageVerdict, judge_exchange, judge_message
from standards.rules.model import Severity
from standards.xml import NS
from tests.standards import good
from tests.standards.good import EPJ, HN

STEPS = [(process, step) for process in processes.CATALOGUE.values() for step in process.steps]
CODED = '<{0} xmlns="{1}" V="{2}" S="{3}"/>'
CONTENT = {
    "Sporsmal": "Hei",
    "EmneSporsmal": "Emne",
    "TekstNotatInnhold": "Hei",
    "FraDato": "2026-12-01",
    "TilDato": "2026-12-14",
}
ORDER = (
    *("TypeForesp", "EmneSporsmal", "Sporsmal", "FraDato", "TilDato", "KodetOpplysning", "TemaKodet"),
    *("TekstNotatInnhold", "Foresporsel", "RollerRelatertNotat"),
)
PRACTITIONER = (
    f'<Helsepersonell><Helsepersonell xmlns:f="{NS["fk1"]}"><f:FamilyName>Lie</f:FamilyName>'
    "<f:GivenName>Ada</f:GivenName>"
    f'<f:Ident><f:Id>1234567</f:Id><f:TypeId V="HPR" S="{oid(8116)}"/></f:Ident></Helsepersonell></Helsepersonell>'
)
LISTS = {
    "Personer": f'<Personer xmlns="{NS["per"]}"/>',
    "HelsepersonelListe": f'<HelsepersonelListe xmlns="{NS["hp"]}">{PRACTITIONER}</HelsepersonelListe>',
    "TjenesteOversikt": f'<TjenesteOversikt xmlns="{NS["to"]}"/>',
}
HELSEKONTAKT = (
    '<EpisodeOfCare xmlns="http://hl7.org/fhir"><contained><CareTeam><id value="team"/></CareTeam></contained>'
    '<status value="active"/><patient><display value="Nora"/></patient><team><reference value="#team"/></team>'
    "</EpisodeOfCare>"
)


def write(process: Process, step: Step) -> bytes:
    """The shortest good message of a step."""
    answers = ("m1", "m1") if step.answers_to else None
    more: list[Payload] = [good.visit("TENTATIVE")] if step.calendar == "required" else []
    more += [good.attachment()] if step.needs_attachment else []
    short = process.code.removeprefix("DIALOG_INNBYGGER_")
    head = good.message(
        short, good.request("HE"), *more, name="m2", sender=step.sender, answers=answers, patient=bool(step.patient)
    )
    root = etree.fromstring(head.to_xml())
    type_ = root.find("mh:MsgInfo/mh:Type", NS)
    ack = root.find("mh:MsgInfo/mh:Ack", NS)
    assert type_ is not None and ack is not None
    type_.set("V", process.code)
    ack.set("V", "N" if process.synchronous or step.synchronous else "J")
    first = root.find("mh:Document", NS)
    assert first is not None
    contents = [_dialog(process, step)] if step.element else []
    contents += [LISTS[name] for name in step.documents]
    for content in contents:
        document = etree.fromstring(etree.tostring(first))
        holder = document.find("mh:RefDoc/mh:Content", NS)
        assert holder is not None
        holder[:] = [etree.fromstring(content)]
        first.addprevious(document)
    if contents:
        root.remove(first)
    else:
        holder = first.find("mh:RefDoc/mh:Content", NS)
        assert holder is not None
        holder[:] = [etree.fromstring(HELSEKONTAKT)]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _dialog(process: Process, step: Step) -> str:
    namespace = NS["d10"] if (step.dialog or process.dialogs[0]) == "1.0" else NS["d11"]
    coded = "TypeForesp" if step.element == "Foresporsel" else "TemaKodet"
    names = sorted((coded, *step.required, *step.advised), key=ORDER.index)
    inner = "".join(_child(name, namespace, step) for name in names)
    return f'<Dialogmelding xmlns="{namespace}"><{step.element}>{inner}</{step.element}></Dialogmelding>'


def _child(name: str, namespace: str, step: Step) -> str:
    if name in {"TypeForesp", "TemaKodet"}:
        return CODED.format(name, namespace, step.code, oid(step.kodeverk))
    if name == "KodetOpplysning":
        return CODED.format(name, namespace, "1", oid(1101))
    if name == "Foresporsel":
        return f"<Foresporsel>{CODED.format('TypeForesp', namespace, 'HE', oid(7601))}</Foresporsel>"
    if name == "RollerRelatertNotat":
        role = CODED.format("RoleToPatient", namespace, step.role or "9", oid(9034))
        person = "<Person><GivenName>Ada</GivenName><FamilyName>Li</FamilyName></Person>"
        return f"<RollerRelatertNotat>{role}{person}</RollerRelatertNotat>"
    return f"<{name}>{CONTENT[name]}</{name}>"


def errors(verdict: MessageVerdict) -> set[str]:
    return {finding.rule for finding in verdict.findings if finding.severity is Severity.ERROR}


def label(value: object) -> str:
    if isinstance(value, Process):
        return value.code.rpartition("_")[2]
    return f"{value.sender} {value.element} {value.code}" if isinstance(value, Step) else str(value)


@pytest.mark.parametrize(("process", "step"), STEPS, ids=label)
def test_every_step_can_be_written_without_findings(process: Process, step: Step) -> None:
    verdict = judge_message(write(process, step), sender=step.sender)
    assert verdict.schema == "valid"
    assert {f"{finding.rule} {finding.problem}" for finding in verdict.findings if not step.tolerated} == set()
    assert errors(verdict) == set()


@pytest.mark.parametrize(("process", "step"), STEPS, ids=label)
def test_every_step_misses_what_it_requires(process: Process, step: Step) -> None:
    raw = write(process, step)
    root = etree.fromstring(raw)
    for name in (*step.required, *step.documents):
        for element in root.findall(f".//{{*}}{name}"):
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
    verdict = judge_message(etree.tostring(root), sender=step.sender)
    assert ("DM-04" in {finding.rule for finding in verdict.findings}) == bool(step.required or step.documents)


def test_every_process_is_known_and_answers_follow_something() -> None:
    assert set(processes.CATALOGUE) <= processes.KNOWN_CODES
    for process in processes.CATALOGUE.values():
        codes = {step.code for step in process.steps}
        assert all(set(step.answers_to) <= codes for step in process.steps)
        assert process.versions and process.clause


@pytest.mark.parametrize("process", [each for each in processes.CATALOGUE.values() if not each.binding], ids=label)
def test_a_process_that_is_not_binding_fails_no_one_by_its_steps(process: Process) -> None:
    step = process.steps[0]
    text = write(process, step).decode()
    for old, new in (('V="SB"', 'V="HE"'), ("<Ack V=", "<!-- --><Ack V="), ('Ack V="J"', 'Ack V="N"')):
        assert errors(judge_message(text.replace(old, new).encode(), sender=step.sender)) == set()
    assert judge_message(text.replace('Ack V="J"', 'Ack V="N"').encode(), sender=step.sender).findings


def test_helsepersonell_takes_the_codes_of_its_own_version() -> None:
    process = processes.HELSEPERSONELL
    newer = next(step for step in process.steps if step.code == "SB")
    older = next(step for step in process.steps if step.code == "HE")
    assert errors(judge_message(write(process, newer).replace(b"2013-01-23", b"2006-10-11"), sender=HN)) >= {"DM-03"}
    assert errors(judge_message(write(process, older).replace(b"2006-10-11", b"2013-01-23"), sender=HN)) == {"DM-03"}


def test_the_line_test_may_name_a_patient_or_not() -> None:
    step = processes.TEST.steps[0]
    text = write(processes.TEST, step).decode()
    question = good.question().to_xml().decode()
    patient = question[question.index("<Patient>") : question.index("</Patient>") + len("</Patient>")]
    assert judge_message(text.encode(), sender=step.sender).findings == ()
    assert judge_message(text.replace("</MsgInfo>", f"{patient}</MsgInfo>").encode(), sender=HN).findings == ()


@pytest.mark.parametrize("code", sorted(processes.BETWEEN_ACTORS))
@pytest.mark.parametrize("version", ["2006-10-11", "2013-01-23"])
def test_messages_between_health_actors_are_not_judged_by_the_profile_of_helsenorge(code: str, version: str) -> None:
    actor = processes.BETWEEN_ACTORS[code]
    one = good.reply() if "Notat" in actor.elements else good.question()
    text = one.to_xml().decode().replace("DIALOG_INNBYGGER_EKONTAKT", code).replace("2013-01-23", version)
    if actor.kodeverk:
        text = text.replace('V="19" S="2.16.578.1.12.4.1.1.7602"', f'V="9" S="{oid(actor.kodeverk)}"')
    mild = re.sub('<Ack V="J" DN="Ja"/>', "", text.replace("På tirsdag.", "x" * 2000).replace('V="FNR"', 'V="FHN"'))
    firm = {"DM-01"} if actor.firm and version == "2013-01-23" else set()
    assert errors(judge_message(mild.encode())) == errors(judge_message(text.encode())) == firm
    assert errors(judge_message(text.replace(one.msg_id, "x").encode())) == {"MH-02"} | firm


def test_a_message_between_health_actors_may_leave_the_patient_out() -> None:
    text = good.message("EKONTAKT", good.note("1", "Hei"), patient=False).to_xml().decode()
    verdict = judge_message(text.replace("DIALOG_INNBYGGER_EKONTAKT", "DIALOG_HELSEFAGLIG").encode())
    assert verdict.findings == ()
    assert {"DM-03", "MH-06"} <= {entry.rule for entry in verdict.not_judged}


def test_e35_between_health_actors_does_not_say_that_the_citizen_is_inactive() -> None:
    first, then = good.reply(answers=("x", "x")), good.avtale()
    items = [good.sent(EPJ, first), good.item(HN, good.receipt(first, refused="E35"))]
    items += [good.sent(EPJ, then), good.item(HN, good.receipt(then, name="a2"))]
    timeless = [replace(one, time=None) for one in items]
    assert "A22" in {found.rule for found in judge_exchange(good.exchange(*timeless)).findings}
    between = [replace(one, raw=one.raw.replace(b"DIALOG_INNBYGGER_EKONTAKT", b"DIALOG_NOTAT")) for one in timeless]
    assert "A22" not in {found.rule for found in judge_exchange(good.exchange(*between)).findings}


def test_a_notification_is_judged_apart_from_its_fhir() -> None:
    process = processes.HELSEKONTAKT
    verdict = judge_message(write(process, process.steps[0]), sender=EPJ)
    assert (verdict.schema, verdict.findings) == ("valid", ())
    assert errors(judge_message(write(process, process.steps[0]).replace(b"active", b"aktiv"), sender=EPJ)) == {"FH-01"}
    broken = write(process, process.steps[0]).replace(b"<MsgId>", b"<Finnesikke/><MsgId>")
    assert errors(judge_message(broken, sender=EPJ)) == {"MH-01"}


def test_who_sends_what_is_asked_of_the_catalogue() -> None:
    assert processes.TJENESTEOVERSIKT.steps_of(Role.HELSENORGE) == ()
    assert [step.code for step in processes.KOORDINATOR.answers("HE", EPJ)] == ["19", "26", "30", "31"]
    assert processes.nearest("DIALOG_INNBYGGER_KOORDINERING") == "DIALOG_INNBYGGER_KOORDINATOR"
    assert processes.nearest("dialog_innbygger_eKontakt") == "DIALOG_INNBYGGER_EKONTAKT"


@pytest.mark.parametrize("process", processes.CATALOGUE.values(), ids=label)
def test_every_step_has_the_name_of_its_function(process: Process) -> None:
    assert all(step.action for step in process.steps)
    codes = [(step.sender, step.action, step.element, step.code, step.dialog) for step in process.steps]
    assert len(codes) == len(set(codes))


def test_functions_are_named_as_the_agreements_name_them() -> None:
    booking = processes.TIMERESERVASJON
    assert booking.actions(HN) == ("HentLedigeTimer", "HentPlanlagteTimer", "ReserverAvtale", "AvbestillAvtale")
    assert booking.actions(EPJ) == ("Avtale", "SvarLedigeTimer", "SvarPlanlagteTimer", "SvarTimeReservasjon")
    assert processes.DIGITALBRUKER.actions(HN) == ("StatusEndring", "StatusSvar")


def test_a_search_in_real_time_may_be_refused() -> None:
    asked = good.message("TIMERESERVASJON", good.request("HBT"))
    refusal = good.message("TIMERESERVASJON", good.note("26"), name="m2", sender=EPJ, answers=("m1", "m1"))
    items = (good.sent(HN, asked), good.sent(EPJ, refusal))
    kept = {"A20"}  # the copied correlationId is another matter
    assert {finding.rule for finding in judge_exchange(good.exchange(*items)).findings} <= kept
    receipt = good.item(HN, good.receipt(refusal, name="a2"))
    assert {finding.rule for finding in judge_exchange(good.exchange(*items, receipt)).findings} - kept == {"AR-05"}
    late = replace(items[1], time=good.NOW + timedelta(seconds=16))
    found = [finding.problem for finding in judge_exchange(good.exchange(items[0], late)).findings]
    assert any("for sent" in problem for problem in found)


def test_the_codes_that_only_some_sources_have_are_tolerated() -> None:
    tolerated = {
        (process.code.rpartition("_")[2], step.code)
        for process in processes.CATALOGUE.values()
        for step in process.steps
        if step.tolerated
    }
    assert tolerated == {
        *(("EKONTAKT", code) for code in ("13", "17", "18", "VUS")),
        *(("EKONSULTASJON", "VUS"), ("HELSEPERSONELL", "VUS"), ("HELSEPERSONELL", "22"), ("BEHANDLEROVERSIKT", "26")),
        *(("KOORDINATOR", "22"), ("KOORDINATOR", "31")),
        *(("TIMERESERVASJON", "07"), ("TIMERESERVASJON", "34"), ("TIMEONSKE", "OET")),
        *((name, code) for name in ("TIMEONSKE", "TIMEONSKEUNGDOM") for code in ("07", "34")),
    }


@pytest.mark.parametrize(
    ("process", "asked", "legal"),
    [
        (processes.TIMERESERVASJON, "RT", "05 06 07 26 30 34"),
        (processes.TIMERESERVASJON, "ART", "08 09 26 30"),
        (processes.TIMERESERVASJON, "HLT", "03 04 26 30"),
        (processes.TIMERESERVASJON, "HBT", "01 02 26 30"),
        (processes.TIMEONSKE, "OT", "05 06 10 26 30"),
        (processes.TIMEONSKE, "OET", "06 07 10 26 30 34"),
        (processes.TIMEONSKE, "OAT", "08 09 26 30"),
        (processes.TIMEONSKEUNGDOM, "OAT", "08 09 26 30"),
        (processes.AVTALEAVBESTILLING, "ART", "08 09 26 30"),
        (processes.EKONTAKT, "HE", "13 17 18 19 26 30 31"),
        (processes.EKONSULTASJON, "SB", "12 13 26 30 31"),
        (processes.BEHANDLEROVERSIKT, "HB", "20 21 26 30 31"),
        (processes.KOORDINATOR, "HE", "19 26 30 31"),
        (processes.JOURNAL, "SB", "12 26 30 31"),
    ],
    ids=label,
)
def test_each_request_has_its_answers(process: Process, asked: str, legal: str) -> None:
    assert " ".join(sorted({step.code for step in process.answers(asked, EPJ)})) == legal


def test_what_came_with_a_later_version_of_the_process_says_so() -> None:
    newer = {step.code for step in processes.TIMERESERVASJON.steps if step.version == "1.2"}
    assert newer == {"HBT", "01", "02", "26", "30"}


def test_helsenorge_may_refuse_what_the_service_started() -> None:
    refusal = good.message("EKONTAKT", good.note("26"), name="m2", answers=("m1", "m1"))
    assert judge_message(refusal.to_xml(), sender=HN).findings == ()
    assert errors(judge_message(refusal.to_xml().replace(b'V="26"', b'V="30"'), sender=HN)) == {"DM-03"}
