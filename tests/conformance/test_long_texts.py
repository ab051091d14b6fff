"""The longest text is as long as Helsenorge allows, to the letter."""

from __future__ import annotations

from conformance.steps.long_texts import LONGEST_SUBJECT, LONGEST_TEXT, _of_length


def test_texts_have_the_length_they_say() -> None:
    assert len(LONGEST_SUBJECT) == 50
    assert len(LONGEST_SUBJECT.encode()) > 50
    for length in (LONGEST_TEXT - 17, LONGEST_TEXT - 16, 500):
        text = _of_length(length)
        assert len(text) == length
        assert text == text.strip() and text.endswith("Det var alt.")
