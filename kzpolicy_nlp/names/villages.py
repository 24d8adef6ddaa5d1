"""Which of Kazakhstan's villages a place is that no list knows: the only one of its name where the text is about."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..text.data import rows
from ..text.inflection import nominative
from .gazetteer import level
from .mentions import PlaceMention

_REGION, _DISTRICT = 2, 4  # digits of a KATO code
_COUNTRY = "KZ"


class Village(NamedTuple):
    """A village of KATO; what GeoNames does not know is empty."""

    name: str
    kato: str
    geonames: str
    lat: str
    lon: str


@functools.cache
def villages() -> dict[str, tuple[Village, ...]]:
    """Returns Kazakhstan's villages by their levelled names (read on the first call)."""
    found: dict[str, tuple[Village, ...]] = {}
    for row in rows("villages"):
        codes = row["kato"].split("|")
        columns = (row[key].split("|") if row[key] else [""] * len(codes) for key in ("geonames", "lat", "lon"))
        listed = (Village(row["name"], *fields) for fields in zip(codes, *columns, strict=True))
        key = level(row["name"].lower())
        found[key] = (*found.get(key, ()), *listed)
    return found


def with_villages(places: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Returns the places of a text; villages that no other list knows have their KATO code where it is certain.

    It is certain for the only village of its name in the districts or regions that the text names. Behind «село» it is
    also certain for the only one in the country, where the text names no place abroad alone.
    """
    found = list(places)
    open_ = [i for i, m in enumerate(found) if m.kind == "city" and not m.country and m.rule in ("noun", "tagger")]
    if not open_:
        return found
    near = [m.kato for m in found if m.kato is not None and m.kind in ("region", "district", "city")]
    is_abroad = not near and any(m.country not in (None, _COUNTRY) for m in found)
    for i in open_:
        mention = found[i]
        named = next(filter(None, (villages().get(level(n.lower())) for n in _readings(mention.name))), ())
        village = _nearest(named, near)
        if village is None and mention.rule == "noun" and len(named) == 1 and not is_abroad:
            village = named[0]
        if village is not None:
            found[i] = _linked(mention, village)
    return found


def _readings(name: str) -> Iterator[str]:
    yield name
    yield nominative(name)


def _nearest(named: Sequence[Village], near: Sequence[str]) -> Village | None:
    """The only village of a name in the districts that a text names, else in its regions."""
    for digits in (_DISTRICT, _REGION):
        areas = {code[:digits] for code in near}
        inside = [village for village in named if village.kato[:digits] in areas]
        if inside:
            return inside[0] if len(inside) == 1 else None
    return None


def _linked(mention: PlaceMention, village: Village) -> PlaceMention:
    return replace(
        mention,
        name=village.name,
        id=f"kato:{village.kato}",
        kato=village.kato,
        country=_COUNTRY,
        geonames=int(village.geonames) if village.geonames else None,
        lat=float(village.lat) if village.lat else None,
        lon=float(village.lon) if village.lon else None,
    )
