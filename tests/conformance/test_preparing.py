"""What people prepare: every sentence of the suite is known, everything is there once, and the page prints."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as lxml_html

from conformance.outcomes import ToolFault
from conformance.preparing import writing
from conformance.preparing.done import Done, notice, place_of, said_so
from conformance.preparing.listing import Preparation, prepare
from conformance.preparing.order import in_order
from conformance.preparing.reading import before_questions
from conformance.preparing.table import NEEDS, Table
from conformance.runner.catalogue import PlannedScenario, PlannedStep, select
from conformance.runner.lint import read_features
from conformance.runner.playing import FEATURES, step_modules
from conformance.runner.sentences import of_modules
from conformance.staff.intents import IntentBook
from conformance.targets.model import Staff, Target
from tests.conformance.bench_world import ELLE, JONAS, KARI, NORA, OLA, PER, make_target

SENTENCES = of_modules(step_modules())
SCENARIOS = read_features(FEATURES).scenarios
TABLE = Table.load()
TODAY = date(2026, 12, 1)
MANUAL = Staff("manual", "", settle=False)


def listed(*only: str, target: Target | None = None) -> Preparation:
    return prepare(target or make_target(staff=MANUAL), select(SCENARIOS, only), SENTENCES, TODAY)


def test_every_sentence_of_the_suite_has_a_row_and_no_row_is_left_over() -> None:
    given = {sentence.text for sentence in SENTENCES if sentence.kind == "given"}
    steps = {sentence.text for sentence in SENTENCES if sentence.kind != "given"}
    assert set(TABLE.given) == given, "conformance/preparing/preparations/, [given.…]"
    assert set(TABLE.step) == steps, "conformance/preparing/preparations/, [step]"


def test_every_gitt_says_what_a_person_prepares_or_that_nobody_does() -> None:
    for text, row in TABLE.given.items():
        said = [bool(row.persons), bool(row.setting and row.value), bool(row.asks), bool(row.itself)]
        assert sum(said) == 1, text
        assert not row.persons or row.persons in NEEDS, text


def test_every_intent_that_is_asked_has_a_name_and_an_account() -> None:
    asked = {intent for row in (*TABLE.given.values(), *TABLE.step.values()) for intent in row.asks}
    assert asked <= set(TABLE.called) <= IntentBook.load().names
    assert {TABLE.account_of[intent] for intent in asked} <= set(TABLE.accounts)


def test_a_sentence_without_a_row_is_a_fault() -> None:
    unknown = replace(SCENARIOS[0], steps=(PlannedStep("Gitt", "noe ingen har skrevet ned", 1),))
    with pytest.raises(ToolFault, match="noe ingen har skrevet ned"):
        prepare(make_target(), [unknown], SENTENCES, TODAY)


def test_each_person_is_there_once_with_her_family() -> None:
    found = listed()
    members = [person for family in found.families for person, _ in family.members]
    assert sorted(person.id for person in members) == sorted(one.id for one in (NORA, JONAS, ELLE, KARI, OLA, PER))
    family = next(family for family in found.families if len(family.members) == 4)
    assert family.name == "Åsheim og Nyløkken"
    assert [(person.id, guardians) for person, guardians in family.members][:2] == [
        ("nora", ("Kari Åsheim", "Ola Nyløkken")),
        ("jonas", ("Kari Åsheim",)),
    ]


def test_only_what_the_chosen_scenarios_need() -> None:
    found = listed("BOOK-F01")
    assert [person.id for family in found.families for person, _ in family.members] == ["per"]
    assert found.settings == () and [question.intent for question in found.questions] == ["create_appointment"]
    assert found.minutes_before < listed().minutes_before


def test_fewer_persons_that_are_enough_are_named() -> None:
    found = listed("BOOK-N01", "BOOK-N06", "MSG-N04")
    assert set(found.fewest) == {"Nora Åsheim", "Jonas Åsheim", "Kari Åsheim", "Ola Nyløkken"}
    assert "Er det for mange? Disse 4 er nok" in writing.text(found)


def test_persons_that_the_target_lacks_are_named_with_the_scenarios() -> None:
    found = listed("BOOK-N06", "BOOK-N01", target=make_target(staff=MANUAL, persons=(ELLE,)))
    assert found.missing == (("to barn med en felles foresatt", ("BOOK-N06",)),)
    assert "MANGLER I TESTOBJEKTFILEN" in writing.text(found)
    assert "blir blokkert" in writing.page(found)


def test_a_setting_is_there_once_with_who_needs_what() -> None:
    [setting] = listed().settings
    assert setting.switched and set(setting.values) == {"ja", "nei"}
    assert {"CANCEL-N02", "CANCEL-N03"} <= set(setting.values["ja"])
    [fixed] = listed(target=make_target(staff=MANUAL, settings={"cancel_approval": "ja"})).settings
    assert not fixed.switched and set(fixed.values) == {"ja"}
    assert writing.wanted(fixed) == ("Skal stå på «ja» hele tiden.",)


def test_people_switch_each_setting_once_and_everything_else_keeps_its_place() -> None:
    ordered = in_order(SCENARIOS, make_target(staff=MANUAL))
    values = [one.requires["cancel_approval"] for one in ordered if "cancel_approval" in one.requires]
    assert sum(one != other for one, other in pairwise(values)) == 1
    free = [one for one in SCENARIOS if "cancel_approval" not in one.requires]
    assert [one for one in ordered if "cancel_approval" not in one.requires] == free
    assert in_order(SCENARIOS, make_target()) == tuple(SCENARIOS)
    fixed = make_target(staff=MANUAL, settings={"cancel_approval": "ja"})
    assert in_order(SCENARIOS, fixed) == tuple(SCENARIOS)


def test_a_machine_needs_persons_and_settings_and_nobody_at_hand() -> None:
    found = listed("CANCEL", target=make_target())
    assert found.families and found.settings and not found.questions and not found.accounts
    assert "ingen trenger å sitte klar" in writing.text(found)
    assert "ingen trenger å sitte klar" in writing.page(found)


def test_a_second_person_takes_more_time() -> None:
    careful = make_target(staff=replace(MANUAL, second_person=True))
    assert listed("BOOK", target=careful).minutes_during > listed("BOOK").minutes_during


def test_the_text_can_be_read_out_loud() -> None:
    hints = {"create_appointment": "Timebok > Ny time"}
    text = writing.text(listed("BOOK-N01", target=make_target(staff=MANUAL, hints=hints)))
    assert f"[ ] {NORA.ident[:6]} {NORA.ident[6:]}  Nora Åsheim, født 01.03.2021 (barn)" in text
    assert "Opprett i journalen, og registrer Kari Åsheim og Ola Nyløkken som foresatte." in text
    assert "1 × sette opp en time\n      Slik gjøres det her: Timebok > Ny time" in text
    assert "{" not in text and "_" not in text


def test_the_page_has_no_script_asks_the_net_for_nothing_and_escapes(tmp_path: Path) -> None:
    target = make_target(staff=MANUAL, name="<Fjord> & vik", hints={"create_appointment": "Timebok <b>ny</b>"})
    page = writing.page(listed(target=target))
    root = lxml_html.fromstring(page)
    assert not root.xpath("//script | //link | //img | //iframe | //@src | //@href | //@onclick")
    assert "default-src 'none'" in root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert root.get("lang") == "nb" and root.xpath("//h1")[0].text == "<Fjord> & vik"
    assert "Timebok &lt;b&gt;ny&lt;/b&gt;" in page and "size: A4" in page
    boxes = len(root.xpath("//*[@class='box']"))
    assert boxes == writing.text(listed(target=target)).count(writing.BOX)


def test_that_it_is_done_is_kept_beside_the_target_for_that_list_alone(tmp_path: Path) -> None:
    path = tmp_path / "hspro.toml"
    found, other = listed("BOOK"), listed()
    assert "epj prepare --target" in notice(found, path)
    at = datetime(2026, 12, 1, 9, 5, tzinfo=UTC)
    assert (
        Done('Berit "B" Åsen', at, found.fingerprint).write(path) == place_of(path) == tmp_path / "hspro.klargjort.toml"
    )
    assert notice(found, path) == 'Klargjøring: gjort 01.12.2026 kl. 09.05 av Berit "B" Åsen.'
    assert found.fingerprint == listed("BOOK").fingerprint != other.fingerprint
    assert "en annen liste ble gjort 01.12.2026" in notice(other, path)
    assert (said_so(found, path), said_so(other, path)) == ('01.12.2026 kl. 09.05 av Berit "B" Åsen', "")
    place_of(path).write_text("by = ", "utf-8")
    assert Done.read(path) is None


def test_before_the_first_question_it_is_told_how_to_get_the_list(tmp_path: Path) -> None:
    path = tmp_path / "hspro.toml"
    manual = make_target(staff=MANUAL)
    told, done = before_questions(manual, path, SCENARIOS, TODAY)
    assert told.startswith("Klargjøring: epj prepare --target") and done == ""
    assert before_questions(make_target(), path, SCENARIOS, TODAY) == ("", "")
    odd = [PlannedScenario("BOOK-N90", "", "", path, "", 1, (), "skal", "A", steps=(PlannedStep("Gitt", "x", 1),))]
    assert before_questions(manual, path, odd, TODAY) == ("", "")


def test_what_to_register_says_attorney_pregnancy_and_home_care() -> None:
    user = replace(NORA, guardians=("kari",), relation="FU", traits=("hjemmetjeneste",))
    assert writing.what_to_do(user, ("Kari Lunde",)) == (
        "Opprett i journalen, og registrer Kari Lunde som fullmektig. Skal være digitalt aktiv."
        " Skal være bruker av hjemmetjenesten."
    )
    assert "gravid" in writing.what_to_do(replace(KARI, traits=("gravid",)), ())
