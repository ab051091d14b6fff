"""What a process is: the steps that are legal in it, and the short ways to write them down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from standards.exchange import Role
from standards.processes.sources import HITS_2019, NEWEST, WIKI, in_force

HELSENORGE, EPJ = Role.HELSENORGE, Role.EPJ

TEXT = "TekstNotatInnhold"
QUESTION = "Sporsmal"
SUBJECT = "EmneSporsmal"
ROLES = "RollerRelatertNotat"


@dataclass(frozen=True)
class Step:
    """One legal message of a process.

    `answers_to` holds the codes it may follow; empty means that it opens a thread. `required` and `forbidden` name
    elements of the Dialogmelding. `calendar` is "required", "optional" or "none".
    """

    sender: Role
    element: str
    code: str
    kodeverk: int
    answers_to: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    calendar: str = "none"
    attachments: bool = True
    needs_attachment: bool = False
    documents: tuple[str, ...] = ()
    """Other documents that it must have, by the name of the root element."""
    may_have: tuple[str, ...] = ()
    """Other documents that it may have."""
    absent: tuple[str, ...] = ()
    """Documents that it must not have."""
    role: str = ""
    """The RoleToPatient (9034) of RollerRelatertNotat, where the source names one."""
    version: str = ""
    """The first version of the process that has it; empty when all have."""
    advised: tuple[str, ...] = ()
    """Elements that the guide asks for without saying clearly in which message: only remarked."""
    dialog: str = ""
    """The version of Dialogmelding that has it, when not all versions of the process do."""
    tolerated: bool = False
    """Accepted when it comes, but the sources do not agree that it is in use."""
    patient: bool | None = True
    """Whether MsgInfo names the patient; False: it must not; None: the sources do not agree."""
    synchronous: bool = False
    """Answered in real time: Ack N, and no AppRec."""
    action: str = ""
    """The function of the guide, as CPP and CPA spell it."""
    also_named: tuple[str, ...] = ()
    """What other sources call the same function."""
    earlier: str = ""
    """What HITS 1217 calls it, where Helsenorge's pages have given it a new name."""
    source: str = ""
    """The source that brought it; empty: the one that brought the process."""
    dropped: str = ""
    """The first source that no longer has it."""

    @property
    def opens(self) -> bool:
        """Whether the message opens a thread."""
        return not self.answers_to

    def named(self, source: str = NEWEST) -> str:
        """The name of the function in a source."""
        return self.earlier if self.earlier and not in_force(source, since=WIKI) else self.action


@dataclass(frozen=True)
class Process:
    """A process of kodeverk 8279 with the steps that are legal in it."""

    code: str
    name: str
    versions: tuple[str, ...]
    steps: tuple[Step, ...]
    clause: str
    synchronous: bool = False
    apprec: str = "1.1"
    """The version of AppRec; a message on Dialogmelding 1.0 takes 1.0."""
    dialogs: tuple[str, ...] = ("1.1",)
    """The versions of Dialogmelding; empty when it carries something else."""
    representation: bool = True
    """Whether Helsenorge may send on behalf of another (Pasientrelasjon)."""
    binding: bool = True
    """Whether the sources are firm enough to fail anyone on the table; if not, a breach of it is a remark."""
    listed: bool = True
    """Whether a source lists its codes; where we infer them from a sister process, another code is a remark."""
    source: str = HITS_2019
    """The source that brought it."""
    live: str = HITS_2019
    """The first source that says it is in production; before that it fails no one."""

    def steps_of(self, sender: Role, element: str | None = None) -> tuple[Step, ...]:
        """The steps one side may send."""
        return tuple(step for step in self.steps if step.sender is sender and element in (None, step.element))

    def step(self, sender: Role, element: str, code: str) -> Step | None:
        """The step for a code, if it is legal at all; the newest version's where two versions differ."""
        return next((step for step in self.steps_of(sender, element) if step.code == code), None)

    def answers(self, code: str, sender: Role) -> tuple[Step, ...]:
        """The steps that one side may send in answer to a code."""
        return tuple(step for step in self.steps_of(sender) if code in step.answers_to)

    def actions(self, sender: Role, source: str = NEWEST) -> tuple[str, ...]:
        """The functions that one side may use by a source, in the order of the steps."""
        steps = (step for step in self.steps_of(sender) if self.has(step, source))
        return tuple(dict.fromkeys(step.named(source) for step in steps))

    def binds(self, source: str = NEWEST) -> bool:
        """Whether a source is firm enough to fail anyone on the table."""
        return self.binding and in_force(source, since=self.live)

    def known_in(self, source: str = NEWEST) -> bool:
        """Whether a source has the process."""
        return in_force(source, since=self.source)

    def has(self, step: Step, source: str = NEWEST) -> bool:
        """Whether a source has the step."""
        return in_force(source, since=step.source or self.source, until=step.dropped)

    def has_had(self, step: Step, source: str = NEWEST) -> bool:
        """Whether a source, or one before it, has the step."""
        return in_force(source, since=step.source or self.source)


def request(sender: Role, code: str, **more: object) -> Step:
    """A Foresporsel with a code of 7601."""
    return Step(sender, "Foresporsel", code, 7601, **{"action": "Foresporsel", **more})  # type: ignore[arg-type]


def note(sender: Role, code: str, answers_to: tuple[str, ...], **more: object) -> Step:
    """A Notat with a code of 7602."""
    return Step(sender, "Notat", code, 7602, answers_to, **{"action": "Svar", **more})  # type: ignore[arg-type]


def refusals(answers_to: tuple[str, ...], codes: tuple[str, ...] = ("26", "30")) -> tuple[Step, ...]:
    """What the EPJ answers when it cannot meet a request that it has acknowledged."""
    return tuple(note(EPJ, code, answers_to) for code in codes)


def action(name: str, *steps: Step, also: tuple[str, ...] = (), earlier: str = "") -> tuple[Step, ...]:
    """The steps of one function."""
    return tuple(replace(step, action=name, also_named=also, earlier=earlier) for step in steps)
