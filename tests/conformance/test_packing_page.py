"""The page that verifies in a browser says what `verify` says, asks nobody, and can be used by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.packing.reasons import texts
from conformance.packing.verifier import verifier_page
from tests.conformance.pack_forgeries import FORGERIES
from tests.conformance.pack_kit import STAMP, Bench, bench, contents, envelope, message
from tests.conformance.samples import GOOD

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def benches(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Bench]:
    simulated = bench(tmp_path_factory.mktemp("simulated"), target=GOOD, sends=False)
    simulated.write(lambda evidence: evidence.writer("BOOK-N01").received(message(), envelope(STAMP)))
    return {False: bench(tmp_path_factory.mktemp("real")), True: simulated}


@pytest.fixture(scope="module")
def verifier(benches: dict[bool, Bench], chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("page") / "verifiser.html"
    path.write_bytes(verifier_page(benches[False].suite))
    page = chromium.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.asked.append(str(error)))
    page.goto(path.as_uri())
    yield page
    assert page.asked == [path.as_uri()]


def answer(page: Any, path: Path, trusted: str) -> tuple[str, tuple[str, ...], str]:
    page.fill("#nokkel", trusted)
    page.evaluate("delete document.getElementById('svar').dataset.state")
    page.set_input_files("#fil", [])
    page.set_input_files("#fil", str(path))
    page.wait_for_selector("#svar[data-state]")
    keys = str(page.get_attribute("#svar", "data-keys") or "")
    return page.get_attribute("#svar", "data-state"), tuple(keys.split()), page.inner_text("#svar")


@pytest.mark.parametrize("simulated", [False, True])
def test_a_true_pack_is_accepted(benches: dict[bool, Bench], verifier: Any, tmp_path: Path, simulated: bool) -> None:
    made = benches[simulated].make(tmp_path)
    assert made.full is not None
    for path in (made.full, made.masked):
        state, keys, text = answer(verifier, path, benches[simulated].key.public.text)
        assert (state, keys) == ("gyldig", ())
        assert text.startswith("SIMULERT" if simulated else "GYLDIG")
        assert ("GYLDIG SOM SIMULERT" in text) is simulated
        assert made.root in text and "Dom\nbestått" in text


def test_every_forgery_gets_the_same_answer_as_from_verify(
    benches: dict[bool, Bench], verifier: Any, tmp_path: Path
) -> None:
    true = {simulated: made.make(tmp_path / str(simulated)).masked for simulated, made in benches.items()}
    for number, forgery in enumerate(FORGERIES):
        made_by = benches[forgery.simulated]
        (tmp_path / str(number)).mkdir()
        path = forgery.make(made_by, true[forgery.simulated], tmp_path / str(number) / true[forgery.simulated].name)
        state, keys, text = answer(verifier, path, made_by.key.public.text)
        assert state == forgery.state, forgery.name
        said = made_by.verify(path)
        assert texts()["states"][state] in text, forgery.name
        if not forgery.refused:
            assert sorted(keys) == sorted(said.keys), forgery.name
            assert all(reason in text for reason in said.reasons), (forgery.name, text)


def test_the_page_asks_nobody_and_the_pack_has_it(benches: dict[bool, Bench], tmp_path: Path) -> None:
    made = benches[False]
    page = verifier_page(made.suite).decode()
    assert contents(made.make(tmp_path).masked)["masked/verifiser.html"].decode() == page
    assert "default-src 'none'" in page and "connect-src" not in page
    assert not re.search(r"\b(?:src|href)=|https?://|fetch\(|XMLHttp|eval\(|innerHTML", page)


def test_without_ed25519_it_says_that_nothing_was_verified(
    benches: dict[bool, Bench], chromium: Any, tmp_path: Path
) -> None:
    path = tmp_path / "verifiser.html"
    path.write_bytes(verifier_page(benches[False].suite))
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.evaluate("() => { crypto.subtle.importKey = () => Promise.reject(new Error('ukjent')); }")
    state, _, text = answer(page, benches[False].make(tmp_path / "ut").masked, "")
    assert state == "ukjent" and text.startswith("IKKE KONTROLLERT") and "epj verify" in text
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_pages_are_accessible_and_fit_a_phone(
    benches: dict[bool, Bench], chromium: Any, tmp_path: Path, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    files = contents(benches[True].make(tmp_path).masked)
    page = chromium.new_page(color_scheme=scheme, viewport={"width": 360, "height": 800})
    for name in ("akseptansedokumentasjon.html", "masked/verifiser.html"):
        path = tmp_path / "side.html"
        path.write_bytes(files[name])
        page.goto(path.as_uri())
        if name.startswith("masked"):
            answer(page, next(tmp_path.glob("*.maskert.*")), "")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    page.close()
