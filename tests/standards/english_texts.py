"""What standards/ says to a user, read from its source: every text as a template, with `{}` where a value goes in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import standards

ROOT = Path(standards.__file__).parent
NOT_SAID = {"english", "kodeverk", "samples", "schemas", "coverage.py", "page.py", "__main__.py"}
"""Rooms whose words are names, the content of examples, or another command's."""

SAYING = {"problem", "expected", "found", "fix", "title", "reason", "clause"}
"""Arguments that are shown in a report."""

MAKERS = {"Fault", "Silent", "Breach", "Bad", "Explanation", "SchemaFault", "Problem", "_form", "_lacking", "_mild"}
NOT_SHOWN = {"where", "at", "key", "id", "since", "until", "aliases", "name", "path", "namespaces"}
WORD = re.compile(r"(?<![\w«/:.@_-])[a-zæøåé]{2,}(?![\w»/:=@_(]|[.-]\w)")
BOKMAAL = re.compile(
    r"[æøåÆØÅ]|\b(er|ikke|og|eller|ingen|ingenting|med|fra|som|til|har|skal|kan|det|den|de|en|et|ett|av|på|om|bare|uten"
    r"|mangler|ukjent|tom|tomt|grunn|kode|identer|sende|motta|noe|annet|hver|siden|finnes|verken|minst|gjelder|står|sier|viser|meldingen|feil|sifre"
    r"|Rett|Fjern|Flytt|Behold|Bruk|Sett|Legg|Skriv|Kopier|Gi|Ta|Oppgi|Utelat|Forkort|attributtet|teksten)\b"
)
NAMES = re.compile(
    r"(?i)fødselsnummer|foreldreansvar|vergemål|fullmakt|tildelt|primærkontakt|helsekontakter|TjenesteOmråde|Formål"
    r"|Hjemmebesøk|Ordinær|Timeønske|Ønske\w*|Avvist|DUF-nummer|«[^»]*»|'[^']*'|\[facet .*"
)
"""What stays Norwegian in an English sentence: names, and what a message said."""

PATTERN = re.compile(r"local-name\(|\\[dSsw.(]|\(\?|\[0-9\]|::|^//|This element")


def templates() -> Iterator[tuple[str, str, bool]]:
    """Where it stands, the text, and whether it is surely shown; the rest may be shown."""
    for path in sorted(ROOT.rglob("*.py")):
        place = path.relative_to(ROOT)
        if not NOT_SAID & set(place.parts):
            for line, text, shown in sorted(set(_of(ast.parse(path.read_text(encoding="utf-8"))))):
                yield f"standards/{place}:{line}", text, shown


def speaks(text: str, *, shown: bool) -> bool:
    """Whether a text has words that a reader of English would not know."""
    bare = text.replace("{}", " ")
    if PATTERN.search(bare):
        return False
    return (WORD if shown else BOKMAAL).search(bare) is not None


def _of(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    skipped = set(map(id, _skipped(tree)))
    shown = set(map(id, _shown(tree)))
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if id(node) in skipped:
            continue
        text = _template(node)
        if text is None:
            waiting += ast.iter_child_nodes(node)
            continue
        if text.strip("{}"):
            yield node.lineno, text, id(node) in shown
        waiting += _inside(node)


def _template(node: ast.AST) -> str | None:
    """A constant, an f-string, or a sum that begins or ends with one; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\\[1-9]", "{}", node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        sides = (_template(node.left), _template(node.right))
        return None if sides == (None, None) else "".join("{}" if side is None else side for side in sides)
    return None


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """The values that go into a template: they may be texts too."""
    if isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.FormattedValue))
    elif isinstance(node, ast.BinOp):
        yield from (side for side in (node.left, node.right) if _template(side) is None)


def _skipped(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, and what is no text of a report."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif _is_name(node):
            yield node


def _is_name(node: ast.AST) -> bool:
    """Whether it is a source, a process, a pattern or the like."""
    if isinstance(node, ast.keyword):
        return node.arg in NOT_SHOWN
    if isinstance(node, ast.Assign):
        return any(isinstance(one, ast.Name) and re.search("SOURCE", one.id) for one in node.targets)
    return isinstance(node, ast.Call) and _name(node) in {"Process", "Step", "ActorMessage", "Sakstype", "compile"}


def _shown(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if _name(node) in MAKERS or _name(node).endswith("Error"):
                yield from (text for argument in node.args for text in _texts(argument))
            for word in node.keywords:
                if word.arg in SAYING:
                    yield from _texts(word.value)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _texts(node: ast.AST) -> Iterator[ast.AST]:
    """The texts that an argument may be."""
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.BoolOp):
        yield from (text for value in node.values for text in _texts(value))
    elif _template(node) is not None:
        yield node
        yield from (text for part in _inside(node) for text in _texts(part))
