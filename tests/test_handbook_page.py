"""The handbook as one page: whole, with every link inside it, and nothing let in."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from docs.handbok.build import build
from tests.docs_handbook_blocks import BOOK, chapters, text_of

pytestmark = pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.*")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The handbook as one file."""
    return build(tmp_path_factory.mktemp("bok") / "handbok.html").read_text("utf-8")


def test_the_book_is_one_page_with_every_chapter(page: str) -> None:
    for chapter in chapters()[1:]:
        title = text_of(chapter).splitlines()[0].removeprefix("# ")
        assert f'id="document-{chapter}"' in page and f"<h2>{title}</h2>" in page
    assert page.count("<h1>") == 1


def test_the_appendices_have_what_a_reader_without_the_source_needs(page: str) -> None:
    end = page.split('id="document-vedlegg-personvern"')[1]
    assert "DPIA" in end and 'lang="en" id="part-1-the-bus-over-http"' in end and "def settle(" in end
    assert "curl" not in end and "runs delete" not in end, "no command that is not run"


def test_the_book_needs_nothing_around_it(page: str) -> None:
    places = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert not [place for place in places if not place.startswith(("#", "data:"))]
    assert page.count('src="data:image/png;base64,') == sum(text_of(one).count("```{figure}") for one in chapters())


def test_every_link_in_the_book_leads_somewhere(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert not [one for one in ids if ids.count(one) > 1]
    aims = {unquote(place[1:]) for place in re.findall(r'href="(#[^"]+)"', page)}
    assert len(aims) > 50 and aims <= set(ids), aims - set(ids)


def test_the_book_lets_in_its_own_style_and_script_and_nothing_else(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ") and "unsafe" not in policy[1]
    for part, text in (("style", "<style>(.*?)</style>"), ("script", "<script>(.*?)</script>")):
        (found,) = re.findall(text, page, flags=re.S)
        digest = base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
        assert f"{part}-src 'sha256-{digest}'" in policy[1]


def test_a_remark_of_sphinx_stops_the_book(tmp_path: Path) -> None:
    source = tmp_path / "handbok"
    shutil.copytree(BOOK, source)
    (source / "index.md").write_text(f"{text_of('index')}\n[ingen steder](finnes-ikke.md)\n", "utf-8")
    shutil.copytree(BOOK.parent / "pictures", tmp_path / "pictures")
    with pytest.raises(RuntimeError, match="remarks"):
        build(tmp_path / "ut.html", source)
