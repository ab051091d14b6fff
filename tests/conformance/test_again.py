"""A run that was stopped and taken up again, and one that plays only what failed: never better than what was seen."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from conformance.evidence.store import Evidence
from conformance.run import Again
from conformance.runner.house import sources
from tests.conformance.killed_runs import FICKLE, TEXT, Moment, killed, outcome, take_up
from tests.conformance.samples import GOOD
from tests.conformance.test_deviations import accepted
from tests.conformance.tiny_runs import HEAD, Ended, own_area, scenario, tiny_run

GREEN = ("Gitt en scene", "Så går det bra")
CTRL_C = "Når KeyboardInterrupt i Når"


def stopped(tmp_path: Path, *middle: str, before: tuple[str, ...] = GREEN) -> Ended:
    """Three scenarios, stopped in the second by what its steps do; then its steps are mended."""
    text = HEAD + scenario("BOOK-N01", *before) + scenario("BOOK-N02", *middle) + scenario("BOOK-N03", *GREEN)
    return tiny_run(tmp_path, text, bench={"on_scene": once(KeyboardInterrupt(), after=1)})


def once(error: BaseException, after: int) -> Any:
    """Raises when a scene is asked for the n-th time."""
    seen = [0]

    def asked() -> None:
        seen[0] += 1
        if seen[0] == after + 1:
            raise error

    return asked


def resume(tmp_path: Path, text: str | None = None, **more: Any) -> Ended:
    text = (tmp_path / "features" / "a.feature").read_text("utf-8") if text is None else text
    return tiny_run(tmp_path, text, again=Again(tmp_path / "report"), report_dir=None, **more)


def attempts(tmp_path: Path, identity: str) -> list[str]:
    evidence = Evidence.open(tmp_path / "report" / "evidence.sqlite")
    try:
        (found,) = [one for one in evidence.scenarios() if one.id == identity]
        return [one.verdict.value for one in found.attempts]
    finally:
        evidence.close()


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    first = stopped(tmp_path, *GREEN)
    assert first.verdicts() == {"BOOK-N01": "bestått", "BOOK-N02": "blokkert", "BOOK-N03": "blokkert"}
    ended = resume(tmp_path)
    assert (int(ended.result.exit_code), ended.result.verdict) == (0, "bestått")
    assert ended.result.directory == tmp_path / "report"
    assert "2 scenarioer til; 1 har dom fra før" in ended.text and "BOOK-N01" not in ended.text
    assert ended.verdicts() == dict.fromkeys(("BOOK-N01", "BOOK-N02", "BOOK-N03"), "bestått")
    assert (attempts(tmp_path, "BOOK-N02"), attempts(tmp_path, "BOOK-N03")) == (["blokkert"], [])
    report = json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))
    assert len(report["run"]["resumed_at"]) == 1 and report["scenarios"][1]["attempts"]
    page = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert "Tidligere forsøk" in page and "Kjøringen ble stoppet og tatt opp igjen" in page


def test_what_failed_before_the_stop_stays_failed(tmp_path: Path) -> None:
    stopped(tmp_path, *GREEN, before=("Gitt et funn", "Så går det bra"))
    ended = resume(tmp_path)
    assert ended.verdicts()["BOOK-N01"] == "ikke bestått" and int(ended.result.exit_code) == 1


def test_an_error_seen_in_the_scenario_that_was_stopped_stands(tmp_path: Path) -> None:
    text = HEAD + scenario("BOOK-N01", "Gitt et funn", CTRL_C, "Så går det bra") + scenario("BOOK-N02", *GREEN)
    assert tiny_run(tmp_path, text).verdicts()["BOOK-N01"] == "ikke bestått"
    ended = resume(tmp_path)
    assert ended.verdicts() == {"BOOK-N01": "ikke bestått", "BOOK-N02": "bestått"}


@pytest.mark.parametrize(
    ("before", "verdict"), [("Gitt en scene", "bestått"), ("Når EPJ-en sender noe som ikke er XML", "ikke bestått")]
)
def test_a_killed_run_goes_on_and_what_it_had_seen_is_judged(tmp_path: Path, before: str, verdict: str) -> None:
    dies = HEAD + scenario("BOOK-N01", *GREEN) + scenario("BOOK-N02", "Gitt en scene", before, "Når prosessen kan dø")
    child = os.fork()
    if not child:
        os.environ["EPJ_DIE"] = "1"
        tiny_run(tmp_path, dies, echo=lambda line: None)
        os._exit(0)
    os.waitpid(child, 0)
    ended = resume(tmp_path)
    assert ended.verdicts() == {"BOOK-N01": "bestått", "BOOK-N02": verdict}
    assert attempts(tmp_path, "BOOK-N02") == (["feil i testverktøyet"] if verdict == "bestått" else [])


def test_a_run_without_contact_may_be_taken_up(tmp_path: Path) -> None:
    text = HEAD + "".join(scenario(f"BOOK-N0{number}", *GREEN) for number in (1, 2, 3, 4))
    from conformance.outcomes import TargetUnreachable

    def away() -> None:
        raise TargetUnreachable("Bussen er borte.")

    assert set(tiny_run(tmp_path, text, bench={"on_scene": away}).verdicts().values()) == {"blokkert"}
    assert set(resume(tmp_path).verdicts().values()) == {"bestått"}


def test_it_can_be_stopped_more_than_once(tmp_path: Path) -> None:
    stopped(tmp_path, *GREEN)
    again = resume(tmp_path, bench={"on_scene": once(KeyboardInterrupt(), after=0)})
    assert again.verdicts() == {"BOOK-N01": "bestått", "BOOK-N02": "blokkert", "BOOK-N03": "blokkert"}
    assert int(resume(tmp_path).result.exit_code) == 0
    assert attempts(tmp_path, "BOOK-N02") == ["blokkert", "blokkert"]


def refusal(ended: Ended) -> str:
    assert (int(ended.result.exit_code), ended.result.verdict) == (2, None)
    return ended.text


def test_only_the_same_thing_may_be_taken_up(tmp_path: Path) -> None:
    stopped(tmp_path, *GREEN)
    kept = (tmp_path / "report" / "evidence.sqlite").read_bytes()
    text = (tmp_path / "features" / "a.feature").read_text("utf-8")
    assert "scenarioene er endret" in refusal(resume(tmp_path, text.replace("Så går", "Og noe skjer\n    Så går", 1)))
    other = GOOD.replace("Storvik helsestasjon", "En annen helsestasjon")
    assert "testobjektet er endret" in refusal(resume(tmp_path, text, target=other))
    assert "har ingen kjøring i seg" in refusal(
        tiny_run(tmp_path, text, again=Again(tmp_path / "borte"), report_dir=None)
    )
    assert (tmp_path / "report" / "evidence.sqlite").read_bytes() == kept
    assert int(resume(tmp_path, text).result.exit_code) == 0
    assert "den er ferdig" in refusal(resume(tmp_path, text))


def test_only_what_failed_runs_again_in_a_folder_of_its_own(tmp_path: Path) -> None:
    steps = {"BOOK-N01": GREEN, "BOOK-N02": ("Så CheckFailed i Så",), "BOOK-N03": ("Så NotVerified i Så",)}
    text = HEAD + "".join(scenario(name, *own) for name, own in steps.items())
    tiny_run(tmp_path, text)
    ended = tiny_run(tmp_path, text, again=Again(tmp_path / "report", only_red=True), report_dir=tmp_path / "andre")
    assert list(ended.verdicts()) == ["BOOK-N02", "BOOK-N03"]
    report = json.loads((tmp_path / "andre" / "report.json").read_text("utf-8"))
    assert report["run"]["again_of"] == str(tmp_path / "report")
    assert "bare det som ikke ble bestått i" in (tmp_path / "andre" / "report.html").read_text("utf-8")
    green = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", *GREEN), report_dir=tmp_path / "tredje")
    assert int(green.result.exit_code) == 0
    again = Again(tmp_path / "tredje", only_red=True)
    assert "ingenting å kjøre på nytt" in refusal(tiny_run(tmp_path, text, again=again, report_dir=None))


def test_the_target_is_found_by_the_run(tmp_path: Path) -> None:
    from conformance.run import run
    from tests.conformance.tiny_runs import bindings_for

    stopped(tmp_path, *GREEN)
    lines: list[str] = []
    ended = run(None, again=Again(tmp_path / "report"), echo=lines.append, bindings=bindings_for(tmp_path, {}))
    assert int(ended.exit_code) == 0, lines
    assert own_area(GOOD, tmp_path)


@pytest.mark.parametrize("number", [7, 20, 33, 41, 48, 56, 60, 64])
def test_a_run_killed_at_any_moment_ends_as_if_nobody_had_killed_it(tmp_path: Path, number: int) -> None:
    expected = outcome(tiny_run(tmp_path, TEXT, report_dir=tmp_path / "undisturbed"))
    assert killed(Moment(number), tmp_path)
    assert outcome(take_up(tmp_path)) == expected
    assert "den er ferdig" in refusal(take_up(tmp_path))


def test_what_was_killed_before_it_told_what_it_is_about_is_not_called_over(tmp_path: Path) -> None:
    assert killed(Moment(1), tmp_path)
    assert "kan ikke brukes" in refusal(take_up(tmp_path))


def test_what_never_came_before_the_kill_never_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the step was kept, before the scenario had its verdict; then the EPJ behaves."""
    text = HEAD + scenario("BOOK-N01", *FICKLE)
    numbers = []
    for number in range(1, 16):
        folder = tmp_path / str(number)
        folder.mkdir()
        if not killed(Moment(number), folder, text):
            break
        seen = _steps(folder)
        with monkeypatch.context() as well:
            well.setenv("EPJ_WELL", "1")
            ended = take_up(folder, text)
        if "ikke bestått" in seen:
            numbers.append(number)
            assert int(ended.result.exit_code) == 2 or ended.verdicts() == {"BOOK-N01": "ikke bestått"}
    assert len(numbers) > 2


