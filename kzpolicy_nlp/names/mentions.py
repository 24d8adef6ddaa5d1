"""What the rooms of names find: mentions as pairs of token indices."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationMention:
    """A named body at tokens `first … last - 1` (SPEC §7). `rule` says what found it."""

    first: int
    last: int
    name: str
    kind: str = "other"
    id: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place at tokens `first … last - 1` (SPEC §8)."""

    first: int
    last: int
    name: str
    kind: str
    id: str
    kato: str | None = None
    geonames: int | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention:
    """A person at tokens `first … last - 1` (SPEC §9)."""

    first: int
    last: int
    name: str
    role: str | None = None
    id: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a text, each list in text order; no two of them overlap."""

    organisations: list[OrganisationMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    persons: list[PersonMention] = field(default_factory=list)
