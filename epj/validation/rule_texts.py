"""What a rule may say, read from its own source: its sentences, with `…` where a value goes in."""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

_PACKAGE: Final = "standards.rules."
_FAULT, _SILENT = "Fault", "Silent"
_NOT_PROBLEMS: Final = frozenset({"expected", "found", "fix", "clause", "title", "where"})
_WORD: Final = re.compile(r"\w{2,}")
_FEWEST_WORDS: Final = 3
_ADVICE: Final = re.compile(
    r"(Be|Behold|Bruk|Del|Endre|Fjern|Fyll|Gi|Gjenta|Hent|La|Lag|Legg|Meld|Oppgi|Rett|Sett|Send|Skriv|Ta|Utelat|Velg)\b"
)
_SENTENCE: Final = re.compile(r"(?:\w|…).*\s.*[.!?]")


@dataclass(frozen=True)
class Sentence:
    """One sentence; `remark` when it is only ever a remark, `silent` when it says why the rule does not judge."""

    text: str
    remark: bool = False
    silent: bool = False


def sentences(function: Callable[..., Any] | None) -> tuple[Sentence, ...]:
    """The sentences of a rule and of the functions of the rules that it calls, each once."""
    if function is None:
        return ()
    try:
        found = tuple(dict.fromkeys(_of(function, set())))
    except (OSError, SyntaxError):
        return ()
    return tuple(one for one in found if len(_WORD.findall(one.text)) >= _FEWEST_WORDS) or found


@functools.cache
def _functions(module: ModuleType) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _of(function: Any, seen: set[str]) -> Iterator[Sentence]:
    module = inspect.getmodule(function)
    name = f"{function.__module__}.{function.__qualname__}"
    if module is None or name in seen or not name.startswith(_PACKAGE):
        return
    seen.add(name)
    written = _functions(module).get(function.__name__)
    for node in _said(written.body, Sentence("")) if written else ():
        if isinstance(node, Sentence):
            yield node
        elif inspect.isfunction(called := getattr(module, node, None)):
            yield from _of(called, seen)


def _said(node: Any, inside: Sentence) -> Iterator[Sentence | str]:
    """Sentences, and the names of what may be functions, in the order of the source."""
    if isinstance(node, list):
        for part in node:
            yield from _said(part, inside)
    elif isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Constant | ast.JoinedStr):
        if _SENTENCE.fullmatch(text := _template(node)) and not _ADVICE.match(text):
            yield Sentence(text, inside.remark, inside.silent)
    elif isinstance(node, ast.Call):
        yield from _said_by_call(node, inside)
    elif isinstance(node, ast.AST) and not _is_docstring(node):
        yield from _said(list(ast.iter_child_nodes(node)), inside)


def _said_by_call(call: ast.Call, inside: Sentence) -> Iterator[Sentence | str]:
    if isinstance(call.func, ast.Name) and call.func.id in {_FAULT, _SILENT}:
        inside = Sentence("", _is_remark(call), call.func.id == _SILENT)
    told = [word.value for word in call.keywords if word.arg not in _NOT_PROBLEMS]
    yield from _said([call.func, *call.args, *told], inside)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_remark(call: ast.Call) -> bool:
    """Whether it is said to be a remark whatever the message; a condition is for the engine to judge."""
    return any(
        word.arg == "remark" and isinstance(word.value, ast.Constant) and word.value.value is True
        for word in call.keywords
    )


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    text = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
    return re.sub("…{2,}", "…", text)
