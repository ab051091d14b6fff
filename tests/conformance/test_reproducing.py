"""What `epj repro` takes out of a run: everything in its order, how each finding is seen again, and no secrets."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from conformance.evidence.store import Evidence, ScenarioEvidence
from conformance.reproducing.folder import files, target, versions
from conformance.reproducing.player.values import TOKEN
from conformance.verdicts import Verdict
from standards.exchange import Exchange
from standards.identifiers import is_real_range
from standards.rules.model import Finding, Severity
from tests.conformance.recorded_runs import (
    NORA,
    OURS,
    TARGET,
    THEIRS,
    THREAD,
    asked,
    ended,
    envelope,
    message,
    receipt,
    recorded,
    scenario,
)

REAL = next(number for last in range(100) if is_real_range(number := f"010290123{last:02d}"))
"""A number that a living person may have, put together here."""


def breach(**more: Any) -> Finding:
    return Finding("A14", "HITS 1217:2018, 3.7", Severity.ERROR, "Svaret er feil.", **more)


@pytest.fixture
def conversation(tmp_path: Path) -> Callable[..., Evidence]:
    """A question, its receipt and answer, an appointment, and whatever a test adds before the end."""

    def make(
        then: Callable[[ScenarioEvidence], object] = lambda _: None, verdict: Verdict = Verdict.FAILED
    ) -> Evidence:
        evidence = recorded(tmp_path / "run")
        writer = scenario(evidence)
        asked(writer, "create_appointment", {"patient": NORA, "start": "2027-03-01T10:15:00"}, {"appointment": THREAD})
        writer.sent(message(OURS, "HE", ours=True, text="Feber (ref 1A2B3C4D5E)"), envelope(OURS, ours=True))
        writer.acting_for_other(OURS, True)
        writer.received(message(THEIRS, "19", ours=False), envelope(THEIRS, ours=False))
        writer.sent(receipt(THEIRS, name=OURS), envelope(OURS, ours=True, subject="APPREC"))
        writer.waited("ro: alt er behandlet", deadline=10, seconds=0.1, came=True)
        then(writer)
        return ended(evidence, writer, verdict)

    return make


def made(evidence: Evidence) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(evidence, "MSG-N01")["forloep.json"])
    return found


def test_everything_is_played_in_the_order_it_began(conversation: Callable[..., Evidence]) -> None:
    found = made(conversation())
    assert [step["kind"] for step in found["steps"]] == ["intent", "sent", "received", "sent"]
    assert found["steps"][1]["acting"] is True
    assert found["steps"][3]["answers"] == 2
    assert found["scenario"]["verdict"] == "ikke bestått"


def test_only_what_we_made_is_ours_to_renew(conversation: Callable[..., Evidence]) -> None:
    assert made(conversation())["own"] == [OURS, "1A2B3C4D5E"]


def test_an_id_of_ours_that_is_wrong_on_purpose_is_ours_to_renew_too(tmp_path: Path) -> None:
    evidence = recorded(tmp_path)
    writer = scenario(evidence)
    writer.sent(message("melding-5d8b195c", "HE", ours=True), envelope(OURS, ours=True), fault="ingen UUID")
    assert made(ended(evidence, writer))["own"] == [OURS, "melding-5d8b195c"]


def test_messages_are_an_exchange_byte_for_byte(conversation: Callable[..., Evidence]) -> None:
    found = files(conversation(), "MSG-N01")
    folder = {name.removeprefix("meldinger/"): raw for name, raw in found.items() if name.startswith("meldinger/")}
    items = Exchange.from_files(folder).items
    assert [item.raw for item in items][:2] == [
        message(OURS, "HE", ours=True, text="Feber (ref 1A2B3C4D5E)"),
        message(THEIRS, "19", ours=False),
    ]


@pytest.mark.parametrize(("question", "played"), [(OURS, 2), (THREAD, 1)])
def test_a_late_answer_to_another_question_is_not_played(tmp_path: Path, question: str, played: int) -> None:
    evidence = recorded(tmp_path)
    writer = scenario(evidence)
    writer.sent(message(OURS, "KT", ours=True), envelope(OURS, ours=True))
    good = envelope(THEIRS, ours=False)
    answer = type(good)({**good.properties, "correlation_id": question}, good.application_properties)
    writer.received(message(THEIRS, "RKT", ours=False), answer, queue="syncreply")
    assert len(made(ended(evidence, writer))["steps"]) == played


def test_foreign_messages_are_left_out(conversation: Callable[..., Evidence]) -> None:
    def foreign(writer: ScenarioEvidence) -> None:
        writer.received(message(THREAD, "19", ours=False), envelope(THREAD, ours=False), foreign=True)

    assert len(made(conversation(foreign))["steps"]) == 4


def how(evidence: Evidence) -> dict[str, Any]:
    (found,) = made(evidence)["findings"]
    return {key: found[key] for key in ("check", "message", "before")}


def test_a_rule_that_the_engine_knows_is_left_to_validate(conversation: Callable[..., Evidence]) -> None:
    one = Finding("MH-02", "HITS 1217:2018, 2.3.1", Severity.ERROR, "MsgId er ikke en UUID.")

    def wrong(writer: ScenarioEvidence) -> None:
        number = writer.received(message("42", "19", ours=False), envelope(THREAD, ours=False))
        writer.finding(one, message=number)

    assert how(conversation(wrong)) == {"check": "rule", "message": 4, "before": 4}


def test_what_only_the_scenario_judges_is_compared_at_its_place(conversation: Callable[..., Evidence]) -> None:
    evidence = conversation(lambda writer: writer.finding(breach(), message=2))
    assert how(evidence) == {"check": "place", "message": 2, "before": 2}


def test_what_never_came_is_waited_for_again(conversation: Callable[..., Evidence]) -> None:
    def silence(writer: ScenarioEvidence) -> None:
        writer.waited("kvittering (AppRec)", deadline=10, seconds=10, came=False)
        writer.finding(breach())

    evidence = conversation(silence)
    assert how(evidence) == {"check": "absence", "message": None, "before": 4}
    assert made(evidence)["findings"][0]["waited_for"] == "kvittering (AppRec)"


def test_the_journal_is_read_again(conversation: Callable[..., Evidence]) -> None:
    def look(writer: ScenarioEvidence) -> None:
        asked(writer, "read_journal", {"patient": NORA}, {"entries": []})
        writer.finding(breach(where="journalen (read_journal)"))

    evidence = conversation(look)
    assert how(evidence)["check"] == "journal"
    assert made(evidence)["findings"][0]["intent"] == "read_journal"


def test_what_was_refused_is_asked_for_again(conversation: Callable[..., Evidence]) -> None:
    def refuse(writer: ScenarioEvidence) -> None:
        nothing: dict[str, Any] = {}
        writer.intent("open_slot", {}, sentence="", outcome="refused", reason="Nei", data=nothing, seconds=0.1)

    found = made(conversation(refuse, Verdict.BLOCKED))["findings"]
    assert [(one["check"], one["intent"], one["outcome"]) for one in found] == [("intent", "open_slot", "refused")]


def test_a_green_scenario_has_nothing_to_find_again(conversation: Callable[..., Evidence]) -> None:
    assert made(conversation(verdict=Verdict.PASSED))["findings"] == []


def test_what_tidies_up_is_marked(tmp_path: Path) -> None:
    evidence = recorded(tmp_path)
    writer = scenario(evidence)
    writer.step("Så", "svaret kommer", status="ikke bestått", seconds=1)
    writer.step("Og", "journalen viser det", status="ikke kjørt", seconds=0)
    asked(writer, "cancel_appointment", {"appointment": THREAD}, {})
    writer.finish(Verdict.FAILED, reason="Feil.")
    assert [step["after"] for step in made(evidence)["steps"]] == [True]


def test_an_envelope_with_a_wrong_address_goes_where_it_went(tmp_path: Path) -> None:
    evidence = recorded(tmp_path)
    writer = scenario(evidence)
    good = envelope(OURS, ours=True)
    bad = type(good)({**good.properties, "to": "finnes ikke"}, good.application_properties)
    writer.sent(message(OURS, "HE", ours=True), bad, fault="to er feil")
    assert [step["queue"] for step in made(ended(evidence, writer))["steps"]] == ["8210011_async"]


def test_the_target_has_no_secrets_and_names_nobody_who_works_there() -> None:
    kept = json.dumps(target(TARGET))
    assert "hemmelig-ord" not in kept
    assert "Ola" not in kept
    assert '"http://127.0.0.1:9/w/1"' in kept


def test_versions_and_clock_are_told(conversation: Callable[..., Evidence]) -> None:
    evidence = conversation(lambda writer: asked(writer, "pass_time", {"hours": 97}, {}))
    told = versions(evidence.run(), evidence.scenarios()[0])
    assert told["suite_sha256"] == "a" * 64
    assert told["clock"]["moved"] == [{"hours": 97}]
    assert told["clock"]["started_at"].startswith("2026-12-01T08:00")


def test_a_number_that_may_be_somebodys_does_not_leave(conversation: Callable[..., Evidence]) -> None:
    def real(writer: ScenarioEvidence) -> None:
        raw = message(THREAD, "19", ours=False, ident=REAL, text=f"Gjelder {REAL}")
        writer.received(raw, envelope(THREAD, ours=False))
        writer.finding(breach(found=REAL), message=2)

    found = files(conversation(real), "MSG-N01")
    assert not [name for name, raw in found.items() if REAL.encode() in raw]
    assert b"***********" in found["meldinger/04-epj-helsenorge.xml"]


@pytest.mark.parametrize(("environment", "told"), [("simulert", True), ("test", False)])
def test_a_simulated_journal_is_told_first(tmp_path: Path, environment: str, told: bool) -> None:
    evidence = recorded(tmp_path, {**TARGET, "environment": environment})
    writer = scenario(evidence)
    writer.received(message(THEIRS, "19", ours=False), envelope(THEIRS, ours=False))
    page = files(ended(evidence, writer), "MSG-N01")["LESMEG.md"].decode()
    assert ("**SIMULERT**" in page[:100]) is told
    assert "EPJ_BUSS_PASSORD" in page and "In English" in page and "$" not in page.replace("$x", "")


def test_an_unknown_scenario_is_a_key_error(conversation: Callable[..., Evidence]) -> None:
    with pytest.raises(KeyError):
        files(conversation(), "MSG-N99")


def test_the_player_needs_nothing_but_python() -> None:
    folder = resources.files("conformance.reproducing").joinpath("player")
    outside = set()
    for module in folder.iterdir():
        if module.name.endswith(".py"):
            for node in ast.walk(ast.parse(module.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    outside |= {name.name.partition(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom) and node.level == 0:
                    outside.add(str(node.module).partition(".")[0])
    assert outside <= sys.stdlib_module_names


def test_marks_and_ids_are_told_from_words() -> None:
    text = f"{OURS} (ref 1A2B3C4D5E) 2026-12-01T09:00:03+01:00 01.03.2027 1A2B3C4D5E 20261201"
    assert [found.lastgroup for found in TOKEN.finditer(text)] == ["id", "mark", "time", "time"]
