"""The samples: every message has one, and the rules find nothing in it, alone or in its conversation."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest

from standards import kodeverk, xml
from standards.codes import Ident
from standards.envelope import Envelope
from standards.errors import StandardsError
from standards.exchange import Exchange, Role
from standards.fhir import read_json
from standards.hodemelding import Hodemelding
from standards.identifiers import make_fnr
from standards.parties import Party, Unit
from standards.processes import BETWEEN_ACTORS, CATALOGUE, EKONTAKT, TEXT
from standards.processes.model import note, request
from standards.processes.sources import SOURCES
from standards.rules.engine import judge_exchange, judge_message
from standards.rules.error_queue import CONDITIONS
from standards.rules.model import Severity
from standards.samples import (
    SAMPLES,
    Cast,
    Kind,
    Person,
    Sample,
    SampleError,
    catalogue,
    choose,
    write,
    write_thread,
)
from standards.schema import SchemaPack

HELSENORGE = Party.service("Helsenorge", "8200001", "Digital dialog", "8200002")
STATION = Party.service("Fjordvik kommune", "8210001", "Fjordvik helsestasjon", "8210011")
NURSE = Party(
    Unit("Fjordvik kommune", (Ident.her("8210001"),)),
    Unit("Ågot Bråthen", (Ident.her("8210012", person=True),), True, "Bråthen", "Ågot"),
)
CHILD = Person("Ødegård", "Mærta", make_fnr(date(2019, 2, 11), 504))
MOTHER = Person("Sæther Ødegård", "Åse Bjørg", make_fnr(date(1986, 1, 27), 100))
NOW = datetime.fromisoformat("2026-11-23T09:00:00+01:00")


OFFICIAL = (Kind.PROCESS, Kind.RECEIPT, Kind.BETWEEN_ACTORS, Kind.AGREEMENT)
"""What the official schemas speak of; SOAP and FHIR have their own."""
WITHOUT_IDS = ("OperationOutcome", "AMQP_SOAP_FAULT")


def ids(seed: int = 1) -> Callable[[], str]:
    """The same ids for the same seed."""
    source = random.Random(seed)
    return lambda: str(UUID(int=source.getrandbits(128), version=4))


def cast(**changes: object) -> Cast:
    return replace(Cast(CHILD, HELSENORGE, STATION, NOW, ids()), **changes)  # type: ignore[arg-type]


def name(sample: Sample) -> str:
    return f"{sample.short} {sample.version} {sample.file}"


def casts(sample: Sample) -> Iterator[Cast]:
    """In both services, on her behalf, with a file, and with a person as communication party."""
    yield cast()
    if sample.kind not in {Kind.RECEIPT, Kind.ERROR, Kind.FAULT}:
        yield cast(service="hjemmetjeneste")
        yield cast(epj=NURSE, attachment=True)
    if sample.may_act:
        yield cast(acting=MOTHER, attachment=True)


def found_in(exchange: Exchange, pack: SchemaPack | None = None) -> Counter[str]:
    """What the rules say of every message and of the conversation."""
    found = Counter(finding.rule for finding in judge_exchange(exchange, pack=pack).findings)
    for item in exchange:
        verdict = judge_message(item.raw, sender=item.sender, envelope=item.envelope, pack=pack)
        found.update(finding.rule for finding in verdict.findings)
        assert verdict.schema == "valid"
    return found


def allowed(sample: Sample) -> set[str]:
    """A code on which the sources disagree is remarked on, and a profile in the old form; nothing else is."""
    if not sample.tolerated:
        return set()
    return {"CP-06"} if sample.kind is Kind.AGREEMENT else {"DM-03"}


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.in_thread], ids=name)
def test_conversation_is_without_findings(sample: Sample) -> None:
    for players in casts(sample):
        exchange = write_thread(sample, players)
        assert set(found_in(exchange)) <= allowed(sample)
        again = Exchange.from_files(exchange.to_files())
        assert again.to_files() == exchange.to_files()
        assert again.acting_for_other == exchange.acting_for_other


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.kind is not Kind.ERROR], ids=name)
def test_message_is_without_findings(sample: Sample) -> None:
    for players in casts(sample):
        verdict = judge_message(write(sample, players), sender=sample.sender)
        assert verdict.schema == "valid"
        assert {finding.rule for finding in verdict.findings} <= allowed(sample)
        if sample.kind is Kind.PROCESS:
            assert (verdict.type, verdict.code, verdict.direction) == (sample.process, sample.code, sample.sender)


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.kind in OFFICIAL], ids=name)
def test_official_schemas_agree(sample: Sample, official: SchemaPack) -> None:
    for players in casts(sample):
        assert judge_message(write(sample, players), sender=sample.sender, pack=official).schema == "valid"


@pytest.fixture(scope="module")
def official() -> SchemaPack:
    folder = os.environ.get("EPJ_OFFICIAL_SCHEMAS")
    if not folder:
        pytest.skip("EPJ_OFFICIAL_SCHEMAS er ikke satt: sett den til mappen med de offisielle skjemaene og bundle.xsd.")
    return SchemaPack.from_folder(folder)


def test_every_step_of_every_version_has_a_sample() -> None:
    written = {(one.process, one.version, id(one.step)) for one in SAMPLES}
    for process in CATALOGUE.values():
        for version in process.versions:
            dialog = catalogue.dialog_of(process, version)
            steps = [step for step in process.steps if step.dialog in ("", dialog) and step.version <= version]
            assert steps
            assert {(process.code, version, id(step)) for step in steps} <= written
        assert {id(step) for step in process.steps} <= {step for _, _, step in written}


def test_every_other_message_has_a_sample() -> None:
    codes = {(one.process, one.version, one.code, one.sender) for one in SAMPLES}
    for sender in Role:
        for version in ("1.0", "1.1"):
            errors = kodeverk.find(8221).codes
            assert {("APPREC", version, code, sender) for code in ("", *errors)} <= codes
    conditions = {code for process, _, code, _ in codes if process == "FEILKO"}
    assert conditions >= {one for one in CONDITIONS if "cerificate" not in one}
    assert set(BETWEEN_ACTORS) <= {process for process, *_ in codes}
    states = {one.action for one in SAMPLES if one.process == "Appointment"}
    assert {("AMQP_SOAP_FAULT", version) for version in ("1.1", "1.2")} <= {pair[:2] for pair in codes}
    assert {"CPP", "CPA"} <= {process for process, *_ in codes}
    assert states == {"booked", "proposed", "cancelled", "fulfilled", "noshow", "entered-in-error"}


def test_names_tell_samples_apart() -> None:
    assert not [one for one, count in Counter(name(sample) for sample in SAMPLES).items() if count > 1]


def test_a_step_that_is_added_has_its_sample() -> None:
    steps = (request(Role.HELSENORGE, "ERT", required=("FraDato",)), note(Role.EPJ, "33", ("ERT",), required=(TEXT,)))
    process = replace(EKONTAKT, steps=(*EKONTAKT.steps, *steps))
    exchange = write_thread(catalogue.of_step(process, steps[1], "1.2"), cast())
    asked, answered = (Hodemelding.from_xml(exchange.items[place].raw).dialog for place in (0, 2))
    assert (asked.code, answered.code) == ("ERT", "33")  # type: ignore[union-attr]
    assert answered.body.text  # type: ignore[union-attr]


def test_a_document_that_nobody_has_written_is_told() -> None:
    step = request(Role.EPJ, "SKIF", documents=("Skjema",))
    process = replace(EKONTAKT, steps=(step,))
    with pytest.raises(SampleError, match=r"Skjema.*documents\.py"):
        write(catalogue.of_step(process, step, "1.2"), cast())


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.process not in WITHOUT_IDS], ids=name)
def test_same_ids_give_same_bytes(sample: Sample) -> None:
    assert write(sample, cast()) == write(sample, cast())
    assert write(sample, cast()) != write(sample, cast(new_id=ids(2)))


def test_sample_alone_is_the_one_of_its_conversation() -> None:
    sample = choose("EKONTAKT", "Svar", code="22")
    exchange = write_thread(sample, cast())
    assert write(sample, cast()) in [item.raw for item in exchange]
    codes = [judge_message(item.raw).code for item in exchange]
    assert [code for code in codes if code] == ["HE", "19", "22"]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (("EKONTAKT", "Foresporsel", "HE"), ["HE", "19"]),
        (("EKONTAKT", "Foresporsel", "EKI"), ["EKI"]),
        (("AVTALEAVBESTILLING", "SvarAvbestilling", "09"), ["05", "ART", "09"]),
        (("TIMERESERVASJON", "ReserverAvtale", "RT"), ["HLT", "03", "RT", "05"]),
        (("TIMEONSKE", "SvarOnske", "08"), ["OT", "05", "OAT", "08"]),
        (("AVTALEUTSENDING", "Avtale", "07"), ["05", "07"]),
        (("DIGITALBRUKER", "SjekkStatus", "SIDAB"), ["SIDAB", "28"]),
        (("TEST", "Foresporsel", "KT"), ["KT", "RKT"]),
    ],
)
def test_conversation_begins_where_it_must_and_ends_with_an_answer(
    asked: tuple[str, str, str], codes: list[str]
) -> None:
    process, action, code = asked
    exchange = write_thread(choose(process, action, code=code), cast())
    assert [found for item in exchange if (found := judge_message(item.raw).code)] == codes


def test_cancellation_echoes_the_appointment_and_carries_the_stricter_content() -> None:
    exchange = write_thread(choose("AVTALEAVBESTILLING", code="ART"), cast())
    push, cancellation = (Hodemelding.from_xml(exchange.items[place].raw) for place in (0, 2))
    told, asked = (one.calendar.events[0] for one in (push, cancellation) if one.calendar)
    assert (told.uid, told.related_to, told.start, told.contact) == (
        asked.uid,
        asked.related_to,
        asked.start,
        asked.contact,
    )
    assert cancellation.dialog.body.extra.v == "2"  # type: ignore[union-attr]


def test_answers_in_real_time_keep_the_correlation_and_take_no_receipt() -> None:
    exchange = write_thread(choose("BEHANDLEROVERSIKT", "Hent"), cast())
    asked, answered = (item.envelope for item in exchange)
    assert asked is not None
    assert answered is not None
    assert asked.correlation_id == answered.correlation_id
    assert asked.message_id != answered.message_id
    assert (asked.to, answered.to) == ("8210011_sync", "8200002_syncreply")


def test_someone_acts_only_where_the_version_has_it() -> None:
    def acts(version: str) -> bool:
        sample = choose("EKONTAKT", code="HE", version=version)
        return Hodemelding.from_xml(write(sample, cast(acting=MOTHER))).acting is not None

    assert acts("1.2")
    assert not acts("1.1")
    answer = Hodemelding.from_xml(write(choose("EKONTAKT", code="19"), cast(acting=MOTHER)))
    assert answer.acting is None


def test_what_is_known_of_the_writer_follows_the_conversation() -> None:
    exchange = write_thread(choose("EKONTAKT", code="HE"), cast(acting=MOTHER))
    assert list(exchange.acting_for_other.values()) == [True]
    assert list(write_thread(choose("EKONTAKT", code="HE"), cast()).acting_for_other.values()) == [False]


def test_a_folder_that_tells_nonsense_of_the_writer_is_refused() -> None:
    files = write_thread(choose("EKONTAKT", code="HE"), cast()).to_files()
    files["01.json"] = files["01.json"].replace(b'"acting_for_other": false', b'"acting_for_other": "nei"')
    with pytest.raises(StandardsError, match="acting_for_other"):
        Exchange.from_files(files)


def test_the_service_speaks_in_its_own_words() -> None:
    texts = {
        Hodemelding.from_xml(write(choose("EKONTAKT", code="HE"), cast(service=service))).dialog.body.text  # type: ignore[union-attr]
        for service in ("helsestasjon", "hjemmetjeneste")
    }
    assert len(texts) == 2


def test_koordinator_repeats_the_request_in_the_older_version() -> None:
    exchange = write_thread(choose("KOORDINATOR", code="19"), cast())
    answer = exchange.items[2].raw.decode()
    assert xml.DIALOG_10 in answer
    assert judge_message(answer.encode()).findings == ()
    assert "apprec/2004-11-21" in exchange.items[3].raw.decode()


def test_a_message_with_several_forms_has_a_sample_of_each() -> None:
    inactive = Hodemelding.from_xml(write(choose("DIGITALBRUKER", "SDAB", variant="inaktiv"), cast()))
    assert inactive.dialog.body.extra.v == "2"  # type: ignore[union-attr]
    off = Hodemelding.from_xml(write(choose("AVTALEUTSENDING", "MOA", variant="kansellert"), cast())).calendar
    assert off is not None
    assert (off.events[0].status, off.events[0].cancellation_reason) == ("CANCELLED", "Avlyst av tjeneste")
    assert xml.XHTML in write(choose("EKONTAKT", "19", variant="formatert"), cast()).decode()
    assert b"<Tjeneste>" not in write(choose("TJENESTEOVERSIKT", variant="tom"), cast())
    assert {one.version for one in SAMPLES if one.variant == "formatert" and one.short == "HELSEPERSONELL"} == {"1.1"}


@pytest.mark.parametrize("source", SOURCES)
def test_no_source_calls_a_sample_wrong(source: str) -> None:
    wrong = []
    for sample in SAMPLES:
        if not sample.in_thread:
            continue
        exchange = write_thread(sample, cast())
        found = [*judge_exchange(exchange, profile=source).findings]
        for item in exchange:
            found += judge_message(item.raw, sender=item.sender, envelope=item.envelope, profile=source).findings
        wrong += [f"{name(sample)}: {one.rule}" for one in found if one.severity is Severity.ERROR]
    assert not wrong


def test_home_visit_has_a_period_and_no_alerts() -> None:
    visit = read_json(write(choose("Appointment", "proposed"), cast()))
    assert "requestedPeriod" in visit
    assert "start" not in visit
    assert "tag" not in visit["meta"]
    assert read_json(write(choose("Appointment", "cancelled"), cast()))["cancelationReason"]


def test_an_appointment_keeps_its_id_through_the_calls() -> None:
    booked, cancelled = write_thread(choose("Appointment", "cancelled"), cast())
    assert booked.http is not None
    assert cancelled.http is not None
    assert booked.http.url == cancelled.http.url
    assert read_json(booked.raw)["identifier"] == read_json(cancelled.raw)["identifier"]
    assert write_thread(choose("OperationOutcome"), cast()).items[0].http.status == 400  # type: ignore[union-attr]


def test_error_queue_is_told_by_its_properties() -> None:
    sample = choose("feilkø", code="abuse:spoofing-attack", role=Role.EPJ)
    envelope = Envelope.from_json(json.loads(write(sample, cast())))
    assert envelope.error_condition == "abuse:spoofing-attack"
    assert write_thread(sample, cast()).items[-1].raw == b""


@pytest.mark.parametrize("asked", ["ekontakt", "EKontakt", "DIALOG_INNBYGGER_EKONTAKT"])
def test_short_names_are_enough(asked: str) -> None:
    assert choose(asked) == choose("EKONTAKT", "Foresporsel", code="HE", version="1.2", role=Role.HELSENORGE)


def test_a_code_or_another_source_s_name_will_do_for_the_action() -> None:
    assert choose("EKONTAKT", "19").code == "19"
    assert choose("TIMEONSKE", "ØnskeReserver") == choose("TIMEONSKE", "OT")
    assert choose("APPREC", "avvist", code="E35", version="1.0", role=Role.HELSENORGE).title


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ({"process": "EKONTKAT"}, r"Mente du EKONTAKT\?"),
        ({"process": "EKONTAKT", "action": "Svra"}, r"Mente du Svar\?"),
        ({"process": "EKONTAKT", "action": "Svar", "code": "05"}, r"19, 22"),
        ({"process": "EKONTAKT", "version": "1.3"}, r"1\.2, 1\.1"),
        ({"process": "AVTALEUTSENDING", "role": Role.HELSENORGE}, "epj"),
        ({"process": "EKONTAKT", "action": "Svar", "variant": "formattert"}, r"Mente du formatert\?"),
        ({"process": "qqq"}, "epj build --list"),
    ],
)
def test_what_does_not_exist_is_told_with_the_nearest(asked: dict[str, str], hint: str) -> None:
    with pytest.raises(SampleError, match=hint):
        choose(**asked)  # type: ignore[arg-type]


def test_a_sample_alone_is_the_one_in_its_conversation() -> None:
    answer = choose("EKONTAKT", "Svar")
    plain = cast()
    raw = write(answer, plain)
    assert raw in [item.raw for item in write_thread(answer, replace(plain, new_id=ids()))]
    with pytest.raises(SampleError, match="tidssone"):
        write(answer, replace(plain, now=NOW.replace(tzinfo=None)))
    with pytest.raises(SampleError, match="ingen samtale"):
        write_thread(choose("DIALOG_NOTAT"), plain)
