"""Sessions are for browsers: whoever calls as a program shows a secret instead, and pays nothing for a cookie."""

from __future__ import annotations

import re
from typing import Final

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

_PROGRAMS: Final = re.compile(r"/(?:_sim|w/[^/]+/staff)/")


class PageSessions(SecureCookieSessionInterface):
    """Those of Flask, opened for pages alone and not for the staff adapter and control."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a browser; None for a program, whose session can be read but not written."""
        return None if _PROGRAMS.match(request.path) else super().open_session(app, request)
