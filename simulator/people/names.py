"""Names for the synthetic population: our own lists, so that the same seed gives the same people for ever."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.people.person import Sex


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FAMILY: tuple[str, ...] = _words(
    "Aasen Andreassen Bakken Berge Bjørge Brekke Bråten Bøe Dahle Eide Engen Evensen Fjære Foss Fremstad "
    "Furuseth Gjerde Grønli Gulbrandsen Haugland Hegge Helle Holmøy Hovland Høiby Iversen Jørstad Kleven "
    "Knudsen Krogh Kvåle Lervik Lillebø Løken Moe Myhre Mæland Nedrebø Nilsen Nygård Næss Olstad Opdal Ravn "
    "Rognlien Rønning Sandvik Skår Solberg Stordal Sunde Sæterdal Tangen Tørresen Ulvestad Vågen Wiik Ystad "
    "Åmdal Ålvik"
)
DOUBLE: tuple[str, ...] = (
    "Bakken Solberg",
    "Dahle-Moe",
    "Eide Haugland",
    "Grønli-Næss",
    "Krogh Sæterdal",
    "Vågen-Bøe",
)
GIVEN: Mapping[Sex, tuple[str, ...]] = {
    "kvinne": _words(
        "Amalie Anna Astrid Aurora Benedikte Bjørg Dagny Ebba Elin Ella Emma Frida Gro Guro Hanna Hedda Helene "
        "Ida Ingrid Iselin Johanne Julie Kaja Kristine Leah Linnea Live Malin Maren Maria Marte Mia Mille Noor "
        "Oda Ragnhild Ronja Sanna Sara Selma Signe Silje Sofie Solfrid Søs Thea Tiril Tuva Vår Ylva Åshild Åsne"
    ),
    "mann": _words(
        "Adrian Aksel Anders Arne Asbjørn Birk Bjørn Casper Daniel Eirik Elias Endre Filip Geir Gustav Halvor "
        "Henrik Håvard Isak Ivar Jakob Jon Kasper Kjetil Kristian Lars Leif Liam Ludvig Magnus Marius Martin "
        "Mathias Mohamad Odin Olav Oskar Petter Rune Sander Sigurd Simen Snorre Sondre Søren Tarjei Terje Tobias "
        "Torbjørn Ulrik Vegard Viktor Åsmund"
    ),
}
OLD: Mapping[Sex, tuple[str, ...]] = {
    "kvinne": _words("Aslaug Borghild Edith Gerd Gudrun Inger Klara Magnhild Ruth Sigrid Torbjørg Åse"),
    "mann": _words("Alf Arvid Einar Gunnar Harald Ingvar Kåre Odd Reidar Sverre Torleif Ørnulf"),
}
SAMI_FAMILY = "Čeavžžá Ráđđeguovččaš"
SAMI: Mapping[Sex, tuple[str, ...]] = {
    "kvinne": ("Máret Ánne", "Elle Šoŋŋa", "Risten Iŋgá", "Sárá Biret"),
    "mann": ("Máhtte Ruoŧŧa", "Niillas Áŋde", "Jovnna Šiila", "Áilu Ándaras"),
}
ONE_NAME: tuple[str, ...] = ("Mahnaz", "Sukarti", "Tenzin", "Dechen", "Parwana", "Yuliana")
LONG: Mapping[Sex, str] = {
    "kvinne": "Anne-Margrethe Charlotte-Amalie Wilhelmine Dorothea Ingeborg-Kristine",
    "mann": "Hans-Christian Fredrik-Wilhelm Maximilian Johannes Alexander-Sebastian",
}
LONG_FAMILY = "von der Lippe-Sæther Wedel-Christophersen Østbye-Ramachandranathan O'Shaughnessy d'Ardenne"
STREETS: tuple[str, ...] = _words(
    "Fjordgata Havnegata Kirkebakken Skolevegen Strandvegen Åsvegen Møllergata Nordstrandvegen Øvregata "
    "Bjørkelia Furulia Granstien Lyngvegen Rabben Sjøgata Storgata Sætervegen Tangvegen Utsikten Vikabakken"
)
PLACE = "9998 Fjordvik"
