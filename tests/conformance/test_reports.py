"""Every report is made from evidence alone and is never greener than the run."""

from __future__ import annotations

import errno
import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from conformance.evidence.store import Evidence
from conformance.reports import write_whole, writers
from conformance.reports.cleanup import write_list
from conformance.reports.facts import Facts, glance
from conformance.reports.listing import listing
from conformance.verdicts import LADDER, Verdict, of_run
from standards.envelope import Envelope
from standards.rules.model import Finding, Severity

BREACH = Finding(
    rule="MH-02",
    clause="HITS 1217:2018, 2.3.1",
    severity=Severity.ERROR,
    problem="MsgId er ikke en UUID.",
    where="/mh:MsgHead/mh:MsgInfo/mh:MsgId",
    line=1,
    expected="en UUID",
    found="42 & <b>",
    fix="Lag en ny UUID for hver melding.",
    item=0,
)
MESSAGE = (
    b'<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo>'
    b'<Type V="DIALOG_INNBYGGER_EKONTAKT"/><MsgId>42</MsgId></MsgInfo></MsgHead>'
)


def start(path: Path) -> Evidence:
    target = {"name": "Helsestasjonen <Fjordvik>", "product": "visma_hspro", "environment": "simulert"}
    return Evidence.create(path / "evidence.sqlite", {"target": target, "tool": "epj-testbenk 0.1.0"})


def add(evidence: Evidence, number: int, verdict: Verdict, *, breach: bool = False, level: str = "skal") -> None:
    scenario = evidence.scenario(
        f"BOOK-N{number:02}",
        name=f"Scenario {number}",
        feature="Timer",
        level=level,
        severity_class="A",
        description="Merkes slik: timen mangler.",
    )
    scenario.step("Gitt", "et barn", status=verdict.value if verdict else "bestått", seconds=0.1, error="")
    place = scenario.received(MESSAGE, Envelope({"subject": "DIALOG_INNBYGGER_EKONTAKT"}))
    if breach:
        scenario.finding(BREACH, message=place)
    scenario.note("En merknad.")
    scenario.finish(verdict, reason="" if verdict.is_green else "Det gikk ikke.")


def written(evidence: Evidence, directory: Path) -> dict[str, str]:
    return {name: write(Facts.of(evidence), directory).read_text(encoding="utf-8") for name, write in writers().items()}


def test_the_formats_are_html_junit_and_json() -> None:
    assert set(writers()) >= {"html", "junit", "json"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verdicts=st.lists(st.sampled_from(list(Verdict)), max_size=6))
def test_no_report_is_greener_than_the_run(tmp_path_factory: pytest.TempPathFactory, verdicts: list[Verdict]) -> None:
    path = tmp_path_factory.mktemp("run")
    evidence = start(path)
    for number, verdict in enumerate(verdicts):
        add(evidence, number, verdict)
    whole = of_run(verdicts)
    evidence.finish(whole)
    pages = written(evidence, path)
    suite = etree.fromstring(pages["junit"].encode())[0]
    bad = int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
    red = [verdict for verdict in verdicts if not verdict.is_green and verdict is not Verdict.NOT_APPLICABLE]
    assert bad == len(red) + (not whole.is_green)
    assert int(suite.get("skipped", "0")) == verdicts.count(Verdict.NOT_APPLICABLE)
    report = json.loads(pages["json"])
    assert report["verdict"] == whole.value
    assert (report["exit_code"] == 0) is whole.is_green
    assert re.search(rf'<p class="verdict \w+">.*{re.escape(whole.value.capitalize())}</p>', pages["html"])
    evidence.close()


@pytest.mark.parametrize("name", sorted(writers()))
@pytest.mark.parametrize("verdict", [verdict for verdict in LADDER if not verdict.is_green])
def test_every_format_says_that_a_run_is_not_green(tmp_path: Path, name: str, verdict: Verdict) -> None:
    told = {}
    for ended in (Verdict.PASSED, verdict):
        evidence = start(tmp_path / ended.name)
        add(evidence, 1, ended)
        evidence.finish(ended)
        page = writers()[name](Facts.of(evidence), tmp_path / ended.name)
        told[ended] = page.read_bytes().decode("utf-8", "replace").lower()
    assert told[verdict].count(verdict.value) > told[Verdict.PASSED].count(verdict.value)