def _steps(folder: Path) -> list[str]:
    try:
        evidence = Evidence.open(folder / "report" / "evidence.sqlite")
    except Exception:  # noqa: BLE001  killed before there was any
        return []
    try:
        return [step.status for one in evidence.scenarios() for step in one.steps]
    finally:
        evidence.close()


def test_a_fault_of_ours_outside_the_scenarios_is_not_forgotten(tmp_path: Path) -> None:
    def breaks() -> None:
        raise RuntimeError("oi")

    text = HEAD + scenario("BOOK-N01", *GREEN) + scenario("BOOK-N02", *GREEN)
    first = tiny_run(tmp_path, text, bench={"on_scene": once(KeyboardInterrupt(), after=1), "on_close": breaks})
    assert int(first.result.exit_code) == 3
    ended = resume(tmp_path)
    assert ended.verdicts() == {"BOOK-N01": "bestått", "BOOK-N02": "bestått"}
    assert int(ended.result.exit_code) == 3 and "oi" in ended.text


def test_when_the_disk_has_room_again_what_was_not_kept_is_played_again(tmp_path: Path) -> None:
    text = HEAD + scenario("BOOK-N01", *GREEN) + scenario("BOOK-N02", "Gitt en scene", "Når disken kan bli full")
    text += scenario("BOOK-N03", *GREEN)
    os.environ["EPJ_FULL"] = "1"
    try:
        assert int(tiny_run(tmp_path, text).result.exit_code) == 3
    finally:
        del os.environ["EPJ_FULL"]
    ended = resume(tmp_path)
    assert outcome(ended) == (0, dict.fromkeys(("BOOK-N01", "BOOK-N02", "BOOK-N03"), "bestått"))


