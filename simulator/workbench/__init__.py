"""The workbench: web pages in bokmål where a tester plays the nurse of a simulated journal, without JavaScript."""

from __future__ import annotations

PATH = "arbeidsbenk"
"""Its place below a test area."""

__all__ = ["PATH"]
