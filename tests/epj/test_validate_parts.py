"""Small parts of `epj validate`: language, progress, profiles, lines."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import epj
from epj.validate import command
from epj.validation.english import LABELS, SENTENCES
from epj.validation.language import Language
from epj.validation.listing import LONGEST_LINE, MOST_LINES, listing, shown_line, text_lines
from epj.validation.pointers import lines_of, nearest
from epj.validation.progress import Progress, duration
from standards.errors import Problem
from standards.identifiers import is_real_range
from standards.rules.profiles import PROFILES
from tests.standards import good
from tests.standards.fhir_good import as_json, put, station

FOLDER = Path(epj.__path__[0])
FINE = good.question().to_xml()


def template(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def said() -> Iterator[str]:
    """Every literal that is said through a language."""
    for path in (*(FOLDER / "validation").rglob("*.py"), FOLDER / "validate.py", FOLDER / "rules.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("self.").lstrip("_") == "say":
                yield template(node.args[0])
    for path in (FOLDER / "validation" / "pages").glob("*.j2"):
        yield from re.findall(r"say\('([^']+)'", path.read_text("utf-8"))


def refused() -> Iterator[str]:
    """Every literal of a refusal of our own."""
    for path in (FOLDER / "validation").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                yield from (template(part) for part in (*node.args, *(word.value for word in node.keywords)))


def test_every_label_has_its_english() -> None:
    labels = {text for text in said() if text}
    assert len(labels) > 60
    assert labels - set(LABELS) == set()


def test_every_refusal_has_its_english() -> None:
    texts = {text for text in refused() if text and text != "{}"}
    assert len(texts) > 40
    assert texts - set(SENTENCES) == set()


def test_an_english_text_has_room_for_the_same_values() -> None:
    for table in (LABELS, SENTENCES):
        assert [key for key, text in table.items() if key.count("{}") != text.count("{}")] == []


def test_a_refusal_is_told_in_either_language() -> None:
    problem = Problem("Feltet body_b64 har ingen melding.", expected="meldingen som base64", fix="Sjekk stien.")
    assert Language("nb").problem(problem) == (
        "Feltet body_b64 har ingen melding. Ventet: meldingen som base64. Gjør dette: Sjekk stien."
    )
    assert Language("en").problem(problem) == (
        "The field body_b64 holds no message. Expected: the message as base64. Do this: Check the path."
    )


def test_findings_are_translated_by_the_table_of_the_standards() -> None:
    assert Language("en").text("MsgId er en UUID") == "MsgId is a UUID"
    assert Language("nb").text("MsgId er en UUID") == "MsgId er en UUID"
    assert Language("en").text("Kan ikke leses (disken er full).") == "Cannot be read (the disk is full)."
    assert Language("en").text("noe vi ikke har sagt") == "noe vi ikke har sagt"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_itself_only_when_work_is_long_and_somebody_watches() -> None:
    times = iter([0.0, 1.0, 3.0, 3.1, 6.0])
    terminal = Terminal()
    progress = Progress(terminal, Language(), 100, lambda: next(times))
    progress.advance(10)
    assert terminal.getvalue() == ""
    progress.advance(20)
    assert "30 av 100 filer, 7 s igjen" in terminal.getvalue()
    before = terminal.getvalue()
    progress.advance(1)
    assert terminal.getvalue() == before
    progress.clear()
    assert terminal.getvalue().endswith("\r\x1b[K")
    progress.advance(1)
    assert "[########" in terminal.getvalue()


def test_progress_is_silent_in_a_pipe() -> None:
    times = iter([0.0, 10.0])
    pipe = io.StringIO()
    Progress(pipe, Language(), 100, lambda: next(times)).advance(50)
    assert pipe.getvalue() == ""


def test_progress_without_a_total_counts() -> None:
    assert Progress(Terminal(), Language("en"), None, lambda: 0.0).line(3) == "0 files checked"


@pytest.mark.parametrize(("seconds", "words"), [(5.2, "5 s"), (65, "1 min 05 s"), (4000, "1 t 06 min")])
def test_time_left_is_said_as_one_says_it(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def run(*arguments: str) -> str:
    return CliRunner().invoke(command, list(arguments)).output


def test_a_profile_is_judged_by_and_told(tmp_path: Path) -> None:
    (tmp_path / "m.xml").write_bytes(FINE)
    for name in PROFILES:
        assert f"Profil:    {name}" in run(str(tmp_path), "--profile", name)
    told = run(str(tmp_path), "--profile", "hits-1217")
    assert "Mente du hits-1217-2019?" in told
    assert all(name in told for name in PROFILES)


def test_a_rule_is_explained_where_one_stands() -> None:
    result = CliRunner().invoke(command, ["--explain", "MH-02"])
    assert result.exit_code == 0
    assert "MH-02: MsgId er en UUID" in result.output
    assert CliRunner().invoke(command, ["--explain", "MH-999"]).exit_code == 2


def test_lines_are_counted_as_the_parser_counts_them() -> None:
    assert text_lines(b"a\r\nb\rc\x0cd\ne") == ["a", "b\rc\x0cd", "e"]


def test_a_long_line_is_cut_and_says_so() -> None:
    assert shown_line("x" * 1000) == "x" * LONGEST_LINE + " … (+600)"
    real = next(n for last in range(100) if is_real_range(n := f"{'010180'}{'000'}{last:02}"))
    cut = shown_line(f"{' ' * (LONGEST_LINE - 10)}{real}")
    assert cut.strip().startswith("*" * 10) and real[:9] not in cut


def test_a_long_message_keeps_the_lines_near_findings() -> None:
    raw = b"<a>\n" + b"<b/>\n" * 9000 + b"</a>"
    finding = {"line": 8000, "where": "", "rule": "X"}
    shown = listing(raw, [finding])
    assert shown.cut
    assert [line.number for line in shown.lines if line.findings] == [8000]
    assert len(shown.lines) == MOST_LINES + 7
    assert [line.number for line in shown.lines if line.gap] == [7997]


def test_a_finding_without_a_place_stands_at_the_first_line() -> None:
    shown = listing(b"\n\n\n\n\n\n<a/>", [{"line": 0, "where": ""}, {"line": 999, "where": ""}])
    assert [line.number for line in shown.lines if line.findings] == [1, 7]


def test_every_pointer_of_a_json_text_has_its_line() -> None:
    data = {"a": [1, {"b/c": 'x"{', "~": [[], [2, 3]]}], "e": {}, "d": {"f": None}, "": "s"}
    places = lines_of(json.dumps(data, indent=1))
    assert places["/a"] == 2
    assert places["/a/1/b~1c"] == 5
    assert places["/a/1/~0/1/1"] == 10
    assert places["/d/f"] == 17
    assert places["/"] == 19
    assert nearest("/d/f/finnes/ikke", places) == 17
    assert lines_of(json.dumps(data))["/d/f"] == 1


BROKEN = ["", "]", '{"a"', '{"a": [1,', "[,,]", "{,:}", '{"a": "x', "}}{{", '[1, "a": 2, 3]', '{"a": 1, 2, 3}', "[:,:,"]


@pytest.mark.parametrize("text", BROKEN)
def test_a_json_text_that_is_broken_is_followed_as_far_as_it_goes(text: str) -> None:
    assert lines_of(text)[""] == 1


def test_a_finding_in_json_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    raw = as_json(station, put("/status", "booked-up"))()
    path.write_bytes(json.dumps(json.loads(raw), indent=2).encode())
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if '"booked-up"' in text)
    assert f", linje {line}\n" in run(str(path))