def test_another_test_bench_does_not_take_it_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(tmp_path, *GREEN)
    with monkeypatch.context() as changed:
        changed.setattr("conformance.runner.playing.of_code", lambda modules: "noe annet")
        assert "testverktøyet er et annet" in refusal(resume(tmp_path))
    assert int(resume(tmp_path).result.exit_code) == 0


def test_all_that_plays_and_judges_is_the_test_bench() -> None:
    found = {name for name, _ in sources()}
    assert {"conformance/steps/booking.py", "conformance/verdicts.py", "standards/clauses.csv"} <= found
    assert not any(name.startswith(("simulator/", "conformance/reports/", "epj/")) for name in found)


def test_accepted_deviations_may_change_while_it_is_stopped_and_that_is_told(tmp_path: Path) -> None:
    stopped(tmp_path, *GREEN)
    accepted(tmp_path)
    ended = resume(tmp_path)
    assert int(ended.result.exit_code) == 0 and "De aksepterte avvikene er endret" in ended.text
    report = json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))
    assert [one["scenario"] for one in report["deviations"]] == ["BOOK-N01"]
    assert "De aksepterte avvikene ble endret imens" in (tmp_path / "report" / "report.html").read_text("utf-8")


def test_a_file_that_somebody_has_changed_or_cut_is_refused(tmp_path: Path) -> None:
    stopped(tmp_path, *GREEN, before=("Gitt et funn", "Så går det bra"))
    path = tmp_path / "report" / "evidence.sqlite"
    whole = path.read_bytes()
    evidence = Evidence.open(path)
    evidence._write("UPDATE scenario SET verdict = 'bestått' WHERE id = 'BOOK-N01'")
    evidence.close()
    assert "henger ikke sammen: BOOK-N01" in refusal(resume(tmp_path))
    evidence = Evidence.open(path)
    evidence._write("UPDATE scenario SET verdict = 'flott' WHERE id = 'BOOK-N01'")
    evidence.close()
    assert "kan ikke brukes" in refusal(resume(tmp_path))
    for size in (0, 100, 5000, len(whole) // 2):
        path.write_bytes(whole[:size])
        assert "kan ikke brukes" in refusal(resume(tmp_path)) or size == 0


def test_what_is_green_the_second_time_is_said_to_be_mended_or_not_stable(tmp_path: Path) -> None:
    text = HEAD + scenario("BOOK-N01", *FICKLE) + scenario("BOOK-N02", "Så NotVerified i Så")
    tiny_run(tmp_path, text)
    os.environ["EPJ_WELL"] = "1"
    try:
        again = Again(tmp_path / "report", only_red=True)
        ended = tiny_run(tmp_path, text, again=again, report_dir=tmp_path / "andre")
    finally:
        del os.environ["EPJ_WELL"]
    told = "Besto nå, men var «ikke bestått» i kjøringen"
    assert told in ended.text and "ustabilt" in ended.text
    first, second = json.loads((tmp_path / "andre" / "report.json").read_text("utf-8"))["scenarios"]
    assert (first["earlier_verdict"], second["earlier_verdict"]) == ("ikke bestått", "ikke verifisert")
    assert told in first["changed"] and second["changed"] == ""
    assert (tmp_path / "andre" / "report.html").read_text("utf-8").count(told) == 1


def test_that_nothing_failed_is_not_said_of_a_run_that_did(tmp_path: Path) -> None:
    def breaks() -> None:
        raise RuntimeError("oi")

    text = HEAD + scenario("BOOK-N01", *GREEN)
    tiny_run(tmp_path, text, bench={"on_close": breaks})
    again = Again(tmp_path / "report", only_red=True)
    assert "men kjøringen endte som «feil i testverktøyet»" in refusal(
        tiny_run(tmp_path, text, again=again, report_dir=None)
    )


def test_a_target_file_that_is_gone_is_named_with_what_to_do(tmp_path: Path) -> None:
    from conformance.run import run
    from tests.conformance.tiny_runs import bindings_for

    stopped(tmp_path, *GREEN)
    (tmp_path / "target.toml").unlink()
    ended = run(None, again=Again(tmp_path / "report"), echo=lambda line: None, bindings=bindings_for(tmp_path, {}))
    assert int(ended.exit_code) == 2 and "simulert journal som ikke er der lenger" in ended.reason


def test_what_the_deadline_stopped_may_be_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + scenario("BOOK-N01", "Gitt en scene", "Når vi kan vente lenge") + scenario("BOOK-N02", *GREEN)
    first = tiny_run(tmp_path, text, timeout=0.5)
    assert outcome(first) == (1, {"BOOK-N01": "blokkert", "BOOK-N02": "blokkert"})
    monkeypatch.setenv("EPJ_WELL", "1")
    assert outcome(resume(tmp_path)) == (0, {"BOOK-N01": "bestått", "BOOK-N02": "bestått"})


def test_one_run_is_taken_up_by_one_at_a_time(tmp_path: Path) -> None:
    stopped(tmp_path, *GREEN)
    met: list[str] = []

    def another() -> None:
        met.append(refusal(resume(tmp_path)))

    assert int(resume(tmp_path, bench={"on_open": another}).result.exit_code) == 0
    assert f"som fortsetter {tmp_path / 'report'}" in met[0] and f"prosess {os.getpid()}, siden " in met[0]


def test_a_run_of_some_scenarios_says_so_wherever_it_is_read(tmp_path: Path) -> None:
    text = HEAD + scenario("BOOK-N01", *GREEN) + scenario("BOOK-N02", *GREEN)
    told = "Bare 1 av 2 scenarioer ble valgt. Dommen sier ingenting om resten."
    ended = tiny_run(tmp_path, text, only=["BOOK-N01"])
    outputs = [(tmp_path / "report" / name).read_text("utf-8") for name in ("report.html", "report.json", "junit.xml")]
    assert all(told in each for each in [ended.text, *outputs])
    whole = tiny_run(tmp_path, text, report_dir=tmp_path / "whole")
    outputs = [(tmp_path / "whole" / name).read_text("utf-8") for name in ("report.html", "report.json", "junit.xml")]
    assert not any("scenarioer ble valgt" in each for each in [whole.text, *outputs])


def test_stopped_again_while_it_was_judged_an_error_still_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conformance.runner.scenario import ScenarioRun

    def interrupted(self: ScenarioRun) -> None:
        raise KeyboardInterrupt

    text = HEAD + scenario("BOOK-N01", "Gitt et funn", CTRL_C)
    with monkeypatch.context() as twice:
        twice.setattr(ScenarioRun, "finish", interrupted)
        assert tiny_run(tmp_path, text).verdicts() == {"BOOK-N01": "ikke bestått"}
