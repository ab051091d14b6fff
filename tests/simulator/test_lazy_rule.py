"""Routes are put up quickly, and from several threads at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Blueprint, Flask, url_for

from simulator.serving.app import create_app


def test_many_threads_may_build_and_ask_for_addresses_at_a_time() -> None:
    def made(number: int) -> str:
        blueprint = Blueprint(f"b{number}", __name__)
        for place in range(40):
            blueprint.add_url_rule(f"/{place}/<one>/<int:two>", f"r{place}", lambda one, two: "")
        app: Flask = create_app("prøve", "prøve", [blueprint], max_request_bytes=10)
        with app.test_request_context():
            return "".join(url_for(f"b{number}.r{place}", one="a", two=2) for place in range(40))

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(made, range(24)))
    assert answers == {"".join(f"/{place}/a/2" for place in range(40))}


def test_what_one_app_built_is_right_in_another() -> None:
    def address(rule: str, defaults: dict[str, str] | None = None, known: bool = False, **values: object) -> str:
        blueprint = Blueprint("b", __name__)
        blueprint.add_url_rule(rule, "r", lambda **values: "", defaults=defaults or {})
        app = create_app("prøve", "prøve", [blueprint], max_request_bytes=10)
        with app.test_request_context():
            return (
                app.url_map.bind("x").build("b.r", values, append_unknown=False) if known else url_for("b.r", **values)
            )

    for _ in range(2):
        assert address("/x/<one>", one="å b") == "/x/%C3%A5%20b"
        assert address("/x/<path:one>", one="a/b") == "/x/a/b"
        assert address("/x/<int:one>", one=7, more="y") == "/x/7?more=y"
        assert address("/y/<one>", one=7) == "/y/7"
        assert address("/x/<int:one>", known=True, one=7, more="y") == "/x/7"
        assert address("/x/<one>", {"one": "fast"}) == "/x/fast"


def test_every_app_of_a_service_uses_them() -> None:
    assert create_app("prøve", "prøve", [], max_request_bytes=10).url_rule_class.__name__ == "LazyRule"
