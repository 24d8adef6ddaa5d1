"""Runs every example of the library: docstrings of rules, `examples` of words/*.toml, lines of tests/examples/*.txt.

An example is a line of `kzpolicy_nlp.examples`. Each runs as written; each positive one runs again in disguise
(no-break spaces, other dashes, ё, look-alike letters, soft hyphens), where the values must be the same.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import kzpolicy_nlp
from kzpolicy_nlp import Document, Extractor, KzPolicyError
from kzpolicy_nlp.errors import DataError
from kzpolicy_nlp.examples import LISTS, Example, examples_of, matches, read_example
from kzpolicy_nlp.text.data import words

PACKAGE = Path(kzpolicy_nlp.__file__).parent
EXAMPLES = Path(__file__).parent / "examples"
SYNTAX = PACKAGE / "examples.py"  # it explains the syntax; its docstrings are doctests


class Placed(NamedTuple):
    """An example and where it stands, or what is wrong with its line."""

    where: str
    example: Example | DataError


def _placed(where: str, read: Callable[[], list[Example]]) -> list[Placed]:
    try:
        return [Placed(where, example) for example in read()]
    except DataError as error:
        return [Placed(where, error)]


def _of_docstrings(path: Path) -> Iterator[Placed]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node)
            if docstring and "=>" in docstring:
                yield from _placed(f"{node.name} (line {node.lineno})", functools.partial(examples_of, docstring))


def _of_words(path: Path) -> Iterator[Placed]:
    def walk(key: str, value: object) -> Iterator[Placed]:
        if isinstance(value, Mapping):
            for line in value.get("examples", ()):
                yield from _placed(f"[{key}]", lambda line=line: [read_example(line)])  # type: ignore[misc]
            for name, inner in value.items():
                yield from walk(f"{key}.{name}" if key else name, inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(key, inner)

    return walk("", words(path.stem))


def _of_lines(path: Path) -> Iterator[Placed]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield from _placed(f"line {number}", lambda line=line: [read_example(line)])  # type: ignore[misc]


def sources() -> list[Path]:
    """Every file that may hold examples."""
    modules = (p for p in PACKAGE.rglob("*.py") if "=>" in p.read_text(encoding="utf-8") and p != SYNTAX)
    tables = (p for p in (PACKAGE / "words").glob("*.toml") if "=>" in p.read_text(encoding="utf-8"))
    return sorted(modules) + sorted(tables) + sorted(EXAMPLES.glob("*.txt"))


def placed_in(path: Path) -> list[Placed]:
    """The examples of a file, in its order."""
    return list({".py": _of_docstrings, ".toml": _of_words, ".txt": _of_lines}[path.suffix](path))


@functools.cache
def _extractor(names: bool) -> Extractor:
    return Extractor(names=names)


def run(example: Example, text: str | None = None) -> Document:
    """The document of an example's text, or of another text with its anchor; only persons need the tagger."""
    extractor = _extractor(example.kind == "person" or "speaker" in example.fields)
    return extractor.extract(example.text if text is None else text, example.anchor)


def span_of(record: object) -> tuple[int, int]:
    """Where the mention stands; that of a target or a fact is its value."""
    place: Any = getattr(record, "value", None) or record
    return place.start, place.end


def problem(example: Example, document: Document, move: Callable[[int], int] = lambda place: place) -> str | None:
    """What is wrong with a document by an example, or None.

    Args:
        move: Where a place of the example's text stands in the document's.
    """
    if example.kind not in LISTS:
        return f"no kind {example.kind!r}; there are {', '.join(LISTS)}"
    for record in document.records():
        if document.text[record.start : record.end] != record.text or record.start >= record.end:
            return f"text[{record.start}:{record.end}] is not the text of {record}"
    records = getattr(document, LISTS[example.kind])
    fitting = [r for r in records if matches(r, example.fields)]
    mention = example.mention
    if example.negative:
        if mention is not None:
            start, end = move(mention.start), move(mention.end)
            fitting = [r for r in fitting if span_of(r)[0] < end and start < span_of(r)[1]]
        return f"found {_shown(fitting)}" if fitting else None
    if mention is None:
        return None if fitting else f"found {_shown(records)}"

    start, end = move(mention.start), move(mention.end - 1) + 1
    core_start, core_end = move(mention.core_start), move(mention.core_end - 1) + 1
    for record in fitting:
        first, last = span_of(record)
        if start <= first <= core_start and core_end <= last <= end:
            return None
    return f"found {_shown(records)}"


