"""Build the handbook into one HTML file that needs nothing around it: python -m docs.handbok.build [FILE]."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import sys
import tempfile
from pathlib import Path

from sphinx.cmd.build import build_main

from docs.handbok import appendices

HERE = Path(__file__).resolve().parent
OUT = Path("dist/handbok.html")
KINDS = {".png": "image/png", ".svg": "image/svg+xml"}


def build(out: Path, source: Path = HERE) -> Path:
    """Write the handbook there; raises `RuntimeError` when Sphinx has anything to remark."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        book = folder / "docs/handbok"
        shutil.copytree(source, book, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(HERE.parent / "pictures", folder / "docs/pictures")
        appendices.write(HERE.parent, book)
        wanted = ["-b", "singlehtml", "-q", "-W", "--keep-going", "-E", "-d", str(folder / "trees")]
        if build_main([*wanted, str(book), str(folder / "html")]):
            raise RuntimeError("Sphinx could not build the handbook without remarks; they stand above.")
        page = (folder / "html/index.html").read_text("utf-8")
        whole = _with_pictures(page, folder / "html")
    whole = whole.replace('<section id="part-', '<section lang="en" id="part-')
    whole = re.sub(r'href="#document-[^"#]+#', 'href="#', whole)  # what the list of contents calls a part of a chapter
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(_with_look(whole), "utf-8")
    return out


def _with_pictures(page: str, folder: Path) -> str:
    """The page with each picture inside it."""

    def inlined(found: re.Match[str]) -> str:
        file = folder / found["path"]
        coded = base64.b64encode(file.read_bytes()).decode("ascii")
        return f'src="data:{KINDS[file.suffix]};base64,{coded}"'

    return re.sub(r'src="(?P<path>_images/[^"]+)"', inlined, page)


def _with_look(page: str) -> str:
    """The page with style and script in it, and a policy that lets in these two and nothing else."""
    style, script = ((HERE / "theme" / name).read_text("utf-8") for name in ("style.css", "search.js"))
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src {_fingerprint(style)}",
            f"script-src {_fingerprint(script)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    parts = {"@@POLICY@@": policy, "\n@@STYLE@@\n": style, "\n@@SCRIPT@@\n": script}
    for mark, text in parts.items():
        page = page.replace(mark, text)
    return page


def _fingerprint(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def main(arguments: list[str]) -> int:
    """Build where the first argument says."""
    try:
        out = build(Path(arguments[0]) if arguments else OUT)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Wrote {out} ({out.stat().st_size // 1000} kB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
