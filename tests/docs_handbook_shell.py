"""A terminal that a reader of the handbook might sit at: one shell, programs beside it, and a keyboard."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from epj.targeting.interview import interview
from epj.targeting.questions import UNKNOWN, Question

DAY: Final = "2026-12-01"
"""The day of the handbook, and with it in the names of files; the real one is put in its place."""
READY: Final = "Stopp med Ctrl-C."


class Terminal:
    """Runs lines one by one in one bash, so that a folder entered or an environment activated stays so."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._ports = _free_pair()
        self._today = f"{datetime.now(ZoneInfo('Europe/Oslo')):%Y-%m-%d}"
        self._line, self._answers = home / ".line", home / ".answers"
        self._beside: list[subprocess.Popen[bytes]] = []
        # The reader gets every package in the zip; here they are lent from the environment of the tests.
        settled = {"PIP_NO_DEPS": "1", "PIP_NO_COMPILE": "1", "PIP_CONFIG_FILE": os.devnull}
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_", "VIRTUAL_"))}
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
        self._env = {**kept, **settled, "HOME": str(home), "PATH": path, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
        self._bash = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=home,
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def type(self, line: str, answers: str = "") -> tuple[int, str]:
        """Run a line; gives its exit code and what came, with the ports as the handbook has them."""
        self._line.write_text(f"{self._with_ports(line)}\n", "utf-8")
        self._answers.write_text(answers, "utf-8")
        assert self._bash.stdin is not None and self._bash.stdout is not None
        self._bash.stdin.write(f". '{self._line}' <'{self._answers}'; printf '\\n@@ %s\\n' $?\n")
        self._bash.stdin.flush()
        said: list[str] = []
        for row in self._bash.stdout:
            if row.startswith("@@ "):
                return int(row[3:]), self._as_printed("".join(said))
            said.append(row)
        raise AssertionError(f"The shell ended: {''.join(said)}")

    def start(self, line: str) -> str:
        """Start a program in a terminal beside this one; gives what it said until it was ready."""
        return self._begin(line, READY)[1]

    def stop(self, line: str, text: str) -> tuple[int, str]:
        """Run a line, and press Ctrl-C when the text comes."""
        log, _ = self._begin(line, text)
        program = self._beside.pop()
        program.send_signal(signal.SIGINT)
        return program.wait(20), self._as_printed(log.read_text("utf-8"))

    def _begin(self, line: str, text: str, seconds: float = 60) -> tuple[Path, str]:
        log = self._home / f".{line}.log".replace("/", "-")
        with log.open("wb") as out:
            command = ["bash", "-c", f"exec {self._with_ports(line)}"]
            self._beside.append(subprocess.Popen(command, cwd=self.folder(), env=self._now(), stdout=out, stderr=out))
        deadline = time.monotonic() + seconds
        while text not in (said := log.read_text("utf-8")):
            assert time.monotonic() < deadline and self._beside[-1].poll() is None, said
            time.sleep(0.02)
        return log, self._as_printed(said)

    def stop_all(self) -> None:
        """Press Ctrl-C in the terminals beside this one."""
        for program in self._beside:
            program.send_signal(signal.SIGINT)
        for program in self._beside:
            program.wait(20)
        self._beside.clear()

    def talk(self, line: str, shown: str) -> tuple[int, str]:
        """Run a line that asks: answer as shown, with Enter where a suggestion stands, and else with «?»."""
        reader = _Reader(shown)
        interview(reader, lambda: [])
        code, said = self.type(line, "".join(f"{answer}\n" for _, answer in reader.said))
        return code, reader.on_screen(said)

    def folder(self) -> Path:
        """Where the shell stands."""
        return Path(self.type("pwd")[1].strip())

    def lend_packages(self) -> None:
        """Let the environment that was made see the packages that the wheel needs."""
        place = self.type("python -c 'import sysconfig; print(sysconfig.get_path(\"purelib\"))'")[1].strip()
        assert Path(place).is_relative_to(self.folder()), "The environment is not the one that was made."
        (Path(place) / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")

    def close(self) -> None:
        """Nothing goes on running."""
        try:
            self.stop_all()
        finally:
            for program in (*self._beside, self._bash):
                program.kill()
                program.wait()
            for stream in (self._bash.stdin, self._bash.stdout):
                if stream:
                    stream.close()

    def _now(self) -> dict[str, str]:
        return {**self._env, "PATH": self.type('printf "%s" "$PATH"')[1].strip()}

    def _with_ports(self, text: str) -> str:
        return text.replace("8700", self._ports[0]).replace("8701", self._ports[1]).replace(DAY, self._today)

    def _as_printed(self, text: str) -> str:
        return text.replace(self._ports[0], "8700").replace(self._ports[1], "8701").replace(self._today, DAY)


class _Reader:
    """Answers as the handbook shows it, and keeps each prompt with its answer."""

    def __init__(self, shown: str) -> None:
        self._shown = shown.splitlines()
        self.said: list[tuple[str, str]] = []

    def ask(self, question: Question) -> str:
        choices = f" ({'/'.join(question.choices)})" if question.choices else ""
        prompt = f"{question.text}{choices}{f' [{question.usual}]' if question.usual else ''} "
        row = next((row for row in self._shown if row.startswith(prompt)), None)
        answer = row.removeprefix(prompt) if row else ("" if question.usual else UNKNOWN)
        self.said.append((prompt, answer))
        return answer or question.usual

    def tell(self, text: str) -> None:
        """What is said between the questions needs no answer."""

    def on_screen(self, said: str) -> str:
        """What stood on the screen: with what was typed behind each prompt."""
        place = 0
        for prompt, answer in self.said:
            place = said.index(prompt, place) + len(prompt)
            said = f"{said[:place]}{answer}\n{said[place:]}"
            place += len(answer) + 1
        return said


def _free_pair() -> tuple[str, str]:
    """Two free ports, one after the other."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                other.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return str(port), str(port + 1)
