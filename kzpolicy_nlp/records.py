"""The records that the library returns (SPEC §3–§11): plain frozen dataclasses, encoded at the edge.

Every mention has `start` and `end`, half-open code-point positions in the caller's text, and `text`, the slice between
them. Days are `datetime.date`, amounts floats in the units and scale of the text's value («5 млн» is 5e6).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeVar

from .errors import InputError

Bound = Literal["exact", "at_least", "at_most", "about"]
Role = Literal["deadline", "start", "past", "other"]
Precision = Literal["day", "week", "month", "quarter", "half", "year", "period"]
TargetKind = Literal["goal", "forecast", "allocation"]
Mode = Literal["level", "delta", "factor", "count"]
Direction = Literal["up", "down"]

#: The version of the record schema; it grows when a field is added or changes its meaning.
SCHEMA = 1


class _Short:
    """A repr that names only what differs from the default; a bare mention shows its text and place."""

    __slots__ = ()

    def __repr__(self) -> str:
        shown = []
        for f in fields(self):  # type: ignore[arg-type]
            value = getattr(self, f.name)
            if f.name in _UNSHOWN or value == f.default or isinstance(value, Mention):
                continue
            if isinstance(value, float):
                shown.append(f"{f.name}={_short(value)}")
            elif isinstance(value, dt.date):
                shown.append(f"{f.name}={value.isoformat()}")
            else:
                shown.append(f"{f.name}={value!r}")
        if not shown and isinstance(self, Mention):
            shown = [repr(self.text), f"{self.start}:{self.end}"]
        return f"{type(self).__name__}({', '.join(shown)})"


_UNSHOWN = {"start", "end", "text", "evidence"}
_EXPONENT = re.compile(r"e\+?(-?)0*")


def _short(value: float) -> str:
    """Returns the shortest usual spelling that reads back as the same float: 1e9, 5.5, 34."""
    rounded = f"{value:g}"
    exact = rounded if float(rounded) == value else repr(value).removesuffix(".0")
    return _EXPONENT.sub(r"e\1", exact)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Mention(_Short):
    """A place in the text: `text[start:end]`."""

    start: int = 0
    end: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Token(Mention):
    """A token by razdel's conventions; numbers stand apart from the units glued to them."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sentence(Mention):
    """A sentence; a line break ends one, an abbreviation of the genre does not."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Money(Mention):
    """A sum (SPEC §3). `currency` is ISO 4217 or None («у.е.»); `per` the unit that the sum is for («гектар»)."""

    amount: float
    amount_max: float | None = None
    currency: str | None = None
    bound: Bound = "exact"
    per: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Quantity(Mention):
    """A measure, percentage, factor, share or count (SPEC §4). `unit` is a symbol or the counted noun's lemma."""

    amount: float
    amount_max: float | None = None
    unit: str | None = None
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DateExpr(Mention):
    """A time expression (SPEC §5). Days are inclusive; `relative` says what an unresolved one means."""

    first_day: dt.date | None = None
    last_day: dt.date | None = None
    precision: Precision = "day"
    role: Role = "other"
    relative: str | None = None
    recurring: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Deadline(Mention):
    """A date whose role is deadline (SPEC §6): `due` is its last day, `year` that day's year."""

    due: dt.date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Organisation(Mention):
    """A named body (SPEC §7). `name` is the canonical nominative; mentions of one body share `id`."""

    name: str
    kind: str = "other"
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Place(Mention):
    """A place (SPEC §8). `kind` is city, region, district, country or other; `lat` and `lon` are degrees (WGS 84)."""

    name: str
    kind: str = "other"
    id: str = ""
    kato: str | None = None
    geonames: int | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Person(Mention):
    """A person (SPEC §9). `name` is nominative; `role` the post named beside it, as written."""

    name: str
    role: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Baseline(_Short):
    """The value that a change starts from."""

    amount: float
    currency: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Target(Mention):
    """A measurable value to be reached, created or spent in the future (SPEC §10).

    `start` and `end` mark the clause that says it; `value`, `deadline` and `indicator_span` its pieces.
    `evidence` names the words and rules that it rests on, `confidence` how likely value, unit or currency and year are
    all right (from 0 to 1; docs/accuracy.md has a reliability table).
    """

    amount: float
    amount_max: float | None = None
    currency: str | None = None
    unit: str | None = None
    year: int | None = None
    due: dt.date | None = None
    bound: Bound = "exact"
    indicator: str | None = None
    kind: TargetKind = "goal"
    mode: Mode = "level"
    direction: Direction | None = None
    baseline: Baseline | None = None
    actor: str | None = None
    actor_id: str | None = None
    speaker: str | None = None
    speaker_id: str | None = None
    value: Mention | None = None
    deadline: Mention | None = None
    indicator_span: Mention | None = None
    evidence: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Fact(Mention):
    """A measurable value that was reached or holds now (SPEC §10); the fields of a Target."""

    amount: float
    amount_max: float | None = None
    currency: str | None = None
    unit: str | None = None
    year: int | None = None
    bound: Bound = "exact"
    indicator: str | None = None
    mode: Mode = "level"
    direction: Direction | None = None
    baseline: Baseline | None = None
    actor: str | None = None
    actor_id: str | None = None
    speaker: str | None = None
    speaker_id: str | None = None
    value: Mention | None = None
    deadline: Mention | None = None
    indicator_span: Mention | None = None
    evidence: tuple[str, ...] = ()
    confidence: float | None = None


