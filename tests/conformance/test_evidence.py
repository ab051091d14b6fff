"""The evidence file: complete, private, readable after a crash, and loud when the disk is full."""

from __future__ import annotations

import hashlib
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conformance.evidence.records import CarriedFault, CarriedRecord
from conformance.evidence.store import Evidence
from conformance.outcomes import ToolFault
from conformance.verdicts import Verdict
from standards.cms import WrongSignature
from standards.envelope import Envelope, business_envelope
from standards.exchange import Role
from standards.rules.model import Finding, Severity
from wire.bus import Carried


class HandClock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 12, 1, 8, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    return Evidence.create(tmp_path / "evidence.sqlite", {"target": "HsPro"}, clock=HandClock())


def envelope(sender: str = "8200002", receiver: str = "8210011") -> Envelope:
    return business_envelope(
        message_id="m1", subject="X", from_her_id=sender, to_her_id=receiver, time_stamp="2026-12-01T08:00:00Z"
    )


def test_the_file_is_readable_by_its_owner_only(evidence: Evidence) -> None:
    evidence.set_info("x", 1)
    for file in evidence.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_everything_written_is_read_back(evidence: Evidence) -> None:
    writer = evidence.scenario("BOOK-N01", name="Ny time", feature="Timebok", tags=("@skal",), level="skal")
    out = writer.sent("<a>æøå</a>".encode(), envelope(), fault="")
    foreign = writer.received(b"<f/>", envelope(), foreign=True)
    back = writer.received(b"\xff\x00", envelope("8210011", "8200002"))
    writer.intent(
        "create_appointment", {"patient": "nora"}, sentence="Sett opp", outcome="done", reason="", data={}, seconds=0.1
    )
    writer.waited("Avtale 05", deadline=10, seconds=0.2, came=True)
    finding = Finding("A01", "HITS", Severity.ERROR, "Feil kode", expected="05", found="07", item=1, by=Role.EPJ)
    writer.finding(finding, message=back)
    writer.note("Merk dette")
    writer.not_judged("A02", "mangler konvolutt")
    writer.not_judged("A02", "mangler konvolutt")
    writer.judged(back, "not-well-formed")
    writer.step("Gitt", "et barn", status="bestått", seconds=0.01)
    writer.finish(Verdict.FAILED, reason="Feil kode", fix="Send 05")
    evidence.finish(Verdict.FAILED)
    evidence.close()

    again = Evidence.open(evidence.path)
    run, (scenario,) = again.run(), again.scenarios()
    assert run.info["target"] == "HsPro"
    assert (run.verdict, run.finished) == (Verdict.FAILED, True)
    assert (scenario.verdict, scenario.reason, scenario.fix) == (Verdict.FAILED, "Feil kode", "Send 05")
    assert scenario.level == "skal"
    assert [(m.number, m.item, m.sender) for m in scenario.messages] == [
        (out, 0, Role.HELSENORGE),
        (foreign, -1, Role.EPJ),
        (back, 1, Role.EPJ),
    ]
    assert scenario.messages[2].raw == b"\xff\x00"
    assert scenario.messages[2].schema == "not-well-formed"
    assert scenario.messages[0].envelope.to_her_id == "8210011"
    assert scenario.findings[0].finding == finding
    assert scenario.message(scenario.findings[0].message) == scenario.messages[2]
    assert scenario.intents[0].params == {"patient": "nora"}
    assert scenario.waits[0].came
    assert scenario.notes[0].text == "Merk dette"
    assert [step.text for step in scenario.steps] == ["et barn"]
    assert again.not_judged() == {"A02": {"mangler konvolutt"}}


