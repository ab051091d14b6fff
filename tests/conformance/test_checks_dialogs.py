"""Every check of dialogs has something it accepts and something it catches."""

from __future__ import annotations

from typing import Any

from conformance.checks import dialogs
from conformance.checks.dialogs import Signed
from conformance.checks.journal import Acting, Written
from conformance.reading import read
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Notat, RelatedRole
from tests.conformance.check_messages import (
    CHILD,
    EPJ_HER,
    FIRST,
    OUR_HER,
    SECOND,
    SIBLING,
    message,
    note,
    on_error_queue,
    receipt,
)

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


def test_the_subject_stands_whole() -> None:
    assert dialogs.shows_subject({"entries": [entry(HERS, subject="Søvn")]}, HERS, "Søvn") is None
    assert dialogs.shows_subject({"entries": [entry(Written(FIRST, "Søvn\nHei", "AAA"))]}, HERS, "Søvn") is None
    assert "«Sø»" in str(dialogs.shows_subject({"entries": [entry(HERS, subject="Sø")]}, HERS, "Søvn"))
    assert "ikke i pasientens journal" in str(dialogs.shows_subject({"entries": []}, HERS, "Søvn"))


def test_every_line_is_a_line() -> None:
    listed = Written(FIRST, "To:\n- En\n\n- To", "AAA")
    assert dialogs.keeps_lines({"entries": [entry(Written(FIRST, "To:\r\n- En \r\n- To", ""))]}, listed) is None
    assert "journalen viser 1" in str(dialogs.keeps_lines({"entries": [entry(Written(FIRST, "To: - En", ""))]}, listed))


def test_a_refusal_is_shown_with_code_and_words() -> None:
    refused = {"status": "avvist", "error_code": "T99, E10", "error_text": "Annet – For gammel"}
    assert dialogs.shows_refusal({"entries": [refused]}, "T99") is None
    assert dialogs.shows_reason({"entries": [refused]}, "T99", "for gammel") is None
    assert "kvittert" in str(dialogs.shows_refusal({"entries": [{"status": "kvittert"}]}, "T99"))
    assert "ikke meldingen" in str(dialogs.shows_reason({"entries": []}, "T99", "for gammel"))
    assert "«Annet»" in str(dialogs.shows_reason({"entries": [{**refused, "error_text": "Annet"}]}, "T99", "gammel"))


def test_a_message_after_a_refusal_is_another() -> None:
    assert not dialogs.is_another(note("19", msg_id=SECOND), note("19", msg_id=FIRST))
    assert dialogs.is_another(note("19", msg_id=FIRST.upper()), note("19", msg_id=FIRST))[0].rule == "TL-08"


def test_a_readable_message_is_not_refused() -> None:
    assert not dialogs.is_not_refused([receipt()])
    for refused in (receipt(FIRST, "X99"), on_error_queue("transport:internal-error")):
        (finding,) = dialogs.is_not_refused([refused])
        assert (finding.rule, finding.severity.value) == ("DIA-06", "merknad")


def test_what_came_lies_unread_until_it_is_seen() -> None:
    inbox = {"threads": [{"thread": FIRST.upper()}]}
    assert dialogs.is_unread(inbox, FIRST) is None
    assert dialogs.is_unread({"threads": []}, FIRST)
    assert dialogs.is_read({"threads": []}, FIRST) is None
    assert dialogs.is_read(inbox, FIRST)


def test_the_service_that_was_asked_answers() -> None:
    assert not dialogs.comes_from(note("19"), EPJ_HER)
    assert dialogs.comes_from(note("19"), OUR_HER)[0].rule == "MH-05"


def test_an_answer_may_say_who_wrote_it() -> None:
    role = RelatedRole("Vik", "Ola", role_in_note=Code("1", oid(9057)))
    assert not dialogs.is_signed(message(Dialogmelding(Notat(Code("19", oid(7602)), text="Hei", roles=(role,)))))
    (finding,) = dialogs.is_signed(note("19", "Hei"))
    assert (finding.rule, finding.severity.value) == ("DIA-05", "merknad")


def test_a_message_lies_with_the_nurse_or_with_all() -> None:
    def inbox(*lists: str) -> dict[str, Any]:
        return {"threads": [{"thread": FIRST, "lists": list(lists)}]}

    assert dialogs.lies_with(inbox("1234567"), FIRST, "1234567") is None
    assert dialogs.lies_with(inbox("felles"), FIRST, "1234567") is None
    assert "7654321" in str(dialogs.lies_with(inbox("7654321"), FIRST, "1234567"))
    assert "uleste" in str(dialogs.lies_with(inbox("felles"), SECOND, "1234567"))


def test_others_see_what_one_does_not_read() -> None:
    def inbox(*lists: str) -> dict[str, Any]:
        return {"threads": [{"thread": FIRST, "lists": list(lists)}]}

    assert dialogs.lies_with_others(inbox("1234567", "7654321"), FIRST, "1234567") is None
    assert dialogs.lies_with_others(inbox("felles"), FIRST, "1234567") is None
    assert "Bare den" in str(dialogs.lies_with_others(inbox("1234567"), FIRST, "1234567"))
    assert "uleste" in str(dialogs.lies_with_others(inbox("felles"), SECOND, "1234567"))
