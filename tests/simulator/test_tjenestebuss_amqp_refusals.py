"""What the AMQP face of the simulated bus says no to, and what a bad client can do to others: nothing."""

from __future__ import annotations

import logging
import random
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from simulator.app import PortTaken
from simulator.national.tjenestebuss import BusSettings, build_bus, start_amqp
from simulator.national.tjenestebuss.amqp.sasl import HEADER, Login
from tests.conformance.checking_kit import Issuer
from tests.simulator.bus_world import EPJ, HELSENORGE, INBOX, PASSWORDS, manual
from wire.amqp.client import AmqpNotInstalled

if TYPE_CHECKING:
    from tests.simulator import amqp_world as kit_module
    from tests.simulator.amqp_world import AmqpWorld

REJECTED = 0x25
SMALL = 1_000_000
PROTOCOL = b"AMQP\x00\x01\x00\x00"


@pytest.fixture(scope="module")
def kit(amqp: None) -> Any:
    from tests.simulator import amqp_world

    return amqp_world


@pytest.fixture(scope="module")
def shared(kit: kit_module) -> Iterator[AmqpWorld]:
    with kit.amqp_world(settings=BusSettings(max_body_bytes=SMALL)) as world:
        yield world


@pytest.fixture
def world(shared: AmqpWorld) -> Iterator[AmqpWorld]:
    yield shared
    shared.close()


def ready(world: AmqpWorld) -> int:
    return world.broker.depth(INBOX, EPJ).ready


@pytest.mark.parametrize(("user", "password"), [(EPJ, "feil"), ("999", "x"), ("", ""), (EPJ, "")])
def test_a_wrong_password_is_unauthorized(world: AmqpWorld, kit: kit_module, user: str, password: str) -> None:
    with pytest.raises(kit.ProtonException, match=r"unauthorized-access.*Authentication failed"):
        world.connect(user or "0", password)


def test_the_area_is_named_or_the_only_one(world: AmqpWorld, kit: kit_module) -> None:
    link = world.connect(HELSENORGE, area="").create_sender(kit.TO_INBOX)
    link.send(kit.message())
    assert ready(world) == 1
    assert world.areas.get("b").depth(INBOX, EPJ).ready == 0
    with pytest.raises(kit.ProtonException, match=r"not-found.*Flere testområder.*Fant: a, b\..*\?vhost=TESTOMRÅDE"):
        world.connect(EPJ, area="")
    with pytest.raises(kit.ProtonException, match=r"not-found.*«zz» finnes ikke"):
        world.connect(EPJ, area="zz")
    with pytest.raises(kit.ProtonException, match=r"unauthorized-access.*et annet passord i testområdet «b»"):
        world.connect(HELSENORGE, area="b")


@pytest.mark.parametrize(
    ("address", "name", "said"),
    [
        ("/exchange/NHNTestServiceBus/999_async", "not-found", "«999_async» finnes ikke i testområdet"),
        ("/exchange/NHNTestServiceBus/8210011_x", "not-found", "«8210011_x» finnes ikke"),
        ("/exchange/Annet/8210011_async", "not-found", "Navnerommet «Annet» finnes ikke"),
        ("/topic/x", "not-found", "Adressen peker ikke på en kø"),
        (None, "not-found", "ingen adresse"),
    ],
)
def test_a_link_to_nowhere_hurts_only_itself(
    world: AmqpWorld, kit: kit_module, address: str | None, name: str, said: str
) -> None:
    link = world.sender()
    with pytest.raises(kit.ProtonException) as refused:
        link.connection.create_sender(address, name="feil")
    assert f"amqp:{name}" in str(refused.value) and said in str(refused.value)
    link.send(kit.message())
    assert ready(world) == 1


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"/amq/queue/{HELSENORGE}_async", "unauthorized-access"),
        ("/amq/queue/999_async", "not-found"),
        ("/amq/queue/", "not-found"),
    ],
)
def test_only_own_queues_are_read(world: AmqpWorld, kit: kit_module, address: str, name: str) -> None:
    link = world.reader()
    with pytest.raises(kit.ProtonException, match=f"amqp:{name}"):
        link.connection.create_receiver(address, name="feil")
    world.send("m-1")
    assert kit.delivery(link)[0].id == "m-1"


