"""What goes wrong when something from outside does not fit, always with expected, found and fix."""

from __future__ import annotations


class StandardsError(ValueError):
    """Input that breaks the standard; says what was expected, what came and what to do (bokmål)."""

    def __init__(self, problem: str, *, expected: str = "", found: str = "", fix: str = "", line: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected
        self.found = found
        self.fix = fix
        self.line = line

    def __str__(self) -> str:
        parts = [self.problem]
        for label, value in (("Ventet", self.expected), ("Fant", self.found), ("Gjør dette", self.fix)):
            if value:
                parts.append(f"{label}: {value}")
        return " ".join(part if part.endswith((".", "!", "?")) else part + "." for part in parts)


class NotWellFormed(StandardsError):
    """The bytes are not XML."""


class ForbiddenXml(StandardsError):
    """XML with a construct that is never accepted from outside: DTD, entity, too deep, too large."""


class NotThisMessage(StandardsError):
    """Well-formed XML, but not the message type that the reader was asked for."""
