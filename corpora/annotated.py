"""Our annotated texts: reading the hand-written form, checking it, turning it into JSON lines.

The form is described in README.md beside this file; the JSON form is that of `../shared/eval/dev.jsonl`.

    python corpora/annotated.py check [PATHS…]           each problem as `file:line: what and what to do`
    python corpora/annotated.py jsonl PART [-o FILE]     one JSON document a line
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from kzpolicy_nlp.errors import DataError
from kzpolicy_nlp.examples import Example, Mention, Value, read_example

HERE = Path(__file__).resolve().parent
PARTS = ("dev", "heldout")
GENRES = ("address", "ministry_news", "strategy", "budget_law", "interview", "press_release", "op_ed")

NUMBER, YEAR, DAY, TEXT = "a number", "a year", "a day as YYYY-MM-DD", "words in quotes"
Sort = str | tuple[str, ...]
"""What a field holds: a sort of value, or the words to choose from."""

_SUM: dict[str, Sort] = {
    "amount": NUMBER,
    "amount_max": NUMBER,
    "bound": ("exact", "at_least", "at_most", "about"),
}
_STATEMENT: dict[str, Sort] = {
    **_SUM,
    "currency": TEXT,
    "unit": TEXT,
    "year": YEAR,
    "mode": ("level", "delta", "factor", "count"),
    "direction": ("up", "down"),
    "indicator": TEXT,
    "actor": TEXT,
    "speaker": TEXT,
    "baseline": NUMBER,
}
FIELDS: dict[str, dict[str, Sort]] = {
    "organisation": {"name": TEXT, "kind": TEXT},
    "place": {"name": TEXT, "kind": ("city", "region", "district", "country", "other")},
    "person": {"name": TEXT},
    "money": {**_SUM, "currency": TEXT, "per": TEXT},
    "quantity": {**_SUM, "unit": TEXT},
    "date": {"first_day": DAY, "last_day": DAY, "role": ("deadline", "start", "past", "other"), "recurring": ("yes",)},
    "target": {**_STATEMENT, "kind": ("goal", "forecast", "allocation"), "due": DAY},
    "fact": dict(_STATEMENT),
    "unsure": {"of": TEXT},
}
"""The fields of each kind."""

REQUIRED = {
    "organisation": ("name",),
    "place": ("name", "kind"),
    "person": ("name",),
    "money": ("amount",),
    "quantity": ("amount",),
    "date": ("role",),
    "target": ("amount", "mode", "kind"),
    "fact": ("amount", "mode"),
    "unsure": (),
}
APART = (("organisation", "place", "person"), ("money", "quantity", "date"))
"""The kinds whose mentions overlap neither themselves nor one another (SPEC §7–§9: a name is one thing)."""

LISTS = {
    "organisation": "orgs",
    "place": "places",
    "person": "persons",
    "money": "money",
    "quantity": "quantities",
    "date": "dates",
    "target": "targets",
    "fact": "facts",
}
"""The list of the JSON form that holds each kind."""

UNSURE = {"organisations": "orgs", "cities": "places", "deadlines": "dates"} | {name: name for name in LISTS.values()}
"""What `unsure of=` may name, and the list of the JSON form that it means."""

SHORT = {"amount_max": "max", "currency": "cur", "first_day": "from", "last_day": "to"}
"""Our fields under the names of the JSON form, where they differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong in a file: where, what, and what to do."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A record of a text: its kind, its line in the file, its span in the text and its values."""

    kind: str
    line: int
    span: Mention
    fields: dict[str, Value]

    def overlaps(self, other: Annotation) -> bool:
        """Whether both share a character."""
        return self.span.start < other.span.end and other.span.start < self.span.end

    @property
    def values(self) -> tuple[Value, ...]:
        """What a statement and its value must agree on; a fall is written without its sign."""
        amount, highest = (
            abs(x) if isinstance(x, float) else x for x in (self.fields.get("amount"), self.fields.get("amount_max"))
        )
        return amount, highest, self.fields.get("currency"), self.fields.get("unit")


@dataclass(slots=True)
class Draft:
    """A document while its file is read."""

    path: Path
    head: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, message: str) -> None:
        self.problems.append(Problem(path=self.path, line=line, message=message))


def read_document(path: Path | str) -> dict[str, object]:
    """The document of a file in the JSON form.

    Raises:
        DataError: The file is not well-formed; the message names every problem by file and line.
    """
    draft = read_draft(Path(path))
    if draft.problems:
        raise DataError("\n".join(map(str, draft.problems)))
    return to_json(draft)


