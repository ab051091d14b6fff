"""The decision: what stops, what somebody may accept, for how long, and which packs count at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unicodedata import normalize

import pytest

from conformance.deciding import asking, deviating
from conformance.deciding.choosing import Remembering, Rules, rules
from conformance.deciding.decision import Answer, Decision, Question, Why
from conformance.deciding.deviating import State
from conformance.deciding.gate import decide
from conformance.deciding.policy import SHIPPED, Policy, load
from conformance.deciding.shelf import Kept, Shelf
from conformance.deciding.wording import sentence
from conformance.packing.model import SIMULATED, UNKNOWN, Pack, PackDeviation, PackFinding
from conformance.packing.verifying import Verification
from tests.conformance.deciding_packs import TODAY, Made, deviation, pack_of, suite

POLICY = load()
DAY = timedelta(days=1)


def first(level: str, severity_class: str) -> str:
    """A scenario of that level and class in the plan for helsestasjoner."""
    planned = suite().ids("digihelsestasjon") or ()
    fits = (one for one in suite().scenarios if (one.level, one.severity_class) == (level, severity_class))
    return next(one.id for one in fits if one.id in planned)


def shelf(*packs: Pack) -> tuple[Shelf, dict[Path, Pack]]:
    """Packs that lie in a folder, without writing them."""
    lying = {Path(f"pakke-{number}.zip"): pack for number, pack in enumerate(packs)}
    return Shelf(tuple(Kept.of(path, pack.to_json()) for path, pack in lying.items())), lying


def ask(
    *packs: Pack,
    policy: Policy = POLICY,
    service: str = "digihelsestasjon",
    version: str = "4.2",
    states: Sequence[str] = (),
    deviations: Iterable[PackDeviation] | None = None,
) -> Decision:
    """Decide over packs that all verify, or with the states that they are given."""
    folder, lying = shelf(*packs)
    known = dict(zip(lying, (*states, *("gyldig" for _ in lying)), strict=False))

    def verify(kept: Kept) -> Verification:
        state, pack = known[kept.path], lying[kept.path]
        return Verification(state, () if state == "gyldig" else ("Grunnen.",), pack, pack.simulated, key_id="abc")

    given = None if deviations is None else deviating.of_pack(replace(packs[0], deviations=tuple(deviations)))
    decider = replace(rules(policy, Remembering(), TODAY, given), verify=verify)
    found = policy.service(service)
    assert found is not None
    return decide(Question("Storvik", "visma_hspro", version, found), folder, decider)


def failed(scenario: str, verdict: str = "ikke bestått", **changed: object) -> Pack:
    """A pack with one scenario that is not green."""
    return pack_of(replace(Made(verdicts={scenario: verdict}), **changed))  # type: ignore[arg-type]


def policy_with(tmp_path: Path, old: str, new: str) -> Policy:
    """The shipped criteria with one thing written otherwise."""
    text = SHIPPED.read_text("utf-8")
    assert old in text
    path = tmp_path / "kriterier.toml"
    path.write_text(text.replace(old, new), "utf-8")
    return load(path)


def test_what_all_passed_is_ready_and_says_what_was_tried_and_when() -> None:
    decision = ask(pack_of(Made()))
    assert decision.answer is Answer.READY and not decision.reasons
    tried = len(suite().ids("digihelsestasjon") or ())
    assert sentence(decision) == (
        "KLAR: DigiHelsestasjon med visma_hspro 4.2 i Storvik kan settes i produksjon: "
        f"{tried} scenarioer er prøvd 17.11.2026 og ingenting stopper."
    )


@pytest.mark.parametrize("verdict", ["ikke bestått", "ikke verifisert", "blokkert"])
def test_what_nobody_accepted_stops_at_level_skal(verdict: str) -> None:
    scenario = first("skal", "A")
    decision = ask(failed(scenario, verdict))
    assert decision.answer is Answer.NOT_READY
    assert [one.why for one in decision.reasons] == [Why.SCENARIO]
    assert f"fordi {scenario} (skal, klasse A) er {verdict}." in sentence(decision)


def test_what_failed_at_level_bor_is_a_remark() -> None:
    decision = ask(failed(first("bør", "B")))
    assert decision.answer is Answer.READY and len(decision.remarks) == 1
    assert "med én merknad" in sentence(decision)


def test_a_fault_of_the_test_bench_stops_and_nobody_can_accept_it() -> None:
    scenario = first("skal", "B")
    decision = ask(failed(scenario, "feil i testverktøyet", deviations=(deviation(scenario),)))
    assert decision.answer is Answer.NOT_READY
    (refused,) = decision.deviations(State.REFUSED)
    assert "kriteriene lar ingen akseptere «feil i testverktøyet»" in refused.why


def test_an_accepted_deviation_lets_it_go_live_and_is_told_with_its_last_day() -> None:
    scenario = first("skal", "A")
    decision = ask(failed(scenario, deviations=(deviation(scenario),)))
    assert decision.answer is Answer.READY and [one.scenario.id for one in decision.accepted] == [scenario]
    assert "ett akseptert avvik (det går ut 07.12.2026)" in sentence(decision)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"issued": TODAY + DAY, "expires": TODAY + 9 * DAY}, "det gjelder først fra 23.11.2026"),
        ({"expires": TODAY + 25 * DAY}, "det gjelder i 35 dager, og kriteriene tillater 30"),
        ({"owner": "kari lunde,  PROSJEKTEIER"}, "både eier avviket og har akseptert det"),
        ({"approver": " "}, "ingen er navngitt"),
    ],
)
def test_a_deviation_that_the_criteria_do_not_allow_counts_for_nothing(changed: dict[str, object], why: str) -> None:
    scenario = first("skal", "A")
    decision = ask(failed(scenario, deviations=(deviation(scenario, **changed),)))  # type: ignore[arg-type]
    assert decision.answer is Answer.NOT_READY
    (refused,) = decision.deviations(State.REFUSED)
    assert why in refused.why


@pytest.mark.parametrize(
    ("owner", "approver"),
    [
        ("Kåre Åsen", normalize("NFD", "Kåre\u00a0Åsen")),
        ("Kåre Åsen", "Kåre\u200b Åsen \u200b"),
        ("Kåre Åsen", "\u200b"),
        (" \u200b", "Kåre Åsen"),
    ],
)
def test_a_deviation_has_two_names_that_differ_to_the_eye(owner: str, approver: str) -> None:
    scenario = first("skal", "A")
    decision = ask(failed(scenario, deviations=(deviation(scenario, owner=owner, approver=approver),)))
    assert decision.answer is Answer.NOT_READY and decision.deviations(State.REFUSED)


def test_the_last_day_of_a_deviation_is_with_it_and_the_day_after_it_has_expired() -> None:
    scenario = first("skal", "A")
    assert ask(failed(scenario, deviations=(deviation(scenario, expires=TODAY),))).answer is Answer.READY
    gone = ask(failed(scenario, deviations=(deviation(scenario, expires=TODAY - DAY),)))
    assert gone.answer is Answer.EXPIRED
    assert f"det aksepterte avviket for {scenario} gikk ut 21.11.2026 (eier: Leverandøren)." in sentence(gone)


def test_several_that_have_expired_are_told_in_one_breath() -> None:
    ids = (first("skal", "A"), first("skal", "B"))
    gone = tuple(deviation(one, expires=TODAY - DAY) for one in ids)
    decision = ask(pack_of(Made(verdicts=dict.fromkeys(ids, "ikke bestått"), deviations=gone)))
    assert decision.answer is Answer.EXPIRED
    assert "aksepterte avvik har gått ut for" in sentence(decision) and "(det første 21.11.2026)" in sentence(decision)


def test_a_deviation_that_has_expired_is_told_also_where_the_criteria_only_remark() -> None:
    scenario = first("bør", "B")
    assert ask(failed(scenario, deviations=(deviation(scenario, expires=TODAY - DAY),))).answer is Answer.EXPIRED


def test_a_deviation_that_was_renewed_has_not_expired() -> None:
    scenario = first("skal", "A")
    both = (deviation(scenario, expires=TODAY - DAY), deviation(scenario))
    decision = ask(failed(scenario, deviations=both))
    assert decision.answer is Answer.READY
    (old,) = decision.deviations(State.NOT_NEEDED)
    assert old.why == "et nyere avvik gjelder i stedet"


@pytest.mark.parametrize(("verdict", "why"), [("bestått", "er bestått"), ("ikke aktuelt", "ikke aktuelt")])
def test_a_deviation_that_is_no_longer_needed_is_told_and_stops_nothing(verdict: str, why: str) -> None:
    scenario = first("skal", "B")
    decision = ask(failed(scenario, verdict, deviations=(deviation(scenario, expires=TODAY - DAY),)))
    assert decision.answer is Answer.READY
    (needless,) = decision.deviations(State.NOT_NEEDED)
    assert why in needless.why


def test_a_deviation_for_something_that_was_not_tried_is_told() -> None:
    decision = ask(pack_of(Made()), deviations=[deviation("HOME-N01")])
    assert decision.answer is Answer.READY
    assert [one.deviation.scenario for one in decision.deviations(State.ELSEWHERE)] == ["HOME-N01"]


def broke(*rules_broken: str, severity: str = "feil") -> list[PackFinding]:
    return [PackFinding(rule, severity, "Noe er galt") for rule in rules_broken]


def test_a_deviation_for_a_rule_covers_only_what_that_rule_found() -> None:
    scenario = first("skal", "A")
    one_rule = replace(Made(verdicts={scenario: "ikke bestått"}), deviations=(deviation(scenario, rule="DM-03"),))
    covered = pack_of(replace(one_rule, findings={scenario: broke("DM-03")}))
    assert ask(covered).answer is Answer.READY
    both = pack_of(replace(one_rule, findings={scenario: broke("DM-03", "AVT-02")}))
    assert ask(both).answer is Answer.NOT_READY
    two = (deviation(scenario, rule="DM-03"), deviation(scenario, rule="AVT-02"))
    assert ask(replace(both, deviations=two)).answer is Answer.READY


def test_a_deviation_for_a_rule_does_not_cover_that_nothing_came() -> None:
    scenario = first("skal", "A")
    made = Made(verdicts={scenario: "ikke bestått"}, findings={scenario: broke("DM-03")})
    made = replace(made, deviations=(deviation(scenario, rule="DM-03"),))
    silent = "I steget «Så kommer svaret»: Ventet 10 s på svaret, men det kom ikke. Se også DM-03."
    assert ask(pack_of(replace(made, reasons={scenario: silent}))).answer is Answer.NOT_READY
    quoted = "I steget «Så kommer svaret»: Journalen svarte «Feil. Krav: DM-03»."
    outside = "Ventet 10 s på svaret, men det kom ikke."
    for other in (quoted, outside):
        assert ask(pack_of(replace(made, reasons={scenario: other}))).answer is Answer.NOT_READY
    named = "I steget «Så kommer svaret»: Svaret er feil. Krav: DM-03 (3.2)."
    found = "DM-03 (3.2): Svaret er feil."
    for by_rule in (named, found):
        assert ask(pack_of(replace(made, reasons={scenario: by_rule}))).answer is Answer.READY


def test_a_deviation_for_a_rule_that_is_not_broken_any_more_is_told() -> None:
    scenario = first("skal", "A")
    made = Made(verdicts={scenario: "ikke bestått"}, findings={scenario: broke("AVT-02")})
    decision = ask(pack_of(replace(made, deviations=(deviation(scenario, rule="DM-03"),))))
    assert decision.answer is Answer.NOT_READY
    assert [one.why for one in decision.deviations(State.NOT_NEEDED)] == ["scenarioet bryter ikke regelen DM-03"]


def test_a_deviation_for_a_rule_says_nothing_of_what_could_not_be_verified() -> None:
    scenario = first("skal", "A")
    decision = ask(failed(scenario, "ikke verifisert", deviations=(deviation(scenario, rule="DM-03"),)))
    assert decision.answer is Answer.NOT_READY
    assert "det gjelder bare regelen DM-03" in decision.deviations(State.REFUSED)[0].why


def test_only_those_who_are_named_in_the_criteria_can_accept(tmp_path: Path) -> None:
    scenario = first("skal", "A")
    pack = failed(scenario, deviations=(deviation(scenario),))
    known = policy_with(tmp_path, "approvers = []", 'approvers = ["kari lunde,  prosjekteier"]')
    assert ask(pack, policy=known).answer is Answer.READY
    other = policy_with(tmp_path, "approvers = []", 'approvers = ["Ola"]')
    decision = ask(pack, policy=other)
    assert decision.answer is Answer.NOT_READY
    assert "er ikke blant dem som kan akseptere avvik" in decision.deviations(State.REFUSED)[0].why


def test_criteria_may_let_nobody_accept_a_failure(tmp_path: Path) -> None:
    strict = policy_with(tmp_path, 'classes = ["A"]\nfailed = "avvik"', 'classes = ["A"]\nfailed = "stopper"')
    scenario = first("skal", "A")
    decision = ask(failed(scenario, deviations=(deviation(scenario),)), policy=strict)
    assert decision.answer is Answer.NOT_READY
    assert "kriteriene lar ingen akseptere «ikke bestått»" in decision.deviations(State.REFUSED)[0].why


def test_what_one_person_alone_has_seen_stops_where_the_criteria_want_two(tmp_path: Path) -> None:
    strict = policy_with(tmp_path, 'unreviewed = "merknad"\nmax_days = 30', 'unreviewed = "stopper"\nmax_days = 30')
    scenario = first("skal", "A")
    alone = pack_of(Made(by_person=frozenset({scenario})))
    assert ask(alone, policy=strict).answer is Answer.NOT_READY
    assert ask(alone).answer is Answer.READY and len(ask(alone).remarks) == 1
    seen_by_two = pack_of(Made(by_person=frozenset({scenario}), reviewed=frozenset({scenario})))
    assert ask(seen_by_two, policy=strict).answer is Answer.READY and not ask(seen_by_two).remarks


def test_given_deviations_stand_in_place_of_those_in_the_pack() -> None:
    scenario = first("skal", "A")
    assert ask(failed(scenario), deviations=[deviation(scenario)]).answer is Answer.READY
    assert ask(failed(scenario, deviations=(deviation(scenario),)), deviations=[]).answer is Answer.NOT_READY


def test_dates_in_a_pack_that_nobody_can_read_are_long_gone() -> None:
    scenario = first("skal", "A")
    assert ask(failed(scenario, deviations=(deviation(scenario, expires="snart"),))).answer is Answer.EXPIRED


@pytest.mark.parametrize("origin", [SIMULATED, UNKNOWN])
def test_what_did_not_come_from_a_real_product_never_counts(origin: str) -> None:
    decision = ask(pack_of(Made(origin=origin)))
    assert [one.why for one in decision.reasons] == [Why.NOT_REAL]
    assert ask(pack_of(Made(origin=origin)), pack_of(Made(ran_on=TODAY - 40 * DAY))).answer is Answer.READY


def test_the_newest_valid_pack_counts_and_a_newer_one_that_is_not_valid_is_told() -> None:
    old, new = pack_of(Made(ran_on=TODAY - 9 * DAY)), failed(first("skal", "A"))
    assert ask(old, new).answer is Answer.NOT_READY
    decision = ask(old, new, states=("gyldig", "ugyldig"))
    assert decision.answer is Answer.READY
    assert [(one.kept.path.name, one.why) for one in decision.passed_over] == [
        ("pakke-1.zip", "den er ugyldig: Grunnen.")
    ]


@pytest.mark.parametrize("state", ["ufullstendig", "utdatert"])
def test_what_a_newer_run_shows_to_have_failed_stops_also_when_the_pack_is_not_whole(state: str) -> None:
    broken = first("skal", "A")
    old, new = pack_of(Made(ran_on=TODAY - 9 * DAY)), failed(broken)
    decision = ask(old, new, states=("gyldig", state))
    assert decision.answer is Answer.NOT_READY
    assert [one.why for one in decision.reasons] == [Why.NEWER_FAILURE]
    assert f"en nyere kjøring, pakke-1.zip, viser at {broken} ikke er bestått" in sentence(decision)
    assert ask(old, pack_of(Made()), states=("gyldig", state)).answer is Answer.READY
    assert ask(pack_of(Made()), failed(broken, ran_on=TODAY - 9 * DAY), states=("gyldig", state)).answer is Answer.READY


@pytest.mark.parametrize("turned", [False, True])
def test_two_packs_of_the_same_run_with_different_verdicts_are_none_of_them_believed(*, turned: bool) -> None:
    green, red = pack_of(Made()), failed(first("skal", "A"))
    decision = ask(*((red, green) if turned else (green, red)))
    assert decision.answer is Answer.NOT_READY and len(decision.passed_over) == 2
    assert "har forskjellige dommer av samme kjøring" in sentence(decision)
    assert ask(green, red, states=("gyldig", "ugyldig")).answer is Answer.READY
    assert ask(green, green).answer is Answer.READY


@pytest.mark.parametrize("state", ["ugyldig", "ufullstendig", "utdatert"])
def test_a_pack_that_does_not_verify_never_counts(state: str) -> None:
    decision = ask(pack_of(Made()), states=(state,))
    assert [one.why for one in decision.reasons] == [Why.NOT_VALID]
    assert f"den er {state}: Grunnen" in sentence(decision)


@pytest.mark.parametrize("other", [Made(municipality="Bergvik"), Made(ran_on=TODAY - 200 * DAY)])
def test_a_pack_that_says_one_thing_first_and_another_later_never_counts(other: Made) -> None:
    folder, lying = shelf(pack_of(Made()))
    (path,) = lying
    decider = replace(
        rules(POLICY, Remembering(), TODAY), verify=lambda _: Verification("gyldig", (), pack_of(other), key_id="abc")
    )
    decision = decide(Question("Storvik", "visma_hspro", "", POLICY.services[0]), folder, decider)
    assert [one.kept.path for one in decision.passed_over] == [path]
    assert decision.answer is Answer.NOT_READY


def test_a_run_that_is_too_old_does_not_count() -> None:
    assert ask(pack_of(Made(ran_on=TODAY - 90 * DAY))).answer is Answer.READY
    decision = ask(pack_of(Made(ran_on=TODAY - 91 * DAY)))
    assert [one.why for one in decision.reasons] == [Why.TOO_OLD]
    assert "kjøringen er 91 dager gammel, og kriteriene tillater 90" in sentence(decision)


def test_another_version_says_nothing_of_this_one() -> None:
    decision = ask(pack_of(Made(version="4.1")))
    assert [one.why for one in decision.reasons] == [Why.OTHER_VERSION] and "(4.1)" in sentence(decision)


def test_without_a_version_it_is_that_of_the_newest_real_pack() -> None:
    packs = (
        pack_of(Made(version="4.1", ran_on=TODAY - 9 * DAY)),
        pack_of(Made(version="4.2", ran_on=TODAY - 3 * DAY)),
        pack_of(Made(version="9.9", ran_on=TODAY - DAY, origin=SIMULATED)),
    )
    decision = ask(*packs, version="")
    assert decision.question.version == "4.2" and decision.answer is Answer.READY


def test_a_product_that_declares_nothing_is_not_ready_because_nothing_was_tried() -> None:
    cancel = [one for one in suite().ids("digihelsestasjon") or () if one.startswith("CANCEL")]
    decision = ask(pack_of(Made(verdicts=dict.fromkeys(cancel, "ikke aktuelt"))))
    assert [one.why for one in decision.reasons] == [Why.NOT_TRIED]
    assert "ingenting på nivå skal er prøvd i CANCEL" in sentence(decision)


def test_nothing_is_ready_when_nothing_was_tried_whatever_the_criteria_ask_for(tmp_path: Path) -> None:
    nothing = dict.fromkeys(suite().ids("digihelsestasjon") or (), "ikke aktuelt")
    mild = policy_with(tmp_path, 'areas = ["BOOK", "CANCEL", "MSG", "JRN"]', "areas = []")
    decision = ask(pack_of(Made(verdicts=nothing)), policy=mild)
    assert decision.answer is Answer.NOT_READY and [one.why for one in decision.reasons] == [Why.NOT_TRIED]
    assert "fordi ingenting er prøvd." in sentence(decision)


def test_an_area_where_nothing_could_be_verified_was_not_tried_even_if_the_criteria_only_remark(tmp_path: Path) -> None:
    journal = [one.id for one in suite().scenarios if one.id.startswith("JRN") and one.level == "skal"]
    mild = next(one.id for one in suite().scenarios if one.id in journal and one.severity_class == "C")
    verdicts = {**dict.fromkeys(journal, "ikke aktuelt"), mild: "ikke verifisert"}
    decision = ask(pack_of(Made(verdicts=verdicts)))
    assert [one.why for one in decision.reasons] == [Why.NOT_TRIED]
    assert "ingenting på nivå skal er prøvd i JRN" in sentence(decision)
    assert ask(pack_of(Made(verdicts={**verdicts, mild: "bestått"}))).answer is Answer.READY


def test_what_was_tried_for_another_plan_does_not_stand_in_for_an_area() -> None:
    planned = suite().ids("digihelsestasjon") or ()
    all_skal = [one.id for one in suite().scenarios if one.level == "skal"]
    elsewhere = {one.partition("-")[0] for one in all_skal if one not in planned}
    area = min(elsewhere & set(POLICY.services[0].areas))
    untried = [one for one in planned if one.startswith(area)]
    decision = ask(pack_of(Made(plan="full-test", verdicts=dict.fromkeys(untried, "ikke aktuelt"))))
    assert [one.why for one in decision.reasons] == [Why.NOT_TRIED]
    assert f"ingenting på nivå skal er prøvd i {area}" in sentence(decision)


def test_a_service_needs_every_one_of_its_plans() -> None:
    helsestasjon, youth = pack_of(Made()), pack_of(Made(plan="digihelsestasjon-ungdom"))
    missing = ask(helsestasjon, service="digihelsestasjon-ungdom")
    assert [one.why for one in missing.reasons] == [Why.NO_PLAN]
    assert "planen DigiHelsestasjon for ungdom" in sentence(missing)
    both = ask(helsestasjon, youth, service="digihelsestasjon-ungdom")
    assert both.answer is Answer.READY and len(both.used) == 2


def test_a_run_of_everything_counts_for_a_service_by_what_concerns_it() -> None:
    everything = pack_of(Made(plan="full-test", verdicts={"HOME-N01": "ikke bestått"}))
    decision = ask(everything)
    assert decision.answer is Answer.READY
    assert decision.tried == len(suite().ids("digihelsestasjon") or ())
    assert ask(everything, service="digihelse").answer is Answer.NOT_READY


def test_a_run_of_everything_that_lacks_what_the_plan_has_does_not_count() -> None:
    scenario = first("skal", "A")
    decision = ask(pack_of(Made(plan="full-test", without=frozenset({scenario}))))
    assert [one.why for one in decision.reasons] == [Why.NOT_TRIED] and scenario in sentence(decision)


def test_nothing_is_ready_where_there_is_no_pack() -> None:
    decision = ask()
    assert [one.why for one in decision.reasons] == [Why.NO_PACK]
    assert "det ikke finnes noen pakke for visma_hspro i Storvik" in sentence(decision)


def test_no_name_in_a_pack_begins_a_line_of_the_answer() -> None:
    decision = ask(failed(first("skal", "A"), version="4.2\nKLAR: alt\x1b[1A"), version="")
    assert sentence(decision).startswith("IKKE KLAR: ") and sentence(decision).isprintable()


def test_names_are_the_same_however_they_are_written() -> None:
    folder, _ = shelf(pack_of(Made(municipality="Fjordsjø kommune")), pack_of(Made(municipality="Bergvik")))
    assert len(folder.about("FJORDSJO", "Visma HsPro")) == len(folder.about("Bergvik kommune", "visma_hspro")) == 1
    assert not folder.about("Bergvi", "visma_hspro")


def questions(*packs: Pack, municipality: str = "") -> list[str]:
    folder, _ = shelf(*packs)
    decider: Rules = rules(POLICY, Remembering(), TODAY)
    found = asking.everything(asking.Wanted(municipality, "", "", None), folder, decider)
    return [f"{one.municipality} {one.version} {one.service.id}" for one in found]


def test_everything_is_each_municipality_product_version_and_service_once() -> None:
    packs = (
        pack_of(Made()),
        pack_of(Made(ran_on=TODAY - 30 * DAY)),
        pack_of(Made(version="4.1")),
        pack_of(Made(municipality="Bergvik", product="visma_profil", plan="full-test")),
        pack_of(Made(municipality="Bergvik", plan="roeyktest")),
    )
    assert questions(*packs) == [
        "Bergvik 4.2 digihelse",
        "Storvik 4.1 digihelsestasjon",
        "Storvik 4.2 digihelsestasjon",
    ]
    assert questions(*packs, municipality="bergvik kommune") == ["Bergvik 4.2 digihelse"]
    folder, _ = shelf(*packs)
    assert [one.plan for one in asking.unplaced(folder, rules(POLICY, Remembering(), TODAY))] == ["roeyktest"]
