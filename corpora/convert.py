"""Our annotated texts in the forms of annotation tools and of spaCy, and annotators' work as annotated texts.

    python corpora/convert.py export dev heldout -o OUT       a folder for brat, .json (Label Studio), .conll, .spacy
    python corpora/convert.py import IN -o FOLDER --genre G   of what annotators made, or of the library's predictions

What is exported and imported comes back to the letter but for spaces, order and spelling of the records' lines.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from annotated import FIELDS, GENRES, REQUIRED, Draft, files_of, find, read_draft

from kzpolicy_nlp import records
from kzpolicy_nlp.errors import DataError, KzPolicyError
from kzpolicy_nlp.records import Document
from kzpolicy_nlp.standoff import document_of, read_pages, write_pages
from kzpolicy_nlp.standoff.pages import Mark, Page, told

KINDS = {
    "organisation": "Organisation",
    "place": "Place",
    "person": "Person",
    "money": "Money",
    "quantity": "Quantity",
    "date": "DateExpr",
    "target": "Target",
    "fact": "Fact",
    "unsure": "Unsure",
}
"""The kind of a mark for each kind of our records."""

_BARE = re.compile(r'(?!null$|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$|\d+/\d+$)[^\s"\\]+')


def page_of(draft: Draft) -> Page:
    """The page of an annotated text: a mark for each record, its core a part where it is shorter."""
    page = Page(text="\n".join(draft.lines), head={k: v for k, v in draft.head.items() if v != "none"})
    for annotation in sorted(draft.annotations, key=lambda a: (a.span.start, a.span.end)):
        span = annotation.span
        values: dict[str, Any] = {name: value for name, value in annotation.fields.items() if value is not None}
        if "year" in values:
            values["year"] = int(values["year"])
        if "baseline" in values:
            units = {name: values[name] for name in ("currency", "unit") if name in values}
            values["baseline"] = {"amount": values["baseline"], **units}
        mark = Mark(kind=KINDS[annotation.kind], start=span.start, end=span.end, fields=values)
        if (span.core_start, span.core_end) != (span.start, span.end):
            mark.parts["core"] = (span.core_start, span.core_end)
        page.marks.append(mark)
    return page


def read_documents(paths: Iterable[Path | str]) -> list[Document]:
    """The annotated texts of parts, folders or files as Documents.

    Dates are marked by their cores (SPEC §5), other records by their longest spans; the mention of a target or fact is
    its value. What is marked as unsure is left out.

    Raises:
        DataError: a file is not well-formed.
    """
    found = []
    for page in _read_pages(paths):
        marks = []
        for mark in (m for m in page.marks if m.kind != "Unsure"):
            start, end = mark.parts.pop("core", (mark.start, mark.end))
            if mark.kind == "DateExpr":
                mark.start, mark.end = start, end
            elif mark.kind in ("Target", "Fact"):
                mark.parts["value"] = (mark.start, mark.end)
            marks.append(mark)
        head = {name: value for name, value in page.head.items() if name != "genre"}
        found.append(document_of(Page(text=page.text, marks=marks, head=head)))
    return found


def _read_pages(paths: Iterable[Path | str]) -> Iterator[Page]:
    for path in files_of(paths):
        draft = read_draft(path)
        if draft.problems:
            raise DataError("\n".join(map(str, draft.problems)))
        yield page_of(draft)


def annotated_of(page: Page) -> str:
    """The annotated text of a page, in the form of README.md; fields that this form doesn't have are left out.

    Raises:
        DataError: a mark crosses lines, shares its words with another of its kind, or lacks a field.
    """
    head = {"id": page.head.get("id"), "date": page.head.get("date", "none"), "genre": page.head.get("genre")}
    parts = ["".join(f"{name}: {value}\n" for name, value in head.items())]
    marks = sorted(((_spans(mark), mark) for mark in page.marks), key=lambda pair: pair[0][:2])
    at = 0
    for line in page.text.split("\n"):
        start, end = at + len(line) - len(line.lstrip()), at + len(line)
        inside = [(spans, mark) for spans, mark in marks if at <= spans[0] <= end]
        if start < end:
            rows = list(_rows(page, start, end, inside))
            parts.append("\n" + page.text[start:end] + "\n" + "".join(f"  {row}\n" for row in rows))
        at = end + 1
    return "".join(parts)


def _spans(mark: Mark) -> tuple[int, int, int, int]:
    """The longest span and the core of a mark; a statement's is its value."""
    start, end = mark.parts.get("value", (mark.start, mark.end))
    return (start, end, *mark.parts.get("core", (start, end)))


