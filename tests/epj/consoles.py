"""Consoles with a code page of their own, to see what a command writes on each."""

from __future__ import annotations

import io
import sys

import pytest

from epj.main import main


class Screen(io.TextIOWrapper):
    """A console with a code page of its own, that remembers every byte."""

    def __init__(self, encoding: str) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding=encoding, newline="")

    def said(self, encoding: str) -> str:
        """What was written, read as that encoding."""
        self.flush()
        return self.bytes.getvalue().decode(encoding)


def shown(encoding: str, *words: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, Screen]:
    """Run a command; its exit code and what it wrote. What it wrote as errors is in `sys.stderr`."""
    out = Screen(encoding)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", Screen(encoding))
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert isinstance(ended.value.code, int)
    return ended.value.code, out
