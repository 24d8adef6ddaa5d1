"""brat: a folder with `NAME.txt` and `NAME.ann` for each text, and `annotation.conf`.

A record is a text-bound annotation of its kind, its pieces further ones that relations tie to it. Fields that choose
from few words are attributes, the others stand as JSON in the annotator's note. brat has no place for what is known of
a document as a whole: `documents.jsonl` holds it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..errors import InputError
from .pages import KINDS, Mark, Page, choices, choices_and_fields, part_names

_HEADS = "documents.jsonl"


def write(pages: Iterable[Page], folder: Path) -> None:
    """Writes pages into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds, parts, names = dict.fromkeys(KINDS), dict.fromkeys(p for k in KINDS for p in part_names(k)), set[str]()
    with (folder / _HEADS).open("w", encoding="utf-8", newline="\n") as heads:
        for number, page in enumerate(pages):
            name = re.sub(r"[^\w-]+", "_", str(page.head.get("id", number)))
            while name in names:
                name += f"_{number}"
            names.add(name)
            kinds |= dict.fromkeys(mark.kind for mark in page.marks)
            parts |= dict.fromkeys(part for mark in page.marks for part in mark.parts)
            (folder / f"{name}.txt").write_bytes(page.text.encode())
            (folder / f"{name}.ann").write_bytes(dumps(page).encode())
            heads.write(json.dumps({"file": name, **page.head}, ensure_ascii=False) + "\n")
    (folder / "annotation.conf").write_text(config(kinds, parts), encoding="utf-8")


def read(folder: Path) -> list[Page]:
    """Returns the pages of a folder, in the order of `documents.jsonl`; others after them, by their names."""
    heads: dict[str, dict[str, Any]] = {}
    if (folder / _HEADS).exists():
        for line in (folder / _HEADS).read_text(encoding="utf-8").split("\n"):
            if line:
                head = json.loads(line)
                heads[head.pop("file")] = head
    for file in sorted(folder.glob("*.txt")):
        heads.setdefault(file.stem, {"id": file.stem})
    if not heads:
        raise InputError(f"{folder}: no .txt with an .ann beside it")
    pages = []
    for name, head in heads.items():
        text, marks = (folder / f"{name}{end}" for end in (".txt", ".ann"))
        written = marks.read_bytes().decode() if marks.exists() else ""
        pages.append(loads(text.read_bytes().decode("utf-8-sig"), written, head, marks.name))
    return pages


def dumps(page: Page) -> str:
    """Returns the lines of an .ann file."""
    spans: list[str] = []
    others: list[str] = []

    def add(kind: str, start: int, end: int) -> str:
        pieces = [m.span() for m in re.finditer(r"[^\n]+", page.text[start:end])] or [(0, end - start)]
        places = ";".join(f"{start + a} {start + b}" for a, b in pieces)
        spans.append(
            f"T{len(spans) + 1}\t{kind} {places}\t{' '.join(page.text[start + a : start + b] for a, b in pieces)}"
        )
        return f"T{len(spans)}"

    for mark in page.marks:
        span = add(mark.kind, mark.start, mark.end)
        chosen = choices_and_fields(mark.kind) if mark.kind in KINDS else {}
        for name in (n for n in mark.fields if chosen.get(n)):
            others.append(f"A{len(others) + 1}\t{name} {span} {mark.fields[name]}")
        for name, part in mark.parts.items():
            others.append(f"R{len(others) + 1}\t{name} Arg1:{span} Arg2:{add(_part_kind(name), *part)}")
        if noted := {n: value for n, value in mark.fields.items() if not chosen.get(n)}:
            others.append(f"#{len(others) + 1}\tAnnotatorNotes {span}\t{json.dumps(noted, ensure_ascii=False)}")
    return "".join(line + "\n" for line in (*spans, *others))


def loads(text: str, written: str, head: dict[str, Any], name: str = "") -> Page:
    """Returns the page of an .ann file's lines.

    Raises:
        InputError: a line is not of the form, or speaks of another text; the message names file and line.
    """
    marks: dict[str, Mark] = {}
    for where, line in _lines(written, name):
        if line[:1] == "T":
            key, kind, start, end = _read_span(line, text, where)
            marks[key] = Mark(kind=kind, start=start, end=end, where=where)
    pieces: set[str] = set()
    for where, line in _lines(written, name):
        try:
            if line[:1] in "AM":
                field, span, *value = line.split("\t")[1].split(" ", 2)
                marks[span].fields[field] = value[0] if value else True
            elif line[:1] == "R":
                field, *ends = line.split("\t")[1].split()
                one, other = (end.partition(":")[2] for end in ends)
                marks[one].parts[field] = (marks[other].start, marks[other].end)
                pieces.add(other)
            elif line[:1] == "#":
                head_of, note = line.split("\t", 2)[1:]
                marks[head_of.split()[1]].fields.update(json.loads(note))
            elif line[:1] != "T":
                raise ValueError("only lines of T, A, R and # are read")
        except (ValueError, IndexError, KeyError, TypeError) as error:
            raise InputError(f"{where}: {line!r} can't be read ({error!r})") from None
    return Page(text=text, head=head, marks=[mark for key, mark in marks.items() if key not in pieces])


def _lines(written: str, name: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(written.split("\n"), 1):
        if line.strip():
            yield f"{name}:{number}", line


def _read_span(line: str, text: str, where: str) -> tuple[str, str, int, int]:
    try:
        key, place, said = line.split("\t", 2)
        kind, _, offsets = place.partition(" ")
        pieces = [tuple(map(int, piece.split())) for piece in offsets.split(";")]
        stands = " ".join(text[a:b] for a, b in pieces)
    except ValueError:
        raise InputError(f"{where}: {line!r} can't be read; write T1, a tab, KIND START END, a tab, TEXT") from None
    if stands != said.rstrip("\r"):
        raise InputError(
            f"{where}: at {offsets} the text has {stands!r}, not {said!r}; is this the .ann of another text?"
        )
    return key, kind, pieces[0][0], pieces[-1][1]


def _part_kind(name: str) -> str:
    """Returns the kind of a piece: IndicatorSpan for indicator_span."""
    return "".join(word.capitalize() for word in name.split("_"))


def config(kinds: Iterable[str], parts: Iterable[str]) -> str:
    """Returns brat's `annotation.conf` for these kinds and pieces."""
    parts = list(parts)
    relations = (
        f"{p}\tArg1:{'|'.join(k for k in KINDS if p in part_names(k)) or '<ENTITY>'}, Arg2:{_part_kind(p)}"
        for p in parts
    )
    attributes = (f"{name}\tArg:{'|'.join(k)}, Value:{'|'.join(words)}" for name, (k, words) in choices().items())
    rooms = {
        "entities": [*kinds, *map(_part_kind, parts)],
        "relations": ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", *relations],
        "events": [],
        "attributes": list(attributes),
    }
    return "\n".join(f"[{room}]\n" + "".join(f"{line}\n" for line in lines) for room, lines in rooms.items())