D = TypeVar("D", bound="Document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All records of one text, each list in text order (SPEC §11).

    `date` is the day that relative expressions count from, `date_found` the one that the text gives itself.
    """

    text: str
    date: dt.date | None = None
    date_found: dt.date | None = None
    id: str | None = None
    organisations: tuple[Organisation, ...] = ()
    places: tuple[Place, ...] = ()
    persons: tuple[Person, ...] = ()
    money: tuple[Money, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DateExpr, ...] = ()
    targets: tuple[Target, ...] = ()
    facts: tuple[Fact, ...] = ()
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    sentences: tuple[Sentence, ...] = field(default=(), repr=False)

    @property
    def cities(self) -> tuple[Place, ...]:
        """The places whose kind is city."""
        return tuple(p for p in self.places if p.kind == "city")

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The dates whose role is deadline, as deadlines (SPEC §6)."""
        return tuple(
            Deadline(
                start=d.start, end=d.end, text=d.text, due=d.last_day, year=d.last_day.year if d.last_day else None
            )
            for d in self.dates
            if d.role == "deadline"
        )

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in LISTS if getattr(self, name))
        return f"Document({len(self.text)} characters{': ' + counts if counts else ''})"

    def records(self) -> Iterator[Mention]:
        """Yields the records of every list, list by list."""
        for name in LISTS:
            yield from getattr(self, name)

    def to_dict(self, *, tokens: bool = False, only: Collection[str] | None = None) -> dict[str, Any]:
        """Returns the document as JSON-ready data (SPEC §11).

        Args:
            tokens: tokens and sentences too.
            only: the record lists to keep, of `LISTS`; None keeps all.
        """
        import msgspec

        data: dict[str, Any] = {"id": self.id} if self.id is not None else {}
        data |= {"text": self.text, "date": self.date.isoformat() if self.date else None}
        if self.date_found is not None:
            data["date_found"] = self.date_found.isoformat()
        kept = LISTS if only is None else [name for name in LISTS if name in only]
        for name in (*kept, *(("tokens", "sentences") if tokens else ())):
            data[name] = list(msgspec.to_builtins(getattr(self, name)))
        return data

    def to_json(self, *, tokens: bool = False, only: Collection[str] | None = None) -> str:
        """Returns `to_dict()` as one line of JSON, Cyrillic unescaped."""
        import msgspec

        return msgspec.json.encode(self.to_dict(tokens=tokens, only=only)).decode()

    @classmethod
    def from_json(cls, data: str | bytes) -> Document:
        """Returns the document that `to_json()` wrote.

        Raises:
            InputError: it is no JSON, or no document.
        """
        import msgspec

        try:
            return msgspec.json.decode(data, type=cls)
        except msgspec.DecodeError as error:
            raise InputError(f"not a document: {error}") from None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """Returns the document that `to_dict()` described.

        Raises:
            InputError: a field is missing or has a value of the wrong type; the message names it.
        """
        import msgspec

        if not isinstance(data, Mapping):
            raise InputError(f"a document is read from a mapping, got {type(data).__name__}")
        stored = {f.name for f in fields(cls)}
        known = {k: v for k, v in data.items() if k in stored}
        try:
            return msgspec.convert(known, cls)
        except msgspec.ValidationError as error:
            raise InputError(f"not a document: {error}") from None


#: The record lists of a document, in the order of SPEC §11.
LISTS = (
    "organisations",
    "places",
    "cities",
    "persons",
    "money",
    "quantities",
    "dates",
    "deadlines",
    "targets",
    "facts",
)


def schema() -> dict[str, Any]:
    """Returns the JSON Schema of what `Document.to_dict()` gives and `from_dict()` takes."""
    import msgspec

    _, definitions = msgspec.json.schema_components((Document, Deadline), ref_template="#/$defs/{name}")
    listed = {"cities": "Place", "deadlines": "Deadline"}  # given, and never read
    definitions["Document"]["properties"] |= {
        name: {"type": "array", "items": {"$ref": f"#/$defs/{record}"}, "default": []}
        for name, record in listed.items()
    }
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "$ref": "#/$defs/Document", "$defs": definitions}


def pack(document: Document) -> bytes:
    """Returns a document with its tokens as few bytes, quickly: the way between processes, not a format to keep."""
    import msgspec

    return msgspec.msgpack.encode(document)


def unpack(data: bytes) -> Document:
    """Returns the document that `pack` packed."""
    import msgspec

    return msgspec.msgpack.decode(data, type=Document)
