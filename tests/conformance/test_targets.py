"""Target files: what is read, and that every mistake is told with line, expectation and fix."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conformance.targets.file import Problem, TargetError
from conformance.targets.lines import find_lines, line_of
from conformance.targets.loading import load
from conformance.targets.model import Target
from tests.conformance.samples import GOOD, KARI, NORA, changed, line


def read(tmp_path: Path, text: str, **environ: str) -> Target:
    path = tmp_path / "target.toml"
    path.write_text(text, "utf-8")
    return load(path, environ=environ)


def problems(tmp_path: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(TargetError) as caught:
        read(tmp_path, text)
    for problem in caught.value.problems:
        assert str(problem) in str(caught.value)
    return caught.value.problems


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    target = read(tmp_path, GOOD)
    assert (target.product, target.environment, target.topology) == ("visma_hspro", "simulert", "own_bus")
    assert target.transport.address == "http://127.0.0.1:9/w/1"
    assert target.helsenorge.secret == "hemmelig-ord"
    helsestasjon = target.party("helsestasjon")
    assert helsestasjon is not None
    assert helsestasjon.her_id == "8210011"
    assert target.settings == {"cancel_approval": "kan_byttes"}
    nora, kari = target.persons
    assert (nora.birth_date, nora.guardians, nora.digitally_active) == (date(2020, 3, 1), ("kari",), True)
    assert (kari.birth_date, kari.relation) == (date(1988, 5, 17), "FO")
    assert (target.deadlines.message_seconds, target.deadlines.apprec_seconds) == (7, 7)
    assert target.deadlines.staff_seconds == 5


def test_secrets_are_neither_shown_nor_kept(tmp_path: Path) -> None:
    target = read(tmp_path, changed(("settle = true", 'settle = true\nsecret = "et-annet-ord"')))
    assert target.staff.secret == "et-annet-ord"
    for shown in (repr(target), str(target.public())):
        assert "hemmelig-ord" not in shown
        assert "et-annet-ord" not in shown


@pytest.mark.parametrize("written", ["secret = 4711123", 'secret = "4711123', 'secret = ["4711123"]'])
def test_a_secret_written_wrongly_is_not_shown_either(tmp_path: Path, written: str) -> None:
    text = changed(('secret = "hemmelig-ord"', written))
    (problem,) = problems(tmp_path, text)
    assert problem.line == line(text, "secret")
    assert "4711123" not in str(problem)


def test_secrets_come_from_environment_or_file(tmp_path: Path) -> None:
    text = changed(('secret = "hemmelig-ord"', 'secret = { env = "EPJ_BUSS" }'))
    assert read(tmp_path, text, EPJ_BUSS="fra miljøet").helsenorge.secret == "fra miljøet"
    (tmp_path / "ord.txt").write_text("fra fil\n")
    text = changed(('secret = "hemmelig-ord"', 'secret = { file = "ord.txt" }'))
    assert read(tmp_path, text).helsenorge.secret == "fra fil"


@pytest.mark.parametrize("secret", ['{ env = "FINNES_IKKE" }', '{ file = "finnes-ikke.txt" }'])
def test_a_missing_secret_is_told(tmp_path: Path, secret: str) -> None:
    text = changed(('secret = "hemmelig-ord"', f"secret = {secret}"))
    (problem,) = problems(tmp_path, text)
    assert problem.line == line(text, "secret")
    assert "[helsenorge]" in problem.problem
    assert problem.fix


MISTAKES = [
    # what is exchanged, the line it shows up on begins with, what the text must say
    (('topology = "own_bus"', 'topology = "ownbus"'), "topology", ("own_bus", "«ownbus»", "Mente du own_bus?")),
    (("quiet_seconds = 3", "quiet_secs = 3"), "quiet_secs", ("Ukjent nøkkel", "Mente du quiet_seconds?")),
    (("quiet_seconds = 3", "quiet_seconds = 0"), "quiet_seconds", ("større enn 0", "«0»")),
    (("quiet_seconds = 3", 'quiet_seconds = "3"'), "quiet_seconds", ("sekunder", "«3»")),
    (("settle = true", 'settle = "ja"'), "settle", ("true", "«ja»")),
    (('her_id = "8210011"', "her_id = 8210011"), "her_id = 8210011", ("HER-id", "anførselstegn")),
    (('her_id = "8210011"', 'her_id = "8200002"'), None, ("samme HER-id",)),
    (('cancel_approval = "kan_byttes"', "cancel_approval = true"), "cancel_approval", ("kan_byttes", "true")),
    (("birth_date = 2020-03-01", 'birth_date = "2020-02-31"'), 'birth_date = "2020', ("en dato", "2020-02-31")),
    (('guardians = ["kari"]', 'guardians = ["karl"]'), "guardians", ("Mente du kari?",)),
    ((f'ident = "{KARI}"', f'ident = "{NORA}"'), None, ("to ganger",)),
    ((f'ident = "{NORA}"', f'ident = "{int(NORA) + 1:011}"'), f'ident = "{int(NORA) + 1:011}"', ("kontrollsiffer",)),
    ((f'ident = "{NORA}"', 'ident = "123"'), 'ident = "123"', ("11 siffer", "«123»")),
    (
        ('DIALOG_INNBYGGER_EKONTAKT = "1.2"', 'DIALOG_INNBYGER_EKONTAKT = "1.2"'),
        "DIALOG_INNBYGER_EKONTAKT",
        ("Ukjent prosess", "Mente du DIALOG_INNBYGGER_EKONTAKT?"),
    ),
    (
        ('DIALOG_INNBYGGER_EKONTAKT = "1.2"', "DIALOG_INNBYGGER_EKONTAKT = 1.2"),
        "DIALOG_INNBYGGER_EKONTAKT",
        ("versjonen som tekst", "anførselstegn"),
    ),
    (('product = "visma_hspro"', 'product = "Visma HsPro"'), "product", ("små bokstaver", "«Visma HsPro»")),
    (('vendor = "Visma"\n', ""), "[target]", ("vendor mangler", "leverandøren")),
    (
        ('address = "http://127.0.0.1:9/w/1"', 'address = "bussen"'),
        'address = "bussen"',
        ("adressen til meldingsbussen, for eksempel", "«bussen»"),
    ),
    (('address = "http://127.0.0.1:9/w/1/staff"\n', ""), "[staff]", ("address mangler", "adapteren")),
    (("schema = 1", "schema = 2"), "schema", ("versjonen av dette formatet: 1", "«2»")),
]


@pytest.mark.parametrize(("exchange", "start", "says"), MISTAKES)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, exchange: tuple[str, str], start: str | None, says: tuple[str, ...]
) -> None:
    text = changed(exchange)
    (problem,) = problems(tmp_path, text)
    if start is not None:
        assert problem.line == line(text, start)
    assert problem.line > 0
    for piece in says:
        assert piece in str(problem)


def test_a_name_used_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    text = changed(('id = "kari"', 'id = "nora"'))
    twice = next(problem for problem in problems(tmp_path, text) if "to ganger" in problem.problem)
    first, second = (n for n, written in enumerate(text.splitlines(), 1) if written == 'id = "nora"')
    assert twice.line == second
    assert f"linje {first}" in twice.found


def test_several_mistakes_are_told_at_once_in_order(tmp_path: Path) -> None:
    text = changed(('topology = "own_bus"', 'topology = "x"'), ("settle = true", "setle = true"))
    found = problems(tmp_path, text)
    assert [problem.line for problem in found] == [line(text, "topology"), line(text, "setle")]


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    text = GOOD.replace("[staff]", "[ansatt]")
    said = " ".join(str(problem) for problem in problems(tmp_path, text))
    assert "staff mangler i filen" in said
    assert "ansatt" in said


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    text = changed(('vendor = "Visma"', 'vendor = "Visma'))
    (problem,) = problems(tmp_path, text)
    assert problem.line == line(text, "vendor")
    assert "ikke gyldig TOML" in problem.problem
    assert "Visma" in problem.found


@pytest.mark.parametrize("text", ["", "[target", "a = {", 'a = """'])
def test_scraps_are_told_without_falling_over(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="Fant: finnes ikke"):
        load(tmp_path / "finnes-ikke.toml")
    with pytest.raises(TargetError, match="Fant: er en mappe, ikke en fil"):
        load(tmp_path)
    (tmp_path / "latin.toml").write_bytes("schema = 1\nnavn = 'ø'".encode("latin-1"))
    with pytest.raises(TargetError, match=r"UTF-8.* 0xF8 på linje 2"):
        load(tmp_path / "latin.toml")


