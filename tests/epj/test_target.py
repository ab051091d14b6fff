"""The wizard: what it asks, what it refuses, and that its file is one that a run accepts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conformance.targets.file import TargetError
from conformance.targets.loading import load
from conformance.targets.model import Target
from epj.accept import command as accept
from epj.accept import simulated
from epj.check import command as check
from epj.target import command
from epj.targeting import questions
from standards.processes import CATALOGUE
from tests.conformance.samples import KARI, NORA

ADDRESS = "http://127.0.0.1:9/w/1"
INSTALLATION = ["HsPro, test, Storvik", "Visma", "visma_hspro", "4.2", "", ""]
BUS = ["", ADDRESS, "8200002", "", "8200001", "", "EPJ_PASSORD"]
SERVICES = ["Storvik kommune", "8210001", "", "8210011", "Storvik helsestasjon", "", "", "", "", ""]
PROCESSES = ["", "", *["nei"] * 4, "", "", "", "", *["nei"] * 3, "", "", *["nei"] * 4]
SETTINGS = ["kan_byttes", "", "", "", "ja", ""]
BY_HAND = [""]
FAMILIES = [""]


def answer(tmp_path: Path, *answers: str, more: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(
        command, ["init", str(tmp_path / "t.toml"), *more], input="\n".join(answers) + "\n", standalone_mode=False
    )


def whole(**other: list[str]) -> list[str]:
    parts = {
        "installation": INSTALLATION,
        "bus": BUS,
        "services": SERVICES,
        "processes": PROCESSES,
        "settings": SETTINGS,
        "staff": BY_HAND,
        "persons": FAMILIES,
    }
    assert not set(other) - set(parts)
    return [answer for part in {**parts, **other}.values() for answer in part]


def read(tmp_path: Path, **environ: str) -> Target:
    return load(tmp_path / "t.toml", environ={"EPJ_PASSORD": "hemmelig", **environ})


def test_the_answers_are_a_target(tmp_path: Path) -> None:
    ended = answer(tmp_path, *whole())
    assert ended.return_value == 0, ended.output
    target = read(tmp_path)
    assert (target.name, target.product, target.version, target.topology) == (
        INSTALLATION[0],
        "visma_hspro",
        "4.2",
        "test_actor",
    )
    assert (target.transport.address, target.transport.queue_exclusive) == (ADDRESS, False)
    assert (target.helsenorge.secret, target.staff.kind) == ("hemmelig", "manual")
    assert [(party.role, party.her_id, party.parent_name) for party in target.parties] == [
        ("helsestasjon", "8210011", "Storvik kommune")
    ]
    assert dict(target.processes) == {
        "DIALOG_INNBYGGER_EKONTAKT": "1.2",
        "DIALOG_INNBYGGER_AVTALEUTSENDING": "1.0",
        "DIALOG_INNBYGGER_AVTALEAVBESTILLING": "1.0",
        "DIALOG_INNBYGGER_DIGITALBRUKER": "1.2",
    }
    assert dict(target.settings) == {
        "cancel_approval": "kan_byttes",
        "downtime": "nei",
        "exempt": "ja",
        "rest_push": "nei",
        "test_clock": "ja",
    }
    assert target.plan == "digihelsestasjon"
    assert target.person("nora") is not None and target.person("kari") is not None
    text = (tmp_path / "t.toml").read_text("utf-8")
    assert "hemmelig" not in text and "# Parten som akseptansetesten spiller." in text
    assert f"epj check --target {tmp_path / 't.toml'}" in ended.output


def test_who_does_not_know_writes_a_question_mark_and_the_file_says_whom_to_ask(tmp_path: Path) -> None:
    services = [*SERVICES]
    services[3] = "?"
    ended = answer(tmp_path, *whole(services=services, bus=["", "?", *BUS[2:]]))
    assert "1 svar mangler, og leverandøren vet det" in ended.output
    text = (tmp_path / "t.toml").read_text("utf-8")
    assert 'her_id = "?"  # FYLL UT: ' in text
    with pytest.raises(TargetError) as caught:
        read(tmp_path)
    problems = caught.value.problems
    assert [problem.problem for problem in problems] == [
        "transport address er ikke fylt ut ennå",
        "parties nr. 1 her_id er ikke fylt ut ennå",
    ]
    assert all(text.splitlines()[problem.line - 1].endswith("vet dette") for problem in problems)


def test_an_answer_of_the_wrong_form_is_asked_for_again(tmp_path: Path) -> None:
    bus = ["", "bussen vår", ADDRESS, "82 00 00 02", *BUS[2:]]
    ended = answer(tmp_path, *whole(bus=bus))
    assert ended.return_value == 0
    assert "Ventet en adresse som http://maskin:port/w/1. Vet du det ikke, skriv ?." in ended.output
    assert "Ventet bare siffer." in ended.output


def test_persons_may_be_ones_own_but_never_real(tmp_path: Path) -> None:
    real = "01032012345"
    kari = ["kari", KARI, "Nordmann", "Kari", "1988-05-17", "forelder"]
    nora = ["nora", real, "Nordmann", "Nora", "2020-03-01", "barn"]
    ended = answer(tmp_path, *whole(persons=["nei", *kari, "gravid", "ja", *nora, NORA, "", "ola", "kari", "nei"]))
    assert ended.return_value == 0, ended.output
    assert "kontrollsiffer" in ended.output and "ola er ikke lagt inn. Lagt inn er kari." in ended.output
    nora_read = read(tmp_path).person("nora")
    assert nora_read is not None and (nora_read.guardians, nora_read.relation) == (("kari",), "FO")
    kari_read = read(tmp_path).person("kari")
    assert kari_read is not None and (kari_read.traits, nora_read.traits) == (("gravid",), ())


def test_an_adapter_is_asked_about(tmp_path: Path) -> None:
    staff = ["http", "http://127.0.0.1:9/staff", "", "EPJ_ADAPTER"]
    assert answer(tmp_path, *whole(staff=staff)).return_value == 0
    found = read(tmp_path, EPJ_ADAPTER="annet").staff
    assert (found.kind, found.address, found.settle, found.secret) == (
        "http",
        "http://127.0.0.1:9/staff",
        True,
        "annet",
    )


def test_nothing_is_written_over_and_nothing_half(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    path.write_text("mitt", "utf-8")
    ended = answer(tmp_path)
    assert ended.return_value == 2 and "--force" in ended.output
    cut = answer(tmp_path, *INSTALLATION, more=("--force",))
    assert cut.return_value == 2 and "Avbrutt. Ingen fil er skrevet." in cut.output
    assert path.read_text("utf-8") == "mitt"
    assert answer(tmp_path, *whole(), more=("--force",)).return_value == 0
    assert read(tmp_path).product == "visma_hspro"


def answers_of(values: dict[str, Any]) -> list[str]:
    """What somebody would answer who knows a running installation, read off the file that describes it."""
    about, transport, ours, staff = (values[name] for name in ("target", "transport", "helsenorge", "staff"))
    given = [*(about[key] for key in ("name", "vendor", "product", "version", "environment", "topology"))]
    given += [transport["kind"], transport["address"]]
    given += [*(ours[key] for key in ("her_id", "name", "parent_her_id", "parent_name")), "EPJ_PASSORD"]
    parties = {party["role"]: party for party in values["parties"]}
    above = values["parties"][0]
    given += [above["parent_name"], above["parent_her_id"]]
    for role in questions.ROLES:
        party = parties.get(role)
        given += ["ja", party["her_id"], party["name"], party["level2"]] if party else ["nei"]
    for code in CATALOGUE:
        given += ["ja", values["processes"][code]] if code in values["processes"] else ["nei"]
    has = values["settings"]
    given += [has[key] for key in ("cancel_approval", "downtime", "exempt", "rest_push", "test_clock")]
    given += [has["free_slots"]] if "DIALOG_INNBYGGER_TIMERESERVASJON" in values["processes"] else []
    given += [about["plan"], staff["kind"], staff["address"]]
    return [*given, "ja" if staff["settle"] else "nei", "EPJ_ADAPTER", "ja"]


def test_the_answers_of_a_running_journal_give_a_target_that_the_check_and_a_run_accept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with simulated("visma_hspro") as (path, _):
        values = tomllib.loads(path.read_text("utf-8"))
        monkeypatch.setenv("EPJ_PASSORD", values["helsenorge"]["secret"])
        monkeypatch.setenv("EPJ_ADAPTER", values["staff"]["secret"])
        ended = answer(tmp_path, *answers_of(values))
        assert ended.return_value == 0, ended.output
        written = str(tmp_path / "t.toml")
        seen = CliRunner().invoke(check, ["--target", written], standalone_mode=False)
        assert seen.return_value == 0, seen.output
        ran = CliRunner().invoke(
            accept,
            ["--target", written, "--only", "BOOK-N01", "--report", str(tmp_path / "r")],
            standalone_mode=False,
        )
        assert ran.return_value == 0, ran.output


def test_a_place_that_cannot_be_written_is_told_before_the_first_question(tmp_path: Path) -> None:
    for path, said in ((tmp_path, "det er en mappe"), (tmp_path / "borte" / "t.toml", "finnes ikke")):
        ended = CliRunner().invoke(command, ["init", str(path), "--force"], input="", standalone_mode=False)
        assert ended.return_value == 2 and said in ended.output and "Installasjonen" not in ended.output


def test_what_a_terminal_in_another_encoding_gives_is_asked_for_again() -> None:
    question = questions.TARGET[0]
    for odd in (b"Troms\xf8".decode("utf-8", "surrogateescape"), "\x1b[A", "Storvik\x00"):
        assert "tegn som ikke kan leses" in question.problem(odd)
    assert not question.problem("Tromsø kommune, «test»")


def test_silence_is_no_answer_and_only_the_common_processes_are_suggested(tmp_path: Path) -> None:
    silent = [INSTALLATION[0], "", *INSTALLATION[1:]]
    ended = answer(tmp_path, *whole(installation=silent))
    assert "Ventet en tekst. Vet du det ikke, skriv ?." in ended.output
    suggested = [line for line in ended.output.splitlines() if line.startswith("Støtter") and "[ja]" in line]
    assert len(suggested) == 4 and not any("Notifikasjon" in line for line in suggested)
    assert "(ja/nei) [ja]" in suggested[0]


def test_the_persons_that_are_suggested_are_those_of_a_simulated_journal(tmp_path: Path) -> None:
    assert answer(tmp_path, *whole()).return_value == 0
    persons = read(tmp_path).persons
    assert {"gravid", "hjemmetjeneste"} <= {trait for person in persons for trait in person.traits}
    users = [person for person in persons if "hjemmetjeneste" in person.traits and person.guardians]
    assert users and {person.relation for person in users} == {"FU"}


def test_who_offers_free_slots_is_asked_and_home_care_is_offered_its_plan(tmp_path: Path) -> None:
    usual = [["ja", ""] if code.endswith(("_EKONTAKT", "_TIMERESERVASJON")) else ["nei"] for code in CATALOGUE]
    services = ["Storvik kommune", "8210001", "nei", "nei", "nei", "nei", "ja", "8210011", "Storvik hjemmetjeneste", ""]
    processes = [one for each in usual for one in each]
    settings = ["nei", "", "", "", "", "nei", ""]
    ended = answer(tmp_path, *whole(services=services, processes=processes, settings=settings))
    assert ended.return_value == 0, ended.output
    assert read(tmp_path).settings["free_slots"] == "nei"
    assert read(tmp_path).plan == "digihelse"


def test_free_slots_bring_what_else_is_asked_of_them(tmp_path: Path) -> None:
    usual = [["ja", ""] if code.endswith(("_EKONTAKT", "_TIMERESERVASJON")) else ["nei"] for code in CATALOGUE]
    processes = [one for each in usual for one in each]
    settings = [*[""] * len(questions.SETTINGS), "ja", "ja", "", ""]
    ended = answer(tmp_path, *whole(processes=processes, settings=settings))
    assert ended.return_value == 0, ended.output
    found = read(tmp_path).settings
    assert [found[key] for key in ("free_slots", "slot_approval", "slot_by_phone")] == ["ja", "ja", "nei"]
