"""What a rule may say, read from its own source: the sentences of its faults, with `…` where a value goes in."""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

_FAULT, _SILENT = "Fault", "Silent"
_PACKAGE = "standards.rules."


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
        return tuple(dict.fromkeys(_of(function, set())))
    except (OSError, SyntaxError):
        return ()


@functools.cache
def _functions(module: ModuleType) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _of(function: Any, seen: set[str]) -> Iterator[Sentence]:
    module = inspect.getmodule(function)
    if module is None or function.__qualname__ in seen or not module.__name__.startswith(_PACKAGE):
        return
    seen.add(function.__qualname__)
    for node in _in_order(_functions(module)[function.__name__]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {_FAULT, _SILENT}:
            if node.args and (text := _template(node.args[0])):
                yield Sentence(text, _is_remark(node), node.func.id == _SILENT)
        elif isinstance(node, ast.Name) and inspect.isfunction(called := getattr(module, node.id, None)):
            yield from _of(called, seen)


def _in_order(function: ast.FunctionDef) -> list[ast.AST]:
    nodes = [node for node in ast.walk(function) if hasattr(node, "lineno")]
    return sorted(nodes, key=lambda node: (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)))


def _is_remark(call: ast.Call) -> bool:
    """Whether it is said to be a remark whatever the message; a condition is for the engine to judge."""
    return any(
        word.arg == "remark" and isinstance(word.value, ast.Constant) and word.value.value is True
        for word in call.keywords
    )


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _template(node.left) + _template(node.right)
    return ""