def _shown(records: list[object] | tuple[object, ...]) -> str:
    def shown(record: object) -> str:
        place: Any = getattr(record, "value", None) or record
        return f"«{place.text}» {record!r}"

    return "; ".join(map(shown, records)) if records else "nothing"


# --- disguises: each gives for every character of a text what stands in its place ---

Disguise = Callable[[str, Example], "list[str] | None"]

_LATIN = dict(zip("аеорсухАВЕКМНОРСТХ", "aeopcyxABEKMHOPCTX", strict=True))
_CYRILLIC_ALONE = set("бгджзилнптфцчшщыьэюяБГДЖЗИЛПФЦЧШЩЫЬЭЮЯ")
_WORD = re.compile(r"[А-Яа-яЁё]+")
_YO = re.compile(r"\b(?:тр(е)х\w*|четыр(е)[хм]\w*|тр(е)м|ещ(е))\b")


def _spaces(text: str, example: Example) -> list[str] | None:
    return ["\u00a0" if c == " " else c for c in text] if " " in text else None


def _thin_spaces(text: str, example: Example) -> list[str] | None:
    found = {m.start() for m in re.finditer(r"(?<=\d) (?=\d)", text)}
    return ["\u2009" if i in found else c for i, c in enumerate(text)] if found else None


def _dashes(text: str, example: Example) -> list[str] | None:
    other = {"-": "\u2011", "\u2011": "-", "–": "—", "—": "–", "−": "-"}
    return [other.get(c, c) for c in text] if any(c in text for c in other) else None


def _without_yo(text: str, example: Example) -> list[str] | None:
    return [{"ё": "е", "Ё": "Е"}.get(c, c) for c in text] if re.search("[ёЁ]", text) else None


def _with_yo(text: str, example: Example) -> list[str] | None:
    found = {m.start(group) for m in _YO.finditer(text) for group in range(1, 5) if m.group(group)}
    return ["ё" if i in found else c for i, c in enumerate(text)] if found else None


def _words_by_worth(text: str, example: Example) -> list[tuple[int, str]]:
    """The words of a text and where they begin: those of the mention first, then the longest."""
    mention = example.mention

    def worth(found: re.Match[str]) -> tuple[bool, int]:
        inside = mention is not None and mention.start <= found.start() and found.end() <= mention.end
        return inside, len(found.group())

    return [(m.start(), m.group()) for m in sorted(_WORD.finditer(text), key=worth, reverse=True)]


def _look_alike(text: str, example: Example) -> list[str] | None:
    for start, word in _words_by_worth(text, example):
        at = next((i for i, c in enumerate(word) if c in _LATIN), None)
        if at is not None and len(word) >= 4 and len(_CYRILLIC_ALONE & set(word)) >= 2:
            pieces = list(text)
            pieces[start + at] = _LATIN[word[at]]
            return pieces
    return None


