"""The page that links everything: what is listed where."""

from __future__ import annotations

from lxml import html

from simulator.landscape.index import Listed, build_app

JOURNAL = Listed("Simulert journal", "http://127.0.0.1:1", "journal", "http://127.0.0.1:1/w/a/", "targets/a.toml")
BUS = Listed("Tjenestebuss", "http://127.0.0.1:2", "simulert buss", "http://127.0.0.1:2/_sim/areas")
CITIZEN = Listed("Helsenorge for innbyggeren", "http://127.0.0.1:3", "sidene", "http://127.0.0.1:3/")


def listed(*services: Listed) -> dict[str, list[str]]:
    page = html.fromstring(build_app(services).test_client().get("/").text)
    return {
        part.get("id"): [name.text_content() for name in part.xpath("following-sibling::ul[1]//h3")]
        for part in page.xpath("//h2")
    }


def test_the_citizens_pages_stand_between_the_journals_and_the_services() -> None:
    found = listed(JOURNAL, BUS, CITIZEN)
    assert found == {"journaler": [JOURNAL.name], "innbygger": [CITIZEN.name], "tjenester": [BUS.name]}
    assert list(found) == ["journaler", "innbygger", "tjenester"]


def test_where_nobody_plays_the_citizen_there_is_no_such_part() -> None:
    assert listed(JOURNAL, BUS) == {"journaler": [JOURNAL.name], "tjenester": [BUS.name]}
    assert listed(Listed("MSH", "", "annens")) == {"tjenester": ["MSH"]}
