"""The address of a bus over AMQP in a target file: read, looked over, and never kept with its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.targets.file import TargetError
from conformance.targets.loading import load
from conformance.targets.model import Target
from tests.conformance.samples import changed, line

HTTP = 'kind = "http"\naddress = "http://127.0.0.1:9/w/1"'


def over_amqp(address: str) -> str:
    return changed((HTTP, f'kind = "amqp"\naddress = "{address}"'))


def read(tmp_path: Path, text: str) -> Target:
    path = tmp_path / "target.toml"
    path.write_text(text, "utf-8")
    return load(path, environ={})


def test_the_secret_is_the_password_where_the_address_has_none(tmp_path: Path) -> None:
    target = read(tmp_path, over_amqp("amqps://tb.test.nhn.no:5671/NHNTestServiceBus"))
    assert target.transport.address == "amqps://tb.test.nhn.no:5671/NHNTestServiceBus"
    assert target.helsenorge.secret == "hemmelig-ord"


def test_a_password_in_the_address_is_the_one_that_counts_and_is_not_kept_there(tmp_path: Path) -> None:
    target = read(tmp_path, over_amqp("amqp://bruker:et%40annet@127.0.0.1/NHN?vhost=a%2Fb"))
    assert target.transport.address == "amqp://bruker@127.0.0.1:5672/NHN?vhost=a%2Fb"
    assert target.helsenorge.secret == "et@annet"
    for shown in (repr(target), str(target.public())):
        assert "annet" not in shown


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("http://127.0.0.1:9/w/1", "«http»"),
        ("amqp://u:hemmelig/ord@127.0.0.1/N", "noe som ikke er en adresse"),
        ("amqp://127.0.0.1/a/b", "mer enn ett ledd"),
        ("amqp://127.0.0.1/a?vhos=b", "vhos"),
    ],
)
def test_an_address_that_cannot_be_read_is_told_with_its_line(tmp_path: Path, address: str, found: str) -> None:
    text = over_amqp(address)
    with pytest.raises(TargetError) as caught:
        read(tmp_path, text)
    (problem,) = caught.value.problems
    assert (problem.line, found in problem.found) == (line(text, 'kind = "amqp"') + 1, True)
    assert "hemmelig" not in str(problem)
    assert "amqps://" in problem.expected
