"""How Sphinx builds the handbook: MyST in, one page out, with a look of our own and nothing fetched."""

from __future__ import annotations

import importlib.metadata
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "EPJ testbenk"
author = "EPJ testbenk"
copyright = ""
release = importlib.metadata.version("epj-testbenk")
extensions = ["myst_parser"]
language = "nb_NO"
root_doc = "index"
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme_path = ["."]
html_theme = "theme"
html_title = "Håndbok for EPJ testbenk"
html_show_sphinx = False
html_permalinks = False
smartquotes = False

COMMANDS = {"sh", "bat"}
"""The languages of what a reader types; all other blocks are for reading."""


def mark_blocks(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each block the class of what it is, and leave its letters in one colour."""
    for block in doctree.findall(nodes.literal_block):
        said = block.get("language", "")
        block["classes"].append("command" if said in COMMANDS else "shown")
        block["language"] = "none"


def setup(app: Sphinx) -> dict[str, bool]:
    """Hook in."""
    app.connect("doctree-resolved", mark_blocks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
