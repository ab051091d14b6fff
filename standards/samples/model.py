"""What a sample is: which message of which process, and about whom and when it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from standards.errors import StandardsError
from standards.exchange import Role
from standards.parties import Party
from standards.processes import Process, Step

PREFIXES = ("DIALOG_INNBYGGER_", "NOTIFIKASJON_INNBYGGER_")


class SampleError(StandardsError):
    """There is no such sample, or it cannot be written as asked."""


class Kind(StrEnum):
    """What sort of document a sample is."""

    PROCESS = "prosess"
    RECEIPT = "kvittering"
    ERROR = "feilkø"
    FAULT = "soap-feil"
    BETWEEN_ACTORS = "mellom aktører"
    RESOURCE = "fhir"
    AGREEMENT = "avtale"


@dataclass(frozen=True)
class Person:
    """A synthetic person; `relation` (7611) is the right by which one acts for another."""

    family: str
    given: str
    ident: str
    relation: str = "FO"


@dataclass(frozen=True)
class Cast:
    """About whom, between whom and when; `acting` writes for the patient, `new_id` gives a new UUID at every call."""

    patient: Person
    helsenorge: Party
    epj: Party
    now: datetime
    new_id: Callable[[], str]
    acting: Person | None = None
    service: str = "helsestasjon"
    """Whose words the texts are in: `helsestasjon` or `hjemmetjeneste`."""
    attachment: bool = False
    """Whether a file is added where the step allows one."""


@dataclass(frozen=True)
class Sample:
    """One message that can be written; two samples are the same when what they say of themselves is."""

    kind: Kind
    process: str
    version: str
    action: str
    code: str
    sender: Role
    title: str
    format: str = "xml"
    tolerated: bool = False
    """Whether the sources disagree that it is in use, so that a rule remarks on it."""
    may_act: bool = False
    """Whether someone may write it for the patient."""
    step: Step | None = field(default=None, compare=False, repr=False)
    source: Process | None = field(default=None, compare=False, repr=False)
    dialog: str = ""
    """The version of Dialogmelding, when it has one."""
    variant: str = ""
    """Which form it has, of a message that has several; empty for the ordinary one."""

    @property
    def short(self) -> str:
        """The process without the long prefix."""
        return short(self.process)

    @property
    def in_thread(self) -> bool:
        """Whether it goes between the EPJ and Helsenorge, so that it stands in a conversation."""
        return self.kind not in {Kind.BETWEEN_ACTORS, Kind.AGREEMENT}

    @property
    def file(self) -> str:
        """A file name without ending, unlike that of every other sample of the process and version."""
        return "-".join(part for part in (self.action, self.code, str(self.sender), self.variant) if part)


def short(process: str) -> str:
    """The code of a process without the prefix that nearly all have."""
    for prefix in PREFIXES:
        if process.startswith(prefix):
            return process.removeprefix(prefix)
    return process
