"""The table of who may act for whom; the first rule that fits decides. A rule marked I is our own conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final, Literal

from simulator.people.person import Bond

SELF: Final = "selv"
SEE, CANCEL, READ, WRITE, ASK = "se timer", "avbestille", "lese meldinger", "skrive meldinger", "be om time"
ALL: Final = (SEE, CANCEL, READ, WRITE)
ANY_AGE: Final = range(-200, 200)
UNDER_12: Final = range(12)
FROM_12_TO_15: Final = range(12, 16)
UNDER_13: Final = range(13)
FROM_13_TO_15: Final = range(13, 16)
UNDER_16: Final = range(16)
FROM_16: Final = range(16, 200)


class Fact(StrEnum):
    """What can be true of the two that day, or of the settings."""

    PATIENT_NOT_BORN = auto()
    PATIENT_DEAD = auto()
    PATIENT_WITHOUT_NUMBER = auto()
    PATIENT_PROTECTED = auto()
    PATIENT_NOT_DIGITAL = auto()
    PARENTAL_CONSENT = auto()
    ACTOR_DEAD = auto()
    ACTOR_WITHOUT_NUMBER = auto()
    ACTOR_PROTECTED = auto()
    ACTOR_NOT_DIGITAL = auto()
    ACTOR_ABROAD = auto()
    ACTOR_NOT_GROWN_UP = auto()
    NOT_YET = auto()
    ENDED = auto()
    NO_PARENT_AT_ADDRESS = auto()
    LIVES_ELSEWHERE_AND_THAT_COUNTS = auto()
    PARENTS_CANCEL = auto()
    PARENTS_ACT = auto()


@dataclass(frozen=True)
class Rule:
    """`needs` must all be true; `bonds` empty means any; `rights` empty means that the two may do nothing."""

    id: str
    why: str
    mark: Literal["V", "I"]
    source: str
    bonds: frozenset[str] = frozenset()
    ages: range = ANY_AGE
    needs: frozenset[Fact] = frozenset()
    rights: tuple[str, ...] = ()


_INBOX = "helsenorge.no/innboks"
_CHILD = "helsenorge.no, bruke Helsenorge på vegne av barn"
_TONSBERG = "tonsberg.kommune.no, DigiHelsestasjon"
_KS_YOUTH = "ks.no, DigiHelsestasjon for ungdom"
_POWER = "helsenorge.no, fullmakt"
_OWN = "vår slutning"
_PARENTAL, _GUARDIAN = frozenset({Bond.PARENTAL.value}), frozenset({Bond.GUARDIAN.value})
_POWERS = frozenset({Bond.POWER.value, Bond.ASSIGNED.value})
_MYSELF = frozenset({SELF})
_OTHERS = frozenset(bond.value for bond in Bond)


def _if(*facts: Fact) -> frozenset[Fact]:
    return frozenset(facts)


RULES: Final[tuple[Rule, ...]] = (
    Rule("REP-01", "{patient} er ikke født ennå.", "I", _OWN, needs=_if(Fact.PATIENT_NOT_BORN)),
    Rule("REP-02", "{patient} er død.", "I", _OWN, needs=_if(Fact.PATIENT_DEAD)),
    Rule("REP-03", "{patient} har ikke nummer ennå.", "I", _OWN, needs=_if(Fact.PATIENT_WITHOUT_NUMBER)),
    Rule("REP-04", "{actor} er død.", "I", _OWN, needs=_if(Fact.ACTOR_DEAD)),
    Rule("REP-05", "{actor} har ikke nummer.", "I", _OWN, needs=_if(Fact.ACTOR_WITHOUT_NUMBER)),
    Rule(
        "REP-06",
        "{patient} har ikke samtykket til full tilgang på Helsenorge.",
        "V",
        _TONSBERG,
        needs=_if(Fact.PATIENT_NOT_DIGITAL),
    ),
    Rule("REP-10", "{patient} er under 13 år og bruker ikke tjenesten selv.", "I", _OWN, _MYSELF, UNDER_13),
    Rule(
        "REP-11",
        "{patient} er 13 til 15 år og har samtykke fra foreldrene: ser kommunale timer og meldinger om dem.",
        "V",
        "helsenorge.no, foreldresamtykke til ungdomstilgang",
        _MYSELF,
        FROM_13_TO_15,
        _if(Fact.PARENTAL_CONSENT),
        (ASK, SEE, READ),
    ),
    Rule(
        "REP-12",
        "{patient} er 13 til 15 år: kan be om time hos helsesykepleier uten samtykke fra foreldrene.",
        "V",
        _KS_YOUTH,
        _MYSELF,
        FROM_13_TO_15,
        rights=(ASK,),
    ),
    Rule("REP-13", "{patient} er helserettslig myndig fra 16 år.", "V", _INBOX, _MYSELF, FROM_16, rights=(*ALL, ASK)),
    Rule(
        "REP-20",
        "{patient} har fortrolig adresse og kan ikke representeres.",
        "V",
        _INBOX,
        _OTHERS,
        needs=_if(Fact.PATIENT_PROTECTED),
    ),
    Rule(
        "REP-21",
        "{actor} har fortrolig adresse og kan ikke representere andre.",
        "V",
        _INBOX,
        _OTHERS,
        needs=_if(Fact.ACTOR_PROTECTED),
    ),
    Rule(
        "REP-22",
        "{actor} bruker ikke Helsenorge.",
        "I",
        _OWN,
        _OTHERS,
        needs=_if(Fact.ACTOR_NOT_DIGITAL),
    ),
    Rule("REP-23", "Retten har ikke begynt å gjelde.", "V", _POWER, _OTHERS, needs=_if(Fact.NOT_YET)),
    Rule("REP-24", "Retten er utløpt eller trukket tilbake.", "V", _POWER, _OTHERS, needs=_if(Fact.ENDED)),
    Rule("REP-30", "{patient} er fylt 16 år: foreldrene har ikke lenger tilgang.", "V", _INBOX, _PARENTAL, FROM_16),
    Rule("REP-31", "{actor} er flyttet fra Norge.", "V", _INBOX, _PARENTAL, needs=_if(Fact.ACTOR_ABROAD)),
    Rule(
        "REP-32",
        "Ingen av foreldrene er registrert på adressen til {patient}.",
        "V",
        _INBOX,
        _PARENTAL,
        needs=_if(Fact.NO_PARENT_AT_ADDRESS),
    ),
    Rule(
        "REP-33",
        "{actor} er ikke registrert på adressen til {patient}, og innstillingen sier at det kreves.",
        "V",
        f"{_CHILD} (engelsk side; den norske sier at begge kan)",
        _PARENTAL,
        needs=_if(Fact.LIVES_ELSEWHERE_AND_THAT_COUNTS),
    ),
    Rule(
        "REP-37",
        "{patient} er 12 til 15 år: {actor} handler som før, slik innføringshåndboken har det (innstilling).",
        "V",
        f"KS, DigiHelsestasjon innføringshåndbok ({_TONSBERG} sier at foreldre bare ser timer fra 12 år)",
        _PARENTAL,
        FROM_12_TO_15,
        _if(Fact.PARENTS_ACT),
        ALL,
    ),
    Rule(
        "REP-34",
        "{patient} er 12 til 15 år: {actor} ser timer som ikke er unntatt innsyn, og kan avbestille (innstilling).",
        "I",
        f"{_TONSBERG} sier bare at foreldre ser timene",
        _PARENTAL,
        FROM_12_TO_15,
        _if(Fact.PARENTS_CANCEL),
        (SEE, CANCEL),
    ),
    Rule(
        "REP-35",
        "{patient} er 12 til 15 år: {actor} ser timer som ikke er unntatt innsyn, men skriver ikke lenger.",
        "V",
        _TONSBERG,
        _PARENTAL,
        FROM_12_TO_15,
        rights=(SEE,),
    ),
    Rule(
        "REP-36",
        "{patient} er under 12 år, {actor} har foreldreansvar, og minst én forelder bor på adressen.",
        "V",
        _INBOX,
        _PARENTAL,
        UNDER_12,
        rights=ALL,
    ),
    Rule("REP-40", "Fullmakt kan ikke gis for barn under 16 år.", "V", _POWER, _POWERS, UNDER_16),
    Rule("REP-41", "{actor} er under 18 år.", "V", _POWER, _POWERS, needs=_if(Fact.ACTOR_NOT_GROWN_UP)),
    Rule("REP-42", "{actor} har fullmakt fra {patient}.", "V", _POWER, _POWERS, FROM_16, rights=ALL),
    Rule(
        "REP-50",
        "{patient} er 12 til 15 år: vergen {actor} ser timer, som en forelder.",
        "I",
        _OWN,
        _GUARDIAN,
        FROM_12_TO_15,
        rights=(SEE,),
    ),
    Rule("REP-51", "{actor} er verge for {patient}.", "I", _OWN, _GUARDIAN, rights=ALL),
    Rule(
        "REP-60",
        "{actor} er fosterforelder og har ikke foreldreansvar.",
        "I",
        _OWN,
        frozenset({Bond.FOSTER.value}),
    ),
    Rule("REP-61", "{actor} har ikke foreldreansvar for {patient}.", "V", _INBOX, frozenset({Bond.PARENT.value})),
)
