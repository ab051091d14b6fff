"""The small municipality that every miniature lives in: parties, families and the target file that describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from standards.identifiers import make_fnr
from tests.miniatures.templates import Party

OWN: Party = (("Storvik kommune", "8210001"), ("Storvik helsestasjon", "8210011"))
HELSENORGE: Party = (("Helsenorge", "8200001"), ("Digitale innbyggertjenester", "8200002"))
SECRETS = {OWN[1][1]: "epj", HELSENORGE[1][1]: "helsenorge"}
PROCESSES = {
    "DIALOG_INNBYGGER_EKONTAKT": "1.2",
    "DIALOG_INNBYGGER_AVTALEUTSENDING": "1.0",
    "DIALOG_INNBYGGER_AVTALEAVBESTILLING": "1.0",
    "DIALOG_INNBYGGER_DIGITALBRUKER": "1.1",
    "DIALOG_INNBYGGER_TEST": "1.1",
    "DIALOG_HELSEFAGLIG": "1.1",
}

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Person:
    """One synthetic person; the number is made from birth date and the first usable number in the individual series."""

    id: str
    given: str
    family: str
    born: date
    kind: str
    guardians: tuple[str, ...] = ()
    active: bool = True
    relation: str = "FO"
    """How the guardians act for them (7611)."""
    traits: tuple[str, ...] = ()
    d_number: bool = False

    @property
    def ident(self) -> str:
        """The synthetic national number."""
        start = 500 if self.born.year >= 2000 else 100
        salt = sum(self.id.encode()) % 200
        for individual in range(start + salt, start + salt + 40):
            try:
                return make_fnr(self.born, individual, d_number=self.d_number)
            except ValueError:
                continue
        raise AssertionError(self.id)


PEOPLE = (
    Person("nora", "Nora", "Åsheim", date(2021, 3, 1), "barn", ("kari", "ola")),
    Person("jonas", "Jonas", "Åsheim", date(2023, 6, 12), "barn", ("kari", "ola")),
    Person("elle", "Elle Máret", "Čáhci", date(2022, 9, 9), "barn", ("inga", "nils")),
    Person("siv", "Siv", "Åsheim", date(2009, 2, 3), "ungdom", ("kari", "ola")),
    Person("kari", "Kari", "Åsheim", date(1990, 5, 17), "forelder"),
    Person("ola", "Ola", "Nyløkken", date(1988, 1, 30), "forelder"),
    Person("inga", "Inga", "Čáhci", date(1992, 11, 2), "forelder"),
    Person("nils", "Nils", "Ørbæk", date(1991, 7, 7), "forelder"),
    Person("liv", "Liv", "Nyløkken", date(2012, 1, 9), "ungdom", ("kari", "ola")),
    Person("gro", "Gro", "Dalsbø", date(1995, 8, 21), "voksen", traits=("gravid",)),
    Person("suharto", "Suharto", "Suharto", date(1984, 4, 4), "voksen"),
    Person("amina", "Amina", "Yusuf", date(1993, 10, 15), "voksen", d_number=True),
    Person("aud", "Aud", "Viken", date(1941, 2, 20), "bruker", ("rolf", "mari"), True, "FU", ("hjemmetjeneste",)),
    Person("rolf", "Rolf", "Viken", date(1968, 6, 3), "voksen"),
    Person("mari", "Mari", "Viken", date(1971, 12, 9), "voksen"),
    Person("ivar", "Ivar", "Bråten", date(1938, 7, 30), "bruker", traits=("hjemmetjeneste",)),
    Person("ada", "Ada", "Ørbæk", date(2026, 8, 30), "barn", ("inga", "nils")),
    Person("tiril", "Tiril", "Dalsbø", date(2022, 2, 17), "barn", ("gro",), traits=("kan_brukes_opp",)),
    Person("per", "Per", "Stille", date(1975, 2, 14), "voksen", active=False),
    Person("pia", "Pia", "Stille", date(1976, 4, 24), "voksen", active=False),
)


def names() -> dict[str, tuple[str, str]]:
    """National number → family and given name, as the EPJ knows them."""
    return {person.ident: (person.family, person.given) for person in PEOPLE}


def target_file(
    bus: str, staff: str, *, seconds: float, role: str = "helsestasjon", more: Mapping[str, str] = NOTHING
) -> str:
    """The target in TOML; `seconds` is how long the harness waits for a message, `more` are further processes."""
    (epj_parent, epj_parent_her), (epj, epj_her) = OWN
    (hn_parent, hn_parent_her), (hn, hn_her) = HELSENORGE
    lines = [
        "schema = 1",
        "[target]",
        'name = "Miniatyr"\nproduct = "miniatyr"\nvendor = "Testbenken"\nversion = "1"',
        'environment = "simulert"\ntopology = "own_bus"',
        "[transport]",
        f'kind = "http"\naddress = "{bus}"\nqueue_exclusive = true',
        "[helsenorge]",
        f'her_id = "{hn_her}"\nname = "{hn}"\nparent_her_id = "{hn_parent_her}"\nparent_name = "{hn_parent}"',
        f'secret = "{SECRETS[hn_her]}"',
        "[[parties]]",
        f'role = "{role}"\nher_id = "{epj_her}"\nname = "{epj}"',
        f'parent_her_id = "{epj_parent_her}"\nparent_name = "{epj_parent}"\nlevel2 = "service"',
        "[processes]",
        *(f'{code} = "{version}"' for code, version in {**PROCESSES, **more}.items()),
        "[settings]",
        'cancel_approval = "kan_byttes"\ntest_clock = "ja"\ndowntime = "ja"\nexempt = "ja"\nfree_slots = "nei"',
        "[staff]",
        f'kind = "http"\naddress = "{staff}"\nsettle = true',
        "[deadlines]",
        f"message_seconds = {seconds}\nstaff_seconds = 10",
        *(_person(person) for person in PEOPLE),
    ]
    return "\n".join(lines) + "\n"


def _person(person: Person) -> str:
    guardians = ", ".join(f'"{one}"' for one in person.guardians)
    traits = ", ".join(f'"{one}"' for one in person.traits)
    return (
        f'[[persons]]\nid = "{person.id}"\nident = "{person.ident}"\nfamily = "{person.family}"\n'
        f'given = "{person.given}"\nbirth_date = "{person.born}"\nkind = "{person.kind}"\n'
        f'guardians = [{guardians}]\ntraits = [{traits}]\nrelation = "{person.relation}"\n'
        f"digitally_active = {str(person.active).lower()}"
    )
