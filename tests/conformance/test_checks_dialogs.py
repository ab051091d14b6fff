"""Every check of dialogs has something it accepts and something it catches."""

from __future__ import annotations

from typing import Any

from conformance.checks import dialogs
from conformance.checks.dialogs import Signed
from conformance.checks.journal import Acting, Written
from conformance.reading import read
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Notat, RelatedRole
from tests.conformance.check_messages import CHILD, FIRST, SECOND, SIBLING, message, note, receipt

KARI = Acting(SIBLING, "Dal", "Kari")
OLA = Acting(CHILD, "Vik", "Ola")
HERS = Written(FIRST, "Hei", "AAA")
HIS = Written(SECOND, "Hallo", "BBB")


def entry(written: Written, **more: str) -> dict[str, object]:
    return {"msg_id": written.msg_id, "text": written.text, **more}


def test_every_message_has_its_writer() -> None:
    letters = [Signed(HERS, KARI, (OLA,)), Signed(HIS, None, (KARI,))]
    right = {"entries": [entry(HERS, acting_id=KARI.ident), entry(HIS, author="Nora Dal")]}
    assert dialogs.shows_writers(right, letters) is None
    other = {"entries": [entry(HERS, acting_name="Ola Vik"), entry(HIS)]}
    assert "Ola Vik" in str(dialogs.shows_writers(other, letters))
    kept = {"entries": [entry(HERS, acting_id=KARI.ident), entry(HIS, acting_id=KARI.ident)]}
    assert "pasienten selv" in str(dialogs.shows_writers(kept, letters))
    assert "ikke i pasientens journal" in str(dialogs.shows_writers({"entries": [right["entries"][0]]}, letters))


def test_an_answer_leaves_out_who_acted_before() -> None:
    assert not dialogs.leaves_out(note("19", "Hei"), KARI)
    (name,) = dialogs.leaves_out(note("19", "Hei, Kari Dal."), KARI)
    assert (name.rule, name.severity.value) == ("PR-05", "merknad")
    role = RelatedRole("Dal", "Kari", role_in_note=Code("1", oid(9057)))
    signed = message(Dialogmelding(Notat(Code("19", oid(7602)), text="Hei", roles=(role,))))
    assert dialogs.leaves_out(signed, KARI)[0].rule == "PR-05"
    about = note("19", "Hei")
    numbered = read(about.raw.replace(b"Hei", KARI.ident.encode()), about.envelope)
    (number,) = dialogs.leaves_out(numbered, KARI)
    assert (number.rule, number.severity.value) == ("PR-01", "feil")


def test_a_thread_has_no_message_of_another() -> None:
    thread: dict[str, Any] = {"patient": CHILD, "messages": [{"msg_id": FIRST, "parent": None}]}
    assert dialogs.is_apart(thread, CHILD, [(FIRST, None)], [SECOND]) is None
    mixed = {**thread, "messages": [*thread["messages"], {"msg_id": SECOND.upper(), "parent": None}]}
    assert SECOND in str(dialogs.is_apart(mixed, CHILD, [(FIRST, None)], [SECOND]))
    assert "ført på" in str(dialogs.is_apart(thread, SIBLING, [(FIRST, None)], []))


def test_a_message_is_receipted_somehow() -> None:
    assert not dialogs.is_receipted([receipt(FIRST, "X99")])
    assert dialogs.is_receipted([])[0].rule == "A21"


def test_one_id_is_accepted_once() -> None:
    assert not dialogs.accepted_at_most_once([receipt(), receipt(FIRST, "E10")])
    assert dialogs.accepted_at_most_once([receipt(), receipt()])[0].rule == "A21"
