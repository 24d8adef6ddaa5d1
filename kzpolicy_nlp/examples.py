"""Example lines: a text with its mention marked, and the record that it must give.

One line serves the docstrings of rules and the files of `corpora/`::

    до [1 декабря] => deadline due=2024-12-01
    @2025-03-01 не позднее [5 мая] => deadline due=2025-05-05
    до 5 процентов => no deadline

- `[ ]` marks the mention, `{ }` inside it what a right answer must cover; without `{ }` it is the whole mention.
- `@date` names another anchor than 2024-09-02, `@none` a text without one; `?` before all else marks a known gap.
- `¶` is a line break. A backslash takes the meaning from the sign after it: `\\[ \\] \\{ \\} \\¶ \\@ \\? \\\\`.
- A line of a docstring that starts with `=>` carries on the line above, where one line would be too long.
- A value is a number (`5`, `1e9`, `1/3`), a word, or words in `"…"`; `null` is none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kzpolicy_nlp.errors import DataError

__all__ = ["ANCHOR", "LISTS", "Example", "Mention", "Value", "examples_of", "matches", "read_example"]

Value = str | float | None

ANCHOR = date(2024, 9, 2)
"""The anchor of an example that names none (SPEC, head)."""

LISTS = {
    "organisation": "organisations",
    "place": "places",
    "city": "cities",
    "person": "persons",
    "money": "money",
    "quantity": "quantities",
    "date": "dates",
    "deadline": "deadlines",
    "target": "targets",
    "fact": "facts",
}
"""The list of a document that holds the records of a kind (SPEC §11)."""

_ARROW = re.compile(r"\s*=>(?:\s+|$)")
_ANCHOR = re.compile(r"@(\d{4}-\d\d-\d\d|none)(?:\s+|$)")
_KIND = re.compile(r"(?P<no>no\s+)?(?P<kind>[a-z_]+)(?=\s|$)")
_FIELD = re.compile(r'\s*(?P<key>[a-z_]+)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"]+))(?=\s|$)')
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_FRACTION = re.compile(r"(\d+)/([1-9]\d*)")
_ESCAPED = "[]{}¶@?\\"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A marked stretch of an example's text: the longest right answer and the core that each one must cover."""

    start: int
    end: int
    core_start: int
    core_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text and the record that it gives, or must not give.

    Attributes:
        text: The text without its marks.
        mention: Where the record stands in `text`; None where the line marks nothing.
        kind: The kind of the record, a key of `LISTS` in the docstrings of rules.
        fields: The fields that matter and their values.
        negative: No record of this kind (and these fields) may touch the mention, or the text if nothing is marked.
        gap: A known gap: the example must fail, so that mending it is noticed.
        anchor: The date of the text; None where the line says `@none`.
        source: The line as it was written.
    """

    text: str
    mention: Mention | None
    kind: str
    fields: dict[str, Value]
    negative: bool
    gap: bool
    anchor: date | None
    source: str


def read_example(line: str) -> Example:
    """The example that a line writes down.

    >>> read_example("до [1 декабря] => deadline due=2024-12-01").fields
    {'due': '2024-12-01'}

    Raises:
        DataError: The line is not of the form `text => kind field=value …`.
    """
    source = line.strip()
    arrow = _ARROW.search(source)
    if arrow is None:
        raise DataError(f"no ' => ' between text and record in {source!r}; write: text => kind field=value")
    marked, record = source[: arrow.start()], source[arrow.end() :]
    gap = marked.startswith("?")
    if gap:
        marked = marked[1:].lstrip()
    anchor: date | None = ANCHOR
    if named := _ANCHOR.match(marked):
        anchor = _read_anchor(named[1])
        marked = marked[named.end() :]
    text, mention = _read_marks(marked)
    head = _KIND.match(record)
    if head is None:
        raise DataError(f"no kind after '=>' in {source!r}; write: text => kind field=value")
    return Example(
        text=text,
        mention=mention,
        kind=head["kind"],
        fields=_read_fields(record[head.end() :]),
        negative=head["no"] is not None,
        gap=gap,
        anchor=anchor,
        source=source,
    )


def examples_of(docstring: str | None) -> list[Example]:
    """The examples among the lines of a docstring, in their order; other lines are prose.

    Raises:
        DataError: A line with `=>` is not a well-formed example.
    """
    lines: list[str] = []
    for raw in (docstring or "").splitlines():
        line = raw.strip()
        if line.startswith("=>") and lines:
            lines[-1] += " " + line
        else:
            lines.append(line)
    return [read_example(line) for line in lines if _ARROW.search(line)]


def matches(record: object, fields: Mapping[str, Value]) -> bool:
    """Whether a record has all these values: numbers nearly equal, dates as ISO strings, the rest to the letter.

    A baseline is compared by its amount; `yes` and `no` stand for a field that is set or not.

    Args:
        record: A record of the library, or a mapping with the same names (SPEC §11).
        fields: The expected values, as `Example.fields`.

    Raises:
        DataError: The record has no field of such a name.
    """
    return all(_equal(_value_of(record, name), expected) for name, expected in fields.items())


def _value_of(record: object, name: str) -> object:
    known = name in record if isinstance(record, Mapping) else hasattr(record, name)
    if not known:
        raise DataError(
            f"a record of {type(record).__name__} has no field {name!r}; SPEC names the fields of each kind"
        )
    return record[name] if isinstance(record, Mapping) else getattr(record, name)


def _equal(actual: object, expected: Value) -> bool:
    if isinstance(actual, Enum):
        actual = actual.value
    if expected is None or actual is None:
        return actual is None and expected in (None, "no")
    if expected in ("yes", "no"):
        return bool(actual) is (expected == "yes")
    if isinstance(expected, float):
        number = _amount(actual)
        return number is not None and math.isclose(number, expected, rel_tol=1e-6, abs_tol=1e-6)
    return (actual.isoformat() if isinstance(actual, date) else str(actual)) == expected


def _amount(value: object) -> float | None:
    """The number that a value is, or that it carries as its amount."""
    if isinstance(value, Mapping):
        value = value.get("amount")
    elif hasattr(value, "amount"):
        value = value.amount
    try:
        return float(str(value))
    except ValueError:
        return None


def _read_anchor(written: str) -> date | None:
    if written == "none":
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise DataError(f"@{written} is no day; write @YYYY-MM-DD or @none") from None


def _read_marks(marked: str) -> tuple[str, Mention | None]:
    """The text without its marks, and where they stood."""
    text: list[str] = []
    places: dict[str, int] = {}
    signs = iter(marked)
    for sign in signs:
        if sign == "\\":
            following = next(signs, "")
            text.append(following if following and following in _ESCAPED else sign + following)
        elif sign in "[]{}":
            if sign in places:
                raise DataError(
                    f"a second {sign!r} in {marked!r}; mark one mention, write \\{sign} for the sign itself"
                )
            places[sign] = sum(map(len, text))
        else:
            text.append("\n" if sign == "¶" else sign)
    if not places:
        return "".join(text), None
    order = "".join(places)
    if order not in ("[]", "[{}]"):
        raise DataError(f"marks {order!r} in {marked!r}; write [mention] or [mention with {{core}}]")
    start, end = places["["], places["]"]
    core_start, core_end = places.get("{", start), places.get("}", end)
    if core_start == core_end:
        raise DataError(f"nothing is marked in {marked!r}; put the mention between the brackets")
    return "".join(text), Mention(start=start, end=end, core_start=core_start, core_end=core_end)


def _read_fields(written: str) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    at, end = 0, len(written.rstrip())
    while at < end:
        found = _FIELD.match(written, at)
        if found is None:
            raise DataError(
                f'no field=value at {written[at:].strip()!r}; words with spaces stand in "…", a " inside is \\"'
            )
        if found["key"] in fields:
            raise DataError(f"field {found['key']!r} stands twice; leave one")
        quoted = found["quoted"]
        fields[found["key"]] = _read_bare(found["bare"]) if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        at = found.end()
    return fields


def _read_bare(written: str) -> Value:
    if written == "null":
        return None
    if _NUMBER.fullmatch(written):
        return float(written)
    if fraction := _FRACTION.fullmatch(written):
        return int(fraction[1]) / int(fraction[2])
    return written
