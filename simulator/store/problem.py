"""The base of what the simulators refuse or cannot do, always with expected, found and fix in bokmål."""

from __future__ import annotations


class Problem(Exception):
    """Says what is wrong, what was expected, what came and what to do."""

    def __init__(self, problem: str, *, expected: str = "", found: str = "", fix: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected
        self.found = found
        self.fix = fix

    def __str__(self) -> str:
        parts = [self.problem]
        for label, value in (("Ventet", self.expected), ("Fant", self.found), ("Gjør dette", self.fix)):
            if value:
                parts.append(f"{label}: {value}")
        return " ".join(part if part.endswith((".", "!", "?")) else part + "." for part in parts)

    def to_json(self) -> dict[str, str]:
        """The error body that every simulated service answers with."""
        return {"error": self.problem, "expected": self.expected, "found": self.found, "fix": self.fix}