def test_the_exchange_holds_own_messages_in_order_and_no_foreign_ones(evidence: Evidence) -> None:
    writer = evidence.scenario("MSG-F03", name="n", feature="f")
    writer.sent(b"<a/>", envelope(), fault="nyttelasten bryter skjemaet")
    writer.received(b"<b/>", envelope(), foreign=True)
    writer.received(b"<c/>", envelope("8210011", "8200002"))
    writer.acting_for_other("abc", True)
    evidence.foreign(b"<d/>", envelope())
    exchange = writer.exchange()
    assert [item.raw for item in exchange] == [b"<a/>", b"<c/>"]
    assert exchange.items[0].deliberate_fault == "nyttelasten bryter skjemaet"
    assert exchange.items[0].sender is Role.HELSENORGE
    assert exchange.acting_for_other == {"abc": True}
    assert [message.raw for message in evidence.foreign_messages()] == [b"<d/>"]


def test_how_a_message_was_carried_is_kept_beside_its_document(evidence: Evidence) -> None:
    writer = evidence.scenario("MSG-N01", name="n", feature="f")
    at = datetime(2026, 12, 1, 8, tzinfo=UTC)
    fault = WrongSignature("Signaturen stemmer ikke", expected="a", found="b", fix="c", data=("x",))
    writer.sent(b"<a/>", envelope(), carried=Carried(b"cms", b"der", at))
    writer.received(b"", envelope("8210011", "8200002"), carried=Carried(b"odd", fault=fault))
    writer.received(b"<c/>", envelope("8210011", "8200002"))
    evidence.foreign(b"<d/>", envelope(), carried=Carried(b"theirs"))
    sent, unopened, plain = writer.record().messages
    assert sent.carried == CarriedRecord(b"cms", b"der", at) and sent.was_opened
    told = CarriedFault("transport:invalid-signature", "Signaturen stemmer ikke", "a", "b", "c")
    assert unopened.carried == CarriedRecord(b"odd", b"", None, told) and not unopened.was_opened
    assert plain.carried is None and plain.was_opened
    (foreign,) = evidence.foreign_messages()
    assert foreign.carried is not None and foreign.carried.raw == b"theirs"
    evidence.set_aside("MSG-N01")
    assert [one.carried is None for one in evidence.writer("MSG-N01~1").record().messages] == [False, False, True]


def test_a_run_of_a_version_that_kept_no_carrying_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "evidence.sqlite"
    made = Evidence.create(path, {})
    made.scenario("MSG-N01", name="n", feature="f").sent(b"<a/>", envelope())
    made.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE carried")
    old = Evidence.open(path)
    assert [one.carried for one in old.scenarios()[0].messages] == [None]
    old.close()


def test_planned_but_never_run_and_half_run_scenarios_are_faults_of_the_bench(evidence: Evidence) -> None:
    evidence.plan("A-N01", name="a", feature="f")
    evidence.scenario("A-N02", name="b", feature="f")
    never, half = evidence.scenarios()
    assert (never.verdict, half.verdict) == (Verdict.TOOL_FAULT, Verdict.TOOL_FAULT)
    assert "før det begynte" in never.reason
    assert "mens det gikk" in half.reason
    assert not half.finished


