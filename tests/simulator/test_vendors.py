"""Products are found by looking in the vendor folders."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator.vendors
from simulator.vendors import UnknownProduct, find_profile, ledger, profiles
from standards import processes


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
        assert set(row) == {"about", "basis", "source"} and row["basis"] in {"documented", "allowed", "guess"}


def test_an_unknown_product_names_the_nearest() -> None:
    with pytest.raises(UnknownProduct) as refused:
        find_profile("visma_hspo")
    assert refused.value.fix == "Mente du visma_hspro?"


def test_no_vendor_folder_is_missed() -> None:
    folder = Path(simulator.vendors.__file__).parent
    assert len(list(folder.rglob("profile.toml"))) == len(profiles())
