"""What two profiles give together, action by action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from standards import xml
from standards.cppa import (
    ENTRIES,
    Agreement,
    Generation,
    Intersection,
    Mode,
    Profile,
    Queues,
    intersect,
    profile_for,
    read,
    read_element,
)
from standards.cppa.actions import carries, same_function
from standards.cppa.entries import find, version_key
from standards.cppa.model import Binding, CollaborationRole
from standards.errors import StandardsError
from standards.exchange import Role
from standards.identifiers import is_her_id
from standards.kodeverk.k8279 import K8279
from standards.processes import CATALOGUE
from standards.rules.engine import judge_message
from standards.schema import SchemaPack
from tests.standards import cppa_cases as cases
from tests.standards import good
from tests.standards.mutants import mutants

EPJ, HN = Role.EPJ, Role.HELSENORGE
STATION, HELSENORGE = good.STATION.her_id, good.HELSENORGE.her_id
EKONTAKT, TIMES, TEST = (f"DIALOG_INNBYGGER_{name}" for name in ("EKONTAKT", "TIMERESERVASJON", "TEST"))
CANCEL, PUSH = (f"DIALOG_INNBYGGER_AVTALE{name}" for name in ("AVBESTILLING", "UTSENDING"))


def meet(a: Profile, b: Profile) -> Intersection:
    return intersect(a, b, cpa_id="cpa-1", start=cases.START, end=cases.END)


def agreed(a: Profile, b: Profile) -> Agreement:
    found = meet(a, b).agreement
    assert found is not None
    return found


def edited(profile: Profile, change: Callable[[CollaborationRole], CollaborationRole]) -> Profile:
    """The profile with each of its roles changed."""
    roles = tuple(change(role) for role in profile.party.roles)
    return replace(profile, parties=(replace(profile.party, roles=roles),))


def test_every_row_of_the_templates_is_in_kodeverk_8279() -> None:
    for code, rows in ENTRIES.items():
        assert K8279.knows(code)
        versions = [version for row in rows for version in row.versions]
        assert len(versions) == len(set(versions))
        for row in rows:
            assert row.functions and row.generations
            assert row.apprec or all(one.mode is Mode.SYNC for one in row.functions)


def test_every_process_that_we_know_the_steps_of_has_a_row() -> None:
    assert set(CATALOGUE) <= set(ENTRIES)


@pytest.mark.parametrize("code", sorted(ENTRIES))
@pytest.mark.parametrize("mine", Generation)
@pytest.mark.parametrize("theirs", Generation)
def test_every_process_meets_across_both_generations(code: str, mine: Generation, theirs: Generation) -> None:
    met = meet(cases.profile(EPJ, (code,), mine), cases.profile(HN, (code,), theirs))
    assert met.agreement is not None
    newest = max((version for row in ENTRIES[code] for version in row.versions), key=version_key)
    for party in met.agreement.parties:
        assert [role.version for role in party.roles] == [newest]
    entry = find(code, newest)
    assert entry is not None
    for function in entry.functions:
        sender = STATION if function.sender is EPJ else HELSENORGE
        assert met.agreement.supports(code, newest, function.action, sender)
    verdict = judge_message(met.agreement.to_xml())
    assert verdict.errors == ()
    assert {finding.rule for finding in verdict.findings} <= {"CP-06"}


def test_the_newest_version_that_both_have_wins() -> None:
    older = cases.profile(HN, ((EKONTAKT, "1.1"),))
    met = agreed(cases.profile(EPJ, (EKONTAKT,)), older)
    assert [role.version for role in met.party(STATION).roles] == ["1.1"]
    assert met.supports(EKONTAKT, "1.1", "Foresporsel", HELSENORGE)
    assert not met.supports(EKONTAKT, "1.2", "Foresporsel", HELSENORGE)
    assert met.role(EKONTAKT, HELSENORGE, "1.1") is not None and met.role(EKONTAKT, HELSENORGE, "1.2") is None


def test_numbers_decide_which_version_is_newest() -> None:
    def twice(role: CollaborationRole) -> CollaborationRole:
        return replace(role, version={"1.1": "1.10", "1.2": "1.9"}[role.version])

    a, b = (edited(cases.profile(role, (EKONTAKT,)), twice) for role in (EPJ, HN))
    assert [role.version for role in agreed(a, b).parties[0].roles] == ["1.10"]
    assert version_key("2.x") < version_key("2.0") < version_key("10")


def test_no_common_version_is_told() -> None:
    met = meet(cases.profile(EPJ, ((EKONTAKT, "1.2"),)), cases.profile(HN, ((EKONTAKT, "1.1"),)))
    assert met.agreement is None
    assert [reason.code for reason in met.reasons] == [EKONTAKT]
    assert "ingen versjon" in met.reasons[0].text


def test_a_process_that_only_one_has_falls_out() -> None:
    met = meet(cases.profile(EPJ, (EKONTAKT, TIMES)), cases.profile(HN, (EKONTAKT,)))
    assert met.agreement is not None and {role.code for role in met.agreement.parties[0].roles} == {EKONTAKT}
    assert [(reason.code, reason.text) for reason in met.reasons] == [
        (TIMES, "Innbyggertjenester har ikke prosessen i profilen sin.")
    ]


@pytest.mark.parametrize("generation", Generation)
def test_the_two_must_have_different_roles(generation: Generation) -> None:
    other = cases.profile(EPJ, (EKONTAKT,), generation)
    stranger = replace(other, parties=(replace(other.party, name="Annen", ids=(other.party.ids[1],)),))
    met = meet(other, stranger)
    assert met.agreement is None
    assert ["hver sin rolle" in reason.text for reason in met.reasons] == [True, True]


def test_an_older_version_with_different_roles_is_taken_when_the_newest_has_the_same() -> None:
    def same(role: CollaborationRole) -> CollaborationRole:
        return replace(role, role="Helsepersonell") if role.version == "1.2" else role

    met = meet(cases.profile(EPJ, (EKONTAKT,)), edited(cases.profile(HN, (EKONTAKT,)), same))
    assert met.agreement is not None and met.agreement.parties[0].roles[0].version == "1.1"
    assert [reason.version for reason in met.reasons] == ["1.2"]


def test_a_party_has_no_agreement_with_itself() -> None:
    with pytest.raises(StandardsError, match="seg selv"):
        meet(cases.profile(), cases.profile())


def test_an_action_without_counterpart_falls_out_with_a_reason() -> None:
    def no_cancel(role: CollaborationRole) -> CollaborationRole:
        return replace(role, can_receive=tuple(one for one in role.can_receive if one.action != "AvbestillAvtale"))

    met = meet(edited(cases.profile(EPJ, ((TIMES, "1.2"),)), no_cancel), cases.profile(HN, ((TIMES, "1.2"),)))
    assert met.agreement is not None
    assert [(reason.action, reason.text) for reason in met.reasons] == [
        ("AvbestillAvtale", "Helsestasjon kan ikke motta AvbestillAvtale.")
    ]
    assert not met.agreement.supports(TIMES, "1.2", "AvbestillAvtale", HELSENORGE)
    assert met.agreement.supports(TIMES, "1.2", "ReserverAvtale", HELSENORGE)
    assert not met.agreement.supports(TIMES, "1.2", "ReserverAvtale", STATION)


def test_a_channel_of_the_other_mode_is_no_counterpart() -> None:
    def moved(role: CollaborationRole) -> CollaborationRole:
        return replace(
            role,
            can_receive=tuple(
                replace(one, channels=("syncAMQPChannelC2",)) if one.action == "ReserverAvtale" else one
                for one in role.can_receive
            ),
        )

    met = meet(edited(cases.profile(EPJ, ((TIMES, "1.2"),)), moved), cases.profile(HN, ((TIMES, "1.2"),)))
    assert {reason.action for reason in met.reasons} == {"ReserverAvtale"}
    assert all("annen kanal" in reason.text for reason in met.reasons)


def test_the_old_single_action_keeps_only_the_channels_that_the_other_has() -> None:
    old = cases.profile(EPJ, (TIMES,), Generation.OLD)
    met = agreed(old, cases.profile(HN, (TIMES,)))
    single = met.party(STATION).roles[0].can_send[0]
    assert single.action == TIMES and len(single.channels) == 2
    onske = "DIALOG_INNBYGGER_TIMEONSKE"
    met = agreed(cases.profile(EPJ, (onske,), Generation.OLD), cases.profile(HN, (onske,)))
    assert met.supports(onske, "1.2", "ØnskeReserver", HELSENORGE)


def test_bindings_point_at_each_other() -> None:
    met = agreed(cases.profile(EPJ), cases.profile(HN))
    first, second = met.parties
    theirs = {one.id: one.action for role in second.roles for one in (*role.sends, *role.receives)}
    for role in first.roles:
        for one in (*role.sends, *role.receives):
            assert same_function(role.code, theirs[one.other], one.action)


def test_an_answer_survives_what_it_stood_inside() -> None:
    def nested(role: CollaborationRole) -> CollaborationRole:
        by_name = {one.action: one for one in (*role.can_send, *role.can_receive)}
        search = replace(by_name["HentLedigeTimer"], replies=(by_name["SvarLedigeTimer"],))
        sends = tuple(one for one in role.can_send if one.action != "SvarLedigeTimer")
        receives = tuple(one for one in role.can_receive if one.action != "HentLedigeTimer")
        return replace(role, can_send=sends, can_receive=(*receives, search))

    def silent(role: CollaborationRole) -> CollaborationRole:
        return replace(role, can_send=tuple(one for one in role.can_send if one.action != "HentLedigeTimer"))

    epj = edited(cases.profile(EPJ, ((TIMES, "1.2"),)), nested)
    both = agreed(epj, cases.profile(HN, ((TIMES, "1.2"),)))
    assert both.supports(TIMES, "1.2", "HentLedigeTimer", HELSENORGE)
    assert both.supports(TIMES, "1.2", "SvarLedigeTimer", STATION)
    less = meet(epj, edited(cases.profile(HN, ((TIMES, "1.2"),)), silent))
    assert less.agreement is not None and {reason.action for reason in less.reasons} == {"HentLedigeTimer"}
    assert less.agreement.supports(TIMES, "1.2", "SvarLedigeTimer", STATION)


def test_a_process_with_receipts_alone_is_no_process() -> None:
    def mute(role: CollaborationRole) -> CollaborationRole:
        def receipts(bindings: tuple[Binding, ...]) -> tuple[Binding, ...]:
            return tuple(one for one in bindings if one.action == "APPREC")

        return replace(role, can_send=receipts(role.can_send), can_receive=receipts(role.can_receive))

    met = meet(edited(cases.profile(EPJ, (PUSH,)), mute), cases.profile(HN, (PUSH,)))
    assert met.agreement is None
    assert met.reasons[-1].text.startswith("Ingen handling")


def test_both_can_hold_both_roles_of_the_line_test() -> None:
    def both(party: Role) -> Profile:
        whole, other = cases.profile(party, ((TEST, "1.2"),)), cases.profile(party.other, ((TEST, "1.2"),))
        renamed = [
            replace(one, id=f"{one.id}x") for one in (*other.party.roles[0].can_send, *other.party.roles[0].can_receive)
        ]
        turned = replace(other.party.roles[0], can_send=tuple(renamed[:2]), can_receive=tuple(renamed[2:]))
        return replace(whole, parties=(replace(whole.party, roles=(*whole.party.roles, turned)),))

    met = agreed(both(EPJ), both(HN))
    assert sorted(role.role for role in met.parties[0].roles) == ["Helsepersonell", "Innbygger"]
    assert judge_message(met.to_xml()).findings == ()


def test_another_uuid_is_told_but_stops_nothing() -> None:
    odd = edited(cases.profile(HN, (PUSH,)), lambda role: replace(role, uuid="urn:x"))
    met = meet(cases.profile(EPJ, (PUSH,)), odd)
    assert met.agreement is not None and "uuid" in met.reasons[0].text


def test_one_reads_the_side_that_is_not_ones_own() -> None:
    met = cases.agreement()
    assert met.other(HELSENORGE).her_id == STATION and met.other(STATION).her_id == HELSENORGE
    with pytest.raises(StandardsError, match="gjelder ikke"):
        met.other("8299999")


def test_an_agreement_holds_from_start_to_end() -> None:
    met = cases.agreement()
    for moment, holds in (
        ("2025-12-31T23:59:59", False),
        ("2026-01-01T01:00:00", True),
        ("2028-01-01T00:00:00", False),
    ):
        assert met.valid_at(datetime.fromisoformat(moment)) is holds
        assert met.valid_at(datetime.fromisoformat(f"{moment}+00:00")) is holds


@pytest.mark.parametrize(
    ("code", "one", "two", "same"),
    [
        (TIMES, "SvarAvtaleReservasjon", "SvarTimeReservasjon", True),
        (TIMES, "ReserverTime", "reserveravtale", True),
        (CANCEL, "AvbestillAvtale", "Foresporsel", True),
        (CANCEL, "Svar", "SvarAvbestilling", True),
        ("DIALOG_INNBYGGER_TIMEONSKE", "ØnskeReserver", "OnskeReserver", True),
        (TIMES, "ReserverAvtale", "AvbestillAvtale", False),
        (EKONTAKT, "SvarAvtaleReservasjon", "SvarTimeReservasjon", False),
    ],
)
def test_names_of_one_function(code: str, one: str, two: str, same: bool) -> None:
    assert same_function(code, one, two) is same_function(code, two, one) is same


def test_the_single_action_carries_all_but_receipts() -> None:
    assert carries(TIMES, TIMES, "ReserverAvtale") and carries(TIMES, "Apprec", "APPREC")
    assert not carries(TIMES, TIMES, "APPREC") and not carries(TIMES, "ReserverAvtale", TIMES)


@pytest.mark.parametrize(
    ("codes", "said"), [((), "ingen prosesser"), (("TULL",), "ikke kjent"), (((EKONTAKT, "9.9"),), "ikke kjent")]
)
def test_a_profile_of_nothing_known_is_refused(codes: tuple[str | tuple[str, str], ...], said: str) -> None:
    with pytest.raises(StandardsError, match=said):
        cases.profile(EPJ, codes)


def test_a_profile_is_of_a_party_that_communicates() -> None:
    with pytest.raises(StandardsError, match="HER-id"):
        profile_for(replace(good.STATION, level2=None), (EKONTAKT,), EPJ, Queues("a", "b"), cpp_id="x")
    assert is_her_id(cases.profile().party.her_id)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_two_valid_profiles_give_is_valid(seed: int) -> None:
    own, theirs = SchemaPack.own(), cases.profile(HN)
    whole = [xml.parse(cases.cpp()), xml.parse(cases.old())]
    given = 0
    for mutant in mutants(whole, seed, 200):
        judge_message(xml.serialize(mutant.root))
        if own.check(mutant.root):
            continue
        try:
            profile = read_element(mutant.root)
        except StandardsError as error:
            assert error.expected and error.found and error.fix
            continue
        assert isinstance(profile, Profile)
        assert read(profile.to_xml()) == profile
        met = meet(profile, theirs).agreement
        if met is not None:
            given += 1
            assert own.check(xml.parse(met.to_xml())) == ()
            assert read(met.to_xml()) == met
    assert given > 20
