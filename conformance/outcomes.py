"""What can stop a scenario, each with the verdict it means; the table in `conformance.verdicts` translates them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from standards.rules.model import Finding


class Owner(StrEnum):
    """Who has to do something about what is not green, in the words of the report."""

    SETUP = "oppsett"
    VENDOR = "leverandør"
    NATIONAL = "nasjonal tjeneste"
    TEST_DATA = "testdata"
    TOOL = "testverktøyet"


class Outcome(Exception):
    """Base of everything that ends a step with a verdict of its own; `reason` is bokmål for the report.

    `owner` says who has to act where that is another than is usual for the kind.
    """

    usually: ClassVar[Owner] = Owner.SETUP

    def __init__(self, reason: str, *, fix: str = "", owner: Owner | None = None) -> None:
        super().__init__(reason if not fix else f"{reason} {fix}")
        self.reason = reason
        self.fix = fix
        self.owner = owner or self.usually


class CheckFailed(Outcome):
    """The EPJ did something else than the clause says; carries the finding, and whether maskin or person saw it."""

    usually = Owner.VENDOR
    by: str = "maskin"

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.problem, fix=finding.fix)
        self.finding = finding


class NothingCame(Outcome):
    """What the EPJ should have sent did not come before the deadline."""

    usually = Owner.VENDOR

    def __init__(self, what: str, seconds: float, *, seen: str = "", finding: Finding | None = None) -> None:
        super().__init__(f"Ventet {seconds:g} s på {what}, men det kom ikke.{' ' + seen if seen else ''}")
        self.what = what
        self.seconds = seconds
        self.finding = finding


class PreconditionMissing(Outcome):
    """The scenario could not be set up, so it says nothing about the EPJ."""


class NotVerified(Outcome):
    """The evidence that the check needs could not be had."""


class NotApplicable(Outcome):
    """The target does not declare what the scenario is about."""


class TargetUnreachable(Outcome):
    """The bus or the staff adapter stopped answering while the scenario ran."""

    usually = Owner.NATIONAL


class ToolFault(Outcome):
    """The test bench itself is wrong: it sent a faulty message, ran out of disk, or lost track."""

    usually = Owner.TOOL


class NotKept(ToolFault):
    """What was seen could not be kept, as on a full disk; when there is room again, it may be tried again."""
