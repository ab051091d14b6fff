"""From findings to what a step does: remarks are kept, the first error stops the scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from conformance.checks.register import RULES
from conformance.outcomes import CheckFailed
from conformance.ports import Claim
from conformance.reading import Inbound
from conformance.scene import Scene
from standards.rules.model import Finding, Severity


def judge(scene: Scene, findings: Iterable[Finding], about: Inbound | None = None) -> None:
    """Keep every remark and every further error in the evidence, and raise the first error as `CheckFailed`."""
    found = tuple(findings)
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    for finding in found:
        if not errors or finding is not errors[0]:
            scene.evidence.finding(finding, message=about.number if about else None)
    if errors:
        raise CheckFailed(errors[0])


def confirm(
    scene: Scene,
    rule_id: str,
    sentence: str,
    intent: str,
    holds: Callable[[Mapping[str, Any]], str | None],
    **params: Any,
) -> None:
    """Have the journal show something, under the clause of a scenario rule."""
    rule = RULES[rule_id]
    scene.journal.confirm(
        Claim(
            sentence,
            intent,
            params,
            holds,
            rule=rule.id,
            clause=rule.clause,
            level=rule.level,
            mark=rule.mark,
            fix=rule.says,
        )
    )


def missing(rule_id: str, what: str) -> Finding:
    """The finding for something that never came; `what` names it in bokmål."""
    return RULES[rule_id].finding(f"{what} kom ikke.", expected=what, found="ingenting innen fristen")
