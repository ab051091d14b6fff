"""Every check of wording has something it accepts and something it catches."""

from __future__ import annotations

import unicodedata

from conformance.checks import wording
from conformance.checks.journal import Written
from tests.conformance.check_messages import FIRST

SAID = Written(FIRST, "Søvn, mat og å leke", "AAA")


def data(text: str) -> dict[str, object]:
    return {"entries": [{"msg_id": FIRST, "text": text}]}


def test_words_stand_however_the_lines_are_broken() -> None:
    assert wording.has_the_words(data("Søvn,\n  mat\nog å leke"), SAID) is None
    assert "Ordene" in str(wording.has_the_words(data("Søvn,"), SAID))
    assert "ikke i pasientens journal" in str(wording.has_the_words({"entries": []}, SAID))


def test_letters_of_two_signs_count_as_one() -> None:
    assert wording.has_the_letters(data(unicodedata.normalize("NFD", SAID.text)), SAID) is None
    assert "Bokstavene" in str(wording.has_the_letters(data("Søvn, mat og a leke"), SAID))
    assert "ikke i pasientens journal" in str(wording.has_the_letters({"entries": []}, SAID))
