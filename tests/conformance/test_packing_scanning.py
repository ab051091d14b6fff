"""What must not leave is found wherever it stands, told without being shown, and starred out."""

from __future__ import annotations

import base64
from datetime import date

import pytest

from conformance.packing.scanning import NUMBER, SECRET, Scanner
from standards.identifiers import is_real_range, make_fnr

REAL = "".join(("010", "190", "000", "83"))
SYNTHETIC = make_fnr(date(2020, 3, 1), 500)
TOKEN = ".".join(("eyJhbGciOiJFUzI1NiJ9", "eyJzdWIiOiIxMjM0NTYifQ", "c2lnbmF0dXJlLXNpZ25hdHVyZQ"))
PEM = "\n".join(("-----BEGIN PRIVATE" + " KEY-----", "MC4CAQAwBQYDK2VwBCIEIA", "-----END PRIVATE" + " KEY-----"))
WORD = "tjenestens-ord"


def found(text: str | bytes, *words: str) -> list[tuple[int, str]]:
    content = text.encode() if isinstance(text, str) else text
    return [(one.line, one.what) for one in Scanner(words).found("fil", content)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f"linje\n<Id>{REAL}</Id>", [(2, NUMBER)]),
        (f"{REAL[:6]} {REAL[6:]}", [(1, NUMBER)]),
        (f"æ {REAL}".encode("latin-1"), [(1, NUMBER)]),
        (f"<a>{REAL}</a>".encode("utf-16"), [(1, NUMBER)]),
        (f"<a>\n<b>{base64.b64encode(f'Vedlegg om {REAL} og mer'.encode()).decode()}</b></a>",
         [(2, f"{NUMBER}, i et vedlegg")]),
        (PEM, [(1, SECRET)]),
        (f"a\n\nAuthorization: Bearer {TOKEN}", [(3, SECRET)]),
        ("Authorization: Basic YnJ1a2VyOnBhc3NvcmQ=", [(1, SECRET)]),
        ('{"client_secret": "abcdefgh"}', [(1, SECRET)]),
        ("amqps://bruker:passord@buss.example/", [(1, SECRET)]),
        ('{"kty":"OKP","d":"' + "x" * 43 + '"}', [(1, SECRET)]),
        (f"svar: {WORD}", [(1, SECRET)]),
    ],
)  # fmt: skip
def test_what_must_not_leave_is_found_and_starred(content: str | bytes, told: list[tuple[int, str]]) -> None:
    raw = content.encode() if isinstance(content, str) else content
    assert found(raw, WORD) == told
    scanner = Scanner((WORD,))
    clean = scanner.cleaned(raw)
    assert len(clean) == len(raw) and not list(scanner.found("fil", clean))
    assert scanner.cleaned(clean) == clean
    assert all(REAL not in str(one) and WORD not in str(one) for one in scanner.found("fil", raw))


@pytest.mark.parametrize(
    "text",
    [
        f"<Id>{SYNTHETIC}</Id>",
        "Passordet skal byttes; bearer autentisering er beskrevet i kapittel 5.",
        "https://nhn.no/basic veiledning",
        "post@kommune.no og http://127.0.0.1:8080/w/1",
        base64.b64encode(b"Et helt vanlig vedlegg uten noe i, og ganske langt").decode(),
        "a" * 64,
        "kort",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    scanner = Scanner(("kort",))
    assert found(text, "kort") == [] and scanner.cleaned(text.encode()) == text.encode()


def test_the_number_of_the_test_is_one_that_somebody_may_have() -> None:
    assert is_real_range(REAL) and not is_real_range(SYNTHETIC)


def test_what_is_no_text_is_left_as_it_is() -> None:
    picture = bytes(range(256)) * 20
    assert Scanner().cleaned(picture) == picture
