"""`epj report`: the reports of a run made anew from the evidence and nothing else."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conformance.reports import writers
from epj.report import command
from tests.conformance.rich_run import rich_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kjøring med æøå")
    rich_run(folder)
    return folder


def ask(*words: Any) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], standalone_mode=True)


def test_every_format_is_made_anew_and_named(run: Path) -> None:
    done = ask(run)
    assert done.exit_code == 0, done.output
    named = [Path(line) for line in done.output.splitlines()]
    assert len(named) == len(writers()) and named[0] == run / "report.html"
    assert all(path.is_file() for path in named)
    assert (run / "meldinger" / "CANCEL-F01.html").is_file()
    before = (run / "report.html").read_bytes()
    assert ask(run / "evidence.sqlite").exit_code == 0
    assert (run / "report.html").read_bytes() == before, "the same evidence gives the same page"


def test_another_language_and_another_folder_leave_the_run_as_it_was(run: Path, tmp_path: Path) -> None:
    before = sorted(run.iterdir())
    done = ask(run, "--lang", "en", "--out", tmp_path / "ny" / "mappe")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "ny" / "mappe").iterdir()) == ["messages", "report.en.html"]
    assert 'lang="en"' in (tmp_path / "ny" / "mappe" / "report.en.html").read_text("utf-8")
    assert sorted(run.iterdir()) == before


def test_a_pdf_is_made_of_the_same_page(run: Path, tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    done = ask(run, "--pdf", "--lang", "en", "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == str(tmp_path / "report.en.pdf") and "Lager PDF" in done.stderr
    assert (tmp_path / "report.en.pdf").read_bytes().startswith(b"%PDF-")


def test_without_the_extra_the_command_that_installs_it_is_told(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.import_module

    def without(name: str, package: str | None = None) -> Any:
        if name == "weasyprint":
            raise ModuleNotFoundError("No module named 'weasyprint'")
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", without)
    done = ask(run, "--pdf", "--out", tmp_path)
    assert done.exit_code == 2
    assert 'python -m pip install "epj-testbenk[report]"' in done.output
    assert "Traceback" not in done.output and (tmp_path / "report.html").is_file()


@pytest.mark.parametrize(
    ("content", "said"), [(None, "Fant ingen bevisfil"), ("ingen database", "er ikke en bevisfil fra epj")]
)
def test_what_is_no_run_is_refused(tmp_path: Path, content: str | None, said: str) -> None:
    if content:
        (tmp_path / "evidence.sqlite").write_text(content)
    done = ask(tmp_path)
    assert done.exit_code == 2 and said in done.output and "epj runs list" in done.output


def test_wrong_use_is_told(run: Path, tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    done = ask(run, "--out", tmp_path / "fil")
    assert done.exit_code == 2 and "er ikke en mappe" in done.output
    done = ask(run, "--lang", "sv")
    assert done.exit_code == 2 and "Velg nb eller en" in done.output