def _soft_hyphen(text: str, example: Example) -> list[str] | None:
    for start, word in _words_by_worth(text, example):
        if len(word) >= 4:
            pieces = list(text)
            pieces[start + len(word) // 2 - 1] += "\u00ad"
            return pieces
    return None


DISGUISES: dict[str, Disguise] = {
    "no-break spaces": _spaces,
    "thin spaces": _thin_spaces,
    "other dashes": _dashes,
    "е for ё": _without_yo,
    "ё for е": _with_yo,
    "a look-alike letter": _look_alike,
    "a soft hyphen": _soft_hyphen,
}


def disguised(example: Example) -> Iterator[tuple[str, str, Callable[[int], int]]]:
    """The disguises that change an example's text: name, new text, and where a place stands in it."""
    for name, disguise in DISGUISES.items():
        pieces = disguise(example.text, example)
        if pieces is not None:
            starts = [0]
            for piece in pieces:
                starts.append(starts[-1] + len(piece))
            yield name, "".join(pieces), starts.__getitem__


# --- tests ---


def _checked(example: Example, text: str | None = None, move: Callable[[int], int] = lambda place: place) -> str | None:
    try:
        return problem(example, run(example, text), move)
    except KzPolicyError as error:
        return f"{type(error).__name__}: {error}"


def _report(failures: list[str], count: int) -> None:
    if failures:
        pytest.fail(f"{len(failures)} of {count} failed\n" + "\n".join(failures), pytrace=False)


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.name)
def test_examples_hold(path: Path) -> None:
    failures = []
    placed = placed_in(path)
    for where, example in placed:
        if isinstance(example, DataError):
            failures.append(f"  {where}: {example}")
            continue
        wrong = _checked(example)
        if example.gap and wrong is None:
            wrong = "this gap is mended: take its ? away"
        elif example.gap and example.kind in LISTS:
            wrong = None
        if wrong is not None:
            failures.append(f"  {where}: {example.source}\n      {wrong}")
    _report(failures, len(placed))


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.name)
def test_examples_hold_in_disguise(path: Path) -> None:
    failures, count = [], 0
    for where, example in placed_in(path):
        if isinstance(example, DataError) or example.gap or example.negative or _checked(example) is not None:
            continue  # the plain form is the other test's
        for name, text, move in disguised(example):
            count += 1
            wrong = _checked(example, text, move)
            if wrong is not None:
                failures.append(f"  {where}: {name}: {example.source}\n      {wrong}")
    _report(failures, count)


def test_disguises_keep_places() -> None:
    example = read_example("довести доход до [1 500 млрд тенге] в 5–10 районах к трем => money")
    seen = {}
    for name, text, move in disguised(example):
        assert example.mention is not None
        seen[name] = text[move(example.mention.start) : move(example.mention.end - 1) + 1]
    assert seen == {
        "no-break spaces": "1\u00a0500\u00a0млрд\u00a0тенге",
        "thin spaces": "1\u2009500 млрд тенге",
        "other dashes": "1 500 млрд тенге",
        "ё for е": "1 500 млрд тенге",
        "a look-alike letter": "1 500 млрд т\u0065нге",
        "a soft hyphen": "1 500 млрд те\u00adнге",
    }


def test_problems_are_seen() -> None:
    document = Document(
        text="до 5 млн тенге и 7%",
        money=(kzpolicy_nlp.Money(amount=5e6, currency="KZT", start=3, end=14, text="5 млн тенге"),),
    )
    assert problem(read_example("до [5 млн тенге] и 7% => money amount=5e6 currency=KZT"), document) is None
    assert problem(read_example("до [5 млн тенге] и 7% => money amount=6e6"), document) is not None
    assert problem(read_example("до [5 {млн} тенге и 7%] => money amount=5e6"), document) is None
    assert problem(read_example("до [5 млн тенге и {7%}] => money amount=5e6"), document) is not None
    assert problem(read_example("до 5 млн тенге и 7% => no money"), document) is not None
    assert problem(read_example("до 5 млн тенге и 7% => no money amount=7"), document) is None
    assert problem(read_example("до 5 млн тенге и [7%] => no money"), document) is None
    assert problem(read_example("до 5 млн тенге и [7%] => quantity"), document) == "found nothing"
    assert problem(read_example("до 5 млн тенге => sum"), document) is not None
    moved = Document(text="до 5", money=(kzpolicy_nlp.Money(amount=5, start=0, end=2, text="5"),))
    assert "is not the text of" in str(problem(read_example("до 5 => money"), moved))
