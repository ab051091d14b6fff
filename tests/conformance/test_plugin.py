"""The plugin: whatever happens to a step, the verdict is never greener than that."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.outcomes import NotVerified, PreconditionMissing
from tests.conformance.tiny_runs import HEAD, scenario, tiny_run
from tests.conformance.tiny_steps import FINDING

GREEN = ("Gitt alt er klart", "Så går det bra")


def verdict(tmp_path: Path, *steps: str, **more: object) -> str:
    ended = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", *steps), **more)  # type: ignore[arg-type]
    return ended.verdicts()["BOOK-N01"]


def test_a_scenario_whose_steps_all_pass_has_passed(tmp_path: Path) -> None:
    ended = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", "Gitt en scene", *GREEN[1:]))
    record = ended.scenarios()["BOOK-N01"]
    assert (record.verdict.value, record.reason) == ("bestått", "")
    assert [(step.keyword, step.text, step.status) for step in record.steps] == [
        ("Gitt", "en scene", "bestått"),
        ("Så", "går det bra", "bestått"),
    ]
    assert int(ended.result.exit_code) == 0


@pytest.mark.parametrize(
    ("step", "ended"),
    [
        ("Så CheckFailed i Så", "ikke bestått"),
        ("Så NothingCame i Så", "ikke bestått"),
        ("Når NothingCame i Når", "ikke bestått"),
        ("Gitt NothingCame i Gitt", "blokkert"),
        ("Gitt PreconditionMissing i Gitt", "blokkert"),
        ("Så TargetUnreachable i Så", "blokkert"),
        ("Så NotVerified i Så", "ikke verifisert"),
        ("Gitt NotApplicable i Gitt", "ikke aktuelt"),
        ("Så ToolFault i Så", "feil i testverktøyet"),
        ("Så ValueError i Så", "feil i testverktøyet"),
        ("Så SystemExit i Så", "feil i testverktøyet"),
        ("Så hoppes det over", "ikke verifisert"),  # trap 3: a skip is no pass
        ("Så er det ventet at det feiler", "feil i testverktøyet"),
        ("Så avsluttes pytest", "feil i testverktøyet"),
        ("Så er påstanden gal", "feil i testverktøyet"),
        ("Gitt noe ødelagt", "feil i testverktøyet"),
        ("Gitt noe som lekker", "feil i testverktøyet"),
        ("Gitt et funn", "ikke bestått"),
        ("Gitt en anmerkning", "bestått med merknad"),
        ("Når EPJ-en sender noe som ikke er XML", "ikke bestått"),
    ],
)
def test_what_a_step_does_decides_the_verdict(tmp_path: Path, step: str, ended: str) -> None:
    assert verdict(tmp_path, "Gitt en scene", step, "Så går det bra") == ended


def test_og_belongs_to_the_part_it_follows(tmp_path: Path) -> None:
    assert verdict(tmp_path, "Gitt en scene", "Og NothingCame i Gitt", "Så går det bra") == "blokkert"


def test_the_steps_after_a_stop_are_kept_as_not_run(tmp_path: Path) -> None:
    ended = tiny_run(
        tmp_path, HEAD + scenario("BOOK-N01", "Gitt alt er klart", "Så CheckFailed i Så", "Og går det bra")
    )
    record = ended.scenarios()["BOOK-N01"]
    assert [step.status for step in record.steps] == ["bestått", "ikke bestått", "ikke kjørt"]
    assert [kept.finding for kept in record.findings] == [FINDING]
    assert "Koden er feil" in record.reason
    assert record.fix == "Send 05."


def test_the_reason_of_a_rule_finding_names_rule_clause_expected_and_found(tmp_path: Path) -> None:
    ended = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", "Gitt et funn"))
    for piece in ("X-01", "HITS 1, 2.3", "Ventet: 05.", "Fant: 07."):
        assert piece in ended.text.replace("\n" + " " * 11, " ")


def test_no_stack_trace_is_shown_but_one_is_kept(tmp_path: Path) -> None:
    ended = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", "Så ValueError i Så"))
    assert "Traceback" not in ended.text
    assert "ValueError: noe internt" in ended.text
    assert "Traceback" in ended.scenarios()["BOOK-N01"].traceback


def test_what_is_not_xml_is_a_finding_about_that_message(tmp_path: Path) -> None:
    ended = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", "Når EPJ-en sender noe som ikke er XML"))
    record = ended.scenarios()["BOOK-N01"]
    (message,) = record.messages
    assert message.schema == "not-well-formed"
    assert record.message(record.errors[0].message) == message


def test_a_scene_that_cannot_be_had_blocks(tmp_path: Path) -> None:
    def nobody() -> None:
        raise PreconditionMissing("Fant ingen person.")

    assert verdict(tmp_path, "Gitt en scene", bench={"on_scene": nobody}) == "blokkert"


def test_an_epj_that_never_comes_to_rest_is_not_verified(tmp_path: Path) -> None:
    def never() -> None:
        raise NotVerified("Kom ikke til ro.")

    assert verdict(tmp_path, "Gitt en scene", *GREEN[1:], bench={"on_settle": never}) == "ikke verifisert"


def test_what_comes_after_the_end_takes_the_proof_of_absence_away(tmp_path: Path) -> None:
    late = {"late_of": (("BOOK-N01", "en avtale til"),)}
    ended = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", "Gitt en scene", *GREEN[1:]), bench=late)
    record = ended.scenarios()["BOOK-N01"]
    assert record.verdict.value == "ikke verifisert"
    assert "en avtale til" in record.reason
    assert int(ended.result.exit_code) == 1


def test_what_comes_late_does_not_soften_a_failure(tmp_path: Path) -> None:
    late = {"late_of": (("BOOK-N01", "en avtale til"),)}
    assert verdict(tmp_path, "Så CheckFailed i Så", bench=late) == "ikke bestått"


def test_a_bench_that_breaks_is_our_fault(tmp_path: Path) -> None:
    def broken() -> None:
        raise RuntimeError("oi")

    assert verdict(tmp_path, "Gitt en scene", bench={"on_settle": broken}) == "feil i testverktøyet"


def test_what_is_not_declared_does_not_apply_and_is_not_run(tmp_path: Path) -> None:
    text = (
        HEAD
        + scenario("BOOK-N01", *GREEN)
        + scenario("BOOK-N02", "Så ValueError i Så", tags="@skal @klasse-A @prosess:DIGITALBRUKER")
    )
    ended = tiny_run(tmp_path, text)
    assert ended.verdicts() == {"BOOK-N01": "bestått", "BOOK-N02": "ikke aktuelt"}
    assert "DIALOG_INNBYGGER_DIGITALBRUKER" in ended.text
    assert int(ended.result.exit_code) == 0


def test_when_nothing_applies_nothing_is_verified(tmp_path: Path) -> None:
    text = HEAD + scenario("BOOK-N02", *GREEN, tags="@skal @klasse-A @prosess:DIGITALBRUKER")
    ended = tiny_run(tmp_path, text)
    assert (ended.result.verdict, int(ended.result.exit_code)) == ("ikke verifisert", 1)


def test_tags_with_colons_collect_and_none_become_markers(tmp_path: Path) -> None:
    """Trap 5: a colon would break collection, and a tag named like a marker would act as one."""
    text = HEAD + scenario("BOOK-N01", *GREEN, tags="@skal @klasse-A @kilde:HITS1217-3.4.1 @krever:cancel_approval=ja")
    assert tiny_run(tmp_path, text).verdicts() == {"BOOK-N01": "bestått"}


def test_scenarios_come_in_the_order_of_the_catalogue(tmp_path: Path) -> None:
    text = HEAD + "".join(scenario(each, *GREEN) for each in ("MSG-N01", "BOOK-F01", "BOOK-N02", "BOOK-N01"))
    assert list(tiny_run(tmp_path, text).verdicts()) == ["BOOK-N01", "BOOK-N02", "BOOK-F01", "MSG-N01"]
