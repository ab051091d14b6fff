"""The other forms of a message: what a code can also say, which no step of the catalogue tells apart."""

from __future__ import annotations

from collections.abc import Mapping

from standards.processes import EPJ, TEXT, Step

INACTIVE, CALLED_OFF, FORMATTED, EMPTY = "inaktiv", "kansellert", "formatert", "tom"
_OF_CODE: Mapping[str, str] = {"SDAB": INACTIVE, "MOA": CALLED_OFF, "12": FORMATTED, "19": FORMATTED}
_OF_DOCUMENT: Mapping[str, str] = {"TjenesteOversikt": EMPTY}


def variants(step: Step, dialog: str) -> tuple[str, ...]:
    """The ordinary form, which has no name, and the others; only 1.1 has formatted text."""
    others = [_OF_DOCUMENT[name] for name in step.documents if name in _OF_DOCUMENT]
    other = _OF_CODE.get(step.code)
    if other == FORMATTED and (step.sender is not EPJ or dialog != "1.1" or TEXT in step.forbidden):
        other = None
    return ("", *others, *([other] if other else []))
