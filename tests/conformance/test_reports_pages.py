"""The page for people: three depths, what was sent beside it, in two languages, on screen and on paper."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html

from conformance import faults, staff
from conformance.reports import html
from conformance.reports.bodies import render_body
from conformance.reports.commands import accept_again, accept_failed
from conformance.reports.course import course, messages
from conformance.reports.facts import CLASSES, UNBLOCKS, Facts, next_action
from conformance.reports.front import DEVIATIONS, NOTICED, Front, cut
from conformance.reports.language import Language, labels
from conformance.reports.listing import MAX_SHOWN, listing
from conformance.reports.sequence import diagram
from conformance.reports.words import ANSWERS, IDENTITY, MEANINGS, SAID, SCHEMAS, WORDS
from conformance.verdicts import Verdict
from standards.identifiers import is_real_range
from tests.conformance.rich_run import rich_run
from tests.standards.english_texts import BOKMAAL

NB, EN = Language(), Language("en")
SVG = "{http://www.w3.org/2000/svg}"
PAGES = Path(html.__file__).parent
INTENTS = tomllib.loads(Path(staff.__file__).with_name("intents.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return rich_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def page(facts: Facts) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(html.render(facts))


def body(facts: Facts, identity: str, say: Language = NB) -> str:
    item = next(one for one in facts.scenarios if one.id == identity)
    return render_body(facts, item, say, report="report.html")


def text(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_first_part_says_what_a_decision_is_made_of(page: lxml_html.HtmlElement) -> None:
    (front,) = page.xpath("//section[@id='beslutning']")
    told = text(front)
    for wanted in (
        "Dom: Ikke bestått",
        "ikke en godkjenning fra Norsk helsenett (NHN)",
        "skal = må oppfylles (Norsk helsenett: må)",
        "A stopper produksjonssetting",
        "CANCEL-F01 (A, ikke bestått): Forelderen møter til en time som er borte.",
        "CANCEL-F01 (gjelder) 01.01.2026 til 31.12.2099, godkjent av Kari Lie: Rettes i neste utgave.",
        "1 svar i 1 scenario, gitt av Berit Åsen. 1 er sett over av en annen.",
        "Leverandør: Visma. Versjon: 4.2. Miljø: testmiljø.",
        "HITS 1217:2018",
        "er fra 2019, så krav som er kommet siden, er ikke med.",
        "avtaleavbestilling 1.0",
        "Prosjekteier",
    ):
        assert wanted in told, told
    assert not re.search(r"\d\s*(%|prosent)", text(page.find("body"))), "never a bare percentage"


def test_what_ended_as_nothing_is_no_row_but_what_is_looked_for_is(facts: Facts) -> None:
    front = Front.of(facts)
    assert Verdict.TOOL_FAULT not in front.verdicts and Verdict.NOT_APPLICABLE in front.verdicts
    looked_for = (Verdict.PASSED, Verdict.NOT_VERIFIED, Verdict.BLOCKED, Verdict.FAILED)
    assert tuple(one for one in Front.of(replace(facts, scenarios=())).verdicts) == looked_for
    (row,) = lxml_html.fromstring(html.render(facts)).xpath("//section[@id='beslutning']//tr[contains(., 'blokkert')]")
    assert [text(one) for one in row.xpath("td")] == ["0"] * 5
    assert front.bad == (Verdict.FAILED, Verdict.NOT_VERIFIED)
    assert [(row.name, row.counts) for row in front.classes] == [("A", (1, 1)), ("B", (0, 0)), ("C", (0, 0))]


def test_the_two_countings_stand_apart(page: lxml_html.HtmlElement) -> None:
    above, below = page.xpath("//section[@id='beslutning']//table[1]/thead/tr")
    heads = [(text(one), one.get("colspan"), one.get("scope")) for one in above.xpath("th[@colspan]")]
    assert heads == [("etter nivå", "3", "colgroup"), ("etter slag: de samme prøvene", "2", "colgroup")]
    assert [text(one) for one in below] == ["skal", "bør", "kan", "vanlig", "feilsituasjon"]
    assert {text(one) for one in page.xpath("//th[contains(@class, 'number apart')]")} == {"vanlig"}


@pytest.mark.parametrize(
    ("parent", "said"),
    [
        ("Fjordvik kommune (simulert)", "Kommune: Fjordvik."),
        ("Helseland", "Kommune: Helseland."),
        ("", "Kommunen er ikke oppgitt."),
    ],
)
def test_the_municipality_is_named(facts: Facts, parent: str, said: str) -> None:
    info = {**facts.run.info, "target": {**facts.target, "parties": [{"parent_name": ""}, {"parent_name": parent}]}}
    named = lxml_html.fromstring(html.render(replace(facts, run=replace(facts.run, info=info))))
    assert said in text(named.xpath("//section[@id='beslutning']")[0])


def test_what_is_blocked_sends_nobody_to_mend_the_journal(facts: Facts) -> None:
    first = replace(facts.scenarios[0], owner="leverandør")
    assert next_action(first).startswith("Leverandøren må rette journalen;")
    blocked = replace(first, verdict=Verdict.BLOCKED)
    assert next_action(blocked).startswith("Leverandøren må se på hvorfor det ikke lot seg legge til rette;")
    assert "må rette journalen" not in html.render(replace(facts, scenarios=(blocked,)))
    assert "The vendor must look into why" in render_body(facts, blocked, EN)
    assert next_action(replace(blocked, owner="testdata")).startswith("Den som har lagt inn testpersonene")


def test_a_failure_without_a_class_is_counted_too(facts: Facts) -> None:
    bare = replace(facts, scenarios=tuple(replace(one, meta={}) for one in facts.scenarios))
    assert [row.counts for row in Front.of(bare).classes] == [(0, 0), (0, 0), (0, 0), (1, 1)]


def test_what_the_first_page_has_no_room_for_is_counted(facts: Facts) -> None:
    many = _misery(facts)
    front = Front.of(many)
    assert len(front.noticed) + front.more_noticed == len(many.failing) > NOTICED[0]
    assert len(front.deviations) + front.more_deviations == len(many.deviations) > DEVIATIONS[0]
    told = html.render(many)
    assert f"… og {front.more_noticed} til" in told
    assert all(f'id="{one.id}"' in told for one in many.scenarios)
    assert cut("et ord til", 8) == "et ord …" and cut("et ord", 8) == "et ord" and cut("uendelig", 3) == "uen …"


def test_the_first_part_is_one_page_of_paper_however_much_went_wrong(facts: Facts) -> None:
    pytest.importorskip("weasyprint")
    from conformance.reports.pdf import lay_out

    many = _misery(facts)
    for language in (NB, EN):
        whole = html.render(many, language)
        # The rest is left out, which takes its time.
        front = whole[: whole.index('<section class="part"')]
        pages = lay_out(f'{front}<section class="part" id="tester">Resten</section></main></body></html>').pages
        assert "underskrift" in pages[0].anchors and "tester" in pages[1].anchors
        assert "tester" not in pages[0].anchors


def _misery(facts: Facts) -> Facts:
    """Every verdict, many failures, many long deviations, a stopped run of a simulator."""
    first = facts.scenarios[0]
    verdicts = [*MEANINGS] * 6
    scenarios = tuple(
        replace(
            first, id=f"CANCEL-F{number:02}", verdict=verdict, meta={**first.meta, "severity_class": "ABC"[number % 3]}
        )
        for number, verdict in enumerate(verdicts)
    )
    reason = "Leverandøren har sagt at dette rettes når den neste utgaven kommer, og de ansatte vet om det. " * 3
    deviations = [
        {
            "scenario": one.id,
            "owner": "Leverandøren",
            "approver": "Prosjektlederen i Fjordvik kommune",
            "reason": reason,
            "issued": "2026-01-01",
            "expires": "2026-02-01",
        }
        for one in scenarios[:9]
    ]
    name = "Fjordvik helsestasjon, skolehelsetjeneste og jordmortjeneste i en kommune med langt navn"
    told = {**facts.target, "name": name, "environment": "simulert", "deviations": deviations}
    stopped = "Kjøringen ble stoppet av den som satt ved maskinen. " * 9
    info = {**facts.run.info, "target": told, "again_of": "runs/2026-11-22-101010-visma_hspro"}
    return replace(facts, run=replace(facts.run, info=info, reason=stopped), scenarios=scenarios)


def test_what_was_sent_is_beside_the_page_and_not_in_it(facts: Facts, tmp_path: Path) -> None:
    stale = tmp_path / "meldinger" / "BOOK-N99.html"
    stale.parent.mkdir()
    stale.touch()
    written = html.write(facts, tmp_path).read_text("utf-8")
    assert "MsgHead xmlns" not in written
    links = lxml_html.fromstring(written).xpath("//details//a[contains(@href, 'meldinger/')]/@href")
    assert {str(link).partition("#")[0] for link in links} == {
        f"meldinger/{name}.html" for name in ("CANCEL-F01", "BOOK-N01", "BOOK-N02")
    }
    assert sorted(path.name for path in stale.parent.iterdir()) == ["BOOK-N01.html", "BOOK-N02.html", "CANCEL-F01.html"]


def test_the_tester_sees_what_staff_was_asked_where_it_went_wrong(page: lxml_html.HtmlElement) -> None:
    (failed,), (passed,) = (page.xpath(f"//details[@id='{one}']") for one in ("CANCEL-F01", "BOOK-N01"))
    assert "Ansatt: Sett opp en time til Nora. → utført" in text(failed)
    assert "Ventet på kvittering (AppRec), frist 10 s: kom ikke etter 10,00 s" in text(failed)
    assert "Oppdrag til ansatte" not in text(passed)


def test_a_page_of_two_hundred_scenarios_is_small(facts: Facts) -> None:
    first = facts.scenarios[1]
    steps = tuple(
        replace(first.steps[0], text="svarer journalen på avbestillingen: godtatt (kode 08)") for _ in range(6)
    )
    many = tuple(replace(first, id=f"BOOK-N{number:03}", verdict=Verdict.PASSED, steps=steps) for number in range(200))
    size = len(html.render(replace(facts, scenarios=many)).encode())
    assert size < 300_000, size


def test_the_vendors_page_has_the_finding_beside_the_line(facts: Facts) -> None:
    told = body(facts, "CANCEL-F01")
    found = lxml_html.fromstring(told)
    (line,) = found.xpath("//span[@class='marked']")
    assert text(line) == "<MsgId>42</MsgId>" and text(line.getnext()).startswith("MH-02: MsgId er ikke en UUID")
    assert f'href="#{line.get("id")}"' in told
    assert "<script" not in told and "default-src 'none'" in told
    assert "fromHerId" in text(found) and "a &lt; script" not in told
    remark = lxml_html.fromstring(body(facts, "BOOK-N02"))
    assert remark.xpath("//span[@class='marked remark']") and remark.xpath("//em[@class='beside remark']")
    assert "PUT /timeavtaler/Appointment/a1" in body(facts, "BOOK-N01")


def test_the_vendors_page_has_commands_to_copy(facts: Facts) -> None:
    commands = [text(one) for one in lxml_html.fromstring(body(facts, "CANCEL-F01")).xpath("//*[@class='copy']")]
    assert commands == [
        'epj accept --only CANCEL-F01 --target "Min fil.toml"',
        "epj repro CANCEL-F01 --run .",
        "epj dispute CANCEL-F01/MH-02 --run .",
    ]
    assert "epj dispute" not in body(facts, "BOOK-N01")


@pytest.mark.parametrize(
    ("simulate", "kept", "said"),
    [
        ("visma_hspro", "/tmp/x/visma_hspro.toml", "--simulate visma_hspro"),
        (
            "visma_hspro.helseaktoerer",
            "/tmp/x/visma_hspro.helseaktoerer.toml",
            "--simulate visma_hspro.helseaktoerer",
        ),
        ("", "/tmp/x/visma_hspro.toml", "--target visma_hspro.toml"),
        ("taken up", "/tmp/x/visma_hspro.toml", "--target visma_hspro.toml"),
        ("", r"C:\Mine filer\hspro.toml", "--target hspro.toml"),
        ("", "", "--target testobjekt.toml"),
    ],
)
def test_a_run_is_done_again_against_what_it_was_done_against(
    facts: Facts, simulate: str, kept: str, said: str
) -> None:
    target = {**facts.target, "environment": "simulert"}
    info = {**facts.run.info, "target": target, "target_file": kept, "simulate": simulate}
    info |= {"resumed_at": ["2026-12-01T09:00:00+00:00"]} if simulate == "taken up" else {}
    there = replace(facts, run=replace(facts.run, info=info))
    assert accept_again(there, "BOOK-N01") == f"epj accept --only BOOK-N01 {said}"
    failed = f"epj accept --only BOOK-N04 --only CANCEL-F01 {said}"
    if said.startswith("--target"):
        failed = "epj accept --failed . --report ../paa-nytt"
    assert accept_failed(there) == failed


def test_the_sequence_is_drawn_and_told_to_whoever_cannot_see_it(facts: Facts) -> None:
    item = facts.scenarios[0]
    drawn = etree.fromstring(_svg(facts, 0))
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == "sekvens-tittel sekvens-tekst"
    assert drawn.findtext(f"{SVG}title") == "Sekvens for CANCEL-F01"
    told = str(drawn.findtext(f"{SVG}desc"))
    for wanted in (
        "ansatt til EPJ: Sett opp en time til Nora.",
        "Helsenorge til EPJ: 1. avtaleavbestilling bevisst feil: hodet er <ødelagt>.",
        "EPJ til Helsenorge: 2. avtaleavbestilling ✗ MH-02.",
        "EPJ til Helsenorge: ✗ kom ikke: kvittering (AppRec).",
        "EPJ til ansatt: nei: Stemmer det?.",
    ):
        assert wanted in told, told
    heads = [one.text for one in drawn.iter(f"{SVG}text") if one.get("class") == "who"]
    assert heads == ["Helsenorge", "meldingsbuss", "EPJ", "ansatt"]
    assert len(drawn.findall(f"{SVG}circle")) == 2, "both messages go over the bus"
    assert [one.get("class") for one in drawn.iter(f"{SVG}path") if "breach" in str(one.get("class"))]
    assert "settle" not in told and len(course(item, messages(item))) == 5


def test_what_is_put_over_rest_does_not_go_over_the_bus(facts: Facts) -> None:
    drawn = etree.fromstring(_svg(facts, 1))
    assert drawn.findall(f"{SVG}circle") == []
    assert "time lagt over REST booked" in str(drawn.findtext(f"{SVG}desc"))


def test_nothing_to_draw_is_no_drawing(facts: Facts) -> None:
    assert str(diagram((), "BOOK-N01", NB)) == ""


@pytest.mark.parametrize("ahead", range(0, 60, 3))
def test_no_line_of_a_drawing_ends_within_a_number_that_must_not_be_seen(facts: Facts, ahead: int) -> None:
    real = next(n for last in range(100) if is_real_range(n := f"{'010180'}{'000'}{last:02}"))
    said = f"{'x' * ahead} {real[:6]} {real[6:]} {real}"
    item = facts.scenarios[0]
    item = replace(
        item,
        intents=tuple(replace(one, sentence=said) for one in item.intents),
        waits=tuple(replace(one, what=said) for one in item.waits),
        messages=tuple(replace(one, fault=said) for one in item.messages),
    )
    drawn = str(diagram(course(item, messages(item)), item.id, NB))
    assert "*****" in drawn
    assert real[:5] not in drawn and real[6:] not in drawn


def _svg(facts: Facts, index: int) -> str:
    item = facts.scenarios[index]
    drawn = str(diagram(course(item, messages(item)), item.id, NB))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def test_a_target_that_hides_that_it_is_simulated_is_given_away_by_what_it_sends(tmp_path: Path) -> None:
    real = rich_run(tmp_path)
    assert not real.simulated and "SIMULERT" not in html.render(real)
    first = real.scenarios[0]
    stamped = tuple(
        replace(one, envelope=replace(one.envelope, application_properties={"SIMULERT": "ja"}))
        for one in first.messages
    )
    marked = replace(real, scenarios=(replace(first, messages=stamped), *real.scenarios[1:]))
    assert marked.simulated
    assert "SIMULERT." in html.render(marked) and "SIMULERT." in body(marked, "CANCEL-F01")


# --- English ---


def said_by_pages() -> set[str]:
    """Every label that a template or a module says."""
    found: set[str] = set()
    for path in (*(PAGES / "pages").glob("*.j2"), *PAGES.glob("*.py")):
        source = path.read_text("utf-8")
        found |= {one for _, one in re.findall(r"\bsay\(\s*(['\"])(.+?)\1", source)}
        found |= {one for pair in re.findall(r"say\.many\(.*?, '([^']*)', '([^']*)'\)", source) for one in pair}
    return found


def test_every_label_has_its_english_with_room_for_the_same_values() -> None:
    words = {*MEANINGS.values(), *map(str, MEANINGS), *ANSWERS.values(), *SAID.values(), *SCHEMAS.values()}
    words |= {
        *UNBLOCKS.values(),
        *WORDS.values(),
        *(label for _, label in IDENTITY),
        *CLASSES.values(),
        "skal",
        "bør",
        "kan",
    }
    said = said_by_pages() | words
    assert len(said) > 180
    assert sorted(said - set(labels())) == []
    assert [nb for nb, en in labels().items() if nb.count("{}") != en.count("{}")] == []
    assert [nb for nb, en in labels().items() if not en.strip()] == []


def test_a_page_in_english_has_bokmaal_only_where_it_is_marked(facts: Facts, tmp_path: Path) -> None:
    path = html.write_in(facts, tmp_path, EN)
    assert path.name == "report.en.html" and (tmp_path / "messages" / "CANCEL-F01.html").is_file()
    for file in (path, tmp_path / "messages" / "CANCEL-F01.html"):
        page = lxml_html.fromstring(file.read_text("utf-8"))
        assert page.get("lang") == "en"
        for kept in page.xpath("//*[@lang='nb'] | //pre | //code | //style"):
            kept.drop_tree()
        told = re.sub(
            r"[\w.-]*/[\w./ -]*|Fjordvik helsestasjon|Berit Åsen|avtaleavbestilling|Nora|prosessen X", "", text(page)
        )
        told = re.sub(r"Stemmer det\?|hodet er <ødelagt>|Sett opp en time til \.|Avtale\w*|helsenett: må", "", told)
        assert not BOKMAAL.findall(told), BOKMAAL.search(told)
    whole = path.read_text("utf-8")
    assert '<span lang="nb">Prøven CANCEL-F01 &lt;her&gt;</span>' in whole
    for wanted in ("Verdict:</span> Not passed", "MsgId is not a UUID", "stops going live", "31 Dec 2099"):
        assert wanted in whole or wanted in re.sub(r"<[^>]+>", "", whole) or wanted == "Verdict:</span> Not passed"
    assert "Verdict: Not passed" in whole


def test_a_drawing_in_english_marks_what_has_no_english(facts: Facts) -> None:
    item = facts.scenarios[0]
    drawn = str(diagram(course(item, messages(item)), item.id, EN))
    assert 'broken on purpose: <tspan lang="nb">hodet er &lt;ødelagt&gt;</tspan>' in drawn
    assert '<span lang="nb">hodet er &lt;ødelagt&gt;</span>' in drawn[drawn.index("<desc") : drawn.index("</desc>")]
    assert "lang=" not in str(diagram(course(item, messages(item)), item.id, NB))
    page = lxml_html.fromstring(drawn)
    for kept in page.xpath("//*[@lang='nb']"):
        kept.drop_tree()
    told = re.sub(r"avtaleavbestilling|Nora|Avtale\w*", "", text(page))
    assert not BOKMAAL.findall(told), told
    known = replace(item, messages=tuple(replace(one, fault="Ukjent prosess") for one in item.messages))
    assert "broken on purpose: Unknown process" in str(diagram(course(known, messages(known)), item.id, EN))


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_what_staff_is_asked_is_said_in_english(intent: str) -> None:
    asked = INTENTS[intent]
    for sentence in (asked["sentence"], *asked.get("optional", {}).values()):
        for outcome in asked.get("words", {}).get("outcome", {"": "X1"}).values():
            said = re.sub(r"\{\w+\}", "X1", sentence.strip().replace("{outcome}", outcome))
            assert 'lang="nb"' not in str(EN.text(said)) and not BOKMAAL.search(str(EN.text(said))), said


def test_what_is_broken_on_purpose_is_said_in_english() -> None:
    said = {one for path in Path(faults.__file__).parent.glob("*.py") for one in _faults(path)}
    assert len(said) > 35 and "Ukjent prosess" in said
    assert sorted(one for one in said if not EN.is_known(one) or BOKMAAL.search(EN.plain(one))) == []


def _faults(path: Path) -> Iterator[str]:
    """What a module says that it breaks: a sentence without a full stop, with something where a value goes in."""
    tree = ast.parse(path.read_text("utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        said = ""
        if isinstance(node, ast.JoinedStr):
            said = "".join(str(one.value) if isinstance(one, ast.Constant) else "X1" for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            said = node.value
        if re.fullmatch(r"[A-ZÆØÅ]\w+ .*[^.]", said) and said != "Ukjent virksomhet":
            yield said


def test_dates_and_numbers_are_said_as_people_say_them() -> None:
    assert (NB.day("2026-12-31"), EN.day(date(2026, 12, 31))) == ("31.12.2026", "31 Dec 2026")
    assert NB.day("snart") == "snart"
    assert (NB.number(1.25, ".2f"), EN.number(1.25, ".2f")) == ("1,25", "1.25")
    assert (NB.listed(["a", "b"], True), EN.listed(["a", "b"]), NB.listed(["a"])) == ("a, b og flere", "a and b", "a")
    assert (NB.listed([]), EN.listed([], more=True)) == ("", "others")
    assert (NB.clock(None), EN.moment(None)) == ("–", "–")


def test_what_nobody_has_translated_is_kept_and_marked() -> None:
    assert (
        str(EN.text("Dette har ingen oversatt <ennå>."))
        == '<span lang="nb">Dette har ingen oversatt &lt;ennå&gt;.</span>'
    )
    assert str(EN.text("E10")) == "E10"
    assert str(NB.text("a < b")) == "a &lt; b"


def test_a_finding_whose_place_is_not_found_stands_at_the_root(facts: Facts) -> None:
    message, record = facts.scenarios[0].messages[1], facts.scenarios[0].findings[0]
    lost = replace(record, finding=replace(record.finding, where="/mh:Borte"))
    shown = listing(message, [lost])
    assert shown.anchor_of(lost.finding, 3) == "m3-l2", "the root element, below the declaration"
    assert shown.anchor_of(record.finding, 3) == "m3"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "I steget «Så kommer det <noe>»: Ventet 10 s på kvittering (AppRec), men det kom ikke. Se også MH-02.",
            'In the step «<span lang="nb">Så kommer det &lt;noe&gt;</span>»: '
            "Waited 10 s for receipt (AppRec), but it did not come. See also MH-02.",
        ),
        (
            "A21 (HIS 80415:2012, 3.3 og HITS 1217:2018, 2.13): Meldingen fikk 2 kvitteringer, ventet én positiv. "
            "Ventet: nøyaktig én av dem. Fant: kvittering 1 på melding A1, kvittering 2 (E10) på melding A1. "
            "Det er 2 funn til.",
            "A21 (HIS 80415:2012, 3.3 and HITS 1217:2018, 2.13): The message got 2 receipts, expected one positive. "
            'Expected: <span lang="nb">nøyaktig én av dem</span>. '
            "Found: receipt 1 for message A1, receipt 2 (E10) for message A1. There are 2 more findings.",
        ),
        ("Ventet: nøyaktig én. Fant: 2.", "Expected: exactly one. Found: 2."),
        ("Fant: 2 AppRec (melding nr. 2, 3).", "Found: 2 AppRec (message no. 2, 3)."),
        (
            "Avlys timen (a1). Begrunnelse: «Prøven er over. Vi ringer.».",
            'Call off the appointment (a1). Reason: «<span lang="nb">Prøven er over. Vi ringer.</span>».',
        ),
        (
            "Det kom ingenting annet heller. Her er noe ukjent for alle.",
            'Nothing else came either. <span lang="nb">Her er noe ukjent for alle.</span>',
        ),
        (
            "MH-02 (HITS 1217:2018, 3.3 og 3.13): Noe ukjent her.",
            'MH-02 (HITS 1217:2018, 3.3 and 3.13): <span lang="nb">Noe ukjent her.</span>',
        ),
    ],
)
def test_what_is_known_of_a_reason_is_said_and_the_rest_is_marked(written: str, said: str) -> None:
    assert str(EN.text(written)) == said


def test_who_lives_is_masked_in_what_was_sent_in_the_drawing_and_in_the_envelope(facts: Facts) -> None:
    number = next(one for last in range(100) if is_real_range(one := f"{'010180'}{'000'}{last:02}"))
    first = facts.scenarios[0]
    asked = tuple(replace(one, sentence=f"Se til {number}.") for one in first.intents)
    sent = tuple(
        replace(
            one,
            raw=one.raw.replace(b"<Note>", f"<Note>{number}".encode()),
            envelope=replace(one.envelope, properties={"message_id": number}),
        )
        for one in first.messages
    )
    told = render_body(facts, replace(first, intents=asked, messages=sent), NB, report="report.html")
    assert number not in told
    assert told.count("***********") >= 6


def test_a_message_too_large_to_show_is_cut_and_says_so(facts: Facts) -> None:
    first = facts.scenarios[0]
    large = replace(first.messages[0], raw=b"<x>" + b"a" * MAX_SHOWN + b"</x>")
    told = render_body(facts, replace(first, messages=(large,)), NB, report="report.html")
    assert "avkortet her; hele meldingen ligger i bevisfilen" in told and "</x>" not in told
