"""A text with its marks: what the forms of all annotation tools have in common."""

from __future__ import annotations

import typing
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Literal

from .. import records
from ..errors import InputError
from ..records import LISTS, Document, Mention

#: The list of a Document that holds the records of a kind; cities and deadlines are places and dates.
KINDS = {
    "Organisation": "organisations",
    "Place": "places",
    "Person": "persons",
    "Money": "money",
    "Quantity": "quantities",
    "DateExpr": "dates",
    "Target": "targets",
    "Fact": "facts",
}
assert set(KINDS.values()) <= set(LISTS)


@dataclass(slots=True, kw_only=True)
class Mark:
    """A record on a page.

    `fields` are its values where they differ from the default, `parts` its pieces («value», «deadline») by the name of
    their field, `where` the place that it was read from, for messages.
    """

    kind: str
    start: int
    end: int
    fields: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)
    where: str = field(default="", compare=False)


@dataclass(slots=True, kw_only=True)
class Page:
    """A text, its marks, and what is known of it as a whole: id, date and the like."""

    text: str
    marks: list[Mark] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)


def page_of(document: Document) -> Page:
    """Returns a document as a page."""
    data = document.to_dict()
    page = Page(text=data.pop("text"))
    for kind, name in KINDS.items():
        for record in data[name]:
            page.marks.append(_mark(kind, record))
    page.head = {key: value for key, value in data.items() if key not in LISTS and value is not None}
    return page


def _mark(kind: str, record: dict[str, Any]) -> Mark:
    mark = Mark(kind=kind, start=record["start"], end=record["end"])
    defaults = {f.name: f.default for f in fields(getattr(records, kind))}
    for name, value in record.items():
        if name in ("start", "end", "text") or value is None or value == defaults[name] or value in ([], ()):
            continue
        if name in part_names(kind):
            mark.parts[name] = (value["start"], value["end"])
        else:
            mark.fields[name] = value
    return mark


def document_of(page: Page) -> Document:
    """Returns a page as a document; a name that is not said is the mention itself.

    Raises:
        InputError: a mark has no value that its kind must have, or one of the wrong type.
    """
    data: dict[str, Any] = {**page.head, "text": page.text}
    for mark in sorted(page.marks, key=lambda m: (m.start, m.end)):
        if mark.kind not in KINDS:
            raise InputError(f"{told(mark, page)}: no such kind; choose from {', '.join(KINDS)}")
        if unknown := (mark.fields.keys() | mark.parts.keys()) - choices_and_fields(mark.kind).keys():
            known = ", ".join(choices_and_fields(mark.kind))
            raise InputError(f"{told(mark, page)}: no such field: {', '.join(sorted(unknown))}; it has {known}")
        record = {**_span(page.text, mark.start, mark.end), **mark.fields}
        if "name" in choices_and_fields(mark.kind):
            record.setdefault("name", record["text"])
        record |= {name: _span(page.text, *part) for name, part in mark.parts.items()}
        try:
            Document.from_dict({"text": page.text, KINDS[mark.kind]: [record]})
        except InputError as error:
            raise InputError(f"{told(mark, page)}: {error}") from None
        data.setdefault(KINDS[mark.kind], []).append(record)
    return Document.from_dict(data)


def told(mark: Mark, page: Page) -> str:
    """Returns where and what a mark is, for messages."""
    return f"{mark.where or mark.start}: {mark.kind} «{page.text[mark.start : mark.end]}»"


def _span(text: str, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text[start:end]}


@cache
def choices_and_fields(kind: str) -> dict[str, tuple[str, ...]]:
    """Returns the fields of a kind, each with the words that it chooses from; none where it takes others."""
    hints = typing.get_type_hints(getattr(records, kind), vars(records))
    return {name: _words(hint) for name, hint in hints.items()}


def _words(hint: Any) -> tuple[str, ...]:
    if typing.get_origin(hint) is Literal:
        return typing.get_args(hint)
    return tuple(word for inner in typing.get_args(hint) for word in _words(inner))


@cache
def part_names(kind: str) -> tuple[str, ...]:
    """Returns the fields of a kind that are pieces of the text."""
    hints = typing.get_type_hints(getattr(records, kind), vars(records))
    return tuple(name for name, hint in hints.items() if Mention in typing.get_args(hint))


def choices() -> dict[str, tuple[set[str], list[str]]]:
    """Returns for each field that chooses from words the kinds that have it, and the words."""
    found: dict[str, tuple[set[str], list[str]]] = {}
    for kind in KINDS:
        for name, words in choices_and_fields(kind).items():
            if words:
                kinds, listed = found.setdefault(name, (set(), []))
                kinds.add(kind)
                listed += [word for word in words if word not in listed]
    return found