def test_too_large_is_rejected_and_far_too_large_ends_the_link(world: AmqpWorld, kit: kit_module) -> None:
    link = world.sender()
    assert link.link.remote_max_message_size >= SMALL
    sent = link.link.send(kit.message(b"x" * (SMALL + 1)))
    link.connection.wait(lambda: sent.settled, timeout=kit.SECONDS)
    assert sent.remote_state == REJECTED
    assert sent.remote.condition.name == "amqp:link:message-size-exceeded"
    assert f"høyst {SMALL} byte" in sent.remote.condition.description
    with pytest.raises(kit.ProtonException, match="message-size-exceeded"):
        link.send(kit.message(b"x" * (SMALL * 3)))
    world.send("m-1")
    assert ready(world) == 1


def test_a_full_disk_rejects_and_the_rest_is_kept(tmp_path: Path, kit: kit_module) -> None:
    with kit.amqp_world(tmp_path, BusSettings(max_pages=60)) as world:
        link = world.sender()
        stored = 0
        while True:
            sent = link.link.send(kit.message(b"x" * 20_000, id=str(stored)))
            link.connection.wait(lambda one=sent: one.settled, timeout=kit.SECONDS)
            if sent.remote_state == REJECTED:
                break
            stored += 1
        assert sent.remote.condition.name == "amqp:resource-limit-exceeded"
        assert stored > 0 and ready(world) == stored


def test_a_bus_that_stops_says_so_and_what_was_taken_is_there_after(tmp_path: Path, kit: kit_module) -> None:
    with kit.amqp_world(tmp_path) as world:
        link = world.sender()
        link.send(kit.message(id="m-1"))
        kit.delivery(world.reader())
        port = world.face.port
        world.face.stop()
        with pytest.raises(kit.ProtonException, match=r"connection:forced.*er stoppet"):
            link.send(kit.message(id="m-2"))
    with kit.amqp_world(tmp_path, port=port) as world:
        found, _ = kit.delivery(world.reader())
        assert (found.id, found.delivery_count) == ("m-1", 1)


def test_one_who_never_reads_locks_little_and_delays_nobody(world: AmqpWorld, kit: kit_module) -> None:
    for number in range(40):
        world.broker.send(INBOX, kit.Envelope({"message_id": str(number)}), b"x" * 500_000)
    slow = world.connect(EPJ).create_receiver(kit.FROM_INBOX)
    slow.link.flow(40)
    kit.heard(slow.connection)
    world.sender(f"{HELSENORGE}_async").send(kit.message(id="for andre"))
    assert world.broker.depth(INBOX, EPJ).locked < 30
    slow.connection.wait(lambda: len(slow.fetcher.incoming) == 40, timeout=kit.SECONDS)
    slow.connection.close()


def test_tls(kit: kit_module, tmp_path: Path) -> None:
    authority = Issuer(tmp_path)
    with kit.amqp_world(tls=authority.context(days=30)) as world:
        assert world.face.url.startswith("amqps://127.0.0.1:")
        domain = kit.SSLDomain(kit.SSLDomain.MODE_CLIENT)
        domain.set_trusted_ca_db(str(authority.ca_file))
        domain.set_peer_authentication(kit.SSLDomain.VERIFY_PEER)
        body = b"x" * 1_000_000
        world.connect(ssl_domain=domain).create_sender(kit.TO_INBOX).send(kit.message(body))
        link = world.connect(EPJ, ssl_domain=domain).create_receiver(kit.FROM_INBOX)
        assert bytes(kit.delivery(link)[0].body) == body
        assert raw(world, HEADER) == b""
        for _ in range(20):
            with socket.create_connection((world.face.host, world.face.port)) as rude:
                rude.sendall(b"\x16")
                rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        kit.heard(link.connection)
        other = Issuer(tmp_path)
        domain = kit.SSLDomain(kit.SSLDomain.MODE_CLIENT)
        domain.set_trusted_ca_db(str(other.ca_file))
        domain.set_peer_authentication(kit.SSLDomain.VERIFY_PEER)
        with pytest.raises(kit.ProtonException, match="SSL Failure"):
            world.connect(ssl_domain=domain)


