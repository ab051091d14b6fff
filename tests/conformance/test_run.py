"""The run: refused, stopped, broken or finished, it ends with a verdict, an exit code and what was kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conformance import reports
from conformance.evidence.store import Evidence
from conformance.outcomes import TargetUnreachable
from conformance.run import run
from conformance.runner.lock import AlreadyRunning, hold, lock_path
from conformance.targets.loading import load
from tests.conformance.samples import GOOD, NORA, changed
from tests.conformance.tiny_runs import HEAD, own_area, scenario, tiny_run

GREEN = ("Gitt alt er klart", "Så går det bra")
ONE = scenario("BOOK-N01", *GREEN)


def test_one_line_a_scenario_then_the_verdict_and_the_report(tmp_path: Path) -> None:
    ended = tiny_run(tmp_path, HEAD + ONE + scenario("MSG-F01", "Så NotVerified i Så", name="Det som ikke ble sett"))
    starts = [line for line in ended.lines if line.startswith(("BOOK", "MSG"))]
    assert starts[0].endswith("bestått")
    assert starts[1].endswith("ikke verifisert")
    assert "Ingen kunne se etter." in ended.lines[ended.lines.index(starts[1]) + 1]
    assert any(line.startswith("Dom: ikke verifisert (1 bestått, 1 ikke verifisert)") for line in ended.lines)
    assert "7 s for en melding" in ended.text
    assert ended.result.directory == tmp_path / "report"
    for path in ended.result.reports.values():
        assert path.is_file()
    assert f"Rapport: {ended.result.reports['html']}" in ended.lines
    assert int(ended.result.exit_code) == 1


def test_the_report_says_the_same_as_the_run(tmp_path: Path) -> None:
    ended = tiny_run(tmp_path, HEAD + ONE + scenario("BOOK-F01", "Så CheckFailed i Så"))
    report = json.loads(ended.result.reports["json"].read_text("utf-8"))
    assert report["verdict"] == ended.result.verdict == "ikke bestått"


def test_only_what_is_asked_for_is_run(tmp_path: Path) -> None:
    ended = tiny_run(tmp_path, HEAD + ONE + scenario("BOOK-N02", *GREEN), only=("book-n02",))
    assert list(ended.verdicts()) == ["BOOK-N02"]


def test_an_unknown_id_is_refused_with_a_hint(tmp_path: Path) -> None:
    ended = tiny_run(tmp_path, HEAD + ONE, only=("BOOK-N11",))
    assert (int(ended.result.exit_code), ended.result.verdict) == (2, None)
    assert "Mente du BOOK-N01" in ended.text


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("schema = ", "ikke gyldig TOML"),
        (changed(('topology = "own_bus"', 'topology = "x"')), "topology"),
        (changed(('address = "http://127.0.0.1:9/w/1"', 'address = "https://tb.nhn.no"')), "produksjon"),
    ],
)
def test_a_bad_target_is_refused_before_scenario_1(tmp_path: Path, target: str, says: str) -> None:
    ended = tiny_run(tmp_path, HEAD + ONE, target=target)
    assert int(ended.result.exit_code) == 2
    assert says in ended.text
    assert "linje" in ended.text
    assert not (tmp_path / "report" / "evidence.sqlite").exists()


def test_a_target_nobody_listens_at_is_refused_by_the_preflight(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    path.write_text(own_area(GOOD, tmp_path))
    lines: list[str] = []
    result = run(path, report_dir=tmp_path / "report", echo=lines.append)
    assert int(result.exit_code) == 2
    text = "\n".join(lines)
    assert "meldingsbussen" in text
    assert "ansatt-adapter" in text
    assert "IT" in text
    assert NORA not in text
    assert not (tmp_path / "report").exists()


BAD_FEATURES = {
    "trap 1: a name twice": HEAD + ONE + scenario("BOOK-N02", *GREEN, name="Nummer BOOK-N01"),
    "trap 2: a mistyped keyword": HEAD + "  Scenarioomriss: Borte\n    Gitt alt er klart\n" + ONE,
    "an undefined step": HEAD + scenario("BOOK-N01", "Gitt noe ingen har definert"),
    "a scenario without steps": HEAD + ONE + "\n  @BOOK-N02 @skal @klasse-A\n  Scenario: Tomt\n",
}


@pytest.mark.parametrize("case", BAD_FEATURES)
def test_features_that_would_lie_stop_the_run_before_scenario_1(tmp_path: Path, case: str) -> None:
    ended = tiny_run(tmp_path, BAD_FEATURES[case])
    assert int(ended.result.exit_code) == 3
    assert ended.result.verdict == "feil i testverktøyet"
    assert "a.feature, linje" in ended.text
    assert "bestått" not in ended.text


def test_a_step_module_that_cannot_be_loaded_is_our_fault(tmp_path: Path) -> None:
    from tests.conformance import tiny_runs

    steps = tiny_runs.STEPS
    try:
        tiny_runs.STEPS = ("tests.conformance.no_such_steps",)
        ended = tiny_run(tmp_path, HEAD + ONE)
    finally:
        tiny_runs.STEPS = steps
    assert int(ended.result.exit_code) == 3
    assert ended.verdicts() == {"BOOK-N01": "feil i testverktøyet"}


def test_a_selected_scenario_without_a_verdict_is_our_fault(tmp_path: Path) -> None:
    ended = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", "Så gir pytest opp") + scenario("BOOK-N02", *GREEN))
    assert ended.verdicts()["BOOK-N02"] == "feil i testverktøyet"
    assert "endte uten dom" in ended.text
    assert int(ended.result.exit_code) == 3


def test_trap_4_verdicts_do_not_pass_through_pytest_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest-bdd's cucumber-JSON loses everything under xdist and writes a skip as a pass; here neither is in use."""
    monkeypatch.setenv("PYTEST_ADDOPTS", f"-n 2 --cucumber-json={tmp_path / 'cucumber.json'}")
    ended = tiny_run(tmp_path, HEAD + ONE + scenario("BOOK-N02", "Så hoppes det over"))
    assert ended.verdicts() == {"BOOK-N01": "bestått", "BOOK-N02": "ikke verifisert"}
    assert not (tmp_path / "cucumber.json").exists()