def _rows(page: Page, start: int, end: int, marks: list[tuple[tuple[int, int, int, int], Mark]]) -> Iterator[str]:
    line = page.text[start:end]
    cursors: dict[tuple[str, Any], int] = {}
    for span, mark in marks:
        kind = next((name for name, of in KINDS.items() if of == mark.kind), None)
        if kind is None or span[1] > end:
            raise DataError(f"{told(mark, page)}: {'no such kind' if kind is None else 'crosses a line break'}")
        first, last, core_first, core_last = (place - start for place in span)
        cursor = cursors.get((kind, mark.fields.get("of")), 0)
        cursors[kind, mark.fields.get("of")] = last
        around = _context(line, first, last, cursor)
        if around is None:
            raise DataError(f"{told(mark, page)}: another {mark.kind} has these words; leave one")
        before, after = around
        core = f"{_plain(line[core_first:core_last])}"
        if (core_first, core_last) != (first, last):
            core = f"{_plain(line[first:core_first])}{{{core}}}{_plain(line[core_last:last])}"
        values = "".join(f" {name}={_written(value)}" for name, value in _values(kind, mark))
        yield f"{_plain(line[before:first])}[{core}]{_plain(line[last:after])} => {kind}{values}"


def _context(line: str, first: int, last: int, cursor: int) -> tuple[int, int] | None:
    """The shortest stretch around a mention that the reader, who searches from the cursor on, finds in its place."""
    ends = [last, *(m.end() + last for m in re.finditer(r"\S+", line[last:]))]
    begins = [first, *(m.start() for m in reversed(list(re.finditer(r"\S+", line[:first]))) if m.start() >= cursor)]
    for before in begins:
        for after in ends:
            if first >= cursor and find(line[before:after], line, cursor) == before:
                return before, after
    return None


def _plain(words: str) -> str:
    return re.sub(r"([\[\]{}¶@?\\])", r"\\\1", words)


def _values(kind: str, mark: Mark) -> Iterator[tuple[str, Any]]:
    """The fields that our form has for a kind, those that it wants with their defaults."""
    given = dict(mark.fields)
    if isinstance(given.get("baseline"), dict):
        given["baseline"] = given["baseline"].get("amount")
    if given.get("recurring"):
        given["recurring"] = "yes"
    if "name" in FIELDS[kind]:
        given.setdefault("name", None)
    for field in fields(getattr(records, mark.kind)) if kind != "unsure" else ():
        if field.name in REQUIRED[kind] and isinstance(field.default, str):
            given.setdefault(field.name, field.default)
    return ((name, given[name]) for name in FIELDS[kind] if given.get(name) is not None)


def _written(value: Any) -> str:
    if isinstance(value, (int, float)):
        short = f"{value:g}"
        return re.sub(r"e\+?(-?)0*", r"e\1", short if float(short) == value else repr(value).removesuffix(".0"))
    if _BARE.fullmatch(value):
        return str(value)
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def write_spacy(documents: Iterable[Document], path: Path, *, tokenizer: bool) -> None:
    """Writes Documents as a `DocBin` whose Docs have entities, span groups and `doc._.kz`.

    Args:
        tokenizer: use our own tokens, which hold each record exactly; False takes those of spaCy.
    """
    from kzpolicy_nlp.spacy import annotate  # first: it says which extra is missing

    import spacy  # isort: skip
    from spacy.tokens import DocBin

    nlp = spacy.blank("ru", config={"nlp": {"tokenizer": {"@tokenizers": "kzpolicy.razdel.v1"}}} if tokenizer else {})
    kept = DocBin(store_user_data=True)
    for document in documents:
        doc = nlp.make_doc(document.text)
        annotate(doc, document)
        kept.add(doc)
    kept.to_disk(path)


def form_of(path: Path) -> str:
    """The form of `kzpolicy_nlp.standoff.FORMS` that a path's name tells."""
    return {".json": "label-studio", ".conll": "conll"}.get(path.suffix, "brat")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Convert annotated texts to other forms and back.")
    commands = parser.add_subparsers(dest="command", required=True)
    giving = commands.add_parser("export", help="write annotated texts for annotators or for spaCy")
    giving.add_argument("paths", nargs="+", help="dev, heldout, or paths")
    giving.add_argument("-o", "--output", type=Path, required=True, help="a folder (brat), .json, .conll or .spacy")
    giving.add_argument("--spacy-tokens", action="store_true", help=".spacy: cut tokens as spaCy does, not as we do")
    taking = commands.add_parser("import", help="make annotated texts of what annotators made")
    taking.add_argument("input", type=Path, help="a folder (brat), .json or .conll")
    taking.add_argument("-o", "--output", type=Path, required=True, help="the folder to write")
    taking.add_argument("--genre", choices=GENRES, help="the genre of texts that don't say theirs")
    options = parser.parse_args(arguments)
    try:
        if options.command == "import":
            return _import(options.input, options.output, options.genre)
        if options.output.suffix == ".spacy":
            write_spacy(read_documents(options.paths), options.output, tokenizer=not options.spacy_tokens)
        else:
            write_pages(_read_pages(options.paths), options.output, form_of(options.output))
    except (KzPolicyError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _import(source: Path, folder: Path, genre: str | None) -> int:
    """Writes an annotated text for each page, and prints what its checker says."""
    folder.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for number, page in enumerate(read_pages(source, form_of(source))):
        page.head.setdefault("id", f"{source.stem}-{number}")
        if genre is not None:
            page.head.setdefault("genre", genre)
        path = folder / (re.sub(r"[^\w-]+", "_", page.head["id"]) + ".txt")
        path.write_text(annotated_of(page), encoding="utf-8")
        for problem in read_draft(path).problems:
            print(problem)
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
