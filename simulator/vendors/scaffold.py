"""Writes the two files of a new product: a profile that passes the smoke scenarios, and its ledger.

`python -m simulator.vendors.scaffold VENDOR/PRODUCT`, or `make vendor NAME=VENDOR/PRODUCT`.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from simulator.clock import SystemClock
from simulator.vendors import form
from simulator.vendors.choices import CHOICES, GUESSED, Choice
from standards.errors import Problem

FOLDER = Path(__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")
_PROFILE = """\
# Simulert journal med profil {title}. Sier ingenting om leverandørens eget produkt.
# Grunnlaget for hvert valg står i ledger.toml.
product = "{product}"
vendor = "{vendor}"
name = "Simulert journal, profil {title}"
services = ["helsestasjon"]
accent = "#1f5f8b"

[software]
name = "Simulert journal, profil {title}"
version = "0.1"

[processes]
DIALOG_INNBYGGER_EKONTAKT = "1.2"
DIALOG_INNBYGGER_AVTALEUTSENDING = "1.0"
DIALOG_INNBYGGER_AVTALEAVBESTILLING = "1.0"
DIALOG_INNBYGGER_DIGITALBRUKER = "1.1"

[dialog]
process = "DIALOG_INNBYGGER_EKONTAKT"

[text]
# plain: ren tekst. xhtml: en div i XHTML.
form = "plain"

[receipts]
# at_once: straks meldingen er lagret. manual: når en ansatt har sett på den.
timing = "at_once"

[addressing]
level2 = "service"
# error_queue: abuse:spoofing-attack på feilkøen. apprec: negativ kvittering E10.
sender_mismatch = "error_queue"

[calendar]
prodid = "-//epj-testbenk//Simulert journal, profil {title}//NO"
# own_id: uid er timens id, related-to er en egen id. same_as_uid: begge er timens id. none: ingen related-to.
related_to = "own_id"

[cancellation]
# Må en ansatt godkjenne at innbyggeren avbestiller?
approval = "nei"
can_change = true

[staff]
given = "Solveig"
family = "Testhaug"
"""
_LEDGER = """\
# Hvor hvert valg i profilen kommer fra.
# basis: "documented" (en offentlig kilde sier det), "allowed" (standarden tillater det), "guess" (vi har gjettet).
# Det motoren gjør likt i alle produktene, står i engine.toml.
shared = "engine.toml"
"""


class CannotScaffold(Problem):
    """The files cannot be written under that name."""


def scaffold(name: str, today: date, *, folder: Path = FOLDER) -> tuple[Path, Path]:
    """Write profile and ledger of `vendor/product`; raises `CannotScaffold`."""
    if not _NAME.fullmatch(name):
        raise _cannot(name, "leverandør/produkt i små bokstaver, som visma/hspro", "Gi et annet navn.")
    home = folder / name
    if home.exists():
        raise _cannot(name, "et produkt som ikke finnes", "Velg et annet navn, eller rett filene som er der.")
    vendor, product = name.split("/")
    text = _PROFILE.format(product=f"{vendor}_{product}", vendor=_title(vendor), title=_title(product))
    home.mkdir(parents=True)
    profile, ledger = home / "profile.toml", home / "ledger.toml"
    profile.write_text(text, "utf-8")
    ledger.write_text(_ledger(text, today), "utf-8")
    return profile, ledger


def _ledger(profile: str, today: date) -> str:
    rows = [
        f'[[choice]]\nkey = "{key}"\nabout = "{choice.about}"\nbasis = "{choice.basis}"\nsource = "{choice.source}"\n'
        f"date = {today.isoformat()}\n"
        for key, choice in ((key, _choice(key, value)) for key, value in form.values(profile))
        if key not in form.NAMING
    ]
    return "\n".join((_LEDGER, *rows))


def _choice(key: str, value: Any) -> Choice:
    known = CHOICES.get((key, value)) if isinstance(value, str | bool) else None
    return known or Choice(f"Verdien av {key}", GUESSED, "guess")


def _title(name: str) -> str:
    return name.replace("_", " ").title()


def _cannot(name: str, expected: str, fix: str) -> CannotScaffold:
    return CannotScaffold(f"«{name[:80]}» kan ikke lages.", expected=expected, found=name[:80], fix=fix)


def main(arguments: list[str]) -> int:
    """Write the files and say what to do next; gives the exit code."""
    try:
        profile, ledger = scaffold(arguments[0] if arguments else "", SystemClock().now().date())
    except CannotScaffold as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    product = arguments[0].replace("/", "_")
    sys.stdout.write(f"Skrev {profile} og {ledger}.\nRett valgene, og kilden for hvert av dem.\n")
    sys.stdout.write(f"Prøv den: epj accept --simulate {product}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