def test_a_reader_that_goes_away_takes_neither_evidence_nor_reports_with_it(tmp_path: Path) -> None:
    def gone(line: str) -> None:
        raise BrokenPipeError

    ended = tiny_run(tmp_path, HEAD + ONE, echo=gone)
    assert int(ended.result.exit_code) == 0
    assert ended.result.reports["html"].is_file()


def test_a_bench_that_cannot_open_refuses_and_leaves_the_folder_free(tmp_path: Path) -> None:
    def closed() -> None:
        raise TargetUnreachable("Bussen forsvant.")

    ended = tiny_run(tmp_path, HEAD + ONE, bench={"on_open": closed})
    assert int(ended.result.exit_code) == 2
    assert "Bussen forsvant." in ended.text
    assert tiny_run(tmp_path, HEAD + ONE).verdicts() == {"BOOK-N01": "bestått"}


@pytest.mark.parametrize(
    ("error", "code"), [(TargetUnreachable("Borte."), 0), (RuntimeError("oi"), 3), (KeyboardInterrupt(), 0)]
)
def test_trouble_while_closing_loses_no_verdict(tmp_path: Path, error: BaseException, code: int) -> None:
    def closing() -> None:
        raise error

    ended = tiny_run(tmp_path, HEAD + ONE, bench={"on_close": closing})
    assert ended.verdicts() == {"BOOK-N01": "bestått"}
    assert int(ended.result.exit_code) == code
    assert ended.result.reports["html"].is_file()


def test_a_report_that_cannot_be_written_is_our_fault_but_keeps_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(evidence: Evidence, directory: Path) -> Path:
        raise ValueError("oi")

    real = reports.writers()
    monkeypatch.setattr(reports, "writers", lambda: {"ny": broken, **real})
    ended = tiny_run(tmp_path, HEAD + ONE)
    assert int(ended.result.exit_code) == 3
    assert "Rapporten ny kunne ikke skrives" in ended.text
    assert set(ended.result.reports) == set(real)
    report = json.loads(ended.result.reports["json"].read_text("utf-8"))
    assert report["verdict"] == ended.result.verdict == "feil i testverktøyet"
    assert "Traceback" in (tmp_path / "report" / "ny-feil.txt").read_text()


