"""The journal's side: sees what was journaled and logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from conformance.outcomes import CheckFailed, NotVerified
from conformance.ports.link import Link
from conformance.ports.staff import StaffPort
from standards.rules.model import Finding, Level, Mark, Severity, severity


@dataclass(frozen=True)
class Claim:
    """Something that the journal must show.

    `sentence` is the bokmål statement that a person is asked to confirm; `holds` reads the data of `intent` and gives
    None or what is wrong (bokmål). `rule` and `clause` name the duty.
    """

    sentence: str
    intent: str
    params: Mapping[str, Any]
    holds: Callable[[Mapping[str, Any]], str | None]
    rule: str
    clause: str
    level: Level = Level.SKAL
    mark: Mark = Mark.VERIFIED
    fix: str = ""
    item: int | None = None

    def finding(self, problem: str) -> Finding:
        """The breach, milder when the rule is inferred or not skal."""
        return Finding(
            rule=self.rule,
            clause=self.clause,
            severity=severity(self.level, self.mark),
            problem=problem,
            where=f"journalen ({self.intent})",
            expected=self.sentence,
            found=problem,
            fix=self.fix or f"Sørg for at dette stemmer: {self.sentence}",
            item=self.item,
        )


class JournalPort:
    """Sees what was journaled and logged: a machine reads and judges, or a person confirms."""

    def __init__(self, staff: StaffPort, link: Link, settle: Callable[[], None]) -> None:
        self._staff = staff
        self._link = link
        self._settle = settle

    def read(self, intent: str, **params: Any) -> Mapping[str, Any]:
        """The data of a read intent; `NotVerified` when only a person could tell."""
        if not self._staff.automatic:
            raise NotVerified(f"«{intent}» kan bare leses av en maskin.", fix='Bruk staff.kind = "http".')
        return self._staff.do(intent, **params).data

    def confirm(self, claim: Claim) -> None:
        """Return when the claim holds; `CheckFailed` with a finding when not (a remark is only noted)."""
        problem = self._read(claim) if self._staff.automatic else self._ask(claim)
        if problem is None:
            return
        finding = claim.finding(problem)
        by = "maskin" if self._staff.automatic else "person"
        if finding.severity is Severity.ERROR:
            failed = CheckFailed(finding)
            failed.by = by
            raise failed
        self._link.mailbox.evidence.finding(finding, by=by)

    def _read(self, claim: Claim) -> str | None:
        problem = claim.holds(self.read(claim.intent, **claim.params))
        if problem is None:
            return None
        # What came may still be on its way into the journal: let it come to rest if it can, and look once more.
        with suppress(NotVerified):
            self._settle()
        return claim.holds(self.read(claim.intent, **claim.params))

    def _ask(self, claim: Claim) -> str | None:
        result = self._staff.confirm(f"Stemmer dette? {claim.sentence}", about=claim.intent, params=claim.params)
        if result.outcome == "unable":
            raise NotVerified(f"Ingen kunne bekrefte: {claim.sentence} {result.reason}".strip())
        if result.outcome == "done":
            return None
        return f"En ansatt svarte nei: {result.reason or claim.sentence}"
