"""The workbench on a journal without a bus, with a browser of the tests' own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from lxml import html

from simulator.journal.area import UnknownArea
from simulator.journal.journal import Journal
from simulator.journal.profile import Profile
from simulator.workbench import web

BASE = "/w/a/arbeidsbenk"
SECRET = "hemmelig-æ"


class OneArea:
    """An area without a bus."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.staff_secret = SECRET
        self.trouble = ""

    def settle(self, seconds: float) -> tuple[bool | None, str]:
        return True, ""


class Areas:
    """A server with the area `a`."""

    def __init__(self, area: OneArea, profile: Profile) -> None:
        self.area = area
        self.profile = profile

    def ids(self) -> list[str]:
        return ["a"]

    def find(self, area: str) -> OneArea:
        if area != "a":
            raise UnknownArea("Testområdet finnes ikke her.", found=area)
        return self.area


def bench(journal: Journal, profile: Profile, *, local: bool = True) -> tuple[Flask, OneArea]:
    """The app of a journal server with its workbench alone."""
    area = OneArea(journal)
    app = Flask("journal", static_folder=None)
    web.install(app, Areas(area, profile), local=local)
    return app, area


class Page:
    """An answer, read as a person would read it."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.status = int(answer.status_code)
        self.headers = answer.headers
        self.tree = html.fromstring(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else None

    @property
    def text(self) -> str:
        """Everything written in main, white space as one."""
        found = self.tree.xpath("//main") if self.tree is not None else []
        return re.sub(r"\s+", " ", found[0].text_content()) if found else ""

    @property
    def h1(self) -> str:
        return str(self.tree.xpath("string(//h1)")).strip()

    def links(self) -> dict[str, str]:
        return {re.sub(r"\s+", " ", a.text_content()).strip(): a.get("href") for a in self.tree.xpath("//main//a")}

    def value(self, field: str) -> str:
        """What stands in a field of the last form that has it."""
        found = self.tree.xpath(f"//main//form//*[@name='{field}']")[-1]
        if found.tag == "select":
            return str(found.xpath("string(option[@selected]/@value)"))
        return str(found.get("value") if found.tag == "input" else found.text or "").lstrip("\n")


class Browser:
    """Opens pages and sends their forms, as a browser without script does."""

    def __init__(self, app: Flask, **environ: Any) -> None:
        self.client = app.test_client()
        self.environ = {"base_url": "http://127.0.0.1:8081", **environ}

    def get(self, path: str) -> Page:
        return Page(self.client.get(path if path.startswith("/") else f"{BASE}/{path}", **self.environ))

    def send(self, page: Page, button: str, values: Mapping[str, Any] | None = None) -> Page:
        """Fill in the form with that button and send it; follows where it leads."""
        form = page.tree.xpath(f"//form[.//button[normalize-space()='{button}']]")[0]
        typed: dict[str, Any] = {}
        for field in form.xpath(".//input[@type!='checkbox' or @checked]|.//textarea|.//select"):
            value = field.value if field.tag in ("select", "textarea") else field.get("value", "")
            typed.setdefault(field.get("name"), []).append(value or "")
        typed |= values or {}
        assert form.get("method") == "post"
        return self.post(form.get("action"), typed)

    def post(self, path: str, values: Mapping[str, Any]) -> Page:
        answer = self.client.post(path, data=values, **self.environ)
        if answer.status_code == 303:
            return self.get(urlsplit(answer.location)._replace(scheme="", netloc="").geturl())
        return Page(answer)
