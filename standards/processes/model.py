"""What a process is: the steps that are legal in it, and the short ways to write them down."""

from __future__ import annotations

from dataclasses import dataclass

from standards.exchange import Role

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

    @property
    def opens(self) -> bool:
        """Whether the message opens a thread."""
        return not self.answers_to


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

    def steps_of(self, sender: Role, element: str | None = None) -> tuple[Step, ...]:
        """The steps one side may send."""
        return tuple(step for step in self.steps if step.sender is sender and element in (None, step.element))

    def step(self, sender: Role, element: str, code: str) -> Step | None:
        """The step for a code, if it is legal at all; the newest version's where two versions differ."""
        return next((step for step in self.steps_of(sender, element) if step.code == code), None)

    def answers(self, code: str, sender: Role) -> tuple[Step, ...]:
        """The steps that one side may send in answer to a code."""
        return tuple(step for step in self.steps_of(sender) if code in step.answers_to)


def request(sender: Role, code: str, **more: object) -> Step:
    """A Foresporsel with a code of 7601."""
    return Step(sender, "Foresporsel", code, 7601, **more)  # type: ignore[arg-type]


def note(sender: Role, code: str, answers_to: tuple[str, ...], **more: object) -> Step:
    """A Notat with a code of 7602."""
    return Step(sender, "Notat", code, 7602, answers_to, **more)  # type: ignore[arg-type]


def refusals(answers_to: tuple[str, ...], codes: tuple[str, ...] = ("26", "30")) -> tuple[Step, ...]:
    """What the EPJ answers when it cannot meet a request that it has acknowledged."""
    return tuple(note(EPJ, code, answers_to) for code in codes)
