"""The mistakes of a set-up, each named with who puts it right, and no scenario runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import urllib3
from click.testing import CliRunner

from conformance.run import Bindings, run
from epj.check import command
from standards.identifiers import make_fnr
from tests.conformance.checking_kit import PRODUCT, Issuer, World, serving, world
from tests.conformance.tiny_runs import HEAD, scenario


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("world")) as found:
        _ready(found)
        yield found


def _ready(here: World) -> None:
    """Have the registry make the keys of every party, which takes seconds the first time on a busy machine."""
    path = here.write(here.text)
    assert any(checked(path)[0] == 0 for _ in range(5))


def checked(path: Path) -> tuple[int, str]:
    """The exit code of `epj check`, and what it printed with lines that were broken put together again."""
    result = CliRunner().invoke(command, ["--target", str(path)], standalone_mode=False)
    assert result.exception is None, result.output
    return int(result.return_value), result.output


Make = Callable[[World, ExitStack], str]


@dataclass(frozen=True)
class Mistake:
    """What is wrong in the target or around it, what is said of it, and who puts it right."""

    name: str
    make: Make
    look: str
    says: str
    who: str
    send: str
    also: frozenset[str] = frozenset()
    """Other looks that the same mistake turns red."""


def put(old: str, new: str, count: int = 1) -> Make:
    """A target file with something else in it."""

    def make(here: World, running: ExitStack) -> str:
        assert old in here.text, old
        return here.text.replace(old, new, count)

    return make


def _wrong_password(here: World, running: ExitStack) -> str:
    return re.sub(r'(\[helsenorge\][^\[]*secret = )".*"', r'\1"feil"', here.text, count=1)


def _wrong_secret(here: World, running: ExitStack) -> str:
    return re.sub(r'(\[staff\][^\[]*secret = )".*"', r'\1"feil"', here.text, count=1)


def _service(here: World, name: str, address: str) -> str:
    return re.sub(rf'(\[services\.{name}\]\naddress = )".*"', rf'\1"{address}"', here.text, count=1)


def _expired(here: World, running: ExitStack) -> str:
    issuer = Issuer(here.folder)
    address = running.enter_context(serving(context=issuer.context(-1)))
    return _service(here, "cppa", address) + f'\n[network]\nca_file = "{issuer.ca_file.name}"\n'


def _untrusted(here: World, running: ExitStack) -> str:
    address = running.enter_context(serving(context=Issuer(here.folder).context(300)))
    return _service(here, "cppa", address)


def _clock(here: World, running: ExitStack) -> str:
    return _service(here, "cppa", running.enter_context(serving(ahead=timedelta(hours=1))))


def _nobody_listens(here: World, running: ExitStack) -> str:
    with serving() as address:
        pass  # its port is free again
    return re.sub(r'(\[transport\][^\[]*address = )".*"', rf'\1"{address}"', here.text, count=1)


def _inactive(here: World, running: ExitStack) -> str:
    ident = re.search(r'id = "nora"\nident = "(\d+)"', here.text) or re.search(r'ident = "(\d+)"', here.text)
    assert ident
    url = f"{here.urls['helsenorge']}/_sim/areas/{PRODUCT}/innbyggere/{ident[1]}/samtykke"
    _call("PUT", url, {"omraade": "Helsehjelp", "nivaa": "ingen"})
    running.callback(lambda: _call("PUT", url, {"omraade": "Helsehjelp", "nivaa": "full tilgang"}))
    return here.text


def _no_process(here: World, running: ExitStack) -> str:
    url = f"{here.urls['cppa']}/_sim/areas/{PRODUCT}/parties/8210011"
    _call("POST", url, {"stop": ["DIALOG_INNBYGGER_EKONTAKT"]})
    running.callback(lambda: _call("POST", url, {"start": ["DIALOG_INNBYGGER_EKONTAKT"]}))
    return here.text


def _stranger(here: World, running: ExitStack) -> str:
    ident = make_fnr(date(1931, 5, 17), 140)
    return f"""{here.text}
