"""What is wrong with a home visit that was put over REST, from its raw resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.checks.register import RULES
from standards.rules.model import Finding

Resource = Mapping[str, Any]
DONE: Final = "fulfilled"
_NOTICES: Final = ("http://helsenorge.no/fhir/varsling", "http://helsenorge.no/fhir/paminnelse")


def is_told_as_done(resource: Resource) -> Iterator[Finding]:
    """It stands as carried out."""
    if (found := str(resource.get("status", ""))) != DONE:
        yield RULES["HV-06"].finding(
            "Besøket er utført i journalen, men står ikke som utført hos Helsenorge.",
            expected=DONE,
            found=found or "ingen status",
            where="status",
        )


def carries_no_notice(resource: Resource) -> Iterator[Finding]:
    """Helsenorge neither notifies nor reminds of a home visit, whatever the tag says."""
    meta = resource.get("meta")
    tags = meta.get("tag") if isinstance(meta, Mapping) else ()
    for tag in tags if isinstance(tags, list) else ():
        if isinstance(tag, Mapping) and tag.get("system") in _NOTICES:
            yield RULES["A33"].finding(
                "Hjemmebesøket har en merkelapp om varsling eller påminnelse.",
                expected="ingen av dem",
                found=f"{tag.get('system')} {tag.get('code')}",
                fix="Ta bort merkelappen fra meta.tag.",
                where="meta.tag",
            )