def test_a_run_that_was_cut_off_is_never_green(tmp_path: Path) -> None:
    evidence = start(tmp_path)
    add(evidence, 1, Verdict.PASSED)
    evidence.plan("BOOK-N02", name="Aldri kjørt", feature="Timer", level="skal")
    pages = written(evidence, tmp_path)
    assert "Feil i testverktøyet" in pages["html"]
    assert json.loads(pages["json"])["exit_code"] == 3
    assert "<error" in pages["junit"]


def test_a_run_in_which_nothing_applied_is_not_said_to_be_without_faults(tmp_path: Path) -> None:
    evidence = start(tmp_path)
    add(evidence, 1, Verdict.NOT_APPLICABLE)
    evidence.finish(of_run([Verdict.NOT_APPLICABLE]))
    page = written(evidence, tmp_path)["html"]
    assert "Ingen feil, og ingenting er uavklart" not in page
    assert "kjøringen viser ikke at journalen virker" in page


def test_json_follows_the_published_schema(tmp_path: Path) -> None:
    schema = json.loads(resources.files("standards.schemas").joinpath("report.schema.json").read_text("utf-8"))
    evidence = start(tmp_path)
    add(evidence, 1, Verdict.FAILED, breach=True)
    evidence.finish(Verdict.FAILED)
    report = json.loads(written(evidence, tmp_path)["json"])
    Draft202012Validator(schema).validate(report)
    assert report["scenarios"][0]["findings"][0]["rule"] == "MH-02"
    report["verdict"] = "strålende"
    assert not Draft202012Validator(schema).is_valid(report)


def test_html_shows_the_finding_beside_its_line_and_escapes_what_came(tmp_path: Path) -> None:
    evidence = start(tmp_path)
    add(evidence, 1, Verdict.FAILED, breach=True)
    evidence.finish(Verdict.FAILED)
    page = written(evidence, tmp_path)["html"]
    for text in ("MH-02", "HITS 1217:2018, 2.3.1", "en UUID", "42 &amp; &lt;b&gt;", "Lag en ny UUID", "SIMULERT"):
        assert text in page
    assert "<b>" not in page
    assert "Helsestasjonen &lt;Fjordvik&gt;" in page
    body = (tmp_path / "meldinger" / "BOOK-N01.html").read_text("utf-8")
    marked = body.split('<span class="marked" id="m1-l5">')[1]
    line, beside = marked.split("</em>")[0].split("</span>")
    assert "&lt;MsgId&gt;42" in line and "MH-02: MsgId er ikke en UUID." in beside
    assert 'href="#m1-l5"' in body and 'href="meldinger/BOOK-N01.html#m1"' in page
    assert "<b>" not in body


def test_html_asks_for_nothing_outside_itself(tmp_path: Path) -> None:
    evidence = start(tmp_path)
    add(evidence, 1, Verdict.PASSED)
    evidence.finish(Verdict.PASSED)
    page = written(evidence, tmp_path)["html"]
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe|object|base|form)\b|@import|url\(", page)


def test_a_real_range_id_is_masked_in_every_format(tmp_path: Path) -> None:
    from standards.identifiers import is_real_range

    number = next(n for last in range(100) if is_real_range(n := f"{'010180'}{'000'}{last:02}"))
    evidence = start(tmp_path)
    scenario = evidence.scenario("BOOK-N01", name=f"Om {number}", feature="Timer", level="skal")
    scenario.received(MESSAGE.replace(b"42", number.encode()), Envelope())
    scenario.finish(Verdict.FAILED, reason=f"Fant {number}")
    evidence.finish(Verdict.FAILED)
    assert not [name for name, page in written(evidence, tmp_path).items() if number in page]


def test_bytes_that_are_not_xml_are_shown_all_the_same(tmp_path: Path) -> None:
    evidence = start(tmp_path)
    scenario = evidence.scenario("BOOK-N01", name="Rart", feature="Timer", level="skal")
    scenario.received(b"\xff\xfe\x00 ikke xml", Envelope({"subject": "X"}))
    scenario.finish(Verdict.FAILED, reason="kontrolltegn \x01 her")
    evidence.finish(Verdict.FAILED)
    written(evidence, tmp_path)
    assert "uleselig" in (tmp_path / "meldinger" / "BOOK-N01.html").read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_makes_no_request_in_a_real_browser(chromium: Any, tmp_path: Path, scheme: str) -> None:
    evidence = start(tmp_path)
    add(evidence, 1, Verdict.FAILED, breach=True)
    evidence.finish(Verdict.FAILED)
    written(evidence, tmp_path)
    page = chromium.new_page(color_scheme=scheme)
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: troubles.append(message.text))
    page.goto((tmp_path / "report.html").as_uri())
    assert page.locator(".verdict").inner_text().endswith("Ikke bestått")
    page.screenshot(path=tmp_path / "page.png", full_page=True)
    page.close()
    assert asked == [(tmp_path / "report.html").as_uri()]
    assert troubles == []


