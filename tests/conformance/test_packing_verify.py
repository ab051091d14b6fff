"""`verify` accepts what was made by `epj pack`, and refuses everything else with the reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.packing.gathering import environment_versions
from conformance.packing.layout import file_name, says_simulated
from conformance.packing.reading import open_pack
from conformance.packing.reasons import WORST_FIRST, texts
from conformance.packing.suite import Suite
from conformance.targets.loading import load
from tests.conformance.pack_forgeries import FORGERIES, Forgery
from tests.conformance.pack_kit import STAMP, Bench, bench, contents, envelope, forged, in_json, in_pack, message
from tests.conformance.samples import GOOD
from tests.conformance.tiny_runs import HEAD, STEPS, scenario

MOVED = {"other_rules", "moved"}
RUNS = {"tool_fault", "faulty_scenarios"}
"""What is said in the tests below."""


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return bench(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    made = bench(tmp_path_factory.mktemp("simulated"), target=GOOD, sends=False)
    made.write(lambda evidence: evidence.writer("BOOK-N01").received(message(), envelope(STAMP)))
    return made


@pytest.fixture(scope="session")
def true(real: Bench, simulated: Bench, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """Simulated or not → the true package."""
    folder = tmp_path_factory.mktemp("true")
    return {False: real.make(folder / "real").masked, True: simulated.make(folder / "simulated").masked}


def test_a_true_pack_is_valid_and_real(real: Bench, tmp_path: Path) -> None:
    made = real.make(tmp_path)
    assert made.full is not None
    for path, masked in ((made.full, False), (made.masked, True)):
        found = real.verify(path)
        assert (found.state, found.reasons, found.real, found.simulated) == ("gyldig", (), True, False)
        assert (found.masked, found.root, found.key_id) == (masked, made.root, real.key.public.id)
        assert found.pack == made.pack


def test_a_simulated_pack_is_valid_and_never_real(simulated: Bench, tmp_path: Path) -> None:
    made = simulated.make(tmp_path)
    assert made.full is not None
    for path in (made.full, made.masked):
        found = simulated.verify(path)
        assert (found.state, found.simulated, found.real) == ("gyldig", True, False)
        assert found.told[0].startswith("SIMULERT: ")
        assert path.name.endswith(".SIMULERT.zip")
    files = contents(made.masked)
    assert json.loads(files["signature.json"])["simulated"] is True
    assert files["akseptansedokumentasjon.html"].count(b"SIMULERT") >= 2


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.name)
def test_a_forgery_is_refused_with_its_reason(
    forgery: Forgery, real: Bench, simulated: Bench, true: dict[bool, Path], tmp_path: Path
) -> None:
    made_by = simulated if forgery.simulated else real
    path = forgery.make(made_by, true[forgery.simulated], tmp_path / true[forgery.simulated].name)
    found = made_by.verify(path)
    assert found.state == forgery.state, found.reasons
    assert not found.real
    if forgery.refused:
        assert found.pack is None and found.keys == ("refused",)
        assert forgery.refused in found.reasons[0]
    else:
        assert forgery.key in found.keys
        assert found.simulated is (forgery.simulated or forgery.key.startswith("claims_"))
    assert all(reason.endswith(".") for reason in found.reasons)


def test_every_sentence_has_a_test() -> None:
    by_other_tests = {"damaged", "origin_differs"}
    for state in WORST_FIRST:
        tested = {forgery.key for forgery in FORGERIES if forgery.state == state}
        rest = set(texts()[state]) - tested
        assert rest <= (by_other_tests if state == "ugyldig" else MOVED if state == "utdatert" else RUNS)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_byte_anywhere_is_told_or_changes_nothing(
    data: st.DataObject, real: Bench, true: dict[bool, Path], tmp_path: Path
) -> None:
    whole = bytearray(true[False].read_bytes())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path / true[False].name
    path.write_bytes(whole)
    found = real.verify(path)
    # The last bits of a packed file may be anything: what is unpacked is the same.
    assert found.state == "ugyldig" or contents(path) == contents(true[False])


@pytest.mark.parametrize("stamp", [{}, STAMP])
def test_the_word_in_a_name_is_seen_whatever_a_browser_adds(stamp: dict[str, str]) -> None:
    about = ("Storvik", "visma_hspro", "roeyktest", "2026-11-22")
    name = file_name(*about, simulated=bool(stamp), masked=True)
    assert name.startswith("akseptanse-storvik-visma_hspro-roeyktest-2026-11-22.maskert")
    assert says_simulated(name.replace(".zip", " (1).zip")) is bool(stamp)
    assert file_name("Øvre Å", "p", "", "d", simulated=False, masked=False) == "akseptanse-oevre_aa-p-ukjent-d.zip"


def test_what_has_moved_since_is_told(real: Bench, tmp_path: Path) -> None:
    path = real.make(tmp_path, environment="2026.1").masked
    now = {"product": "1.0", "environment": "2026.1", "process:DIALOG_INNBYGGER_EKONTAKT": "1.2"}
    assert real.verify(path, versions=now).state == "gyldig"
    moved = real.verify(path, versions={**now, "product": "2.0", "process:DIALOG_INNBYGGER_EKONTAKT": ""})
    assert (moved.state, moved.keys) == ("utdatert", ("moved", "moved"))
    assert moved.reasons == (
        "Versjonen av journalen er «2.0» nå, men var «1.0» da det ble prøvd.",
        "Prosessen DIALOG_INNBYGGER_EKONTAKT er «ikke oppgitt» nå, men var «1.2» da det ble prøvd.",
    )
    assert real.verify(path, versions={"environment": "2026.2"}).keys == ("moved",)
    every = dict(environment_versions(load(real.folder / "target.toml").public()))
    assert real.verify(path, versions=every, is_all=True).state == "gyldig"
    without = ("process:DIALOG_INNBYGGER_EKONTAKT", "setting:")
    gone = {what: now for what, now in every.items() if not what.startswith(without)}
    fewer = real.verify(path, versions=gone, is_all=True)
    assert fewer.state == "utdatert" and len(fewer.reasons) == len(every) - len(gone)
    assert "Prosessen DIALOG_INNBYGGER_EKONTAKT er «ikke oppgitt» nå, men var «1.2» da det ble prøvd." in fewer.reasons


def test_rules_that_have_changed_make_it_stale_and_nothing_compares_with_no_suite(
    real: Bench, true: dict[bool, Path], tmp_path: Path
) -> None:
    path = true[False]
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "a.feature").write_text(HEAD + scenario("BOOK-N01", "Så går det bra"), "utf-8")
    other = Suite(features=tmp_path / "features", modules=STEPS)
    assert real.verify(path, suite=other).keys == ("other_rules",)
    alone = real.verify(path, suite=None)
    assert alone.state == "gyldig" and "ikke sammenlignet" in " ".join(alone.told)


def test_a_run_that_another_suite_judged_is_stale_from_the_start(real: Bench, tmp_path: Path) -> None:
    own = real.copy(tmp_path / "run")
    info = {"code": "0" * 64}
    own.write(lambda evidence: evidence.set_info("info", {**dict(evidence.run().info), **info}))
    made = own.make(tmp_path / "ut")
    assert "utdatert fra starten" in made.pack.notes[0]
    assert own.verify(made.masked).state == "utdatert"


def test_without_trust_any_key_will_do_and_it_is_said(real: Bench, true: dict[bool, Path], tmp_path: Path) -> None:
    path = true[False]
    found = real.verify(path, trusted=[])
    assert found.state == "gyldig" and real.key.public.id in found.told[-1]
    assert real.verify(path, trusted=["0" * 16]).keys == ("foreign_key",)
    assert real.verify(path, trusted=[real.key.public.id]).state == "gyldig"


def test_the_clock_may_stand_on_the_very_day(real: Bench, true: dict[bool, Path], tmp_path: Path) -> None:
    path = true[False]
    assert real.verify(path, today=real.today - timedelta(days=3)).keys == ("signed_in_future",)


def test_a_run_of_which_only_some_was_chosen_is_incomplete(tmp_path: Path) -> None:
    some = bench(tmp_path, only=("BOOK-N01",))
    found = some.verify(some.make(tmp_path / "ut").masked)
    assert (found.state, found.keys) == ("ufullstendig", ("missing_scenarios",))
    assert "1 av 2 scenarioer" in found.reasons[0] and "BOOK-F02" in found.reasons[0]


def test_a_run_whose_disk_filled_is_incomplete(tmp_path: Path) -> None:
    text = (
        HEAD + scenario("BOOK-N01", "Når disken blir full", "Så går det bra") + scenario("BOOK-N02", "Så går det bra")
    )
    full = bench(tmp_path, text=text, sends=False)
    found = full.verify(full.make(tmp_path / "ut").masked)
    assert found.state == "ufullstendig"
    assert {"faulty_scenarios"} <= set(found.keys) and {"tool_fault", "not_finished"} & set(found.keys)
    assert found.pack is not None and found.pack.run.verdict == "feil i testverktøyet"


def test_a_run_where_nothing_was_sent_is_incomplete(tmp_path: Path) -> None:
    still = bench(tmp_path, sends=False)
    found = still.verify(still.make(tmp_path / "ut").masked)
    assert (found.state, found.keys, found.real) == ("ufullstendig", ("nothing_sent",), False)


def test_a_file_that_cannot_be_read_is_no_verdict_on_a_pack(real: Bench, tmp_path: Path) -> None:
    with pytest.raises(OSError):
        real.verify(tmp_path / "finnes ikke.zip")
    with pytest.raises(OSError):
        real.verify(tmp_path)


def test_a_damaged_file_is_told_by_name(real: Bench, true: dict[bool, Path], tmp_path: Path) -> None:
    whole = bytearray(true[False].read_bytes())
    with open_pack(true[False]) as package:
        place = package._package.getinfo("masked/LES-MEG.txt").header_offset + 100
    whole[place : place + 20] = b"\xff" * 20
    path = tmp_path / true[False].name
    path.write_bytes(whole)
    assert real.verify(path).reasons == ("masked/LES-MEG.txt kan ikke pakkes ut: den er skadet.",)


def test_a_pack_may_not_say_that_nothing_was_sent_when_something_was(
    real: Bench, true: dict[bool, Path], tmp_path: Path
) -> None:
    path = forged(true[False], tmp_path / "a.zip", real.key, in_pack(lambda told: told.update(origin="ukjent")))
    assert real.verify(path).keys[0] == "origin_differs"


def test_the_quick_list_has_what_the_suite_has_for_every_plan() -> None:
    suite = Suite()
    assert [(one.id, one.file, set(one.tags)) for one in suite.locked] == [
        (one.id, one.file, set(one.tags)) for one in sorted(suite.scenarios, key=lambda one: one.id)
    ]
    assert [suite.ids(plan.id) for plan in suite.book.plans] == [
        tuple(sorted(one.id for one in plan.of(suite.scenarios))) for plan in suite.book.plans
    ]
    assert suite.ids("finnes ikke") is None


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON document, the first of each list."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, one in inside:
        yield from places(one, (*path, key))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_the_documents_there_is_an_answer(
    data: st.DataObject, real: Bench, true: dict[bool, Path], tmp_path: Path
) -> None:
    name = data.draw(st.sampled_from(["pack.json", "masked/rapport/report.json"]))
    path = data.draw(st.sampled_from([path for path in places(json.loads(contents(true[False])[name])) if path]))
    other = data.draw(st.sampled_from([None, 0, -1.5, True, "", "x", [], ["x"], {}, {"x": 1}]))

    def change(document: Any) -> None:
        for key in path[:-1]:
            document = document[key]
        document[path[-1]] = other

    found = real.verify(forged(true[False], tmp_path / "a.zip", real.key, in_json(name, change), real.suite.sha256))
    assert found.state in ("gyldig", "utdatert", "ufullstendig", "ugyldig")
    assert found.state == "gyldig" or found.reasons