def test_a_full_disk_ends_the_run_as_our_fault_with_what_was_kept(tmp_path: Path) -> None:
    text = HEAD + ONE + scenario("BOOK-N02", "Når disken blir full", "Så går det bra") + scenario("BOOK-N03", *GREEN)
    ended = tiny_run(tmp_path, text)
    assert (ended.result.verdict, int(ended.result.exit_code)) == ("feil i testverktøyet", 3)
    assert "Disken er full" in ended.text
    kept = ended.verdicts()
    assert kept["BOOK-N01"] == "bestått"
    assert kept["BOOK-N02"] == "feil i testverktøyet"
    assert kept["BOOK-N03"] != "bestått"


def test_the_deadline_stops_a_waiting_step_and_blocks_the_rest(tmp_path: Path) -> None:
    text = HEAD + ONE + scenario("BOOK-N02", "Når vi venter lenge") + scenario("BOOK-N03", *GREEN)
    ended = tiny_run(tmp_path, text, timeout=1.5)
    assert ended.verdicts() == {"BOOK-N01": "bestått", "BOOK-N02": "blokkert", "BOOK-N03": "blokkert"}
    assert (ended.result.verdict, int(ended.result.exit_code)) == ("blokkert", 1)
    assert "1,5 s, --timeout" in ended.scenarios()["BOOK-N02"].reason
    assert "Ikke kjørt" in ended.scenarios()["BOOK-N03"].reason
    assert "1,5 s, --timeout" in ended.lines[-3]
    assert ended.result.reports


def test_a_stopped_run_keeps_its_evidence_and_writes_its_reports(tmp_path: Path) -> None:
    text = HEAD + ONE + scenario("BOOK-N02", "Når KeyboardInterrupt i Når") + scenario("BOOK-N03", *GREEN)
    ended = tiny_run(tmp_path, text)
    assert ended.verdicts() == {"BOOK-N01": "bestått", "BOOK-N02": "blokkert", "BOOK-N03": "blokkert"}
    assert (ended.result.verdict, int(ended.result.exit_code)) == ("blokkert", 1)
    assert ended.result.reports


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGINT)])
def test_a_signal_from_outside_ends_the_run_with_reports(tmp_path: Path, number: signal.Signals) -> None:
    with _waiting(tmp_path) as process:
        process.send_signal(number)
        process.wait(30)
    evidence = Evidence.open(tmp_path / "report" / "evidence.sqlite")
    assert [record.verdict.value for record in evidence.scenarios()] == ["bestått", "blokkert"]
    assert evidence.run().finished
    assert (tmp_path / "report" / "report.html").is_file()
    assert process.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_run_can_still_be_read_and_is_never_green(tmp_path: Path) -> None:
    with _waiting(tmp_path) as process:
        process.kill()
        process.wait(30)
    evidence = Evidence.open(tmp_path / "report" / "evidence.sqlite")
    assert [record.verdict.value for record in evidence.scenarios()] == ["bestått", "feil i testverktøyet"]
    assert evidence.run().verdict == "feil i testverktøyet"


