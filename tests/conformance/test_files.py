"""The files that are attached are what they say, and the check of them sees what is lost."""

from __future__ import annotations

from dataclasses import replace

from conformance.checks import files
from conformance.steps import samples_of_files as samples
from conformance.steps.samples import PDF_FILE, PICTURE
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Notat
from tests.conformance.check_messages import message

NOTE = Dialogmelding(Notat(Code("19", oid(7602)), text="Hei"))


def test_each_file_is_what_it_should_be() -> None:
    assert samples.drawing().content.startswith(b"\x89PNG") and samples.drawing().mime_type == "image/png"
    assert samples.BIG_BYTES < len(samples.big().content) < 10_000_000 and samples.big() == samples.big()
    assert samples.empty().content == b"" and len(samples.test_virus().content) == 68
    assert b"/Encrypt" in samples.locked().content and samples.locked().content.startswith(b"%PDF-")
    assert samples.mislabelled().mime_type == "application/pdf" and samples.mislabelled().content.startswith(b"\x89")
    assert "<" in samples.oddly_named().description


def test_files_of_an_answer_are_there_unchanged() -> None:
    both = message(NOTE, PDF_FILE, PICTURE)
    assert not files.carries(both, (PDF_FILE, PICTURE))
    (lost,) = files.carries(message(NOTE, PDF_FILE), (PDF_FILE, PICTURE))
    assert lost.rule == "JR-17" and PICTURE.description in lost.problem
    changed = message(NOTE, replace(PICTURE, content=PICTURE.content[:-1]))
    assert files.carries(changed, (PICTURE,)) and files.carries(message(NOTE), (PICTURE,))
