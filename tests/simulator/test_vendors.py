"""Products are found by looking in the vendor folders."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import simulator.vendors
from simulator.journal.profile import Profile
from simulator.vendors import ProfileFault, UnknownProduct, find_profile, form, ledger, ledgers, profiles
from simulator.vendors.scaffold import CannotScaffold, scaffold
from standards import processes
from standards.processes import TIMEONSKEUNGDOM

JOURNAL = Path(simulator.vendors.__file__).parents[1] / "journal"
PROFILES = sorted(Path(simulator.vendors.__file__).parent.glob("*/*/profile.toml"))


def test_hspro_is_there() -> None:
    profile = find_profile("visma_hspro")
    assert profile.name == "Simulert journal, profil HsPro"
    assert profile.processes["DIALOG_INNBYGGER_EKONTAKT"] == "1.2"
    assert profile.cancel_approval is False and profile.cancel_approval_can_change


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.product)
def test_every_product_says_that_it_is_simulated_and_declares_known_versions(profile: object) -> None:
    assert profile in profiles()
    assert profile.name.startswith("Simulert journal")  # type: ignore[attr-defined]
    for code, version in profile.processes.items():  # type: ignore[attr-defined]
        assert version in processes.CATALOGUE[code].versions


@pytest.mark.parametrize("product", [profile.product for profile in profiles()])
def test_every_choice_in_the_ledger_has_a_basis_and_a_source(product: str) -> None:
    rows = ledger(product)
    assert rows
    for row in rows:
        assert set(row) - {"key"} == {"about", "basis", "source", "date"}
        assert row["basis"] in {"documented", "allowed", "guess"} and date.fromisoformat(row["date"])
        assert all(value.strip() for value in row.values())


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_every_choice_of_a_profile_has_a_row_in_its_ledger_and_no_row_is_about_another(path: Path) -> None:
    data = tomllib.loads(path.read_text("utf-8"))
    keys = set(form.keys(data)) - form.NAMING
    rows = tomllib.loads(path.with_name("ledger.toml").read_text("utf-8"))
    assert {row["key"] for row in rows["choice"]} == keys and rows["shared"] == ledgers.ENGINE


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.product)
def test_every_choice_has_one_row_and_one_that_differs_from_the_default_has_it_in_its_own_ledger(
    profile: Profile,
) -> None:
    told = [row["key"] for row in ledger(profile.product) if "key" in row]
    assert sorted(told) == sorted(set(form.FIELDS) - form.NAMING | {"processes"})
    path = next(path for path in PROFILES if f'product = "{profile.product}"' in path.read_text("utf-8"))
    own = {row.get("key") for row in tomllib.loads(path.with_name("ledger.toml").read_text("utf-8"))["choice"]}
    for field in fields(Profile):
        key = next((key for key, (name, _) in form.FIELDS.items() if name == field.name), None)
        if key not in form.NAMING and getattr(profile, field.name) != field.default:
            assert key in own, field.name


def test_the_shared_ledger_tells_what_the_engine_does_and_where() -> None:
    rows = ledgers.shared()
    assert len({row.told["about"] for row in rows}) == len(rows)
    for row in rows:
        assert "key" in row.told or (JOURNAL / row.code).is_file(), row
        for need in row.needs:
            name, _, value = need.partition("=")
            assert name in processes.CATALOGUE or any(_has(one, name, value) for one in profiles()), need
        assert any(row.concerns(one) for one in profiles()) or "key" in row.told, row


def _has(profile: Profile, name: str, value: str) -> bool:
    return str(getattr(profile, name)) == (value or "True")


def test_a_shared_row_is_told_of_the_products_that_it_concerns_only() -> None:
    called_off = "Et avlyst besøk fortelles med MOA, CANCELLED og årsak"
    alone = "En ungdoms ønske med Pasientrelasjon besvares med 30, og ønsket journalføres ikke"
    assert {one.product for one in profiles() if called_off in _told(one)} == {
        one.product for one in profiles() if one.home_care
    }
    assert {one.product for one in profiles() if alone in _told(one)} == {
        one.product for one in profiles() if TIMEONSKEUNGDOM.code in one.processes
    }


def test_a_ledger_that_does_not_point_to_the_shared_one_has_its_own_rows_only(tmp_path: Path) -> None:
    file = tmp_path / "ledger.toml"
    file.write_text('[[choice]]\nkey = "accent"\nabout = "x"\n', "utf-8")
    assert ledgers.read(file, profiles()[0]) == ({"key": "accent", "about": "x"},)


def _told(profile: Profile) -> set[str]:
    return {row["about"] for row in ledger(profile.product)}


def test_an_unknown_product_names_the_nearest() -> None:
    with pytest.raises(UnknownProduct) as refused:
        find_profile("visma_hspo")
    assert refused.value.fix == "Mente du visma_hspro?"


def test_no_vendor_folder_is_missed() -> None:
    folder = Path(simulator.vendors.__file__).parent
    assert len(list(folder.rglob("profile.toml"))) == len(profiles())


def _broken(key: str, value: object) -> dict[str, Any]:
    data = tomllib.loads((Path(simulator.vendors.__file__).parent / "visma/hspro/profile.toml").read_text("utf-8"))
    *tables, name = key.split(".")
    target = data
    for table in tables:
        target = target.setdefault(table, {})
    target[name] = value
    return data


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("calender.prodid", "x", "Mente du calendar.prodid?"),
        ("calendar.push", "post", '"amqp" eller "fhir"'),
        ("services", ["helsestasjon", "helsestasjon"], "hver av dem én gang"),
        ("accent", "red", "#1f5f8b"),
        ("offers.home_care", True, "DIALOG_INNBYGGER_TIMERESERVASJON"),
        ("offers.wishes", 1, "true eller false"),
        ("dialog.process", "DIALOG_INNBYGGER_HELSEPERSONELL", "under [processes]"),
        ("processes.DIALOG_INNBYGGER_EKONTAKT", "7", "1.1 eller 1.2"),
        ("processes.DIALOG_INNBYGGER_EKONTKT", "1.2", "DIALOG_INNBYGGER_EKONTAKT"),
        ("product", "", "en tekst som ikke er tom"),
    ],
)
def test_a_profile_that_cannot_be_used_says_why(key: str, value: object, said: str) -> None:
    with pytest.raises(ProfileFault) as refused:
        form.read(_broken(key, value), "x/y/profile.toml")
    assert said in f"{refused.value.expected} {refused.value.fix}"


def test_what_a_profile_lacks_is_named() -> None:
    with pytest.raises(ProfileFault, match=r"staff\.family"):
        form.read({**_broken("vendor", "x"), "staff": {"given": "A"}}, "x/y/profile.toml")


def test_a_scaffold_is_a_profile_with_a_ledger_for_each_choice(tmp_path: Path) -> None:
    profile, ledger_file = scaffold("acme/turbo_journal", date(2026, 12, 1), folder=tmp_path)
    data = tomllib.loads(profile.read_text("utf-8"))
    read = form.read(data, "acme/turbo_journal/profile.toml")
    assert (read.product, read.name) == ("acme_turbo_journal", "Simulert journal, profil Turbo Journal")
    assert len(ledgers.read(ledger_file, read)) > 40
    rows = tomllib.loads(ledger_file.read_text("utf-8"))["choice"]
    assert {row["key"] for row in rows} == set(form.keys(data)) - form.NAMING
    assert all(row["source"] and row["date"] == date(2026, 12, 1) for row in rows)


@pytest.mark.parametrize("name", ["", "acme", "Acme/x", "../x", "acme/x/y", "acme/x y", "acme/"])
def test_a_scaffold_needs_a_name_of_vendor_and_product(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotScaffold, match="visma/hspro"):
        scaffold(name, date(2026, 12, 1), folder=tmp_path)


def test_a_scaffold_never_writes_over_a_product(tmp_path: Path) -> None:
    scaffold("acme/x", date(2026, 12, 1), folder=tmp_path)
    with pytest.raises(CannotScaffold, match="ikke finnes"):
        scaffold("acme/x", date(2026, 12, 1), folder=tmp_path)


def test_the_products_differ_as_the_standard_lets_them() -> None:
    choices = {
        "level2": {"service", "person"},
        "sender_mismatch": {"error_queue", "apprec"},
        "related_to": {"own_id", "same_as_uid", "none"},
        "cpp_generation": {"new", "old"},
        "apprec_timing": {"at_once", "manual"},
        "text_form": {"plain", "xhtml"},
        "cancel_approval": {True, False},
        "cancel_approval_can_change": {True, False},
        "confirmation": {"newer", "older"},
        "push": {"amqp", "fhir"},
    }
    assert {name: {getattr(profile, name) for profile in profiles()} for name in choices} == choices
    for name in ("accent", "prodid", "software_name"):
        assert len({getattr(profile, name) for profile in profiles()}) == len(profiles())
    assert all("simulert journal, profil" in profile.prodid.lower() for profile in profiles())
