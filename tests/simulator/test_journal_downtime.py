"""A journal that is down for maintenance leaves what comes on the bus, and takes it when it is up again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from standards.dialogmelding import Dialogmelding, Foresporsel
from standards.hodemelding import ACK_NO
from standards.kodeverk.k7603 import K7603
from standards.processes import TEST
from tests.simulator.journal_kit import PEOPLE, Kit, envelope_for, message, question
from wire.bus import BusMessage


def test_what_comes_meanwhile_is_taken_when_the_journal_is_up() -> None:
    kit = Kit()
    assert kit.done("change_setting", setting="receiving", value="nei")["previous"] == "ja"
    with ThreadPoolExecutor(1) as bus:
        given = bus.submit(kit.give, question(PEOPLE["nora"]))
        assert not wait([given], timeout=0.1).done
        assert kit.entries(PEOPLE["nora"]) == [] and kit.take() == []
        assert kit.done("change_setting", setting="receiving", value="ja")["previous"] == "nei"
        assert wait([given], timeout=60).done
    (receipt,) = kit.take()
    assert receipt.apprec.accepted
    assert len(kit.entries(PEOPLE["nora"])) == 1


@pytest.mark.parametrize(("waits", "answers"), [(14, ["RKT"]), (16, [])])
def test_what_is_asked_at_once_is_answered_only_while_somebody_waits(
    waits: int, answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kit, held = Kit(), Event()
    waiting = kit.journal.wait_past
    monkeypatch.setattr(kit.journal, "wait_past", lambda *about: held.set() or waiting(*about))
    kit.done("change_setting", setting="receiving", value="nei")
    asked = replace(message(TEST.code, None, Dialogmelding(Foresporsel(K7603.cv("KT")))), ack=ACK_NO)
    arriving = BusMessage(replace(envelope_for(TEST.code), ttl_ms=15_000), asked.to_xml())
    with ThreadPoolExecutor(1) as bus:
        given = bus.submit(kit.journal.receive, arriving, at_once=True)
        assert held.wait(60)
        kit.base.advance(timedelta(seconds=waits))
        kit.done("change_setting", setting="receiving", value="ja")
        assert given.result(timeout=60)
    assert kit.codes() == answers


def test_a_journal_that_closes_gives_back_what_it_held() -> None:
    kit = Kit()
    kit.done("change_setting", setting="receiving", value="nei")
    with ThreadPoolExecutor(1) as bus:
        given = bus.submit(kit.give, question(PEOPLE["nora"]))
        assert not wait([given], timeout=0.1).done
        kit.journal.close()
        assert wait([given], timeout=60).done
