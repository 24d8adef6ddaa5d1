"""Why a document has its targets and facts: each sentence with what was found underlined, and what it rests on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import IO

from ..records import Document, Fact, Mention, Target
from .terminal import plain, sum_of

WIDTH = 100
_SOURCES = {"frame": "words/frames.toml", "cue": "words/cues.toml"}  # where the line of data stands


def explain(document: Document, stream: IO[str], *, width: int = WIDTH) -> None:
    """Writes the reasoning behind each target and fact to a stream.

    Under the sentence `=` marks the value, `~` the deadline, `-` the indicator; then come the record, what it rests on
    and the data file of each piece, and how likely it is right.

    Args:
        width: columns at which a sentence is broken.
    """
    records: list[Target | Fact] = sorted(
        (*document.targets, *document.facts), key=lambda r: r.value.start if r.value else r.start
    )
    if not records:
        stream.write("no target or fact found\n")
    for record in records:
        for line in _lines(document, record, width):
            stream.write(line + "\n")
        stream.write("\n")


def _lines(document: Document, record: Target | Fact, width: int) -> Iterator[str]:
    begin, end = _sentence(document, record)
    marks = [" "] * (end - begin)
    for mention, sign in ((record.indicator_span, "-"), (record.deadline, "~"), (record.value, "=")):
        if mention is not None:
            for i in range(max(mention.start, begin), min(mention.end, end)):
                marks[i - begin] = sign
    text = "".join(c if c.isprintable() else " " for c in document.text[begin:end])
    under = "".join(marks)
    at = 0
    while at < len(text):
        stop = _break(text, at, width)
        yield text[at:stop].rstrip()
        if under[at:stop].strip():
            yield under[at:stop].rstrip()
        at = stop
    what = "target" if isinstance(record, Target) else "fact"
    said = [sum_of(record), str(record.year or "no year"), record.mode]
    if isinstance(record, Target):
        said.insert(2, record.kind)
    if record.direction:
        said.append(record.direction)
    yield f"  {what}: {', '.join(said)}"
    for name in ("indicator", "actor", "speaker"):
        told = getattr(record, name)
        if told:
            yield from textwrap.wrap(f"{name}: {plain(told)}", width, initial_indent="  ", subsequent_indent="    ")
    if record.deadline is not None and isinstance(record, Target) and not begin <= record.deadline.start < end:
        yield f"  due {record.due} from «{plain(record.deadline.text)}», said before"
    yield "  because"
    for piece in record.evidence:
        source = _source(piece)
        yield f"    {plain(piece)}" + (f"  ({source})" if source else "")
    if record.confidence is not None:
        yield f"  confidence {record.confidence:.2f}"


def _source(piece: str) -> str:
    """Returns the file and table of the line of data that a piece of evidence comes from; nothing for a rule."""
    kind, _, name = piece.partition(":")[0].partition(" ")
    if kind == "frame" and name.startswith("compare-"):
        return f"words/syntax.toml, [comparatives.{name.removeprefix('compare-')}]"
    return f"{_SOURCES[kind]}, [{name}]" if kind in _SOURCES else ""


def _sentence(document: Document, record: Target | Fact) -> tuple[int, int]:
    """Returns the offsets of the sentence that holds a record's value; of its clause where sentences are not known."""
    value: Mention = record.value or record
    for sentence in document.sentences:
        if sentence.start <= value.start < sentence.end:
            return sentence.start, sentence.end
    return min(record.start, value.start), max(record.end, value.end)


def _break(text: str, at: int, width: int) -> int:
    if len(text) - at <= width:
        return len(text)
    space = text.rfind(" ", at + 1, at + width + 1)
    return space + 1 if space > at else at + width