[[persons]]
id = "ukjent"
ident = "{ident}"
family = "Borte"
given = "Bo"
birth_date = 1931-05-17
kind = "voksen"
digitally_active = false
"""


def _call(method: str, url: str, content: object) -> None:
    answer = urllib3.request(method, url, json=content, retries=False, timeout=30)
    assert answer.status < 300, (url, answer.status, answer.data)


MISTAKES = (
    Mistake(
        "a typo in the HER-id of a party",
        put('her_id = "8210011"', 'her_id = "8219999"'),
        "Meldingsbuss",
        "Bussen kjenner ingen part med HER-id 8219999",
        "leverandøren",
        "Hvilken HER-id er EPJ-en satt opp med for",
        frozenset({"Adresseregisteret", "Avtaler (CPA)"}),
    ),
    Mistake(
        "the queue of somebody else",
        put('her_id = "8210011"', 'her_id = "8220011"'),
        "Adresseregisteret",
        "hører til 8220001 i registeret, ikke 8210001",
        "kommunen",
        "Hvilken virksomhet hører HER-id 8220011",
        frozenset({"Meldingsbuss", "Avtaler (CPA)"}),
    ),
    Mistake("a certificate that has run out", _expired, "Nett og sertifikater", "gikk ut", "leverandøren", "Bytt det."),
    Mistake(
        "a clock that is an hour off",
        _clock,
        "Klokke",
        "går 60 minutter ulikt",
        "IT",
        "går 60 minutter for fort mot maskinen som kjører epj",
        frozenset({"Avtaler (CPA)"}),
    ),
    Mistake(
        "a test person who is not active",
        _inactive,
        "Digitalt aktive",
        "er ikke digitalt aktiv",
        "kommunen",
        "Logg inn på Helsenorge test som",
    ),
    Mistake(
        "a process that is not in the agreement",
        _no_process,
        "Avtaler (CPA)",
        "mangler DIALOG_INNBYGGER_EKONTAKT 1.2",
        "kommunen",
        "Legg til dette i profilen (CPP)",
    ),
    Mistake(
        "a wrong password on the bus", _wrong_password, "Meldingsbuss", "slapp oss ikke inn", "NHN", "Hva er passordet"
    ),
    Mistake(
        "nobody at the address of the bus",
        _nobody_listens,
        "Nett og sertifikater",
        "Meldingsbussen: ingen tar imot på 127.0.0.1",
        "IT",
        "Sjekk at tjenesten er i gang",
    ),
    Mistake(
        "a wrong secret of the staff",
        _wrong_secret,
        "Ansatt-adapter",
        "EPJ-siden slapp ikke inn oppdraget",
        "leverandøren",
        "Hva er hemmeligheten (secret) til ansatt-adapteren",
    ),
    Mistake(
        "a client that HelseID does not know",
        put('client_id = "testklient"', 'client_id = "ukjent-klient"'),
        "HelseID",
        "HelseID kjenner ikke klienten ukjent-klient",
        "IT",
        "registrert i HelseID Selvbetjening",
    ),
    Mistake(
        "a certificate by an issuer that we do not trust",
        _untrusted,
        "Nett og sertifikater",
        "utstedt av noen vi ikke stoler på: Storvik kommune, egen utsteder",
        "IT",
        "Gi oss filen med utstederens sertifikat (PEM)",
    ),
    Mistake(
        "a test person whom the EPJ does not know",
        _stranger,
        "Testpersoner i EPJ-en",
        "EPJ-en finner ikke Bo Borte (ukjent)",
        "kommunen",
        "Registrer testpersonen Bo Borte",
    ),
    Mistake(
        "a name that does not exist",
        lambda here, running: _service(here, "cppa", "http://cppa.test.invalid"),
        "Nett og sertifikater",
        "navnet cppa.test.invalid finnes ikke",
        "IT",
        "Er navnet riktig?",
    ),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_named_with_who_mends_it_and_no_scenario_runs(
    here: World, tmp_path: Path, mistake: Mistake
) -> None:
    with ExitStack() as running:
        path = here.write(mistake.make(here, running))
        code, printed = checked(path)
        reds = red_lines(printed)
        assert code == 1, printed
        assert {look for look, _ in reds} == {mistake.look, *mistake.also}, printed
        (said,) = [text for look, text in reds if look == mistake.look and mistake.says in text]
        assert f"Hvem retter det: {mistake.who}. Send: «" in said
        assert mistake.send in said
        lines: list[str] = []
        (tmp_path / "a.feature").write_text(HEAD + scenario("BOOK-N01", "Gitt alt er klart"), "utf-8")
        bindings = Bindings(features=tmp_path)
        result = run(path, plan="full-test", report_dir=tmp_path / "report", echo=lines.append, bindings=bindings)
    assert int(result.exit_code) == 2 and not (tmp_path / "report").exists()
    assert any(mistake.look in line and mistake.send in line for line in lines), lines


def test_a_right_target_is_green_all_through(here: World) -> None:
    code, printed = checked(here.write(here.text))
    states = {tuple(line.split()[:2]) for line in printed.splitlines()[2:-2] if not line.startswith(" ")}
    unsigned = ("grå", "Signering")  # its messages go as they are
    assert code == 0 and unsigned in states and {state for state, _ in states - {unsigned}} == {"grønn"}, printed
    assert printed.splitlines()[-1].startswith("Klart: epj accept kan kjøres. (14 grønne, 1 grå; ")


def red_lines(printed: str) -> list[tuple[str, str]]:
    """The look and the whole text of each red light, its lines put together again."""
    found: list[list[str]] = []
    for line in printed.splitlines():
        if line[:1] not in (" ", ""):
            found.append([line])
        elif line and found:
            found[-1].append(line.strip())
    parts = [re.split(r" {2,}", " ".join(lines), maxsplit=2) for lines in found if lines[0].startswith("rød ")]
    return [(look, text) for _, look, text in parts]


def test_another_name_in_the_registry_is_only_a_remark(here: World) -> None:
    code, printed = checked(
        here.write(put('name = "Fjordvik helsestasjon (simulert)"', 'name = "Vår"')(here, ExitStack()))
    )
    assert code == 0
    assert re.search(r"(?m)^gul +Adresseregisteret +HER-id 8210011 heter «Fjordvik helsestasjon", printed), printed


def test_a_scope_that_the_client_may_not_have_is_for_nhn(here: World) -> None:
    asked = 'client_id = "testklient"\nscopes = ["nhn:msh/api", "nhn:noe/annet"]'
    code, printed = checked(here.write(put('client_id = "testklient"', asked)(here, ExitStack())))
    reds = red_lines(printed)
    assert code == 1 and [look for look, _ in reds] == ["HelseID"]
    assert "Hvem retter det: NHN." in reds[0][1] and "nhn:noe/annet" in reds[0][1]


def test_a_key_that_is_none_points_at_the_key(here: World) -> None:
    (here.folder / "feil.jwk").write_text("ingen nøkkel")
    code, printed = checked(here.write(put(f"{PRODUCT}.helseid.jwk", "feil.jwk")(here, ExitStack())))
    reds = red_lines(printed)
    assert code == 1 and [look for look, _ in reds] == ["HelseID"]
    assert "Nøkkelen kan ikke brukes" in reds[0][1]
