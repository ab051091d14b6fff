"""What is started as RabbitMQ ends when we do, however that is, and a start that fails says why; with a stand-in."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from simulator.landscape.rabbitmq import installed
from simulator.landscape.rabbitmq.installed import Installed, NoRabbit, find
from simulator.landscape.rabbitmq.node import RabbitNode

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

HELPER = 'setsid sleep 600 >/dev/null 2>&1 & echo "$!" >> "$HOME/../pids"; echo "$$" >> "$HOME/../pids"'
READY = 'echo "  completed with 3 plugins."'
SECONDS = 30.0
OWNER = """
import sys
from pathlib import Path
from simulator.landscape.rabbitmq.installed import Installed
from simulator.landscape.rabbitmq.node import RabbitNode
node = RabbitNode(installed=Installed(*(Path(one) for one in sys.argv[1:])))
print(node.folder, node.pid, flush=True)
try:
    sys.stdin.read()
finally:
    node.stop()
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> Callable[[str], Installed]:
    """Programs that do as a script says, with an epmd that only waits; both note their processes in the folder."""

    def make(server: str) -> Installed:
        scripts = {"server": server, "epmd": 'echo "$$" >> "$HOME/../pids"; exec sleep 600'}
        for name, text in scripts.items():
            (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
            (tmp_path / name).chmod(0o700)
        return Installed(tmp_path / "server", tmp_path / "server", tmp_path / "epmd")

    return make


@pytest.fixture
def owner(stand_in: Callable[[str], Installed]) -> Iterator[tuple[subprocess.Popen[str], Path, list[int]]]:
    """A process that has started one: itself, the folder, and everything that lives because of it."""
    made = stand_in(f"{HELPER}; {READY}; exec sleep 600")
    command = [sys.executable, "-c", OWNER, *(str(one) for one in (made.server, made.control, made.epmd))]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout
    folder, pid = process.stdout.readline().split()
    pids = [*living(Path(folder)), parent_of(int(pid))]
    assert len(pids) == 4 and all(map(lives, pids))
    yield process, Path(folder), pids
    process.kill()
    process.wait(SECONDS)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def test_a_stopped_one_leaves_nothing(stand_in: Callable[[str], Installed]) -> None:
    node = RabbitNode(installed=stand_in(f"{HELPER}; {READY}; exec sleep 600"))
    pids = living(node.folder)
    assert node.pid in pids and len(pids) == 3 and all(map(lives, pids))
    node.stop()
    assert not any(map(lives, pids)) and not node.folder.exists()
    node.stop()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGHUP])
def test_it_ends_with_whoever_started_it(
    owner: tuple[subprocess.Popen[str], Path, list[int]], number: signal.Signals
) -> None:
    process, folder, pids = owner
    os.killpg(process.pid, number)  # as Ctrl-C and a terminal that closes do: to all of the group
    process.wait(SECONDS)
    until(lambda: not any(map(lives, pids)) and not folder.exists())


def test_it_ends_when_its_keeper_is_killed(owner: tuple[subprocess.Popen[str], Path, list[int]]) -> None:
    process, folder, pids = owner
    *children, keeper = pids
    os.kill(keeper, signal.SIGKILL)
    until(lambda: not lives(keeper))
    group = [pid for pid in children if os.getpgid(pid) == keeper] if any(map(lives, children)) else []
    until(lambda: not any(map(lives, group)))
    assert process.stdin
    process.stdin.close()
    assert process.wait(SECONDS) == 0 and not folder.exists()
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)  # what went its own way: the broker's own helpers end with its pipes


def test_a_server_that_fails_is_quoted(stand_in: Callable[[str], Installed]) -> None:
    made = stand_in('echo "BOOT FAILED"; echo; echo "disken er full"; exit 1')
    with pytest.raises(NoRabbit) as caught:
        RabbitNode(installed=made)
    assert "stanset med en gang / BOOT FAILED / disken er full" in str(caught.value)
    assert "--over amqp" in caught.value.fix