def test_a_report_that_cannot_be_written_leaves_nothing_that_looks_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "report.html", b"<html>")
    assert list(tmp_path.iterdir()) == []


def test_what_people_confirmed_is_told_with_who_looked_it_over_and_what_was_attached(tmp_path: Path) -> None:
    evidence = start(tmp_path)
    add(evidence, 1, Verdict.PASSED)
    more = {"who": "Berit", "reviewer": "Ola", "review": "enig", "file": "vedlegg/BOOK-N01-1-a b.png"}
    evidence.writer("BOOK-N01").intent(
        *("read_journal", {}), sentence="Stemmer dette?", outcome="refused", reason="borte", data={}, by="person",
        **more, file_sha256="ab" * 32, seconds=1.0,
    )  # fmt: skip
    found = written(evidence, tmp_path)
    for text in ("Berit", "Ola (enig)", "<td>nei: borte</td>", "abab", 'href="vedlegg/BOOK-N01-1-a%20b.png"'):
        assert text in found["html"]
    [confirmed] = json.loads(found["json"])["scenarios"][0]["confirmed"]
    assert confirmed["asked"] == "Stemmer dette?" and confirmed["answer"] == "refused" and confirmed["time"]
    assert {name: confirmed[name] for name in more} == more


def test_what_is_left_in_the_epj_is_listed(tmp_path: Path) -> None:
    evidence = start(tmp_path)
    add(evidence, 1, Verdict.PASSED)
    path, count = write_list(evidence, tmp_path)
    assert count == 0 and "ikke latt noe stå igjen" in path.read_text("utf-8")
    writer = evidence.writer("BOOK-N01")
    writer.left("Timen 10.12.2026 kl. 10.15.", person="Nora Lie (01682050019)")
    writer.switched("cancel_approval", before="nei", now="ja")
    path, count = write_list(evidence, tmp_path)
    text, found = path.read_text("utf-8"), written(evidence, tmp_path)
    assert count == 2
    assert "Nora Lie (01682050019)\n  [ ] Timen 10.12.2026 kl. 10.15. (BOOK-N01)" in text
    for shown in (text, found["html"]):
        assert "Innstillingen cancel_approval var «nei» og er nå «ja»." in shown
    assert [one["person"] for one in json.loads(found["json"])["left_behind"]] == ["Nora Lie (01682050019)", ""]


def test_an_appointment_that_was_put_over_rest_is_told_as_one(tmp_path: Path) -> None:
    evidence = start(tmp_path)
    scenario = evidence.scenario(
        "BOOK-N50", name="En ny time", feature="Timer", level="skal", severity_class="B", description="Merkes slik: x."
    )
    scenario.put(b'{"resourceType":"Appointment","id":"a1","status":"booked"}', "/timeavtaler/api/v1/Appointment/a1")
    scenario.finish(Verdict.PASSED)
    evidence.finish(Verdict.PASSED)
    (message,) = evidence.scenarios()[0].messages
    seen = glance(message)
    assert (seen.kind, seen.code, seen.msg_id) == ("time lagt over REST", "booked", "a1")
    assert [line.text for line in listing(message, ()).lines][1] == ' "resourceType": "Appointment",'
    written(evidence, tmp_path)
    assert "PUT /timeavtaler/api/v1/Appointment/a1" in (tmp_path / "meldinger" / "BOOK-N50.html").read_text("utf-8")
