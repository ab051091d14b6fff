"""The reference staff adapter is what the contract asks for: `epj check --staff` accepts it, and sees it broken."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from epj.main import group
from tests.conformance.samples import NORA, changed

REFERENCE = (Path(__file__).resolve().parents[2] / "docs/reference_staff_server.py").read_text("utf-8")
SECRET = "hemmelig-ord"
Change = tuple[str, str]
BROKEN: dict[str, tuple[tuple[Change, ...], str]] = {
    "ignores the key": (
        (("if changes and (kept :=", "if not changes and (kept :="), ("INSERT INTO", "INSERT OR REPLACE INTO")),
        "create_appointment to ganger med samme nøkkel ga to svar",
    ),
    "answers in a form of its own": (
        (('{"outcome": "done", "reason": None, "data": do(params)}', '{"status": "ok", "result": do(params)}'),),
        "og ikke 200 med outcome done, refused eller unable",
    ),
    "lets anybody in": (
        (('hmac.compare_digest(told, f"Bearer {SECRET}".encode())', "told is not None"),),
        "feil secret ble svart HTTP 200",
    ),
}


@contextmanager
def running(folder: Path, text: str = REFERENCE) -> Iterator[str]:
    """The adapter as a program of its own, with what it remembers in a file."""
    (folder / "adapter.py").write_text(text, "utf-8")
    program = [sys.executable, str(folder / "adapter.py"), "0", str(folder / "answers.sqlite")]
    process = subprocess.Popen(
        program,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, "STAFF_SECRET": SECRET, "PYTHONUTF8": "1"},
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def checked(folder: Path, address: str) -> tuple[int, str]:
    target = folder / "target.toml"
    staff = 'address = "http://127.0.0.1:9/w/1/staff"'
    target.write_text(changed((staff, f'address = "{address}"\nsecret = "{SECRET}"')), "utf-8")
    result = CliRunner().invoke(group, ["check", "--staff", "--target", str(target)], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.return_value, result.output


def test_the_reference_adapter_passes_the_check(tmp_path: Path) -> None:
    with running(tmp_path) as address:
        code, said = checked(tmp_path, address)
    assert code == 0, said
    assert "samme oppdrag to ganger ga samme svar" in " ".join(said.split()).lower()


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_one_fails_with_the_reason(tmp_path: Path, how: str) -> None:
    changes, reason = BROKEN[how]
    text = REFERENCE
    for whole, broken in changes:
        assert text.count(whole) == 1
        text = text.replace(whole, broken)
    with running(tmp_path, text) as address:
        code, said = checked(tmp_path, address)
    assert code == 1, said
    assert reason in " ".join(said.split())


def test_a_key_survives_a_restart_of_the_adapter(tmp_path: Path) -> None:
    params = {"patient": NORA, "start": "2026-12-10T10:15", "end": "2026-12-10T10:30", "summary": "x", "location": "y"}
    headers = {"Idempotency-Key": "k", "Authorization": f"Bearer {SECRET}"}
    told = []
    for _ in range(2):
        with running(tmp_path) as address:
            url = f"{address}/intents/create_appointment"
            told.append(requests.post(url, json=params, headers=headers, timeout=30).json())
    assert told[0] == told[1] and told[0]["outcome"] == "done"


def test_it_is_small_enough_to_read() -> None:
    body = REFERENCE.split('"""', 2)[2]
    lines = [line for line in body.splitlines() if line.strip() and not line.strip().startswith(('"""', "#"))]
    assert len(lines) <= 62
