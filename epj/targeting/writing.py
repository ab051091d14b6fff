"""Writes the target file of an interview, with a comment where somebody else has to fill in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from epj.targeting.interview import Interview, knows, tables
from epj.targeting.questions import UNKNOWN

_HEAD = """\
# Testobjekt skrevet av «epj target init». Beskriver EPJ-installasjonen som skal testes.
# Passord står ikke her, bare navnet på miljøvariabelen de ligger i.
# Der det står "?", mangler et svar; merknaden sier hvem som vet det. epj check sier fra om resten.
schema = 1
"""
_ABOUT: Mapping[str, str] = {
    "target": "Installasjonen, slik den vises i rapporten.",
    "transport": "Hvordan meldingsbussen nås.",
    "helsenorge": "Parten som akseptansetesten spiller.",
    "parties": "En tjeneste i kommunen som utveksler meldinger.",
    "processes": "Prosessene EPJ-en støtter, med versjon.",
    "settings": "Innstillinger i EPJ-en: ja, nei, eller kan_byttes når testen skal prøve begge.",
    "staff": "Hvem som gjør det ansatte skal gjøre: manual (et menneske) eller http (en adapter).",
    "persons": "En syntetisk testperson som er registrert i EPJ-en.",
}
_MANY = frozenset({"parties", "persons"})
_BARE = frozenset({"true", "false"})
_MORE = """\
# Utfyll når det er kjent; epj check prøver da også disse.
# [services.helseid]
# issuer = "https://helseid-sts.test.nhn.no"
# client_id = "…"
# key = { file = "helseid-noekkel.pem" }
# [services.adresseregister]
# address = "https://…"
# [services.cppa]
# address = "https://…"
# [services.helsenorge]
# address = "https://…"

# Hvor dere klikker i deres EPJ; vises til den ansatte sammen med oppdraget.
# [hints]
# create_appointment = "Timebok, høyreklikk på en ledig time, Ny avtale"
"""


def text(found: Interview) -> str:
    """The whole file."""
    parts = [_HEAD]
    for name, values in tables(found):
        if name == "persons" and _MORE not in parts:
            parts.append(_MORE)
        parts.append(_table(name, values))
    return "\n".join(parts)


def _table(name: str, values: Mapping[str, str]) -> str:
    heading = f"[[{name}]]" if name in _MANY else f"[{name}]"
    return "\n".join([f"# {_ABOUT[name]}", heading, *_lines(name, values), ""])


def _lines(table: str, values: Mapping[str, str]) -> Iterator[str]:
    for key, value in values.items():
        if value == UNKNOWN:
            yield f'{key} = "?"  # FYLL UT: {knows(table, key)} vet dette'
        elif key == "secret":
            yield f"{key} = {{ env = {_q(value)} }}"
        elif key == "guardians":
            if value:
                yield f"{key} = {json.dumps(value.split(','))}"
                yield f"relation = {_q(values.get('relation') or 'FO')}"
        elif key == "relation":
            continue
        elif key == "traits":
            if value:
                yield f"traits = {json.dumps(value.split(','), ensure_ascii=False)}"
        else:
            yield f"{key} = {value if value in _BARE else _q(value)}"


def _q(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