def read_part(part: Path | str) -> list[dict[str, object]]:
    """The documents of a part (`dev`, `heldout`, or any folder or file in the form), in the order of their names."""
    return [read_document(path) for path in files_of([part])]


def files_of(paths: Iterable[Path | str]) -> list[Path]:
    """The document files that are named, or that stand in the folders that are named.

    Raises:
        DataError: Nothing of that name is here.
    """
    files: list[Path] = []
    for name in paths:
        path = HERE / name if str(name) in PARTS else Path(name)
        if path.is_dir():
            inside = (p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
            files += sorted(p for p in inside if p.suffix not in {".md", ".json", ".jsonl"})
        elif path.is_file():
            files.append(path)
        else:
            raise DataError(f"{name}: no such file or folder; name a part ({', '.join(PARTS)}) or a path")
    return files


def read_draft(path: Path) -> Draft:
    """What a file holds, with every problem found in it."""
    draft = Draft(path)
    try:
        rows = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        draft.report(1, f"not UTF-8 ({error.reason}); save the file as UTF-8")
        return draft
    body = _read_head(rows, draft)
    cursors: dict[tuple[str, Value], int] = {}
    start = 0
    for number, row in enumerate(rows[body:], body + 1):
        if not row.strip():
            continue
        if not row[0].isspace():
            start += len(draft.lines[-1]) + 1 if draft.lines else 0
            draft.lines.append(row)
            cursors.clear()
        elif not draft.lines:
            draft.report(number, "a record before any line of text; put its text line above it")
        else:
            _read_record(row, number, start, cursors, draft)
    if not draft.lines:
        draft.report(len(rows), "no text; write the lines of the text after the head and a blank line")
    _check_together(draft)
    draft.problems.sort(key=lambda problem: problem.line)
    return draft


def to_json(draft: Draft) -> dict[str, object]:
    """The document in the JSON form, its records in text order."""
    text = "\n".join(draft.lines)
    lists: dict[str, list[dict[str, object]]] = {name: [] for name in LISTS.values()}
    unsure: list[dict[str, object]] = []
    for annotation in sorted(draft.annotations, key=lambda a: (a.span.start, a.span.end)):
        if annotation.kind == "unsure":
            name = annotation.fields.get("of")
            span = {"start": annotation.span.start, "end": annotation.span.end}
            unsure.append({**span, "of": UNSURE[name] if isinstance(name, str) else None})
        else:
            lists[LISTS[annotation.kind]].append(_record(annotation, text))
    day = draft.head["date"]
    return {
        "id": draft.head["id"],
        "date": None if day == "none" else day,
        "genre": draft.head["genre"],
        "text": text,
        **lists,
        "unsure_spans": unsure,
    }


def _record(annotation: Annotation, text: str) -> dict[str, object]:
    kind, span, fields = annotation.kind, annotation.span, annotation.fields
    record: dict[str, object] = {
        SHORT.get(name, name): fields.get(name) for name in FIELDS[kind] if name not in ("recurring", "baseline")
    }
    if "bound" in record:
        record["bound"] = fields.get("bound") or "exact"
    if fields.get("recurring"):
        record["recurring"] = True
    if kind in ("target", "fact"):
        year, baseline = fields.get("year"), fields.get("baseline")
        own = {"currency": fields.get("currency"), "unit": fields.get("unit")}
        record["year"] = int(year) if isinstance(year, float) else None
        record["baseline"] = None if baseline is None else {"amount": baseline, **own}
        record |= {"value_start": span.core_start, "value_end": span.core_end}
    return record | {
        "start": span.start,
        "end": span.end,
        "core_start": span.core_start,
        "core_end": span.core_end,
        "surface": text[span.start : span.end],
    }


def _read_head(rows: Sequence[str], draft: Draft) -> int:
    """The index of the first row after the head."""
    at = 0
    while at < len(rows) and rows[at].strip():
        name, colon, value = rows[at].partition(":")
        if not colon or name not in ("id", "date", "genre"):
            draft.report(at + 1, f"{rows[at]!r} is no line of the head; write id:, date:, genre:, then a blank line")
        elif name in draft.head:
            draft.report(at + 1, f"{name}: stands twice; leave one")
        else:
            draft.head[name] = value.strip()
            if wrong := _wrong_head(name, value.strip()):
                draft.report(at + 1, wrong)
        at += 1
    for name in ("id", "date", "genre"):
        if name not in draft.head:
            draft.report(1, f"no '{name}:' in the head; add the line")
    return at


def _wrong_head(name: str, value: str) -> str | None:
    if name == "date" and value != "none" and not _is_day(value):
        return f"date {value!r} is no day; write YYYY-MM-DD or none"
    if name == "genre" and value not in GENRES:
        return f"unknown genre {value!r}; use one of {', '.join(GENRES)}"
    return None if value else f"{name}: is empty; fill it in"


def _read_record(row: str, number: int, start: int, cursors: dict[tuple[str, Value], int], draft: Draft) -> None:
    """Add the record of a row to the draft, or what is wrong with it."""
    try:
        example = read_example(row)
    except DataError as error:
        return draft.report(number, str(error))
    if example.kind not in FIELDS:
        return draft.report(number, f"unknown kind {example.kind!r}; use one of {', '.join(FIELDS)}")
    if example.mention is None or example.negative:
        return draft.report(number, "no mention; write [mention] => kind field=value, copied from the line above")
    if example.kind == "unsure" and example.fields.get("of") in ("none", "all"):
        example.fields["of"] = None
    for wrong in _wrong_fields(example):
        draft.report(number, wrong)
    line = draft.lines[-1]
    of = example.fields.get("of")
    at = find(example.text, line, cursors.get((example.kind, of), 0))
    if at is None:
        where = "before the record above" if find(example.text, line, 0) is not None else "nowhere in its line"
        return draft.report(
            number,
            f"{example.text!r} stands {where}; copy it to the letter and keep the records of a kind in text order",
        )
    span = Mention(
        start=start + at + example.mention.start,
        end=start + at + example.mention.end,
        core_start=start + at + example.mention.core_start,
        core_end=start + at + example.mention.core_end,
    )
    cursors[example.kind, of] = span.end - start
    draft.annotations.append(Annotation(kind=example.kind, line=number, span=span, fields=example.fields))
    return None


def find(words: str, line: str, cursor: int) -> int | None:
    """Where the words stand after the cursor: as whole words and numbers if the line has them so, else anywhere."""
    before = r"(?<!\d[\s.,])(?<!\w)" if words[:1].isdigit() else r"(?<!\w)" if words[:1].isalpha() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    whole = re.compile(before + re.escape(words) + after)
    pattern = whole if whole.search(line) else re.compile(re.escape(words))
    found = pattern.search(line, cursor)
    return found.start() if found else None


def _wrong_fields(example: Example) -> Iterator[str]:
    known = FIELDS[example.kind]
    for name, value in example.fields.items():
        if name not in known:
            yield f"{example.kind} has no field {name!r}; it has {', '.join(known)}"
        elif value is not None and (wrong := _wrong_value(value, known[name])):
            yield f"{name}={value}: {wrong}"
    for name in REQUIRED[example.kind]:
        if example.fields.get(name) is None:
            yield f"{example.kind} needs {name}=…; add it"
    of = example.fields.get("of")
    if isinstance(of, str) and of not in UNSURE:
        yield f"of={of} is no list; use one of {', '.join(UNSURE)}, or leave it out for all"


def _wrong_value(value: str | float, sort: Sort) -> str | None:
    """What is wrong with a value, if anything."""
    if isinstance(sort, tuple):
        return None if value in sort else f"write one of {', '.join(sort)}"
    right = {
        NUMBER: isinstance(value, float),
        YEAR: isinstance(value, float) and value.is_integer() and 1000 < value < 3000,
        DAY: isinstance(value, str) and _is_day(value),
        TEXT: isinstance(value, str) and value.strip() == value != "",
    }
    return None if right[sort] else f"write {sort}"


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _check_together(draft: Draft) -> None:
    """Report what is wrong between the values of a record, and between records."""
    for annotation in draft.annotations:
        if annotation.kind == "date":
            _check_days(annotation, draft)
        elif annotation.kind in ("target", "fact"):
            _check_statement(annotation, draft)
        if annotation.kind != "unsure":
            _check_unsure(annotation, draft)
    for kinds in APART:
        near = sorted((a for a in draft.annotations if a.kind in kinds), key=lambda a: (a.span.start, a.line))
        for earlier, later in pairwise(near):
            if earlier.overlaps(later):
                draft.report(later.line, f"overlaps the {earlier.kind} of line {earlier.line}; keep one of the two")


def _check_days(annotation: Annotation, draft: Draft) -> None:
    first, last = annotation.fields.get("first_day"), annotation.fields.get("last_day")
    dated = draft.head.get("date") != "none"
    if last is None and dated and not annotation.fields.get("recurring"):
        draft.report(annotation.line, "date needs last_day=YYYY-MM-DD (or recurring=yes); add it")
    if isinstance(first, str) and isinstance(last, str) and first > last:
        draft.report(annotation.line, f"first_day {first} is after last_day {last}; mend one of them")


def _check_statement(annotation: Annotation, draft: Draft) -> None:
    """A statement agrees with the sum or quantity that is its value, and its year with its due day."""
    fields, line, kind = annotation.fields, annotation.line, annotation.kind
    due, year = fields.get("due"), fields.get("year")
    if isinstance(due, str) and _is_day(due) and year != float(due[:4]):
        draft.report(line, f"year={year} does not go with due={due}; write year={due[:4]}")
    if fields.get("currency") and fields.get("unit"):
        draft.report(line, f"a {kind} has a currency or a unit, never both; leave one")
    value_kinds = ("money",) if fields.get("currency") else ("money", "quantity")
    values = [a for a in draft.annotations if a.kind in value_kinds and a.overlaps(annotation)]
    if not values:
        wanted = " or ".join(value_kinds)
        draft.report(line, f"the value of this {kind} is no {wanted} mention; mark the same words as {wanted}")
    elif not any(a.values == annotation.values for a in values):
        near = values[0]
        draft.report(
            line,
            f"amount, amount_max, currency, unit {_told(annotation)} are not those of its {near.kind} "
            f"in line {near.line} {_told(near)}; make them the same",
        )


def _told(annotation: Annotation) -> str:
    return "(" + ", ".join("null" if v is None else str(v) for v in annotation.values) + ")"


def _check_unsure(annotation: Annotation, draft: Draft) -> None:
    for unsure in draft.annotations:
        if unsure.kind != "unsure" or not unsure.overlaps(annotation):
            continue
        of = unsure.fields.get("of")
        if of is None or (isinstance(of, str) and UNSURE.get(of) == LISTS[annotation.kind]):
            draft.report(
                annotation.line,
                f"line {unsure.line} says unsure of this place, so nothing found there is scored; keep one of the two",
            )


def check(paths: Sequence[Path | str]) -> tuple[list[Problem], list[str]]:
    """Every problem in the documents of these paths, and a line of figures for each path."""
    problems: list[Problem] = []
    summaries: list[str] = []
    named: dict[str, Path] = {}
    for part in paths:
        drafts = [read_draft(path) for path in files_of([part])]
        for draft in drafts:
            problems += draft.problems
            name = draft.head.get("id", "")
            if named.setdefault(name, draft.path) != draft.path:
                message = f"id {name!r} is that of {named[name]} too; take another"
                problems.append(Problem(path=draft.path, line=1, message=message))
        counts = Counter(annotation.kind for draft in drafts for annotation in draft.annotations)
        characters = sum(len("\n".join(draft.lines)) for draft in drafts)
        told = ", ".join(f"{counts[kind]} {kind}" for kind in FIELDS)
        summaries.append(f"{part}: {len(drafts)} documents, {characters} characters; {told}")
    return problems, summaries


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Check our annotated texts, or turn them into JSON lines.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="print each problem as file:line: what and what to do")
    checking.add_argument("paths", nargs="*", default=list(PARTS), help="parts, folders or files (default: all parts)")
    converting = commands.add_parser("jsonl", help="print one JSON document a line")
    converting.add_argument("part", help="dev, heldout, or a path")
    converting.add_argument("-o", "--output", type=Path, help="the file to write (default: stdout)")
    options = parser.parse_args(arguments)
    try:
        return _check(options.paths) if options.command == "check" else _convert(options.part, options.output)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1


def _check(paths: Sequence[str]) -> int:
    problems, summaries = check(paths)
    for problem in problems:
        print(problem)
    for summary in summaries:
        print(summary, file=sys.stderr)
    return 1 if problems else 0


def _convert(part: str, output: Path | None) -> int:
    lines = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in read_part(part))
    if output is None:
        sys.stdout.write(lines)
    else:
        output.write_text(lines, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