def raw(world: AmqpWorld, content: bytes, *, ends: bool = False) -> bytes:
    """What a client that sends these bytes, and `ends` there or not, gets before it is thrown out."""
    answer = b""
    with socket.create_connection((world.face.host, world.face.port), timeout=20) as sock:
        sock.sendall(content)
        if ends:
            sock.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):
            while piece := sock.recv(65536):
                answer += piece
    return answer


def plain(user: str, password: str, mechanism: bytes = b"PLAIN") -> bytes:
    """A `sasl-init` frame."""
    response = f"\0{user}\0{password}".encode()
    values = b"\xa3" + bytes([len(mechanism)]) + mechanism + b"\xa0" + bytes([len(response)]) + response
    return frame(b"\x00\x53\x41\xc0" + bytes([len(values) + 1, 2]) + values, kind=1)


def frame(payload: bytes, kind: int = 0, size: int | None = None) -> bytes:
    """A frame on channel 0."""
    whole = len(payload) + 8 if size is None else size
    return whole.to_bytes(4, "big") + bytes([2, kind, 0, 0]) + payload


LOGGED_IN = HEADER + plain(EPJ, PASSWORDS[EPJ]) + PROTOCOL
OPENED = LOGGED_IN + frame(b"\x00\x53\x10\xc0\x0d\x02\xa1\x01c\xa1\x07vhost:a")


