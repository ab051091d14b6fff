"""Who lives with whom, and who may not know."""

from __future__ import annotations

from dataclasses import replace

from simulator.people.making import ELSEWHERE, THIRD, Kind, Maker, parental
from simulator.people.person import Bond, Person, Protection, Tie


def one_at_address(make: Maker) -> list[Person]:
    """Parents with joint responsibility; the child lives with one of them."""
    birth = make.born("child", 2, 10)
    mother = make.parent("mor", birth, "kvinne", traits=("bor med barnet",))
    father = make.parent("far", birth, "mann", address=make.address(ELSEWHERE), traits=("bor et annet sted",))
    return [mother, father, *make.children([birth], [mother, father], traits=("én forelder på adressen",))]


def apart(make: Maker) -> list[Person]:
    """Parents living apart, with one child registered at each of them."""
    births = make.siblings(2, (1, 5))
    mother = make.parent("mor", births[0], "kvinne")
    father = make.parent("far", births[0], "mann", address=make.address(ELSEWHERE))
    children = make.children(births, [mother, father], traits=("delt familie",))
    return [mother, father, children[0], replace(children[1], address=father.address)]


def none_at_address(make: Maker) -> list[Person]:
    """A child registered with the grandmother; both parents live elsewhere."""
    birth = make.born("child", 2, 10)
    mother = make.parent("mor", birth, "kvinne", address=make.address(ELSEWHERE))
    father = make.parent("far", birth, "mann", address=make.address(THIRD))
    grandmother = make.parent("bestemor", mother.birth_date, "kvinne", kind="voksen")
    child = make.children([birth], [mother, father], traits=("ingen forelder på adressen",))
    return [mother, father, grandmother, *child]


def fostered(make: Maker) -> list[Person]:
    """A child in foster care; the parents keep the responsibility."""
    birth = make.born("child", 3, 10)
    mother = make.parent("mor", birth, "kvinne", address=make.address(ELSEWHERE))
    father = make.parent("far", birth, "mann", address=make.address(THIRD))
    known = {"family": f"{make.surname}-Lien", "traits": ("fosterforelder",)}
    foster = [make.parent("fostermor", birth, "kvinne", **known), make.parent("fosterfar", birth, "mann", **known)]
    ties = (*parental(mother, father), *(Tie(one.id, Bond.FOSTER) for one in foster))
    return [mother, father, *foster, make.person("barn", birth, ties=ties, traits=("fosterbarn",))]


def code_6(make: Maker) -> list[Person]:
    """A mother and her child with strictly confidential address; the father has no protection."""
    birth = make.born("child", 2, 10)
    hidden = {"address": "", "protection": Protection.STRICT, "traits": ("strengt fortrolig adresse",)}
    mother = make.parent("mor", birth, "kvinne", **hidden)
    father = make.parent("far", birth, "mann", address=make.address(ELSEWHERE))
    return [mother, father, *make.children([birth], [mother, father], **hidden)]


def code_7(make: Maker) -> list[Person]:
    """A father with confidential address, whose child has no protection."""
    birth = make.born("child", 2, 10)
    mother = make.parent("mor", birth, "kvinne")
    father = make.parent(
        "far", birth, "mann", address="", protection=Protection.CONFIDENTIAL, traits=("fortrolig adresse",)
    )
    return [mother, father, *make.children([birth], [mother, father])]


def client_address(make: Maker) -> list[Person]:
    """A grown-up with client address, which takes no rights away."""
    return [make.person("voksen", make.born("adult", 30, 60), protection=Protection.CLIENT)]


def twins(make: Maker) -> list[Person]:
    """Twins of the same sex, born the same day, with numbers next to each other."""
    birth = make.born("twins", 0, 9)
    parents = make.parents(birth)
    sex = parents[make.draws.number("twin sex", 2)].sex
    return [*parents, *make.children([birth, birth], parents, sex=sex, traits=("tvilling",))]


def many_siblings(make: Maker) -> list[Person]:
    """Five siblings from baby to youth, some under and some over the boundary of 12."""
    births = make.siblings(5, (0, 0))
    parents = make.parents(births[0])
    return [*parents, *make.children(births, parents, traits=("mange søsken",))]


def two_mothers(make: Maker) -> list[Person]:
    """A mother and a co-mother with joint responsibility."""
    birth = make.born("child", 1, 9)
    mothers = [make.parent("mor", birth, "kvinne"), make.parent("medmor", birth, "kvinne", traits=("medmor",))]
    return [*mothers, *make.children([birth], mothers)]


def without_responsibility(make: Maker) -> list[Person]:
    """A father who lives with the child without parental responsibility."""
    birth = make.born("child", 1, 9)
    mother = make.parent("mor", birth, "kvinne")
    father = make.parent("far", birth, "mann", traits=("uten foreldreansvar",))
    ties = (*parental(mother), Tie(father.id, Bond.PARENT))
    return [mother, father, make.person("barn", birth, ties=ties)]


def abroad(make: Maker) -> list[Person]:
    """A father who has moved from Norway, and the child with the mother."""
    birth = make.born("child", 2, 10)
    mother = make.parent("mor", birth, "kvinne")
    father = make.parent("far", birth, "mann", address="", emigrated=make.after(-200), traits=("utflyttet",))
    return [mother, father, *make.children([birth], [mother, father])]


KINDS = (
    Kind("en-paa-adressen", "Felles foreldreansvar, én forelder på adressen", 3, one_at_address, weight=2),
    Kind("hver-for-seg", "Foreldre som bor hver for seg, med ett barn hos hver", 4, apart, weight=1),
    Kind("ingen-paa-adressen", "Barn hos bestemor, ingen forelder på adressen", 4, none_at_address),
    Kind("fosterhjem", "Barn i fosterhjem", 5, fostered),
    Kind("kode-6", "Mor og barn med strengt fortrolig adresse (kode 6)", 3, code_6),
    Kind("kode-7", "Far med fortrolig adresse (kode 7)", 3, code_7),
    Kind("klientadresse", "Voksen med klientadresse", 1, client_address),
    Kind("tvillinger", "Tvillinger med nabonumre", 4, twins, weight=1),
    Kind("mange-soesken", "Fem søsken", 7, many_siblings),
    Kind("medmor", "Mor, medmor og barn", 3, two_mothers),
    Kind("uten-foreldreansvar", "Far uten foreldreansvar på adressen", 3, without_responsibility),
    Kind("utflyttet", "Far som er flyttet fra Norge", 3, abroad),
)
