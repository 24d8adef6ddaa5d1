"""CoNLL: a token and its BIO tag a line, a blank line after each sentence.

Tags can't overlap and hold no values. So comments before the tokens of a document carry the rest: its text and head,
the records that are tagged with their values, and those that are not (targets, facts, what overlaps a longer one). When
read back, a tag without a record is a new one, and a tagged record whose tag is gone is gone.
"""

from __future__ import annotations

import bisect
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ..errors import InputError
from ..text.tokens import Tokens
from ..text.view import View
from .pages import Mark, Page

#: The tag of each kind that has one.
TAGS = {
    "Organisation": "ORG",
    "Place": "LOC",
    "Person": "PER",
    "Money": "MONEY",
    "Quantity": "QUANTITY",
    "DateExpr": "DATE",
}
_KINDS = {tag: kind for kind, tag in TAGS.items()}
Token = tuple[int, int]


def dumps(pages: Iterable[Page], *, comments: bool = True) -> str:
    """Returns pages as text; without comments, which some readers don't know, the tags alone remain."""
    return "".join("".join(line + "\n" for line in _dump(page, comments)) for page in pages)


def _dump(page: Page, comments: bool) -> Iterator[str]:
    tokens = Tokens(View(page.text))
    places = [tokens.place(i, i + 1) for i in range(len(tokens))]
    tags = ["O"] * len(places)
    tagged = set()
    for number, mark in sorted(enumerate(page.marks), key=lambda pair: pair[1].start - pair[1].end):
        inside = _inside(mark, places)
        if mark.kind in TAGS and inside and all(tags[i] == "O" for i in inside):
            tagged.add(number)
            tags[inside[0]] = f"B-{TAGS[mark.kind]}"
            for i in inside[1:]:
                tags[i] = f"I-{TAGS[mark.kind]}"
    if comments:
        yield f"# head = {json.dumps(page.head, ensure_ascii=False)}"
        yield f"# text = {json.dumps(page.text, ensure_ascii=False)}"
        for number, mark in enumerate(page.marks):
            name = "tagged" if number in tagged else "untagged"
            listed = [mark.kind, mark.start, mark.end, mark.fields, mark.parts]
            yield f"# {name} = {json.dumps(listed, ensure_ascii=False)}"
    for first, last in tokens.sentences:
        for i in range(first, last):
            yield f"{page.text[places[i][0] : places[i][1]]}\t{tags[i]}"
        yield ""
    if not tokens.sentences:
        yield ""


def _inside(mark: Mark, places: list[Token]) -> range:
    """Returns the tokens that share a character with a mark."""
    first = bisect.bisect_right(places, mark.start, key=lambda place: place[1])
    return range(first, max(first, bisect.bisect_left(places, mark.end, key=lambda place: place[0])))


def loads(written: str, name: str = "") -> list[Page]:
    """Returns the pages of a file: of our own, or of any with a token and, in the last column, a BIO or BIOES tag.

    Without our comments a document is what stands between lines of `-DOCSTART-`; its tokens are joined by spaces, its
    sentences by line breaks.

    Raises:
        InputError: a line has no tag, or the tokens are not those of the text; the message names file and line.
    """
    pages: list[Page] = []
    rows: list[tuple[str, str, str]] = []  # token, tag, place; an empty token ends a sentence
    said: dict[str, list[Any]] = {}

    def close() -> None:
        if said or any(token for token, _, _ in rows):
            pages.append(_page(rows, said, name))
        rows.clear()
        said.clear()

    for number, line in enumerate(written.split("\n"), 1):
        where = f"{name}:{number}"
        key, equals, value = line.rstrip("\r").partition(" = ")
        if equals and key in ("# head", "# text", "# tagged", "# untagged"):
            if key == "# head":
                close()
            try:
                said.setdefault(key[2:], []).append(json.loads(value))
            except ValueError:
                raise InputError(f"{where}: what follows {key} is no JSON") from None
        elif line.startswith("-DOCSTART-"):
            close()
        elif not line.strip():
            rows.append(("", "", where))
        elif not (line.startswith("#") and "\t" not in line):
            columns = line.rstrip("\r").split("\t") if "\t" in line else line.split()
            if len(columns) < 2:
                raise InputError(f"{where}: {line!r} has no tag; write the token, a tab and its tag")
            rows.append((columns[0], columns[-1], where))
    close()
    return pages


def _page(rows: list[tuple[str, str, str]], said: dict[str, list[Any]], name: str) -> Page:
    (text,) = said.get("text", [None])
    page = Page(text=_joined(rows) if text is None else text, head=dict(said.get("head", [{}])[0]))
    places, tags = [], []
    at = 0
    for token, tag, where in rows:
        if token:
            start = page.text.find(token, at)
            if start < 0:
                raise InputError(
                    f"{where}: the text has no {token!r} from character {at} on; leave the tokens as they are"
                )
            at = start + len(token)
            places.append((start, at))
            tags.append((tag, where))
    known = [Mark(kind=k, start=a, end=b, fields=f, parts=_tuples(p)) for k, a, b, f, p in said.get("tagged", [])]
    by_tokens = {(m.kind, i[0], i[-1]): m for m in known if (i := _inside(m, places))}
    for kind, first, last, where in _spans(tags):
        new = Mark(kind=kind, start=places[first][0], end=places[last][1])
        page.marks.append(replace(by_tokens.get((kind, first, last), new), where=where))
    for kind, start, end, fields, parts in said.get("untagged", []):
        page.marks.append(Mark(kind=kind, start=start, end=end, fields=fields, parts=_tuples(parts), where=name))
    return page


def _tuples(parts: dict[str, list[int]]) -> dict[str, tuple[int, int]]:
    return {name: (start, end) for name, (start, end) in parts.items()}


def _joined(rows: list[tuple[str, str, str]]) -> str:
    words = "".join(f"{token} " if token else "\n" for token, _, _ in rows)
    return "\n".join(line.rstrip() for line in words.strip().split("\n") if line.strip())


def _spans(tags: list[tuple[str, str]]) -> Iterator[tuple[str, int, int, str]]:
    """Yields kind, first and last token of each tagged stretch."""
    began: tuple[str, int, str] | None = None
    for i, (tag, where) in enumerate([*tags, ("O", "")]):
        place, _, label = tag.partition("-")
        kind = _KINDS.get(label, label)
        if began and (place in "BSO" or kind != began[0]):
            yield began[0], began[1], i - 1, began[2]
            began = None
        if place != "O" and began is None:
            began = (kind, i, where)
