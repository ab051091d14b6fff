"""What became of what somebody wrote, where letters and layout may be written in more than one way."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from conformance.checks.journal import Written, difference, entries_of, is_filed, same_text


def has_the_words(data: Mapping[str, Any], written: Written) -> str | None:
    """Every word is there in its order; how the lines are broken does not matter."""
    if missing := is_filed(data, written):
        return missing
    kept = [str(entry.get("text") or "") for entry in entries_of(data, written)]
    if any(_bare(written.text) in _bare(text) for text in kept):
        return None
    return f"Ordene er ikke de samme. {difference(written.text, kept[0])}"


def has_the_letters(data: Mapping[str, Any], written: Written) -> str | None:
    """The text is the same when letters made of two signs count as one."""
    if missing := is_filed(data, written):
        return missing
    kept = [str(entry.get("text") or "") for entry in entries_of(data, written)]
    if any(same_text(_composed(text), _composed(written.text)) for text in kept):
        return None
    return f"Bokstavene er ikke de samme. {difference(_composed(written.text), _composed(kept[0]))}"


def _bare(text: str) -> str:
    return "".join(text.split())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
