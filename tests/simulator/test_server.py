import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import urllib3

from simulator.app import PortTaken, Server
from tests.simulator.bus_world import in_thread


def hello(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    size = int(environ.get("CONTENT_LENGTH") or 0)
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(len(environ["wsgi.input"].read(size))).encode()]


def get(server: Server, path: str = "/") -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", server.url + path, retries=False, timeout=30)


def test_it_answers_at_once_on_a_free_port() -> None:
    begun = time.monotonic()
    with Server(hello) as server:
        assert get(server).data == b"0"
        assert server.url == f"http://127.0.0.1:{server.port}"
        assert server.port > 0
    assert time.monotonic() - begun < 2


def test_after_stop_nobody_answers_and_the_port_is_free() -> None:
    server = Server(hello)
    server.stop()
    server.stop()
    with pytest.raises(urllib3.exceptions.HTTPError):
        get(server)
    with Server(hello, port=server.port) as again:
        assert get(again).status == 200


def test_a_taken_port_says_which_and_what_to_do() -> None:
    with Server(hello) as server:
        with pytest.raises(PortTaken, match=f"Port {server.port} på 127.0.0.1") as caught:
            Server(hello, port=server.port)
        assert "port 0" in caught.value.fix
        assert get(server).status == 200


def test_a_big_body_goes_through_and_a_too_big_one_does_not() -> None:
    with Server(hello) as server:
        assert urllib3.request("POST", server.url, body=b"x" * 5_000_000).data == b"5000000"
        with pytest.raises((urllib3.exceptions.HTTPError, AssertionError)):
            answer = urllib3.request(
                "POST", server.url, body=b"", headers={"Content-Length": str(101 * 1024 * 1024)}, retries=False
            )
            assert answer.status != 413


def test_many_idle_connections_are_kept() -> None:
    with Server(hello, threads=2) as server:
        pools = [urllib3.HTTPConnectionPool("127.0.0.1", server.port) for _ in range(30)]
        for _ in range(2):
            assert all(pool.request("GET", "/").status == 200 for pool in pools)
        assert {pool.num_connections for pool in pools} == {1}


def test_stop_frees_parked_requests_through_its_hook() -> None:
    parked, freed = threading.Semaphore(0), threading.Event()

    def park(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        parked.release()
        freed.wait(30)
        return hello(environ, start)

    server = Server(park, on_stop=freed.set)
    answers = [in_thread(lambda: get(server).status) for _ in range(4)]
    for _ in answers:
        assert parked.acquire(timeout=60)
    begun = time.monotonic()
    server.stop()
    assert time.monotonic() - begun < 4
    assert [answer.result(20) for answer in answers] == [200] * 4
