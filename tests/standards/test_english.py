"""Everything a report says has its English, and whatever is asked for is answered at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import standards.english
from standards.coverage import clauses
from standards.english import Table, table, translate
from standards.exchange import Exchange, Role
from standards.rules.engine import ExchangeVerdict, MessageVerdict, all_rules, judge_exchange, judge_message
from standards.rules.profiles import PROFILES
from standards.xml import serialize
from tests.standards import hostile, test_schema
from tests.standards.english_texts import BOKMAAL, NAMES, speaks, templates
from tests.standards.mutants import mutants
from tests.standards.test_rules_register import CASES

FILE = Path(standards.english.__file__).with_name("texts.tsv")
ROWS = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines()]

SAME = {
    *("Fødselsnummer", "Formål", "Hjemmebesøk", "Ordinær", "SvarØnske", "TjenesteOmråde", "Vergemål", "Ønske{}"),
    *("Æ", "Ø", "Å", "annet", "bør", "kan", "skal", "eller", "og"),
    *("<div>", "duration", "home", "meta.{}", "rrule", "subject = {}", "{} ms", "{} vevent"),
    "HIS 80601:2006, kodeverk",
    *('MsgType V="A" (kodeverk 8114)', 'MsgType V="XML" (kodeverk 8114)', 'S="{}" (kodeverk {})'),
}
"""Names and codes, and what is the same in both languages."""

COMPOSED = {"uten system {}", "{} ident: {}", "{} identer: {}", "{} (motta)", "{} (sende)", "{} uten kode"}
"""Rows for what is put together from several texts."""

OPENING = "standards/ says this in bokmål; add its English to standards/english/texts.tsv:"
HEAVY = {name for name in hostile.DOCUMENTS if re.search(r"39 MB|4[01] MB|million|000 000|00 000|attachment", name)}

Said = tuple[str, str]
"""Whose it is, and the text."""


def demands(*, ruled: bool) -> Iterator[tuple[str, str, bool]]:
    """The demands, or those that rules cover: they stand in the explanation of a rule."""
    yield from (("standards/clauses.csv", one.demand, False) for one in clauses() if one.rules or not ruled)


def missing() -> dict[str, str]:
    """Every text without English → where it stands."""
    known = {written for written, _ in ROWS}
    found: dict[str, str] = {}
    for place, text, shown in (*templates(), *demands(ruled=True)):
        forms = _forms(text)
        if speaks(text, shown=shown) and not forms & (known | SAME):
            found.setdefault(text, place)
    return found


def _forms(text: str) -> set[str]:
    """The text, and what it is when it is joined to another."""
    return {text, text.strip(), text + "{}", "{}" + text, "{} " + text}


def test_every_text_has_its_english() -> None:
    lacking = missing()
    assert not lacking, "\n".join([OPENING, *(f"{place}\t{text}" for text, place in lacking.items())])


def test_every_row_is_said_somewhere() -> None:
    said = {form for _, text, _ in (*templates(), *demands(ruled=False)) for form in _forms(text)}
    assert sorted({written for written, _ in ROWS} - said - COMPOSED) == []


def test_the_table_is_tidy() -> None:
    assert [len(row) for row in ROWS] == [2] * len(ROWS)
    assert [written for written, _ in ROWS] == sorted({written for written, _ in ROWS})


def test_both_sides_have_room_for_the_same_values() -> None:
    places = re.compile(r"\{\d*\}")
    for written, english in ROWS:
        wanted = [f"{{{index}}}" for index in range(len(places.findall(written)))]
        assert sorted(places.findall(english)) == wanted, written


def test_the_english_is_english() -> None:
    assert [english for _, english in ROWS if BOKMAAL.search(NAMES.sub("", english))] == []


def test_the_reader_of_the_source_finds_texts_of_every_make() -> None:
    said = {text for _, text, _ in templates()}
    assert {
        "Pasienten mangler {}.",
        "ingen av dem",
        "ikke ha timer",
        "MsgId er en UUID",
        "{} mangler et element.",
        "et tomt dokument",
        "<{}> fra linje {} er ikke lukket",
        "en DeliveryChannel hos samme part: {}",
        "Elementet {} er tomt.",
        "{} er ikke med i kilden {}, men i en nyere.",
    } <= said
    assert len(said) > 1000


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("tomt", "empty"),
        ("Foresporsel eller Notat", "Foresporsel or Notat"),
        ("Pasienten mangler etternavn.", "The patient lacks a family name."),
        ("Kode 03 skal ha timer som xCal.", "Code 03 shall have appointments as xCal."),
        ("en av 1, 2, 3", "one of 1, 2, 3"),
        ("mh:A, mh:B eller mh:C", "mh:A, mh:B or mh:C"),
        (
            "mh:Type, attributtet V, har en verdi av feil form.",
            "mh:Type, the attribute V, has a value of the wrong form.",
        ),
        ("Skjemaet godtar ikke dette: mh:A er ikke tillatt.", "The schema does not accept this: mh:A is not allowed."),
        ("DIALOG_X med kode 05 mangler TemaKodet.", "DIALOG_X with code 05 lacks TemaKodet."),
        (
            "Elementet er tomt. … og 7 til av samme slag; av dem er bare denne skrevet ut.",
            "The element is empty. … and 7 more of the same kind; only this one of them is written out.",
        ),
        ("EPJ-en har ikke kvittert for meldingen.", "The EPJ has sent no receipt for the message."),
        ("Foresporsel (sende), Svar (motta)", "Foresporsel (send), Svar (receive)"),
        ("Koden " + "X" * 950 + " …", "The code " + "X" * 950 + " …"),
        ("Timen er hos Ola og Kari på torsdag.", "Timen er hos Ola og Kari på torsdag."),
        ("ris og ros", "ris og ros"),
        ("ingen vei tilbake", "ingen vei tilbake"),
        ("", ""),
    ],
)
def test_translate(written: str, english: str) -> None:
    assert translate(written) == english


def test_values_may_change_places() -> None:
    assert Table({"{} står foran {} her": "here {1} stands after {0}"}).translate("a står foran b her") == (
        "here b stands after a"
    )
    assert "tomt" in table()
    assert "noe ukjent" not in table()


@given(st.text() | st.lists(st.sampled_from([text for row in ROWS[::9] for text in row]), max_size=5).map(" ".join))
def test_translate_takes_anything(text: str) -> None:
    assert isinstance(translate(text), str)


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "Koden er ikke og ",
        "A og ",
        "V eller ",
        " mangler ",
        "{}",
        "Fjern den. ",
        "{} har {}, ",
        "a med kode ",
        " ",
    ],
)
def test_a_hundred_thousand_characters_take_no_time(text: str) -> None:
    translate("")
    long = (text * (100_000 // len(text)))[:100_000]
    for asked in (long, f"Koden {long} er ikke et svar på {long} i {long}.", f"Koden {long} …"):
        begun = time.perf_counter()
        translate(asked)
        assert time.perf_counter() - begun < 2


def said_by(whose: str, verdict: MessageVerdict | ExchangeVerdict, content: str) -> Iterator[Said]:
    """Every text of a verdict but what the message itself holds."""
    for finding in verdict.findings:
        for text in (finding.problem, finding.expected, finding.fix):
            yield f"{whose} {finding.rule}", text
        if finding.found not in content:
            yield f"{whose} {finding.rule}", finding.found
    yield from ((f"{whose} {item.rule}", item.reason) for item in verdict.not_judged)


def said_of_cases() -> Iterator[Said]:
    for case in CASES:
        for subject in (case.good(), case.bad()):
            for profile in PROFILES:
                if isinstance(subject, Exchange):
                    content = "\n".join(raw.decode("utf-8", "replace") for raw in subject.to_files().values())
                    for whole in (True, False):
                        yield from said_by(case.name, judge_exchange(subject, profile=profile, complete=whole), content)
                else:
                    content = subject.decode("utf-8", "replace")
                    verdict = judge_message(subject, sender=case.sender, profile=profile)
                    yield from said_by(case.name, verdict, content)


def said_of_mutants() -> Iterator[Said]:
    for mutant in mutants(test_schema.good(), 11, 250):
        raw = serialize(mutant.root)
        for sender in (None, Role.EPJ):
            yield from said_by(mutant.done, judge_message(raw, sender=sender), raw.decode())


def said_of_hostile() -> Iterator[Said]:
    for name in sorted(set(hostile.DOCUMENTS) - HEAVY):
        raw = hostile.DOCUMENTS[name]()
        yield from said_by(name, judge_message(raw), raw.decode("utf-8", "replace"))


@pytest.mark.parametrize("source", [said_of_cases, said_of_mutants, said_of_hostile])
def test_no_bokmaal_is_left(source: Callable[[], Iterator[Said]]) -> None:
    said = {text: whose for whose, text in source()}
    left = {text: whose for text, whose in said.items() if BOKMAAL.search(NAMES.sub("", translate(text)))}
    assert not left, "\n".join([OPENING, *(f"{whose}\t{text}\t{translate(text)}" for text, whose in left.items())])


def test_every_title_of_a_rule_is_in_english() -> None:
    assert [rule.title for rule in all_rules() if translate(rule.title) == rule.title] == []