def test_the_line_finder_knows_tables_lists_and_long_texts() -> None:
    text = 'a = 1\n[b]\nc = """\nd = 2\n"""\n[[e]]\n"f g" = [\n 1,\n]\n[[e]]\nh.i = 3 # j = 4\n'
    lines = find_lines(text)
    assert line_of(lines, ("a",)) == 1
    assert line_of(lines, ("b", "c")) == 3
    assert line_of(lines, ("b", "d")) == 2  # inside the text, so no key
    assert line_of(lines, ("e", 0, "f g")) == 7
    assert line_of(lines, ("e", 1, "h", "i")) == 11
    assert line_of(lines, ("e", 1, "unknown", 7)) == 10
    assert line_of(lines, ("nowhere",)) == 0


AROUND = """
[network]
ca_file = "ca.pem"
proxy = "http://proxy.example:3128"

[services.helseid]
issuer = "https://helseid.test.example/"
client_id = "klient"
key = { env = "NOKKEL" }
scopes = ["nhn:msh/api"]

[services.cppa]
address = "https://cppa.test.example/"

[hints]
create_appointment = "Timebok, ny time"

[retention]
days = 90

[override]
approver = "Ola Nordmann"
reason = "Prøve"
expires = "2026-12-31"
allow = ["ikke_syntetisk"]
"""


