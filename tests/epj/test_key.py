"""`epj key`: make a key, show it, and be refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from epj.main import main


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert isinstance(caught.value.code, int)
    return caught.value.code


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EPJ_KEY_PASSPHRASE", raising=False)
    return tmp_path


def test_a_key_is_made_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("key", "new", "--name", "Storvik kommune") == 0
    made = capsys.readouterr().out
    assert ended("key", "show") == 0
    private = capsys.readouterr().out
    assert ended("key", "show", "epj-noekkel.pub") == 0
    assert capsys.readouterr().out == private
    identity = private.split("Nøkkel-id:")[1].split()[0]
    assert identity in made and "Navn:              Storvik kommune" in private


def test_a_key_is_locked_with_a_passphrase(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("EPJ_KEY_PASSPHRASE", "et langt passord")
    assert ended("key", "new", "--passphrase", "--out", "laast.pem") == 0
    assert "ENCRYPTED" in Path("laast.pem").read_text()
    assert ended("key", "show", "laast.pem") == 0
    monkeypatch.setenv("EPJ_KEY_PASSPHRASE", "feil")
    capsys.readouterr()
    assert ended("key", "show", "laast.pem") == 2
    assert "Passordet åpner ikke nøkkelen laast.pem" in capsys.readouterr().err


def test_what_cannot_be_done_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("key", "new") == 0
    assert ended("key", "new") == 2
    assert "epj-noekkel.pub finnes fra før" in capsys.readouterr().err
    assert ended("key", "show", "borte.pem") == 2
    assert "borte.pem kan ikke leses" in capsys.readouterr().err
