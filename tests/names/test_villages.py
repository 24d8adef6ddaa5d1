"""Villages by KATO: which one of its name is meant, and that nothing is guessed."""

from __future__ import annotations

import pytest

from kzpolicy_nlp.names.mentions import PlaceMention
from kzpolicy_nlp.names.villages import villages, with_villages


def place(name: str, kato: str | None = None, kind: str = "city", country: str | None = None) -> PlaceMention:
    rule = "list" if kato or country else "noun"
    country = "KZ" if kato else country
    return PlaceMention(first=0, last=1, name=name, kind=kind, id=name, kato=kato, country=country, rule=rule)


PAVLODAR = place("Павлодарская область", "550000000", "region")
AKSUAT = place("район Аксуат", "103400000", "district")


@pytest.mark.parametrize(
    ("name", "others", "kato"),
    [
        ("Ивановка", [PAVLODAR], "554849100"),
        ("Ивановка", [], None),  # there are several
        ("Бердибай", [AKSUAT], "103433115"),
        ("Бердібай", [AKSUAT], "103433115"),
        ("Бердибай", [PAVLODAR], "103433115"),  # there is but one
        ("Бердибай", [place("Россия", country="RU", kind="country")], None),
        ("Неттакогосела", [PAVLODAR], None),
    ],
)
def test_only_what_is_certain(name: str, others: list[PlaceMention], kato: str | None) -> None:
    assert with_villages([place(name), *others])[0].kato == kato


def test_the_tagger_alone_needs_the_region_too() -> None:
    tagged = PlaceMention(first=0, last=1, name="Бердибай", kind="city", id="x", rule="tagger")
    assert with_villages([tagged])[0] == tagged
    assert with_villages([tagged, AKSUAT])[0].id == "kato:103433115"


def test_every_line_is_well_formed() -> None:
    listed = [village for named in villages().values() for village in named]
    codes = [village.kato for village in listed]
    assert len(codes) > 6_000
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 9 and code.isdigit() for code in codes)
    assert all(40 < float(v.lat) < 56 and 46 < float(v.lon) < 88 for v in listed if v.lat)
    assert all(bool(v.geonames) == bool(v.lat) == bool(v.lon) for v in listed)
