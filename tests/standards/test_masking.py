"""What leaves: numbers that may belong to living persons and secrets are starred, all else is as it was."""

from __future__ import annotations

import json

import pytest

from standards.identifiers import is_real_range
from standards.masking import mask, secrets

WORD = "s3kret" + "-ord-som-er-langt"
TOKEN = ".".join(("eyJ" + "a1" * 8, "eyJ" + "b2" * 8, "c3" * 8))
REAL = next(number for last in range(100) if is_real_range(number := f"{'010180'}{'000'}{last:02}"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Authorization: Bearer {WORD}1", "Authorization: Bearer " + "*" * (len(WORD) + 1)),
        (f"svarte med {TOKEN} og mer", "svarte med " + "*" * len(TOKEN) + " og mer"),
        (f'{{"password": "{WORD}", "x": 1}}', '{"password": "' + "*" * len(WORD) + '", "x": 1}'),
        (f"client_secret='{WORD}'", "client_secret='" + "*" * len(WORD) + "'"),
        (f"password=&#34;{WORD}&#34;", "password=&#34;" + "*" * len(WORD) + "&#34;"),
        ("https://ola:hemmelig@buss.no/x", "https://************@buss.no/x"),
    ],
)
def test_a_secret_is_starred_and_what_is_around_it_stays(text: str, left: str) -> None:
    assert mask(text) == left
    assert list(secrets(text))
    assert not list(secrets(left))


def test_json_stays_json() -> None:
    told = {"password": WORD, "tekst": f'sa "password": "{WORD}" og Bearer {WORD}1', "tall": REAL}
    masked = mask(json.dumps(told))
    assert json.loads(masked).keys() == told.keys()
    assert WORD not in masked and REAL not in masked


@pytest.mark.parametrize(
    "text",
    [
        "Har du glemt passordet? Skriv til oss.",
        "a bearer of good news, basic knowledge",
        "kari@helsestasjon.no",
        'PUT https://buss.no:8080/a@b, "d": "kort"',
        "password policy: at least twelve",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "144012ae-8f48-4580-a64f-{}c",
        "144012AE-8F48-4580-A64F-c{}",
        "sha256:" + "a1b2" * 13 + "c{}",
        "d{}" + "e" * 28,
    ],
)
def test_digits_within_a_random_uuid_or_a_hash_are_nobodys_number(text: str) -> None:
    assert mask(text.format(REAL)) == text.format(REAL)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "journal{}.pdf",
        "144012ae-8f48-1580-a64f-{}c",  # not a random one: somebody may have put the number there
        "144012ae-8f48-4580-a64f-{} c",
        "a1b2-{}",
        "x" * 40 + "{}",
        "c0ffee{}",
    ],
)
def test_a_number_in_any_other_company_is_starred(text: str) -> None:
    assert mask(text.format(REAL)) == text.format("*" * 11)


def test_two_parts_of_a_number_are_one_also_beside_hexadecimal_letters() -> None:
    assert mask(f"{'a' * 40}{REAL[:6]} {REAL[6:]}") == f"{'a' * 40}****** *****"
