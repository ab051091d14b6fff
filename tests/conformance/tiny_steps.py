"""Steps for runs of the harness without any EPJ: each does one thing that can happen to a step."""

from __future__ import annotations

import os
import threading
from typing import Any

import pytest
from pytest_bdd import given, then, when

from conformance.outcomes import (
    CheckFailed,
    NotApplicable,
    NothingCame,
    NotVerified,
    PreconditionMissing,
    TargetUnreachable,
    ToolFault,
)
from standards.envelope import business_envelope
from standards.rules.model import Finding, Severity

FINDING = Finding("X-01", "HITS 1, 2.3", Severity.ERROR, "Koden er feil", expected="05", found="07", fix="Send 05.")
OUTCOMES = {
    "CheckFailed": lambda: CheckFailed(FINDING),
    "NothingCame": lambda: NothingCame("Avtale 05", 1.5),
    "PreconditionMissing": lambda: PreconditionMissing("Fant ingen person."),
    "TargetUnreachable": lambda: TargetUnreachable("Bussen svarer ikke."),
    "NotVerified": lambda: NotVerified("Ingen kunne se etter."),
    "NotApplicable": lambda: NotApplicable("Ikke oppgitt."),
    "ToolFault": lambda: ToolFault("Vi roter."),
    "ValueError": lambda: ValueError("noe internt"),
    "SystemExit": lambda: SystemExit(0),
    "KeyboardInterrupt": KeyboardInterrupt,
}


@given("en scene")
def _(scene: Any) -> None:
    """Only ask for it."""


@given("alt er klart")
@when("noe skjer")
@then("går det bra")
def _() -> None:
    """Nothing."""


def _raises(name: str) -> None:
    error = OUTCOMES[name]()
    raise error


for _name in OUTCOMES:

    @given(f"{_name} i Gitt")
    @when(f"{_name} i Når")
    @then(f"{_name} i Så")
    def _(name: str = _name) -> None:
        _raises(name)


@then("hoppes det over")
def _() -> None:
    pytest.skip("orker ikke")


@then("er det ventet at det feiler")
def _() -> None:
    pytest.xfail("kjent feil")


@then("er påstanden gal")
def _() -> None:
    one, two = 1, 2
    assert one == two


@then("avsluttes pytest")
def _() -> None:
    pytest.exit("nok")


@then("gir pytest opp")
def _(request: pytest.FixtureRequest) -> None:
    request.session.shouldfail = "uten grunn"


@pytest.fixture
def broken() -> None:
    """A fixture that fails."""
    raise RuntimeError("ødelagt")


@pytest.fixture
def leaky(request: pytest.FixtureRequest) -> None:
    """A fixture that fails when it is put away."""

    def fail() -> None:
        raise RuntimeError("lekker")

    request.addfinalizer(fail)


@given("noe ødelagt")
def _(broken: None) -> None:
    """Never reached."""


@given("noe som lekker")
def _(leaky: None) -> None:
    """The fault comes later."""


@given("en anmerkning")
def _(scene: Any) -> None:
    scene.evidence.finding(Finding("X-02", "HITS 1, 2.4", Severity.REMARK, "Litt uvanlig"))


@given("et funn")
def _(scene: Any) -> None:
    scene.evidence.finding(FINDING)


@when("EPJ-en sender noe som ikke er XML")
def _(scene: Any) -> None:
    envelope = business_envelope(
        message_id="m",
        subject="DIALOG_INNBYGGER_EKONTAKT",
        from_her_id="8210011",
        to_her_id="8200002",
        time_stamp="2026-12-01T08:00:00Z",
    )
    scene.evidence.received(b"dette er ikke XML", envelope)


@when("disken blir full")
def _(scene: Any) -> None:
    scene.fill_disk()


@when("disken kan bli full")
def _(scene: Any) -> None:
    if os.environ.get("EPJ_FULL"):
        scene.fill_disk()


@when("vi venter lenge")
def _() -> None:
    threading.Event().wait(60)


@when("vi kan vente lenge")
def _() -> None:
    if not os.environ.get("EPJ_WELL"):
        threading.Event().wait(60)


@when("prosessen dør")
def _() -> None:
    os._exit(9)


@when("prosessen kan dø")
def _() -> None:
    if os.environ.get("EPJ_DIE"):
        os._exit(9)


@then("kommer det bare nå og da")
def _() -> None:
    if not os.environ.get("EPJ_WELL"):
        raise NothingCame("Avtale 05", 1.5)