def test_a_server_that_is_never_ready_is_given_up(
    stand_in: Callable[[str], Installed], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(NoRabbit, match=r"ikke klar etter 0\.5 s / Starting broker"):
        RabbitNode(installed=stand_in('echo "Starting broker..."; exec sleep 600'), start_seconds=0.5)
    assert not list(tmp_path.glob("epj-rabbitmq-*"))


def test_other_ports_are_tried_when_one_is_taken(stand_in: Callable[[str], Installed]) -> None:
    taken = f'test -e "$HOME/once" && {{ {READY}; exec sleep 600; }}; touch "$HOME/once"; echo "{{error,eaddrinuse}}"'
    with RabbitNode(installed=stand_in(taken)) as node:
        assert lives(node.pid)


def test_a_port_that_is_asked_for_is_had_or_refused(stand_in: Callable[[str], Installed]) -> None:
    made = stand_in(f"{READY}; exec sleep 600")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        with pytest.raises(NoRabbit, match=rf"at port {port} er ledig\. Fant: porten er i bruk"):
            RabbitNode(installed=made, management=port)
    with RabbitNode(installed=made, management=port) as node:
        assert node.management.page == f"http://127.0.0.1:{port}"


def test_a_folder_that_is_given_is_kept_and_the_server_may_close_its_files(
    stand_in: Callable[[str], Installed], tmp_path: Path
) -> None:
    made = stand_in(f"trap 'touch \"$HOME/closed\"; exit 0' TERM; {READY}; while :; do sleep 0.05; done")
    folder = tmp_path / "data"
    node = RabbitNode(folder, installed=made)
    host, pid = node.host, node.pid
    os.kill(pid, signal.SIGKILL)
    node.start()
    assert (node.host, lives(pid)) == (host, False) and node.pid != pid
    assert not (folder / "home" / "closed").exists()
    node.stop()
    assert (folder / "home" / "closed").exists() and not lives(node.pid)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder, *folder.glob("*.json"), folder / "rabbitmq.conf"))


def test_a_folder_that_cannot_be_written_is_told(stand_in: Callable[[str], Installed], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NoRabbit, match="får ikke skrevet i mappen sin"):
        RabbitNode(tmp_path / "file" / "data", installed=stand_in(READY))


def test_it_is_told_what_to_install() -> None:
    with pytest.raises(NoRabbit, match="apt-get install rabbitmq-server") as caught:
        find("")
    assert "ikke rabbitmq-server, rabbitmqctl, epmd, erl" in caught.value.found


def test_the_script_that_starts_the_shared_server_of_the_machine_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "_PLACES", ())
    for name in ("rabbitmq-script-wrapper", "rabbitmqctl", "epmd", "erl", "real"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o700)
    (tmp_path / "rabbitmq-server").symlink_to(tmp_path / "rabbitmq-script-wrapper")
    with pytest.raises(NoRabbit, match="ikke rabbitmq-server"):
        find(str(tmp_path))
    (tmp_path / "rabbitmq-server").unlink()
    (tmp_path / "rabbitmq-server").symlink_to(tmp_path / "real")
    assert find(str(tmp_path)).server == tmp_path / "rabbitmq-server"


def test_another_system_is_told_what_to_use_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.landscape.rabbitmq.installed.os.name", "nt")
    with pytest.raises(NoRabbit, match="--over amqp"):
        find()


def living(folder: Path) -> list[int]:
    """What the stand-in has noted: its helper, itself and the epmd."""
    return [int(line) for line in (folder / "pids").read_text().split()]


def parent_of(pid: int) -> int:
    """The process that started another."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def lives(pid: int) -> bool:
    """Whether it runs; one that has ended and waits to be counted does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(holds: Callable[[], bool]) -> None:
    """Return when it holds; nothing tells us that another process's child has ended."""
    give_up = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < give_up, "it never came to hold"
        time.sleep(0.02)
