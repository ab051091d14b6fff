"""Makes the pages: templates, how times are written, and what stands on every page."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import Response, g, get_flashed_messages, request, url_for
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from simulator.journal.profile import Profile
from simulator.journal.unit import OSLO
from simulator.workbench import door, words
from simulator.workbench.fields import forms
from simulator.workbench.style import readable_on
from standards.kodeverk.k7611 import K7611

DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)


def moment(text: str | None) -> str:
    """A time of a log (UTC) or of an appointment (local) as people in Norway write it."""
    if not text:
        return "–"
    try:
        value = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text
    local = value.astimezone(OSLO) if value.tzinfo else value
    return local.strftime("%d.%m.%Y kl. %H.%M")


def second(text: str | None) -> str:
    """A time of the transport log, where much happens in one minute."""
    return moment(text) if not text or "T" not in text else f"{moment(text)}.{text.partition('T')[2][6:8]}"


def wall(value: datetime) -> str:
    """What the clock shows now."""
    return value.strftime("%d.%m.%Y kl. %H.%M")


def clock(text: str) -> str:
    """The hour and minute of an appointment."""
    return datetime.fromisoformat(text).strftime("%H.%M")


def day(value: date) -> str:
    """A date in words, such as `tirsdag 1. desember`."""
    return f"{DAYS[value.weekday()]} {value.day}. {MONTHS[value.month - 1]}"


def when(text: str) -> str:
    """The day of an appointment in words, such as `tirsdag 1. desember 2026`."""
    value = datetime.fromisoformat(text)
    return f"{day(value)} {value.year}"


def size(count: int) -> str:
    """How large a file is, as people say it."""
    if count < 1000:
        return f"{count} byte"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB".replace(".", ",")


def born(text: str) -> str:
    """A date of birth, such as `01.03.2020`."""
    return date.fromisoformat(text).strftime("%d.%m.%Y")


def number(ident: str) -> str:
    """What kind of national number it is."""
    return "D-nummer" if ident[:1] in "4567" else "Fødselsnummer"


def relation(code: str | None) -> str:
    """Why somebody acts for the patient, in words."""
    return K7611.codes.get(code or "", code or "").lower()


def address(page: str, **values: Any) -> str:
    """Where a page of the present area is."""
    return url_for(f"bench.{page}", area=request.view_args["area"] if request.view_args else "", **values)


def menu(profile: Profile) -> tuple[tuple[str, str], ...]:
    """The pages of the main menu, each with its title."""
    return (
        ("inbox", "Innboks"),
        ("week", "Timebok"),
        ("people", "Pasienter"),
        *((("wishes", "Ønsker om time"),) if profile.wishes else ()),
        *((("slots", "Ledige timer"),) if profile.free_slots else ()),
        ("log", "Transportlogg"),
        ("tasks", "Flere oppdrag"),
    )


def person_pages(profile: Profile) -> tuple[tuple[str, str], ...]:
    """The pages about one patient."""
    visits = (("visits", "Hjemmebesøk"),) if profile.home_care else ()
    return (("patient", "Journal"), *visits, ("access", "Innsynslogg"))


def led_to(place: str) -> Response:
    """Lead the browser to another page, after something was sent."""
    return Response(status=303, headers={"Location": place})


def render(template: str, *, status: int = 200, **values: Any) -> Response:
    """A page as an answer."""
    profile: Profile = g.profile
    here = getattr(g, "seat", None)
    text = (
        _environment()
        .get_template(template)
        .render(
            profile=profile,
            seat=here,
            may_choose=() if here is None else here.area.journal.world.services,
            menu=menu(profile),
            person_pages=person_pages(profile),
            notices=get_flashed_messages(with_categories=True),
            token=door.token,
            new_key=lambda: str(uuid.uuid4()),
            **values,
        )
    )
    return Response(text, status, mimetype="text/html")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("simulator.workbench", "pages"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        moment=moment,
        second=second,
        wall=wall,
        clock=clock,
        day=day,
        when=when,
        born=born,
        size=size,
        number=number,
        relation=relation,
    )
    environment.globals.update(url=address, words=words, forms=forms, ink=readable_on)
    return environment