def test_what_stands_around_the_epj_is_read_and_its_key_kept_to_ourselves(tmp_path: Path) -> None:
    target = read(tmp_path, GOOD + AROUND, NOKKEL="privat-noekkel")
    assert (target.network.ca_file, target.network.proxy) == ("ca.pem", "http://proxy.example:3128")
    assert target.services.helseid is not None
    assert (target.services.helseid.issuer, target.services.helseid.key) == (
        "https://helseid.test.example",
        "privat-noekkel",
    )
    assert (target.services.cppa, target.services.adresseregister) == ("https://cppa.test.example", "")
    assert (target.hints["create_appointment"], target.retention_days) == ("Timebok, ny time", 90)
    assert target.override is not None and target.override.allow == ("ikke_syntetisk",)
    for shown in (repr(target), str(target.public())):
        assert "privat-noekkel" not in shown


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('create_appointment = "', 'create_apointment = "', "Mente du create_appointment?"),
        ('"ikke_syntetisk"]', '"alt"]', "produksjonsadresse"),
        ('expires = "2026-12-31"', 'expires = "2026-02-30"', "expires er ikke en dato"),
        ("days = 90", "days = 0", "et antall dager fra 1 til 3650"),
        ('address = "https://cppa.test.example/"', "", "address mangler i services cppa"),
        ('key = { env = "NOKKEL" }', 'key = { env = "BORTE" }', "BORTE"),
    ],
)
def test_mistakes_about_what_stands_around_are_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in AROUND
    with pytest.raises(TargetError) as caught:
        read(tmp_path, GOOD + AROUND.replace(old, new), NOKKEL="x")
    (problem,) = caught.value.problems
    assert said in str(problem) and problem.line > GOOD.count("\n")