@pytest.mark.parametrize(
    "content",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        PROTOCOL,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        HEADER + frame(b"", kind=1, size=2**31),
        HEADER + frame(b"", kind=1, size=3),
        HEADER + plain(EPJ, "feil"),
        HEADER + plain(EPJ, PASSWORDS[EPJ], b"ANONYMOUS"),
        HEADER + frame(b"\x00\x53\x41", kind=1),
        HEADER + plain(EPJ, PASSWORDS[EPJ]) + b"GET / HTTP/1.1\r\n",
        LOGGED_IN + frame(b"", size=2**31) + b"x" * 100,
        LOGGED_IN + frame(b"\x00\x53\x14\xc0\x01\x00"),
    ],
    ids=range(11),
)
def test_what_is_no_amqp_ends_that_connection_only(
    world: AmqpWorld, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    undisturbed(world, content, caplog, ends=False)


@pytest.mark.parametrize(
    "content",
    [
        b"AMQ",
        HEADER + plain(EPJ, PASSWORDS[EPJ])[:20],
        LOGGED_IN + frame(b"\xff" * 50),
        LOGGED_IN + frame(b"\x00\x53\x10\xd0\xff\xff\xff\xff\xff\xff\xff\xff"),
        LOGGED_IN + frame(b"\x00\x53\x99\xc0\x01\x00"),
        OPENED + frame(b"\x00\x53\x12\x45"),
        OPENED + frame(b"\x00\x53\x11\xc0\x05\x04\x40\x43\x43\x43") + frame(b"\x00\x53\x12\xc0\x03\x02\xa1\xff"),
    ],
    ids=range(7),
)
def test_what_is_half_or_means_nothing_disturbs_nobody(
    world: AmqpWorld, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    undisturbed(world, content, caplog, ends=True)


@pytest.mark.parametrize("seed", range(3))
def test_bytes_by_chance_disturb_nobody(world: AmqpWorld, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        frames = b"".join(frame(_performative(chance), chance.choice([0, 0, 0, 1])) for _ in range(5))
        undisturbed(world, OPENED + frames, caplog, ends=True, sends=False)
    undisturbed(world, OPENED, caplog, ends=True)


def _performative(chance: random.Random) -> bytes:
    values = chance.randbytes(chance.randrange(40))
    return b"\x00\x53" + bytes([chance.randrange(0x10, 0x19), 0xC0, len(values) + 1, chance.randrange(16)]) + values


def undisturbed(
    world: AmqpWorld, content: bytes, caplog: pytest.LogCaptureFixture, *, ends: bool, sends: bool = True
) -> None:
    """Whoever sends this gets an end, nothing goes wrong inside, and others send as before."""
    with caplog.at_level(logging.WARNING):
        assert HEADER.startswith(raw(world, content, ends=ends)[:8])
        if not sends:
            return
        world.send("m-1")
        assert ready(world) == 1
    assert not [one for one in caplog.records if one.name.startswith("simulator")]


def test_who_says_nothing_is_thrown_out(kit: kit_module) -> None:
    moment = [0.0]
    with kit.amqp_world(monotonic=lambda: moment[0]) as world, ExitStack() as stack:
        address = (world.face.host, world.face.port)
        silent, logged_in = (stack.enter_context(socket.create_connection(address, timeout=20)) for _ in range(2))
        logged_in.sendall(LOGGED_IN)
        while not logged_in.recv(1000).endswith(PROTOCOL):
            pass
        link = world.sender()
        assert world.face.patience == pytest.approx(15)
        moment[0] = 16.0
        world.broker.shift_clock(kit.MINUTE)
        assert silent.recv(10) == b""
        assert logged_in.recv(10) == b""
        link.send(kit.message())
        assert ready(world) == 1


def test_who_wants_signs_of_life_gets_them(kit: kit_module) -> None:
    moment = [1000.0]
    asked = frame(b"\x00\x53\x10\xc0\x14\x05\xa1\x01c\xa1\x07vhost:a\x40\x40\x70" + (20_000).to_bytes(4, "big"))
    with kit.amqp_world(monotonic=lambda: moment[0]) as world, ExitStack() as stack:
        quiet = stack.enter_context(socket.create_connection((world.face.host, world.face.port), timeout=20))
        quiet.sendall(LOGGED_IN + asked)
        while b"product" not in quiet.recv(1000):
            pass
        other = world.sender()
        for _ in range(3):
            moment[0] += 11.0
            kit.heard(other.connection)
        assert quiet.recv(8) == frame(b"")


@pytest.mark.parametrize("pieces", [1, 3, 1000])
def test_a_login_may_come_in_pieces(pieces: int) -> None:
    asked: list[tuple[str, str]] = []
    login = Login(lambda *pair: asked.append(pair) or True)
    content = HEADER + plain("8210011", "æ") + PROTOCOL
    rest = b"".join(login.feed(content[at : at + pieces]) for at in range(0, len(content), pieces))
    assert asked == [("8210011", "æ")]
    assert (login.is_over, login.user, rest or PROTOCOL) == (True, "8210011", PROTOCOL)
    assert login.outgoing.startswith(HEADER) and login.outgoing.endswith(b"\x50\x00")


def test_a_port_that_is_taken_is_told(world: AmqpWorld) -> None:
    with pytest.raises(PortTaken, match=f"Port {world.face.port} på 127.0.0.1 kan ikke brukes"):
        start_amqp(world.areas, port=world.face.port)


def test_without_proton_one_sentence_tells_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "proton", None)
    for name in [one for one in sys.modules if one.startswith("simulator.national.tjenestebuss.amqp.")]:
        monkeypatch.delitem(sys.modules, name)
    _, areas = build_bus(None, manual())
    with pytest.raises(AmqpNotInstalled, match=r"python-qpid-proton.*pip install"):
        start_amqp(areas)
    areas.close()
