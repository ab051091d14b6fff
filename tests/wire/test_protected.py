"""A bus that signs, encrypts, opens and judges: what goes, what is taken, and what follows a message that is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography import x509

from standards import cms
from standards.cms import CmsFault, Identity, Protection, Revocations, RevocationUnknown
from standards.envelope import Envelope, business_envelope, error_envelope
from standards.soap import fault_envelope
from tests.standards import cms_cases as parties
from tests.standards.cms_cases import CONTENT, DAY, NOW, OPENS, SIGNS
from wire.bus import BusMessage, BusRefused, Carried, Limit, LockLost, QueueDepth, Received, depths
from wire.protected import CannotProtect, Inward, Outward, ProtectedBus, outermost

A, B = "8200002", "8210011"
AGREED = Protection.SIGNED_AND_ENCRYPTED


@dataclass
class Line:
    """A bus that is a list."""

    lying: list[BusMessage] = field(default_factory=list)
    limits: frozenset[Limit] = frozenset({Limit.TTL})
    done: list[str] = field(default_factory=list)

    def send(self, queue: str, message: BusMessage) -> None:
        assert message.carried is None, "a transport carries bytes, and knows no more"
        self.lying.append(message)

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        return Received(self.lying[0], "l-1", 1, 1, NOW) if self.lying else None

    def complete(self, received: Received) -> None:
        self.done.append(f"complete {received.lock}")

    def release(self, received: Received) -> None:
        self.done.append(f"release {received.lock}")
        raise LockLost("gone")

    def recover(self, queue: str) -> None:
        self.done.append(f"recover {queue}")

    def depth(self, queue: str) -> QueueDepth | None:
        return QueueDepth(len(self.lying), 0, 0)

    def close(self) -> None:
        self.done.append("close")


class AllAtOnce(Line):
    def depths(self) -> Mapping[str, QueueDepth]:
        return {f"{B}_async": QueueDepth(7, 0, 0)}


def outward(**more: Any) -> Outward:
    told = {"signer": parties.signer(), "recipients": (parties.opener().certificate,), **more}
    return Outward(AGREED, parties.trust(intermediates=(parties.middle(),)), **told)


def inward(**more: Any) -> Inward:
    told = {
        "identities": (parties.opener(),),
        "registered": (cms.thumbprint(parties.signer().certificate),),
        "trust": parties.trust(),
        "protection": AGREED,
        **more,
    }
    return Inward(**told)


@dataclass
class Knows:
    """A protector that tells of one counterpart, and something else when it is asked to look again."""

    out: Outward = field(default_factory=outward)
    into: Inward = field(default_factory=inward)
    out_anew: Outward | None = None
    into_anew: Inward | None = None
    at: datetime = NOW
    problem: Exception | None = None
    asked: list[tuple[str, bool]] = field(default_factory=list)

    def outward(self, her_id: str, *, anew: bool = False) -> Outward:
        self._told(her_id, anew)
        return self.out_anew if anew and self.out_anew else self.out

    def inward(self, her_id: str, *, anew: bool = False) -> Inward:
        self._told(her_id, anew)
        return self.into_anew if anew and self.into_anew else self.into

    def now(self) -> datetime:
        return self.at

    def _told(self, her_id: str, anew: bool) -> None:
        self.asked.append((her_id, anew))
        if self.problem is not None:
            raise self.problem


def message(body: bytes = CONTENT, **changes: str) -> BusMessage:
    envelope = business_envelope(
        message_id="m-1", subject="DIALOG_INNBYGGER_EKONTAKT", from_her_id=A, to_her_id=B, time_stamp="x"
    )
    return BusMessage(replace(envelope, properties={**envelope.properties, **changes}), body)


def carried(knows: Knows | None = None, **changes: Any) -> BusMessage:
    """What the transport gets of a message."""
    line = Line()
    ProtectedBus(line, knows or Knows(out=outward(**changes))).send(f"{B}_async", message())
    return line.lying[0]


def opened(came: BusMessage, knows: Knows | None = None) -> tuple[BusMessage, Knows]:
    knows = knows or Knows()
    received = ProtectedBus(Line([came]), knows).receive(f"{B}_async", 0)
    assert received is not None
    return received.message, knows


def why(came: BusMessage) -> CmsFault:
    assert came.carried is not None and came.carried.fault is not None and came.body == b""
    return came.carried.fault


def test_what_is_sent_is_signed_and_encrypted_and_comes_out_as_it_was() -> None:
    went = carried()
    assert went.envelope.content_type == AGREED and CONTENT not in went.body
    assert went.envelope.to == message().envelope.to
    came, knows = opened(went)
    assert came.body == CONTENT and came.envelope == went.envelope and knows.asked == [(A, False)]
    told = came.carried
    assert (
        told is not None
        and told.raw == went.body
        and told.fault is None
        and told.signed_at == NOW.replace(microsecond=0)
    )
    assert x509.load_der_x509_certificate(told.signer) == parties.signer().certificate


@pytest.mark.parametrize("less", [Protection.SIGNED, Protection.ENCRYPTED, Protection.PLAIN])
def test_less_than_agreed_is_told_and_the_same_is_taken_where_it_is_agreed(less: Protection) -> None:
    knows = Knows(out=replace(outward(), protection=less))
    went = carried(knows)
    refused, again = opened(went)
    fault = why(refused)
    assert fault.condition == "transport:invalid-field-value" and fault.expected == AGREED and fault.found == less
    assert refused.carried is not None and refused.carried.raw == went.body and again.asked == [(A, False)]
    came, _ = opened(went, Knows(into=inward(protection=less)))
    assert came.body == CONTENT and (came.carried is None) is (less is Protection.PLAIN)


def test_more_than_agreed_is_opened_too() -> None:
    came, _ = opened(carried(), Knows(into=inward(protection=Protection.PLAIN)))
    assert came.body == CONTENT


def test_errors_and_soap_faults_go_as_they_are_and_nothing_else_does() -> None:
    told = error_envelope(message().envelope, message_id="m-2", condition="x", description="y", time_stamp="z")
    soap = fault_envelope(message_id="m-3", about=message().envelope, time_stamp="z")
    knows = Knows(problem=AssertionError("nobody is to be asked"))
    for envelope in (told, soap):
        bus = ProtectedBus(Line(), knows)
        plain = BusMessage(envelope, b"<x/>")
        assert bus.wrap(plain) is plain and bus.unwrap(plain) is plain
    pretends = BusMessage(replace(soap, properties={**soap.properties, "content_type": "text/plain"}), b"<x/>")
    assert why(opened(pretends)[0]).condition == "transport:invalid-field-value"


def test_a_message_that_says_how_it_is_carried_goes_so() -> None:
    line = Line()
    odd = replace(message(content_type="application/odd"), carried=Carried(b"odd bytes"))
    ProtectedBus(line, Knows(problem=AssertionError("nobody is to be asked"))).send("q", odd)
    assert line.lying == [BusMessage(odd.envelope, b"odd bytes")]


def test_the_receiver_is_told_by_the_queue_where_the_envelope_has_none() -> None:
    knows, plain = Knows(), message(to=f"tb.test.nhn.no/NHNTESTServiceBus/{B}_async")
    bare = replace(plain.envelope, application_properties={"fromHerId": A})
    ProtectedBus(Line(), knows).send("q", BusMessage(bare, CONTENT))
    assert knows.asked == [(B, False)]


def certificate(owner: str, *extensions: Any, **more: Any) -> Identity:
    made = parties.certificate(owner, "utsteder", *extensions, parties.policy(cms.TEST_POLICY), **more)
    return Identity(parties.key(owner), made, (parties.middle(),))


def registered(one: Identity, **more: Any) -> Knows:
    return Knows(into=inward(registered=(cms.thumbprint(one.certificate),), **more))


def wrongly(signer: Identity, **more: Any) -> BusMessage:
    return carried(signer=signer, overlooked=(CmsFault,), **more)


def test_each_wrong_certificate_has_its_condition_and_the_signer_is_told() -> None:
    old, early = certificate("avsender", SIGNS, end=NOW - DAY), certificate("avsender", SIGNS, start=NOW + DAY)
    locks = certificate("avsender", OPENS)
    alone = Identity(
        parties.key("alene"), parties.certificate("alene", "alene", SIGNS, parties.policy(cms.TEST_POLICY))
    )
    found = {}
    for name, one in {"old": old, "early": early, "locks": locks, "alone": alone}.items():
        came, knows = opened(wrongly(one), registered(one))
        found[name] = why(came).condition
        assert came.carried is not None and came.carried.signer and knows.asked == [(A, False), (A, True)]
    expired, other = "transport:expired-certificate", "transport:invalid-certificate"
    assert found == {"old": expired, "early": expired, "locks": other, "alone": "transport:unverified-certificate"}
    came, _ = opened(wrongly(certificate("avsender", SIGNS)))
    assert why(came).condition == other and why(came).condition_data.count(";") == 1, "expected and found"


def test_revoked_is_told_and_nobody_knowing_is_another_thing() -> None:
    mine = parties.signer().certificate
    lists = [parties.crl("utsteder", [(mine, NOW - DAY)]), parties.crl("rot")]
    came, _ = opened(carried(), Knows(into=inward(trust=parties.trust(revocations=Revocations(lists)))))
    assert why(came).condition == "transport:revoked-certificate"
    late = Revocations([parties.crl("utsteder", until=NOW - timedelta(hours=1)), parties.crl("rot")])
    came, _ = opened(carried(), Knows(into=inward(trust=parties.trust(revocations=late))))
    assert isinstance(why(came), RevocationUnknown)
    came, _ = opened(carried(), Knows(problem=RevocationUnknown("Listen er ikke hentet")))
    assert isinstance(why(came), RevocationUnknown) and came.carried is not None and came.carried.raw


def test_what_cannot_be_opened_is_told() -> None:
    elsewhere = parties.opener("en annen").certificate
    came, knows = opened(carried(recipients=(elsewhere,)))
    assert why(came).condition in ("transport:invalid-certificate", "transport:decryption-failed")
    assert knows.asked == [(A, False), (A, True)], "our own certificates may be what has changed"
    came, knows = opened(replace(carried(), body=b"<xml/>"))
    assert why(came).condition == "transport:invalid-cms-pkcs" and knows.asked == [(A, False)]
    came, _ = opened(carried(), Knows(into=inward(identities=())))
    assert why(came).condition == "transport:missing-certificate"
    went = carried()
    came, _ = opened(BusMessage(message(content_type="application/octet-stream").envelope, went.body))
    assert why(came).condition == "transport:invalid-field-value"


def test_what_has_changed_is_fetched_once_before_anything_is_said() -> None:
    stale = inward(registered=("00" * 20,))
    came, knows = opened(carried(), Knows(into=stale, into_anew=inward()))
    assert came.body == CONTENT and knows.asked == [(A, False), (A, True)]
    old = certificate("mottaker", OPENS, end=NOW - DAY).certificate
    sender = Knows(out=outward(recipients=(old,)), out_anew=outward())
    assert opened(carried(sender))[0].body == CONTENT and sender.asked == [(B, False), (B, True)]


def test_the_old_certificate_opens_what_was_on_its_way_and_the_newest_is_encrypted_to() -> None:
    old, new = parties.opener(), certificate("nymottaker", OPENS, start=NOW - DAY)
    late = carried(recipients=(old.certificate,))
    assert opened(late, Knows(into=inward(identities=(new, old))))[0].body == CONTENT
    went = carried(recipients=(old.certificate, new.certificate))
    assert opened(went, Knows(into=inward(identities=(new,))))[0].body == CONTENT
    assert why(opened(went)[0]).condition != "", "the older was not encrypted to"


@pytest.mark.parametrize("bit", ["key_encipherment", "data_encipherment"])
def test_a_certificate_to_encrypt_to_needs_only_one_of_the_two_bits(bit: str) -> None:
    one = certificate("mottaker", parties.usage(bit))
    assert opened(carried(recipients=(one.certificate,)), Knows(into=inward(identities=(one,))))[0].body == CONTENT


def test_the_sender_checks_before_it_sends_and_says_why_it_did_not() -> None:
    old = certificate("mottaker", OPENS, end=NOW - DAY).certificate
    conditions = {
        "expired": outward(recipients=(old,)),
        "missing": outward(recipients=()),
        "invalid": outward(recipients=(parties.signer().certificate,)),
        "unsigned": outward(signer=None),
        "wrong": outward(signer=parties.opener()),
    }
    found = {}
    for name, out in conditions.items():
        line = Line()
        with pytest.raises(CannotProtect) as told:
            ProtectedBus(line, Knows(out=out)).send("q", message())
        assert not line.lying and told.value.problem and told.value.expected and told.value.found and told.value.fix
        found[name] = told.value.fault.condition.removeprefix("transport:")
    missing, other = "missing-certificate", "invalid-certificate"
    assert found == {
        **{"expired": "expired-certificate", "missing": missing, "unsigned": missing},
        **{"invalid": other, "wrong": other},
    }


def test_what_is_overlooked_on_purpose_stops_nothing() -> None:
    old = certificate("avsender", SIGNS, end=NOW - DAY)
    lenient = registered(old, overlooked=(cms.CertificateExpired,))
    assert opened(wrongly(old), lenient)[0].body == CONTENT
    plain, _ = opened(message(), Knows(into=inward(overlooked=(cms.WrongContentType,))))
    assert plain.body == CONTENT and plain.carried is None


def test_a_certificate_is_judged_again_when_a_moment_has_passed_or_the_trust_is_another() -> None:
    short = certificate("avsender", SIGNS, end=NOW + timedelta(seconds=30))
    knows = registered(short)
    bus, went = ProtectedBus(Line(), knows), carried(signer=short)
    assert bus.unwrap(went).body == CONTENT
    knows.at = NOW + timedelta(seconds=31)
    assert why(bus.unwrap(went)).condition == "transport:expired-certificate"
    knows.at = NOW
    revoked = Revocations([parties.crl("utsteder", [(short.certificate, NOW - DAY)]), parties.crl("rot")])
    assert bus.unwrap(went).body == CONTENT
    knows.into = replace(knows.into, registered=("00" * 20,))
    assert why(bus.unwrap(went)).condition == "transport:invalid-certificate"
    knows.into = replace(registered(short).into, trust=parties.trust(revocations=revoked))
    assert why(bus.unwrap(went)).condition == "transport:revoked-certificate"


def test_nothing_stays_under_lock_when_something_of_ours_fails() -> None:
    line = Line([carried()])
    with pytest.raises(BusRefused):
        ProtectedBus(line, Knows(problem=BusRefused("Registeret svarer ikke"))).receive("q", 0)
    assert line.done == ["release l-1"]


def test_all_else_is_the_transports() -> None:
    line = Line()
    bus = ProtectedBus(line, Knows())
    assert bus.receive("q", 0) is None and bus.limits == {Limit.TTL}
    received = Received(message(), "l-9", 1, 1, NOW)
    bus.complete(received)
    bus.recover("q")
    bus.close()
    with pytest.raises(LockLost):
        bus.release(received)
    assert line.done == ["complete l-9", "recover q", "close", "release l-9"]
    assert depths(bus, [f"{B}_async"]) == {f"{B}_async": QueueDepth(0, 0, 0)}
    assert depths(ProtectedBus(AllAtOnce(), Knows()), [f"{B}_async"]) == {f"{B}_async": QueueDepth(7, 0, 0)}


def test_the_envelope_is_all_that_changes() -> None:
    knows = Knows()
    wrapped = ProtectedBus(Line(), knows).wrap(message())
    bare = outermost(wrapped)
    assert wrapped.body == CONTENT and wrapped.carried is not None and bare.body == wrapped.carried.raw
    expected = {**message().envelope.properties, "content_type": str(AGREED)}
    assert bare.envelope == Envelope(expected, message().envelope.application_properties)
    plain = ProtectedBus(Line(), Knows(out=replace(outward(), protection=Protection.PLAIN))).wrap(message())
    assert outermost(plain) is plain