def _waiting(tmp_path: Path) -> subprocess.Popen[str]:
    """A run in a process of its own that waits in its second scenario."""
    code = f"""
import signal
import sys
signal.signal(getattr(signal, "SIGHUP", signal.SIGTERM), signal.SIG_DFL)  # under nohup it is born ignored
from pathlib import Path
from tests.conformance.tiny_runs import HEAD, scenario, tiny_run
text = HEAD + scenario("BOOK-N01", "Gitt alt er klart") + scenario("BOOK-N02", "Når vi venter lenge")
print_now = lambda line: print(line, flush=True)
sys.exit(int(tiny_run(Path({str(tmp_path)!r}), text, echo=print_now).result.exit_code))
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("BOOK-N01"):
            break
    return process


def test_two_runs_never_share_a_target(tmp_path: Path) -> None:
    path = tmp_path / "held.toml"
    path.write_text(own_area(GOOD, tmp_path))
    with hold(load(path)) as tell:
        tell("som fortsetter runs/i-går")
        ended = tiny_run(tmp_path, HEAD + ONE)
    assert int(ended.result.exit_code) == 2
    assert f"(prosess {os.getpid()}, som fortsetter runs/i-går)" in ended.text
    assert tiny_run(tmp_path, HEAD + ONE).verdicts() == {"BOOK-N01": "bestått"}


def test_the_lock_leaves_no_file_behind(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    path.write_text(GOOD)
    held = load(path)
    with hold(held, tmp_path):
        assert lock_path(held, tmp_path).is_file()
    assert not lock_path(held, tmp_path).exists()
    with hold(held, tmp_path):
        pass


def test_the_lock_is_per_queue_not_per_file(tmp_path: Path) -> None:
    first, other = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text(GOOD)
    other.write_text(changed(('address = "http://127.0.0.1:9/w/1"', 'address = "http://127.0.0.1:9/w/2"')))
    with hold(load(first), tmp_path), hold(load(other), tmp_path):  # noqa: SIM117  the inner one is what is tried
        with pytest.raises(AlreadyRunning), hold(load(first), tmp_path):
            pass


def test_a_folder_with_a_run_in_it_is_refused(tmp_path: Path) -> None:
    assert int(tiny_run(tmp_path, HEAD + ONE).result.exit_code) == 0
    ended = tiny_run(tmp_path, HEAD + ONE)
    assert int(ended.result.exit_code) == 2
    assert "allerede en kjøring" in ended.text


def test_the_default_folder_is_named_by_time_and_product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ended = tiny_run(tmp_path, HEAD + ONE, report_dir=None)
    assert ended.result.directory is not None
    assert ended.result.directory.parent == Path("runs")
    assert ended.result.directory.name.endswith("-visma_hspro")


def test_the_testers_own_pytest_settings_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only -k nothing")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    assert tiny_run(tmp_path, HEAD + ONE).verdicts() == {"BOOK-N01": "bestått"}
    assert os.environ["PYTEST_ADDOPTS"] == "--collect-only -k nothing"


def test_three_in_a_row_without_contact_end_the_run(tmp_path: Path) -> None:
    gone = "Når TargetUnreachable i Når"
    text = HEAD + "".join(scenario(f"BOOK-N0{number}", gone) for number in (1, 2, 3)) + scenario("BOOK-N04", *GREEN)
    ended = tiny_run(tmp_path, text)
    assert set(ended.verdicts().values()) == {"blokkert"}
    assert "Ikke kjørt. Tre scenarioer på rad" in ended.scenarios()["BOOK-N04"].reason
    assert ended.text.count("Tre scenarioer på rad") == 1


def test_contact_in_between_lets_the_run_go_on(tmp_path: Path) -> None:
    gone = "Når TargetUnreachable i Når"
    order = ((1, gone), (2, gone), (3, "Så NotVerified i Så"), (4, gone), (5, gone), (6, "Så går det bra"))
    ended = tiny_run(tmp_path, HEAD + "".join(scenario(f"BOOK-N0{number}", step) for number, step in order))
    assert ended.verdicts()["BOOK-N06"] == "bestått"


OWNERS = {
    "Så CheckFailed i Så": ("leverandør", "Leverandøren må rette journalen; send dem denne rapporten."),
    "Så NothingCame i Så": ("leverandør", "Leverandøren må rette journalen; send dem denne rapporten."),
    "Gitt et funn": ("leverandør", "Leverandøren må rette journalen; send dem denne rapporten."),
    "Når TargetUnreachable i Når": (
        "nasjonal tjeneste",
        "Norsk helsenett (NHN), eller den som drifter bussen, må se på tjenesten.",
    ),
    "Gitt PreconditionMissing i Gitt": (
        "oppsett",
        "Den som har satt opp testmiljøet, må rette oppsettet og kjøre scenarioet på nytt.",
    ),
    "Så hoppes det over": (
        "oppsett",
        "Den som har satt opp testmiljøet, må rette oppsettet og kjøre scenarioet på nytt.",
    ),
    "Når ValueError i Når": (
        "testverktøyet",
        "De som vedlikeholder testbenken, må rette den; send dem bevisfilen.",
    ),
    "Gitt alt er klart": ("", ""),
    "Gitt en anmerkning": ("", ""),
    "Gitt NotApplicable i Gitt": ("", ""),
    "Når KeyboardInterrupt i Når": ("", "Fortsett kjøringen med epj accept --resume."),
}


@pytest.mark.parametrize("step", OWNERS)
def test_every_output_says_who_has_to_act_and_what_they_do(tmp_path: Path, step: str) -> None:
    owner, sentence = OWNERS[step]
    ended = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", step, "Så går det bra"))
    (told,) = json.loads(ended.result.reports["json"].read_text("utf-8"))["scenarios"]
    assert (told["owner"], told["next"]) == (owner, sentence)
    page, junit = (ended.result.reports[name].read_text("utf-8") for name in ("html", "junit"))
    assert not sentence or (sentence in page and sentence in junit)
    assert not owner or f"({owner})" in page