def test_a_killed_run_opens_and_is_never_green(tmp_path: Path) -> None:
    path = tmp_path / "evidence.sqlite"
    code = f"""
import os
from pathlib import Path
from conformance.evidence.store import Evidence
from conformance.verdicts import Verdict
e = Evidence.create(Path({str(path)!r}), {{}})
e.scenario("A-N01", name="a", feature="f").finish(Verdict.PASSED)
e.scenario("A-N02", name="b", feature="f").note("kom hit")
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    evidence = Evidence.open(path)
    done, running = evidence.scenarios()
    assert done.verdict is Verdict.PASSED
    assert running.verdict is Verdict.TOOL_FAULT
    assert running.notes[0].text == "kom hit"
    run = evidence.run()
    assert run.verdict is Verdict.TOOL_FAULT
    assert not run.finished
    assert "avbrutt" in run.reason


def test_a_run_without_an_end_is_never_green(evidence: Evidence) -> None:
    evidence.scenario("A-N01", name="a", feature="f").finish(Verdict.PASSED)
    assert evidence.run().verdict is Verdict.TOOL_FAULT
    evidence.finish(Verdict.PASSED)
    assert evidence.run().verdict is Verdict.PASSED


def test_a_full_disk_is_a_fault_of_the_bench_that_keeps_what_it_had(evidence: Evidence) -> None:
    writer = evidence.scenario("A-N01", name="a", feature="f")
    writer.note("først")
    evidence._rows("PRAGMA max_page_count = 20")
    with pytest.raises(ToolFault, match="Disken er full"):
        writer.sent(b"x" * 1_000_000, envelope())
    assert evidence.scenarios()[0].notes[0].text == "først"


def test_it_overwrites_nothing_and_opens_nothing_else(evidence: Evidence, tmp_path: Path) -> None:
    with pytest.raises(ToolFault, match="tom rapportmappe"):
        Evidence.create(evidence.path, {})
    with pytest.raises(ToolFault, match="Fant ingen bevisfil"):
        Evidence.open(tmp_path / "nothing")
    (tmp_path / "text").write_text("ikke sqlite, men lang nok til å se ut som noe" * 10)
    with pytest.raises(ToolFault, match="ikke en bevisfil"):
        Evidence.open(tmp_path / "text")


def test_several_threads_lose_nothing(evidence: Evidence) -> None:
    writer = evidence.scenario("A-N01", name="a", feature="f")
    numbers: list[int] = []
    lock = threading.Lock()

    def write() -> None:
        for _ in range(25):
            number = writer.received(b"<a/>", envelope())
            with lock:
                numbers.append(number)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(set(numbers)) == 100
    assert len(writer.exchange()) == 100


def test_durations_come_from_the_clock(evidence: Evidence) -> None:
    writer = evidence.scenario("A-N01", name="a", feature="f")
    clock = evidence.clock
    assert isinstance(clock, HandClock)
    clock.time += timedelta(seconds=3)
    writer.finish(Verdict.PASSED)
    assert evidence.scenarios()[0].seconds == 3


def test_what_was_attached_is_copied_and_hashed(evidence: Evidence, tmp_path: Path) -> None:
    picture = tmp_path / "skjerm bilde;æ.png"
    picture.write_bytes(b"bilde")
    writer = evidence.scenario("BOOK-N01", name="Ny time", feature="Timebok")
    first, second = writer.attach(picture), writer.attach(picture)
    assert [kept.file for kept in (first, second)] == [
        f"vedlegg/BOOK-N01-{number}-skjerm_bilde_æ.png" for number in (1, 2)
    ]
    picture.unlink()
    kept = evidence.path.parent / first.file
    assert (kept.read_bytes(), stat.S_IMODE(kept.stat().st_mode)) == (b"bilde", 0o600)
    assert first.sha256 == hashlib.sha256(b"bilde").hexdigest()
    with pytest.raises(ToolFault, match="kunne ikke tas vare på"):
        writer.attach(picture)
    assert len(list((evidence.path.parent / "vedlegg").iterdir())) == 2


def test_what_is_left_in_the_epj_is_known_also_after_a_kill(evidence: Evidence) -> None:
    writer = evidence.scenario("BOOK-N01", name="Ny time", feature="Timebok")
    first = writer.left("Timen kl. 9", person="Nora Lie")
    writer.left("Timen kl. 10", person="Nora Lie", key=first)
    writer.taken_away(writer.left("Timen kl. 12"))
    evidence.set_aside("BOOK-N01")
    writer = evidence.start("BOOK-N01")
    writer.left("Timen kl. 11", person="Nora Lie")
    assert [(one.scenario_id, one.text) for one in evidence.left_behind()] == [
        ("BOOK-N01", "Timen kl. 10"),
        ("BOOK-N01", "Timen kl. 11"),
    ]


def test_a_setting_is_left_switched_until_it_is_as_it_was_first(evidence: Evidence) -> None:
    writer = evidence.scenario("CANCEL-N01", name="x", feature="y")
    writer.switched("cancel_approval", before="nei", now="ja")
    assert [one.text for one in evidence.left_behind()] == ["Innstillingen cancel_approval var «nei» og er nå «ja»."]
    writer.switched("cancel_approval", before="ja", now="nei")
    assert evidence.left_behind() == ()
