"""The connection string of a bus over AMQP, and the link addresses that it gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.amqp.address import Address, UnusableAddress, read

WORDS = st.text("aZ9æ/:@?#%&=+ []-", min_size=1, max_size=12)
HOSTS = st.sampled_from(["tb.test.nhn.no", "127.0.0.1", "::1", "localhost"])
ADDRESSES = st.builds(Address, HOSTS, st.integers(1, 65535), st.booleans(), WORDS, WORDS, WORDS, WORDS)


def test_it_is_read_as_helsenorge_messaging_writes_it() -> None:
    address = read("amqps://bruker:pass%2Ford@tb.test.nhn.no:5671/NHNTestServiceBus")
    assert address == Address("tb.test.nhn.no", 5671, True, "bruker", "pass/ord", "NHNTestServiceBus")
    assert address.sender("8200002_async") == "/exchange/NHNTestServiceBus/8200002_async"
    assert address.receiver("8200002_async") == "/amq/queue/8200002_async"
    assert address.hostname == "tb.test.nhn.no"


def test_without_a_namespace_the_queue_is_the_address() -> None:
    address = read("amqp://127.0.0.1")
    assert (address.port, address.secure) == (5672, False)
    assert (address.sender("a_async"), address.receiver("a_async")) == ("a_async", "a_async")


def test_the_test_area_is_told_as_rabbitmq_reads_it() -> None:
    assert read("amqp://127.0.0.1/N?vhost=visma%2Fhspro").hostname == "vhost:visma/hspro"


def test_user_and_password_are_those_of_the_caller_unless_they_are_given() -> None:
    assert read("amqp://h/N", "8200002", "ord").user == "8200002"
    assert read("amqp://h/N", "8200002", "ord").password == "ord"
    assert read("amqp://en:annet@h/N", "8200002", "ord").user == "en"
    assert read("amqp://en@h/N", "8200002", "ord").password == "ord"


@given(ADDRESSES)
def test_what_is_shown_reads_back_and_has_no_password(address: Address) -> None:
    assert read(address.without_password, password=address.password) == address
    assert read(str(address), address.user, address.password) == address


@pytest.mark.parametrize("shown", [str, repr, lambda address: address.without_password])
def test_the_password_is_not_shown(shown: object) -> None:
    assert callable(shown)
    assert "hemmelig" not in shown(read("amqp://u:hemmelig@h/N"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://h/N", "«https» foran ://"),
        ("h:5671/N", "«h» foran ://"),
        ("amqps:///N", "ingen vert"),
        ("amqps://h/N/8200002_async", "mer enn ett ledd etter verten"),
        ("amqps://h/N?vhost=a&x=1", "noe annet enn vhost etter spørsmålstegnet"),
        ("amqps://u:12/hemmelig@h", "et tegn «@» etter verten"),
        ("amqps://u:12?hemmelig@h/N", "et tegn «@» etter verten"),
        ("amqps://u:p#q@h/N", "et tegn «#», som må skrives %23"),
        ("amqps://u:p/q@h/N", "noe som ikke er en adresse"),
        ("amqps://h:femti/N", "noe som ikke er en adresse"),
        ("amqps://[h/N", "noe som ikke er en adresse"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, found: str) -> None:
    with pytest.raises(UnusableAddress) as caught:
        read(text)
    error = caught.value
    assert error.found == found and "hemmelig" not in str(error)
    assert "amqps://BRUKER:PASSORD@VERT:5671" in error.expected and "%2F" in error.fix
