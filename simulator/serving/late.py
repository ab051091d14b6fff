"""An app that is built when the first request comes: a town of many services is up before all of them are."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from simulator.serving import answers
from simulator.serving.areas import Areas
from standards.errors import Problem, in_words

Start = Callable[..., Any]


class LateApp:
    """A WSGI app; `build` is tried again at the next request when it fails. `close` closes the areas."""

    def __init__(self, name: str, simulated: str, build: Callable[[], tuple[Flask, Areas[Any]]]) -> None:
        self._name = name
        self._simulated = simulated
        self._build = build
        self._lock = threading.Lock()
        self._built: tuple[Flask, Areas[Any]] | None = None
        self._closed = False

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer, with the app or with why there is none."""
        return self._app()(environ, start_response)

    def close(self) -> None:
        """Close what was built; nothing is built from now on."""
        with self._lock:
            self._closed = True
            if self._built is not None:
                self._built[1].close()

    def _app(self) -> Flask:
        built = self._built
        if built is not None:
            return built[0]
        with self._lock:
            if self._built is None:
                if self._closed:
                    return self._refusing(Problem("Tjenesten er stoppet.", fix="Start simulatoren på nytt."))
                try:
                    self._built = self._build()
                except (Problem, OSError) as error:
                    return self._refusing(error)
            return self._built[0]

    def _refusing(self, error: Problem | OSError) -> Flask:
        """An app that answers everything with what is wrong."""
        app = Flask(self._name, static_folder=None)
        problem = error if isinstance(error, Problem) else Problem(in_words(error), fix="Rett feilen og prøv igjen.")

        answers.install(app, self._simulated)
        app.before_request(lambda: answers.four_fields(problem, 503))
        return app
