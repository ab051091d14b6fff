"""The index of sentences: what it finds, what it calls unknown or defined twice, and what is shown of it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from pytest_bdd import parsers

from conformance.run import FEATURES, step_modules
from conformance.runner import phrasebook
from conformance.runner.lint import read_features
from conformance.runner.lookup import indexed
from conformance.runner.sentences import Sentences, of_modules, readable
from epj.sentences import command


@pytest.fixture(scope="module")
def ours() -> Sentences:
    return of_modules(step_modules())


def of(module: ModuleType) -> Sentences:
    sys.modules[module.__name__] = module
    try:
        return of_modules([module.__name__])
    finally:
        del sys.modules[module.__name__]


def some_module() -> ModuleType:
    module = ModuleType("some_steps")
    exec(
        "from pytest_bdd import given, then, step, parsers\n"
        "def one(): pass\n"
        "given('et barn')(one)\n"
        "def two(): pass\n"
        "given(parsers.parse('et {what}'))(two)\n"
        "def three(): pass\n"
        "then('et barn')(three)\n"
        "def four(): pass\n"
        "step('hva som helst')(four)\n",
        module.__dict__,
    )
    return module


def test_every_step_of_the_suite_is_one_sentence(ours: Sentences) -> None:
    found = phrasebook.phrases(ours, read_features(FEATURES).scenarios)
    assert sum(one.uses for one in found) == sum(len(one.steps) for one in read_features(FEATURES).scenarios)
    assert all(one.scenario for one in found if one.uses)


def test_a_step_is_of_its_kind_and_may_be_defined_once_only() -> None:
    sentences = of(some_module())
    assert [one.text for one in sentences] == ["et barn", "et «what»", "et barn", "hva som helst"]
    assert len(sentences.matching("given", "et barn")) == 2
    assert "definert flere ganger, i some_steps og some_steps" in sentences.why_not("given", "et barn")[0]
    assert sentences.why_not("then", "et barn") == ("", "")
    assert sentences.why_not("when", "hva som helst") == ("", "")
    assert sentences.why_not("then", "et hus")[0] == "Steget «et hus» er ikke definert."


def test_an_unknown_sentence_gets_the_nearest_three(ours: Sentences) -> None:
    problem, fix = ours.why_not("when", "en ansatt flytta timen")
    assert problem == "Steget «en ansatt flytta timen» er ikke definert."
    assert fix.startswith("De nærmeste setningene er «en ansatt flytter timen»; «") and fix.count("«") == 3
    assert ours.why_not("given", "qqqq")[1] == "epj sentences viser setningene som finnes."


@pytest.mark.parametrize(
    ("parser", "text"),
    [
        (parsers.string("som den er"), "som den er"),
        (parsers.parse("med kode {code:d}"), "med kode «code»"),
        (parsers.re(r"med (?:kode|en av kodene) (?P<codes>.+)"), "med kode / en av kodene «codes»"),
    ],
)
def test_a_pattern_is_read_as_a_person_would_write_it(parser: parsers.StepParser, text: str) -> None:
    assert readable(parser) == text


def test_the_search_of_the_library_comes_back_when_the_run_is_over(ours: Sentences) -> None:
    home = importlib.import_module("pytest_bdd.scenario")
    usual = home.find_fixturedefs_for_step
    with pytest.raises(ZeroDivisionError), indexed(ours):
        assert home.find_fixturedefs_for_step is not usual
        raise ZeroDivisionError
    assert home.find_fixturedefs_for_step is usual


def test_the_sentences_are_shown_searched_and_written_as_a_page(tmp_path: Path) -> None:
    runner = CliRunner()
    everything = runner.invoke(command, []).output
    assert all(f"\n{keyword}\n" in everything for keyword in ("Gitt", "Når", "Så"))
    some = runner.invoke(command, ["FLYTTER", "timen"]).output
    assert "  en ansatt flytter timen\n" in some and "avlyser" not in some
    assert "Ingen setning har kaffe i seg" in runner.invoke(command, ["kaffe"]).output
    page = tmp_path / "setninger.html"
    assert runner.invoke(command, ["--html", str(page)]).output == f"Skrev {page}\n"
    text = page.read_text("utf-8")
    assert "<script" not in text and "en ansatt flytter timen" in text and 'lang="nb"' in text
    assert "velg en annen fil" in runner.invoke(command, ["--html", str(tmp_path / "borte" / "x.html")]).output
