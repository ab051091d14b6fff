"""What the FHIR rules let pass, what they stay silent on, and where they point."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from standards.exchange import Exchange, Http, Item
from standards.fhir import read_json, walk, write_json
from standards.kodeverk.k7619 import K7619
from standards.rules.engine import MessageVerdict, judge_exchange, judge_message
from standards.rules.fhir_invariants import INVARIANTS
from standards.rules.fhir_places import FLAGS
from standards.rules.model import Severity
from standards.rules.profiles import APPOINTMENT_254, HITS_2019
from standards.rules.register import Kind
from tests.standards import fhir_cases
from tests.standards.fhir_good import (
    HN,
    OID,
    Resource,
    as_json,
    as_xml,
    cancelled,
    changed,
    coded,
    drop,
    episode,
    flag,
    home_visit,
    outcome,
    plain,
    put,
    specialist,
    station,
    virtual,
    youth,
)
from tests.standards.good import EPJ
from tests.standards.good import HN as HELSENORGE

GOOD = (station, home_visit, cancelled, youth, virtual, specialist, episode, outcome)
LONE = {
    "resourceType": "Appointment",
    "status": "proposed",
    "participant": [{"actor": {"display": "x"}, "status": "accepted"}],
}


def errors(verdict: MessageVerdict) -> set[str]:
    return {finding.rule for finding in verdict.errors}


def remarks(verdict: MessageVerdict) -> set[str]:
    return {finding.rule for finding in verdict.findings if finding.severity is Severity.REMARK}


@pytest.mark.parametrize("make", GOOD, ids=lambda make: make.__name__)
@pytest.mark.parametrize("form", [as_json, as_xml])
def test_good_resources_have_no_findings(
    make: Callable[[], Resource], form: Callable[..., Callable[[], bytes]]
) -> None:
    verdict = judge_message(form(make)())
    assert (verdict.kind, verdict.schema, verdict.findings, verdict.not_judged) == (Kind.FHIR, "valid", (), ())


@pytest.mark.parametrize("code", K7619.codes)
def test_every_municipal_service_may_book(code: str) -> None:
    one = changed(station(), put("/serviceCategory/0/coding/0/code", code), drop("/meta/tag"))
    assert judge_message(write_json(one)).findings == ()


def test_every_right_of_the_citizen_that_a_municipality_may_give_passes() -> None:
    one = station()
    for number, code in enumerate(FLAGS[:4]):
        if code != "cancelWithComment":
            one["contained"].append(flag(f"f{number}", code))
            one["supportingInformation"].append({"reference": f"#f{number}"})
    assert judge_message(write_json(one)).findings == ()


def test_a_fault_is_pointed_at_in_json_and_in_xml() -> None:
    wrong = put("/contained/0/identifier/0/system", "a b")
    in_json = next(f for f in judge_message(as_json(station, wrong)()).findings if f.rule == "FH-01")
    in_xml = next(f for f in judge_message(as_xml(station, wrong)()).findings if f.rule == "FH-01")
    assert in_json.where == "/contained/0/identifier/0/system"
    assert in_xml.where == "/f:Appointment/f:contained[1]/f:Organization/f:identifier/f:system"


def test_broken_structure_makes_the_verdict_invalid() -> None:
    assert judge_message(as_json(station, put("/status", "x"))()).schema == "invalid"
    assert judge_message(as_json(station, drop("/serviceCategory"))()).schema == "valid"


@pytest.mark.parametrize(
    "resource",
    [
        LONE,
        {**LONE, "meta": {"profile": ["http://hl7.no/fhir/StructureDefinition/no-basis-Appointment"]}, "comment": OID},
        {
            **LONE,
            "appointmentType": coded(f"{OID}.1.8406", "3"),
            "identifier": [{"system": f"{OID}.4.1", "value": "1"}],
        },
        {"resourceType": "Observation", "hva": ["som helst"]},
    ],
)
def test_what_is_not_of_the_profile_is_judged_by_its_structure_alone(resource: Resource) -> None:
    verdict = judge_message(plain(resource))
    assert verdict.findings == () and verdict.not_judged
    assert errors(judge_message(plain({**LONE, "status": "x"}))) == {"FH-01"}


def test_what_is_of_helsenorge_without_saying_so_is_judged_by_the_profile() -> None:
    one = changed(station(), drop("/meta/profile"))
    assert judge_message(write_json(one)).findings == ()
    assert errors(judge_message(write_json(changed(one, drop("/appointmentType"))))) == {"FH-03"}


def test_the_service_may_stand_in_a_code_system_of_ones_own_too() -> None:
    own = put("/serviceCategory/0/coding/-", {"system": "urn:egen", "code": "HS"})
    assert judge_message(as_json(station, own)()).findings == ()
    unknown = put("/serviceCategory/0/coding/-", {"system": f"{OID}.1.7619", "code": "99"})
    assert errors(judge_message(as_json(station, unknown)())) == {"FH-03"}


def test_an_older_profile_does_not_let_home_care_have_flags_or_tags() -> None:
    one = changed(home_visit(), put("/contained/1/type/0/coding/0/code", "OF"))
    tagged = write_json(changed(one, put("/meta/tag/-", {"system": f"{HN}/varsling", "code": "1"})))
    assert judge_message(tagged).findings == ()
    asked = judge_message(tagged, profile=APPOINTMENT_254)
    assert [(f.rule, f.clause) for f in asked.errors] == [("A29", "hn-basis-appointment 2.5.4")] * 2
    declared = read_json(tagged)
    declared["meta"]["profile"] = [f"{HN}/StructureDefinition/hn-basis-appointment|2.4"]
    verdict = judge_message(write_json(declared))
    assert errors(verdict) == set() and remarks(verdict) == {"A29", "FH-04"}


def test_sources_without_the_profile_do_not_judge_by_it() -> None:
    verdict = judge_message(as_json(station, drop("/serviceCategory"))(), profile=HITS_2019)
    assert verdict.findings == () and "FH-03" in {entry.rule for entry in verdict.not_judged}
    assert errors(judge_message(as_json(station, put("/status", "x"))(), profile=HITS_2019)) == {"FH-01"}


@pytest.mark.parametrize("system", [f"{OID}.4.101", f"{OID}.4.102"])
def test_the_systems_of_the_expressions_pass_with_a_remark(system: str) -> None:
    verdict = judge_message(as_json(station, put("/contained/0/identifier/0/system", system))())
    assert errors(verdict) == set() and remarks(verdict) == {"FH-04"}
    assert system in verdict.findings[0].found


@pytest.mark.parametrize(
    "url",
    [
        f"{HN}/StructureDefinition/hn-basis-virtual-service",
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService",
    ],
)
def test_any_address_of_the_virtual_service_passes_with_a_remark(url: str) -> None:
    verdict = judge_message(as_json(virtual, put("/extension/0/url", url))())
    assert errors(verdict) == set() and remarks(verdict) == {"FH-04"}


def test_a_move_within_the_specialist_services_needs_no_reason_when_it_is_part_of_another() -> None:
    part = {"url": "http://hl7.no/fhir/StructureDefinition/no-basis-partof", "valueReference": {"display": "x"}}
    one = changed(specialist(), put("/status", "cancelled"), put("/extension/-", part))
    assert judge_message(write_json(one)).findings == ()
    assert errors(judge_message(write_json(changed(one, drop("/extension"))))) == {"A29"}


def test_a_no_show_may_have_a_reason() -> None:
    one = changed(station(), put("/status", "noshow"), put("/cancelationReason", coded(f"{OID}.1.7621", "IM")))
    assert judge_message(write_json(one)).findings == ()


def test_a_contact_point_with_two_levels_passes() -> None:
    parent = {
        "resourceType": "Organization",
        "id": "kommune",
        "identifier": [{"system": f"{OID}.2", "value": "8210001"}],
    }
    other = {**fhir_cases.ORG, "partOf": {"reference": "#kommune"}}
    one = changed(station(), put("/contained/-", parent), put("/contained/-", other), fhir_cases.SEE)
    assert judge_message(write_json(one)).findings == ()


def test_a_logical_reference_to_the_contact_point_passes() -> None:
    one = changed(station(), put("/identifier/0/assigner", {"display": "Fjordvik"}), drop("/contained/0"))
    who = {"type": "Organization", "identifier": {"system": f"{OID}.2", "value": "8210011"}}
    assert judge_message(write_json(changed(one, put("/supportingInformation/0", who)))).findings == ()
    del who["type"]
    assert judge_message(write_json(changed(one, put("/supportingInformation/0", who)))).findings == ()


def test_every_invariant_of_the_profile_is_caught_under_its_own_name() -> None:
    assert set(fhir_cases.INVARIANTS) == set(INVARIANTS) - {"serviceCategory-7-ptres-no-varsling-or-paminnelse"}
    for name, cases in fhir_cases.INVARIANTS.items():
        for case in cases:
            bad = case.bad()
            assert isinstance(bad, bytes)
            assert f"hn-basis-appointment 2.5.5, {name}" in {f.clause for f in judge_message(bad).findings}


XML_FAULTS = (
    ("<status ", "løs<status "),
    ("<status ", '<status hva="x" '),
    ("<status ", '<status xmlns="urn:x" '),
    ('<status value="booked"/>', ""),
    ('<minutesDuration value="30"/>', '<minutesDuration value="30.0"/>'),
    ('<minutesDuration value="30"/>', '<status value="booked"/>'),
    ("</Appointment>", '<created value="2026-11-21"/></Appointment>'),
    ("<contained><Location>", "<contained><Flag/><Location>"),
)


@pytest.mark.parametrize(("old", "new"), XML_FAULTS)
def test_what_only_xml_can_get_wrong_is_caught(old: str, new: str) -> None:
    text = as_xml(station)().decode()
    assert old in text
    assert "FH-01" in errors(judge_message(text.replace(old, new, 1).encode()))


def test_where_a_schema_is_told_is_no_fault() -> None:
    told = '<Appointment xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b" '
    assert judge_message(as_xml(station)().replace(b"<Appointment ", told.encode())).findings == ()


def test_an_exchange_over_rest_is_whole() -> None:
    call = Http("PUT", fhir_cases.URL, 201)
    items = [Item(EPJ, as_json(make)(), http=call) for make in (station, station, cancelled)]
    assert judge_exchange(Exchange(tuple(items))).findings == ()
    refused = Item(EPJ, as_json(station, put("/identifier/0/value", "X"))(), http=Http("PUT", fhir_cases.URL, 400))
    answer = Item(HELSENORGE, as_xml(outcome)(), http=Http(status=400))
    verdict = judge_exchange(Exchange((*items, refused, answer)))
    assert verdict.findings == ()
    broken = Item(EPJ, as_json(station, put("/id", "x"))(), http=call, deliberate_fault="annen id")
    assert judge_exchange(Exchange((broken,))).findings == ()


def test_unreadable_json_is_a_finding_and_never_a_crash() -> None:
    for raw in (b"{", b'{"resourceType": "Appointment", "a": NaN}', b"{" * 9999):
        assert errors(judge_message(raw)) == {"MH-01"}


JUNK: tuple[Any, ...] = (
    None,
    {},
    [],
    "",
    "x",
    0,
    True,
    [None],
    [[]],
    {"x": {}},
    ["#"],
    {"coding": [None]},
    {"reference": 1},
)


@pytest.mark.parametrize("make", GOOD, ids=lambda make: make.__name__)
def test_nothing_that_comes_makes_the_rules_fail(make: Callable[[], Resource]) -> None:
    chance = random.Random(11)
    for pointer, _ in list(walk(make()))[1:]:
        raw = write_json(changed(make(), put(pointer, chance.choice(JUNK))))
        assert judge_message(raw).schema in {"valid", "invalid"}
        judge_exchange(Exchange((Item(EPJ, raw, http=Http("PUT", fhir_cases.URL, 201)),)))
    root = etree.fromstring(as_xml(make)())
    for element in list(root.iter(etree.Element))[1:]:
        copy = etree.fromstring(etree.tostring(root))
        twin = copy.getroottree().xpath(root.getroottree().getpath(element))[0]
        twin.attrib.clear()
        twin.append(etree.fromstring('<value xmlns="http://hl7.org/fhir"><value value="1"/></value>'))
        assert errors(judge_message(etree.tostring(copy)))


@pytest.mark.parametrize("form", [as_json, as_xml])
def test_a_system_that_is_told_to_be_unknown_is_there(form: Callable[..., Callable[[], bytes]]) -> None:
    unknown = {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
    }
    for coding, rules in (({"code": "x"}, ["A29"]), ({"_system": unknown, "code": "x"}, [])):
        found = judge_message(form(station, put("/meta/tag/-", coding))()).findings
        assert [finding.rule for finding in found] == rules


def test_the_namespace_may_stand_in_character_references() -> None:
    written = as_xml(station, put("/status", "unknown"))()
    spelt = written.replace(b"http://hl7.org/fhir", b"http&#58;//hl7.org/fhir", 1)
    first, second = judge_message(written), judge_message(spelt)
    assert spelt != written and (first.schema, first.findings) == (second.schema, second.findings) and first.errors


def test_an_appointment_in_a_bundle_is_said_to_be_judged_by_r4_only() -> None:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": station()}]}
    reasons = {one.rule: one.reason for one in judge_message(write_json(bundle)).not_judged}
    assert "inne i en annen ressurs" in reasons["A29"]
    assert "A29" not in {one.rule for one in judge_message(as_json(outcome)()).not_judged}
