"""Every message of a simulated journal carries the word SIMULERT on its envelope, and is else untouched."""

from __future__ import annotations

from simulator.clients.buslink import BusLink
from simulator.clients.stamp import STAMP, stamped
from standards.envelope import Envelope
from tests.simulator.journal_kit import CLINIC, Kit
from tests.simulator.test_buslink import DEADLINE, MemoryBus, ask
from wire.bus import BusMessage


def test_stamp_leaves_the_rest_alone() -> None:
    plain = BusMessage(Envelope({"subject": "X"}, {"fromHerId": "1"}, 7), b"<a/>")
    after = stamped(plain)
    assert after.body == plain.body
    assert after.envelope.application_properties == {"fromHerId": "1", STAMP: STAMP}
    assert (after.envelope.properties, after.envelope.ttl_ms) == (plain.envelope.properties, 7)
    assert STAMP not in plain.envelope.application_properties


def test_journal_stamps_what_it_sends() -> None:
    bus, kit = MemoryBus(), Kit()
    link = BusLink(kit.journal, {CLINIC.her_id: bus})
    link.start()
    try:
        bus.put(ask())
        assert link.settle(DEADLINE)
    finally:
        link.stop()
        kit.journal.close()
    assert [message.envelope.application_properties.get(STAMP) for _, message in bus.sent] == [STAMP]
