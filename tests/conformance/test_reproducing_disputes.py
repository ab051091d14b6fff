"""The bundle of a dispute: nobody can be recognised, and what was wrong is still wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conformance.evidence.store import Evidence, ScenarioEvidence
from conformance.reproducing.aliases import Aliases
from conformance.reproducing.bundle import Bundle, bundle
from conformance.reproducing.choosing import NoSuchFinding, choose
from conformance.reproducing.neutral import Neutral, letters
from conformance.reproducing.wording import FELL, HOLDS, UNSEEN
from conformance.verdicts import Verdict
from standards.exchange import Exchange, Role
from standards.identifiers import classify, is_orgnr, is_real_range, is_synthetic, make_fnr
from standards.rules.engine import judge_message
from standards.rules.model import Finding, Severity
from tests.conformance.recorded_runs import (
    KARI,
    NORA,
    OURS,
    TARGET,
    THEIRS,
    asked,
    ended,
    envelope,
    message,
    recorded,
    scenario,
)

MH_02 = Finding("MH-02", "HITS 1217:2018, 2.3.1", Severity.ERROR, "MsgId er ikke en UUID.", found="42")
SECRETS = (NORA, KARI, "Nora", "Lunde", "Storvik", "8210011", "8210001", "feber", "Ola")


# --- numbers ---


@pytest.mark.parametrize("series", ["nhn", "skatteetaten"])
def test_a_person_becomes_another_synthetic_one_of_the_same_age_and_sex(series: Any) -> None:
    ident = next(_numbers(date(2014, 7, 30), series))
    alias = Aliases(()).person(ident)
    number, before = classify(alias), classify(ident)
    assert number is not None and before is not None
    assert alias != ident and is_synthetic(alias) and number.check_digits_ok
    assert (number.synthetic, number.kind, int(alias[8]) % 2) == (series, before.kind, int(ident[8]) % 2)
    assert number.birth_date is not None and (number.birth_date.year, number.birth_date.month) == (2014, 7)


def test_each_person_is_one_alias_and_two_are_two() -> None:
    aliases = Aliases(())
    assert aliases.person(NORA) == aliases.person(NORA) != aliases.person(KARI)
    assert aliases.text(f"{NORA[:6]} {NORA[6:]}").replace(" ", "") == aliases.person(NORA)


def test_a_number_with_wrong_check_digits_is_still_wrong() -> None:
    wrong = f"{NORA[:-1]}{(int(NORA[-1]) + 1) % 10}"
    alias = classify(Aliases(()).person(wrong))
    assert alias is not None and not alias.check_digits_ok


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_whatever_the_number_is_nobody_who_lives_has_the_alias(ident: str) -> None:
    alias = Aliases(()).person(ident)
    assert len(alias) == len(ident) and alias.isdigit() and alias != ident
    assert not is_real_range(alias)


def test_parties_and_organisations_are_replaced_wherever_they_stand() -> None:
    aliases = Aliases(["8210011", "8210012"])
    said = aliases.text("8210011_async til 8210012, 82100110 og 974760673")
    assert "8210011_" not in said and "8210012" not in said and "82100110" in said
    organisation = re.findall(r"[0-9]{9}", said)
    assert organisation != ["974760673"] and is_orgnr(organisation[0])


# --- texts ---


@given(st.text())
def test_letters_keep_length_and_what_is_no_letter(text: str) -> None:
    neutral = letters(text)
    assert len(neutral) == len(text)
    plain = [one for one in text if not one.isalpha() and not one.isdigit()]
    assert [one for one in neutral if not one.isalpha() and not one.isdigit()] == plain
    assert letters(neutral) == neutral


def test_norwegian_and_sami_letters_stay_letters_of_their_kind() -> None:
    assert letters("Åse Ødegård, Čáhppe 12!") == "Øxx Øxxxøxx, Ššxxxx 00!"
    assert len(letters("Čáhppe – ærlig").encode()) == len("Čáhppe – ærlig".encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<a>Nora</a>", "<a>Xxxx</a>"),
        ("<x:FamilyName  a='1' >Lunde</x:FamilyName >", "<x:FamilyName  a='1' >Xxxxx</x:FamilyName >"),
        ("<a>x &amp;lt; Nora &lt;</a>", "<a>x &amp;lt; Xxxx &lt;</a>"),
        ("<a>N&#111;r&#xE5;</a>", "<a>X&#120;x&#xF8;</a>"),
        ("<!-- Nora --><b/>", "<!-- Xxxx --><b/>"),
        ("<a><![CDATA[Nora]]></a>", "<a><![CDATA[Xxxx]]></a>"),
        ('<TeleAddress V="tel:99887766"/>', '<TeleAddress V="xxx:00000000"/>'),
        ('<Type V="TEST" DN="Test"/>', '<Type V="TEST" DN="Test"/>'),
        ("<uid><text>en tekst</text></uid>", "<uid><text>en tekst</text></uid>"),
        ("<summary><text>Vaksine</text></summary>", "<summary><text>Xxxxxxx</text></summary>"),
        ("<Base64Container>JVBERi0=\n</Base64Container>", "<Base64Container>AAAAAAA=\n</Base64Container>"),
        ("<DateOfBirth>2020-03-01</DateOfBirth>", "<DateOfBirth>2020-03-15</DateOfBirth>"),
        ("<a>Nora</b><c>Lunde", "<a>Xxxx</b><c>Xxxxx"),
        ("ikke XML, Nora", "xxxx XXX, Xxxx"),
    ],
)
def test_only_what_may_tell_of_somebody_is_changed(before: str, after: str) -> None:
    assert Neutral(Aliases(())).document(before.encode()) == after.encode()


def test_a_document_in_another_encoding_keeps_it() -> None:
    assert Neutral(Aliases(())).document("<a>Åse</a>".encode("iso-8859-1")) == "<a>Øxx</a>".encode("iso-8859-1")


def test_a_resource_in_json_keeps_its_codes_and_times() -> None:
    resource = {
        "resourceType": "Appointment",
        "status": "booked",
        "start": "2027-03-01T10:15:00+01:00",
        "description": "Nora har feber",
        "participant": [{"actor": {"display": "Nora Lunde", "identifier": {"system": "urn:oid:1", "value": NORA}}}],
    }
    after = json.loads(Neutral(Aliases(())).document(json.dumps(resource).encode()))
    assert (after["status"], after["start"]) == ("booked", "2027-03-01T10:15:00+01:00")
    assert after["description"] == "Xxxx xxx xxxxx"
    actor = after["participant"][0]["actor"]
    assert actor["display"] == "Xxxx Xxxxx" and is_synthetic(actor["identifier"]["value"])
    assert actor["identifier"]["value"] != NORA


# --- the bundle ---


@pytest.fixture
def run(tmp_path: Path) -> Callable[[Callable[[ScenarioEvidence], object]], Evidence]:
    def make(then: Callable[[ScenarioEvidence], object]) -> Evidence:
        evidence = recorded(tmp_path / "run")
        writer = scenario(evidence)
        asked(
            writer, "read_journal", {"patient": NORA}, {"entries": [{"text": "Nora har feber", "kind": "melding_ut"}]}
        )
        writer.sent(message(OURS, "HE", ours=True), envelope(OURS, ours=True))
        number = writer.received(message("42", "19", ours=False, text="Nora har feber"), envelope(THEIRS, ours=False))
        then(writer)
        assert number == 2
        return ended(evidence, writer)

    return make


def made(evidence: Evidence, wanted: str = "MSG-N01", why: str = "") -> Bundle:
    return bundle(evidence.run(), choose(evidence.scenarios(), wanted), {}, why)


def facts(one: Bundle) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(one.files["innspill.json"])
    schema = json.loads(resources.files("standards").joinpath("schemas", "dispute.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(found)
    return found


def test_the_finding_stands_in_the_one_message_that_it_is_about(run: Callable[..., Evidence]) -> None:
    one = made(run(lambda writer: writer.finding(MH_02, message=2)), why="Nora Lunde ved Storvik helsestasjon så feber")
    assert one.state == HOLDS and not one.fell
    assert sorted(one.files) == ["LESMEG.md", "innspill.json", "meldinger/02-epj-helsenorge.xml", "meldinger/02.json"]
    again = judge_message(one.files["meldinger/02-epj-helsenorge.xml"], sender=Role.EPJ)
    assert "MH-02" in {finding.rule for finding in again.findings}
    told = facts(one)["finding"]
    assert told["mark"] == "V"
    assert told["sources"][0].startswith("HITS 1217:2018: Implementasjonsguide")


def test_nobody_can_be_recognised(run: Callable[..., Evidence]) -> None:
    wrong = Finding("A14", "HITS 1217:2018, 3.7", Severity.ERROR, f"Svaret til Nora ({NORA}) er «Nora har feber».")
    one = made(run(lambda writer: writer.finding(wrong, message=2)), why="Nora Lunde ved Storvik helsestasjon")
    for name, content in one.files.items():
        assert not [secret for secret in SECRETS if secret in content.decode()], name
    assert len(Exchange.from_files(_messages(one)).items) == 2


def test_what_the_messages_cannot_show_comes_with_what_staff_did(run: Callable[..., Evidence]) -> None:
    wrong = Finding("AVT-02", "HITS 1217:2018, 3.7", Severity.ERROR, "Timen står.", where="journalen (read_journal)")
    one = made(run(lambda writer: writer.finding(wrong)))
    assert one.state == UNSEEN
    (told,) = facts(one)["staff"]
    assert told["intent"] == "read_journal"
    assert told["data"]["entries"] == [{"text": "Xxxx xxx xxxxx", "kind": "melding_ut"}]


def test_a_finding_that_hung_on_what_was_replaced_is_told_to_have_fallen(
    run: Callable[..., Evidence], monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = run(lambda writer: writer.finding(MH_02, message=2))
    whole = Neutral.document
    mended = "11111111-2222-4333-8444-555555555555"
    monkeypatch.setattr(
        Neutral, "document", lambda self, raw: whole(self, raw).replace(b">42<", f">{mended}<".encode())
    )
    one = made(evidence)
    assert one.state == FELL and one.fell
    assert "står ikke lenger" in one.files["LESMEG.md"].decode()


def test_a_simulated_journal_is_told(tmp_path: Path) -> None:
    evidence = recorded(tmp_path, {**TARGET, "environment": "simulert"})
    writer = scenario(evidence)
    writer.finding(MH_02)
    one = made(ended(evidence, writer, Verdict.FAILED))
    assert facts(one)["simulated"] is True
    assert "**SIMULERT**" in one.files["LESMEG.md"].decode()[:120]


@pytest.mark.parametrize("wanted", ["MSG-N01", "msg-n01/mh-02", "MH-02"])
def test_a_finding_is_named_by_scenario_rule_or_both(run: Callable[..., Evidence], wanted: str) -> None:
    def two(writer: ScenarioEvidence) -> None:
        writer.finding(MH_02, message=2)
        writer.finding(Finding("A14", "x", Severity.ERROR, "Feil."), message=2)

    chosen = choose(run(two).scenarios(), wanted)
    assert chosen.name == "MSG-N01/MH-02"
    assert chosen.others == (("MSG-N01/A14",) if wanted == "MSG-N01" else ())


@pytest.mark.parametrize("wanted", ["MSG-N02", "A99", "MSG-N01/A99", "/", ""])
def test_what_is_not_there_is_told_with_what_is(run: Callable[..., Evidence], wanted: str) -> None:
    evidence = run(lambda writer: writer.finding(MH_02, message=2))
    with pytest.raises(NoSuchFinding) as caught:
        choose(evidence.scenarios(), wanted)
    assert caught.value.near == ("MSG-N01/MH-02",)


def _messages(one: Bundle) -> dict[str, bytes]:
    found = {name.removeprefix("meldinger/"): raw for name, raw in one.files.items()}
    return {name: raw for name, raw in found.items() if name[0].isdigit()}


def _numbers(born: date, series: Any) -> Any:
    for individual in range(500, 1000):
        try:
            yield make_fnr(born, individual, series=series)
        except ValueError:
            continue
