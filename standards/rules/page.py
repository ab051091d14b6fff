"""The register as a page: every rule with its clause, printed by `python -m standards.rules`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from standards.rules.model import Mark, Scope
from standards.rules.profiles import PROFILES
from standards.rules.register import Rule, all_rules

SCOPES: Mapping[Scope, str] = {
    Scope.MESSAGE: "one message",
    Scope.EXCHANGE: "a whole exchange",
    Scope.SCENARIO: "a scenario only",
}
NAMES = ", ".join(f"`{name}`" for name in PROFILES)
HEAD = f"""# The rules

Made by `python -m standards.rules > docs/rules.md`; do not edit by hand, a test compares.

Source profiles, oldest first: {NAMES}. The newest is used when none is asked for. What a profile does not know yet is
reported as not judged.

* **Level** is what the clause demands: skal, bør or kan. Only a verified skal can fail anyone.
* **Mark** V is read in the source named, I is inferred by us. An inferred rule is never more than a remark, and a
  verified rule may hold inferred parts that are remarks too.
* **Since** is the profile that brought the rule, and after a dash the one that dropped it.
* **By step** rules read the process table; where the sources for a process are not firm, they only remark.
* Rules of a scenario stand here when their id is of the national lists; those that need the journal are listed by the
  acceptance suite.
"""


def page() -> str:
    """The whole page, one table for each scope."""
    parts = [HEAD]
    for scope, title in SCOPES.items():
        rules = [rule for rule in all_rules() if rule.scope is scope]
        parts.append(f"## Judged from {title} ({len(rules)})\n\n{_table(rules)}\n")
    return "\n".join(parts)


def _table(rules: Iterable[Rule]) -> str:
    head = ("Id", "Also", "Clause", "Level", "Mark", "Since", "By step", "Title")
    rows = [
        (
            rule.id,
            ", ".join(rule.aliases),
            rule.clause,
            rule.level.value,
            "V" if rule.mark is Mark.VERIFIED else "I",
            f"{rule.since} – {rule.until}" if rule.until else rule.since,
            "yes" if rule.by_step else "",
            rule.title,
        )
        for rule in rules
    ]
    return "\n".join(_row(row) for row in (head, ("---",) * len(head), *rows))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
