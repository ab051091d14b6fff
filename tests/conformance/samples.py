"""A good target file for the tests, with synthetic persons only."""

from __future__ import annotations

from datetime import date

from standards.identifiers import make_fnr


def ident(birth: date) -> str:
    """The first synthetic number that a birth date gives."""
    for individual in range(1000):
        try:
            return make_fnr(birth, individual)
        except ValueError:
            continue
    raise AssertionError(birth)


NORA = ident(date(2020, 3, 1))
KARI = ident(date(1988, 5, 17))

GOOD = f"""\
schema = 1

[target]
name = "HsPro, test, Storvik kommune"
product = "visma_hspro"
vendor = "Visma"
version = "1.0"
environment = "simulert"
topology = "own_bus"

[transport]
kind = "http"
address = "http://127.0.0.1:9/w/1"
queue_exclusive = true
quiet_seconds = 3

[helsenorge]
her_id = "8200002"
name = "Innbygger"
parent_her_id = "8200001"
parent_name = "Helsenorge"
secret = "hemmelig-ord"

[[parties]]
role = "helsestasjon"
her_id = "8210011"
name = "Storvik helsestasjon"
parent_her_id = "8210001"
parent_name = "Storvik kommune"
level2 = "service"

[processes]
DIALOG_INNBYGGER_EKONTAKT = "1.2"
DIALOG_INNBYGGER_AVTALEUTSENDING = "1.0"

[settings]
cancel_approval = "kan_byttes"

[staff]
kind = "http"
address = "http://127.0.0.1:9/w/1/staff"
settle = true

[deadlines]
message_seconds = 7
staff_seconds = 5

[[persons]]
id = "nora"
ident = "{NORA}"
family = "Fjell"
given = "Nora"
birth_date = 2020-03-01
kind = "barn"
guardians = ["kari"]

[[persons]]
id = "kari"
ident = "{KARI}"
family = "Fjell"
given = "Kari"
birth_date = "1988-05-17"
kind = "forelder"
relation = "FO"
digitally_active = true
"""


def changed(*exchanges: tuple[str, str]) -> str:
    """The good file with pieces exchanged; each must be there exactly once."""
    text = GOOD
    for old, new in exchanges:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def line(text: str, start: str) -> int:
    """The number of the only line that begins so."""
    found = [number for number, written in enumerate(text.splitlines(), start=1) if written.startswith(start)]
    assert len(found) == 1, (start, found)
    return found[0]
