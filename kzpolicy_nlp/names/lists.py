"""The lists of names: the shipped ones and the caller's, each name with the forms that texts may have.

`words/forms.tsv` holds the forms of the shipped names, made by tools/build_forms.py; where places.tsv or
organisations.tsv have changed since, and for the caller's lists, names are declined here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..errors import DataError, InputError
from ..text.data import digest_of, text_of, words

_PIECE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[^\w\s]")
_SCRIPT = re.compile(r"[A-Za-z]+|[^A-Za-z]+")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_YO = str.maketrans("\u0451\u0401", "\u0435\u0415")
QUOTES = frozenset("«»\"'")
TABLES = ("organisations", "places")
PLACE_KINDS = ("city", "region", "district", "country", "other")
_COLUMNS = {
    "organisations": ("id", "name", "kind", "short", "abbreviations", "wikidata", "parent", "country"),
    "places": (
        *("name", "kind", "id", "kato", "geonames", "country", "within", "lat", "lon", "population"),
        *("names", "adjective", "ambiguous", "keep"),
    ),
}
_OF_PLACES = frozenset(_COLUMNS["places"]) - frozenset(_COLUMNS["organisations"])
_NUMBERS = {"geonames": int, "population": int, "lat": float, "lon": float}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A body or a place of the lists."""

    table: str
    name: str
    kind: str
    id: str
    kato: str | None = None
    geonames: int | None = None
    country: str | None = None
    within: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    parent: str | None = None


class Line(NamedTuple):
    """A name and its other forms; `sort` is name, abbreviation or adjective; `keys`: the first words, for look-up."""

    table: str
    id: str
    sort: str
    name: str
    keys: tuple[str, ...]
    forms: tuple[str, ...]


def lines_of(table: str, row: Row) -> Iterator[Line]:
    """Yields the names of a row, each declined.

    An abbreviation stands as it is; so does a Kazakh name, whose cases are not Russian ones.
    """
    kazakh = tuple(words("names")["kazakh_ends"])
    sorts = {"name": [row["name"], *row["names" if table == "places" else "short"].split("|")]}
    sorts["abbreviation"] = row.get("abbreviations", "").split("|")
    sorts["adjective"] = [row.get("adjective", "")]
    for sort, names in sorts.items():
        for name in dict.fromkeys(plain(name) for name in names if name):
            forms: tuple[str, ...] = ()
            if sort != "abbreviation" and not name.endswith(kazakh):
                from ..text.inflection import decline

                forms = tuple(dict.fromkeys(form for _, form in decline(name) if form != name))
            keys = tuple(dict.fromkeys(first_key(form) for form in (name, *forms)))
            yield Line(table, row["id"], sort, name, keys, forms)


def plain(name: str) -> str:
    """Returns a name with «е» for «ё», as texts are read."""
    return name.translate(_YO)


def entry_of(table: str, row: Row) -> Entry:
    """Returns the body or the place of a row."""
    country = row["country"] or None
    if table == "organisations":
        return Entry(table, row["name"], row["kind"], row["id"], country=country, parent=row["parent"] or None)
    return Entry(
        table,
        row["name"],
        row["kind"],
        row["id"],
        kato=row["kato"] or None,
        geonames=int(row["geonames"]) if row["geonames"] else None,
        country=country,
        within=row["within"] or None,
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        population=int(row["population"] or 0),
    )


def digest() -> str:
    """Returns what tells whether forms.tsv was made from the lists as they are."""
    return digest_of("".join(text_of(f"{table}.tsv") for table in TABLES))


def read_list(path: Path) -> tuple[str, list[dict[str, str]]]:
    """Returns the table and the rows of a caller's list, in the form of organisations.tsv or places.tsv.

    The header names the columns; `name` and `kind` must be among them, the others may be left out. A column that only
    places have (`names`, `kato`, `lat` …) makes it a list of places. Without an `id` the name becomes one.

    Raises:
        InputError: there is no such file, or it can't be read.
        DataError: a line is not well-formed; the message names the file and the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; wanted is a list of names (.tsv)") from None
    except UnicodeDecodeError as error:
        place = f"{path}:{error.object.count(10, 0, error.start) + 1}"
        raise DataError(f"{place}: not UTF-8; convert it: iconv -f cp1251 -t utf-8") from None
    header: Sequence[str] = ()
    table, found = "organisations", list[dict[str, str]]()
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        values = [value.strip() for value in line.rstrip("\r").split("\t")]
        if not any(values) or line.startswith("#"):
            continue
        if not header:
            header = values
            table = "places" if _OF_PLACES.intersection(header) else "organisations"
            _check_header(f"{path}:{number}", table, header)
        else:
            row = dict.fromkeys(_COLUMNS[table], "") | _row(f"{path}:{number}", table, header, values)
            if row["id"] in seen:
                raise DataError(f"{path}:{number}: the id {row['id']!r} is that of line {seen[row['id']]} already")
            seen[row["id"]] = number
            found.append(row)
    if not header:
        raise DataError(f"{path}:1: no header; write the columns' names first, at least name and kind, by tabs")
    return table, found


def _check_header(place: str, table: str, header: Sequence[str]) -> None:
    unknown = [name for name in header if name not in _COLUMNS[table]]
    if missing := [name for name in ("name", "kind") if name not in header]:
        raise DataError(f"{place}: the header lacks {' and '.join(missing)}; columns stand apart by tabs")
    if unknown or len(set(header)) < len(header):
        said = f"no column {', '.join(map(repr, unknown))}" if unknown else "a column stands there twice"
        raise DataError(f"{place}: {said}; a list of {table} may have {', '.join(_COLUMNS[table])}")


def _row(place: str, table: str, header: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    if len(values) > len(header):
        raise DataError(f"{place}: {len(values)} fields where the header has {len(header)}")
    row = dict.fromkeys(header, "") | dict(zip(header, values, strict=False))  # editors cut tabs at the end
    if not any(character.isalnum() for character in row["name"]):
        raise DataError(f"{place}: the row has no name")
    if table == "places" and row["kind"] not in PLACE_KINDS:
        raise DataError(f"{place}: {row['kind']!r} is no kind of place; choose from {', '.join(PLACE_KINDS)}")
    for column, number in _NUMBERS.items():
        try:
            number(row.get(column) or "0")
        except ValueError:
            raise DataError(f"{place}: {column} is {row[column]!r}, which is no number") from None
    row["kind"] = row["kind"] or "other"
    if not row.get("id"):
        from .canonical import slug

        row["id"] = (f"{row['kind']}:" if table == "places" else "") + slug(row["name"])
    return row


def fold() -> dict[int, str]:
    """Returns what levels Kazakh letters to Russian ones."""
    return str.maketrans(words("names")["fold"])


def pieces(name: str) -> list[str]:
    """Returns the tokens of a name, as the text's tokeniser cuts them."""
    found: list[str] = []
    for piece in _PIECE.findall(_DASHES.sub("-", name)):
        found.extend([piece] if "-" in piece else _SCRIPT.findall(piece))
    return found


def first_key(form: str) -> str:
    """Returns the look-up key of a form's first word."""
    return next(piece for piece in pieces(form) if piece not in QUOTES).lower().translate(fold())
