"""Every name that the lists know, in every case, found in one scan of the text.

The names of `words/places.tsv` and `words/organisations.tsv` and of the caller's own lists stand in one tree of
tokens; the longest one that fits is found. Small letters, Kazakh letters and quotes are levelled before the look-up;
afterwards each form says how it must be written: abbreviations to the letter, names with their capitals.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import DataError
from ..text.data import rows, words
from ..text.lexicon import lexeme
from ..text.tokens import Tokens

_PIECE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[^\w\s]")
_SCRIPT = re.compile(r"[A-Za-z]+|[^A-Za-z]+")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
QUOTES = frozenset("«»\"'")
_END = ""  # the key of a node under which its forms lie; no token is empty


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


class Form(NamedTuple):
    """One way in which a name stands in texts.

    `is_exact`: the capitals must be these; `quoted`: only in quotes or behind its type noun; `unsure`: only where the
    text around it says that it is this; `is_adjective`: «Алматинской», whose noun stands elsewhere; `is_nominative`.
    """

    entry: Entry
    words: tuple[str, ...]
    is_exact: bool = False
    quoted: bool = False
    unsure: bool = False
    is_adjective: bool = False
    is_nominative: bool = False
    keeps: str = ""  # the name that its mentions keep («Уральск»)


class Hit(NamedTuple):
    """A name of the lists in the text: tokens `first … last - 1`, quotes around it left out, and what it may be."""

    first: int
    last: int
    forms: tuple[Form, ...]

    def of(self, *tables: str) -> Form | None:
        """Returns the likeliest form that is of one of these tables."""
        return next((form for form in self.forms if form.entry.table in tables), None)


Node = dict[str, Any]


class Gazetteer:
    """The tree of names."""

    def __init__(self, own: Sequence[Path] = ()) -> None:
        self._root: Node = {}
        self.by_id: dict[str, Entry] = {}
        cue = words("names")["cue"]["small"]["lemmas"]
        self._small = frozenset(form for lemma in cue for form in lexeme(lemma))
        stored: dict[tuple[str, str, str], tuple[str, ...]] = {}
        for row in rows("forms"):
            forms = tuple(row["forms"].split("|")) if row["forms"] else ()
            stored[row["table"], row["id"], row["name"]] = forms
        for form in _forms("organisations", rows("organisations"), stored):
            self._put(form)
        for form in _forms("places", rows("places"), stored):
            self._put(form)
        for path in own:
            listed = list(rows(path))
            table = "places" if listed and "kato" in listed[0] else "organisations"
            for form in _forms(table, listed, {}):
                self._put(form)

    def _put(self, form: Form) -> None:
        self.by_id.setdefault(form.entry.id, form.entry)
        node = self._root
        for word in form.words:
            key = level(word.lower())
            found = node.get(key)
            if found is None:
                found = node[key] = {}
            node = found
        node[_END] = (*node.get(_END, ()), form)

    def lookup(self, phrase: str) -> Entry | None:
        """Returns the body that a phrase names, however it is quoted."""
        node: Node | None = self._root
        for word in pieces(phrase):
            if word not in QUOTES and node is not None:
                node = node.get(level(word.lower()))
        forms: tuple[Form, ...] = node.get(_END, ()) if node else ()
        return next((form.entry for form in forms if form.entry.table == "organisations"), None)

    def begins_with(self, phrase: str) -> Entry | None:
        """Returns the body with the shortest name that begins with these words."""
        node: Node | None = self._root
        for word in pieces(phrase):
            node = node.get(level(word)) if node is not None else None
        below, best = [node] if node else [], None
        while below:
            current = below.pop()
            for key, inner in current.items():
                if key != _END:
                    below.append(inner)
                    continue
                for form in inner:
                    if best is None or len(form.words) < len(best.words):
                        best = form
        return best.entry if best is not None else None

    def scan(self, tokens: Tokens) -> list[Hit]:
        """Returns the names in the text, in order, none overlapping; a name never crosses a sentence."""
        root, spelled, small = self._root, tokens.words, self._small
        kept = [i for i, word in enumerate(spelled) if word not in QUOTES]
        keys = [level(tokens.lowers[i]) for i in kept]
        sentence_of = tokens.sentence_of
        hits: list[Hit] = []
        at, count = 0, len(kept)
        while at < count:
            node = root.get(keys[at])
            if node is None:
                at += 1
                continue
            sentence = sentence_of[kept[at]]
            best: Hit | None = None
            end, step = at + 1, at + 1
            while True:
                forms = node.get(_END)
                if forms is not None:
                    written = [spelled[i] for i in kept[at:step]]
                    fitting = tuple(f for f in forms if _fits(f, written, small))
                    if fitting:
                        best = Hit(kept[at], kept[step - 1] + 1, fitting)
                        end = step
                if step >= count or sentence_of[kept[step]] != sentence:
                    break
                node = node.get(keys[step])
                if node is None:
                    break
                step += 1
            if best is not None:
                hits.append(best)
            at = end
        return hits


def _fits(form: Form, written: Sequence[str], small: frozenset[str]) -> bool:
    """Says whether the letters of the text are those that the form wants."""
    if form.is_exact:
        return tuple(written) == form.words
    head = form.words[0].lower()
    for place, (have, want) in enumerate(zip(written, form.words, strict=True)):
        if want[0].isupper() and not have[0].isupper() and (place or not (head in small or head.startswith(words("names")["small"]["starts"]) or len(written) > 3)):
            return False
    return True


@functools.cache
def _fold() -> dict[int, str]:
    return str.maketrans(words("names")["fold"])


@functools.lru_cache(maxsize=1 << 16)
def level(word: str) -> str:
    """Returns a small-letter word with Kazakh letters as Russian ones («қазына» → «казына»)."""
    return word.translate(_fold())


def pieces(name: str) -> list[str]:
    """Returns the tokens of a name, as the text's tokeniser cuts them."""
    found: list[str] = []
    for piece in _PIECE.findall(_DASHES.sub("-", name)):
        found.extend([piece] if "-" in piece else _SCRIPT.findall(piece))
    return found


def _forms(
    table: str, listed: Iterable[Mapping[str, str]], stored: Mapping[tuple[str, str, str], tuple[str, ...]]
) -> Iterator[Form]:
    for row in listed:
        try:
            entry = _entry(table, row)
        except (KeyError, ValueError) as error:
            raise DataError(f"{table}: the row {row.get('name')!r} lacks or misspells {error}") from None
        unsure = row.get("ambiguous", "").split("|")
        keep = row.get("keep", "").split("|")
        others = row["names"] if table == "places" else row["short"]
        for name in dict.fromkeys([row["name"], *others.split("|")]):
            if not name:
                continue
            keeps = name if name in keep else ""
            quoted = name[0] == "«" and name[-1] == "»"
            for number, text in enumerate((name, *_cases(table, row["id"], name, stored))):
                parts = tuple(w for w in pieces(text) if w not in QUOTES)
                exact = len(parts) == 1 and text.isupper() and len(text) < 5
                yield Form(entry, parts, exact, quoted, name in unsure, False, number == 0, keeps)
        for name in filter(None, row.get("abbreviations", "").split("|")):
            yield Form(entry, tuple(w for w in pieces(name) if w not in QUOTES), is_exact=True, is_nominative=True)
        if row.get("adjective"):
            name = row["adjective"]
            for text in (name, *_cases("adjectives", row["id"], name, stored)):
                yield Form(entry, (text,), is_adjective=True, is_nominative=text == name)


def _cases(table: str, key: str, name: str, stored: Mapping[tuple[str, str, str], tuple[str, ...]]) -> tuple[str, ...]:
    forms = stored.get((table, key, name.replace("\u0451", "\u0435").replace("\u0401", "\u0415")))
    if forms is None:
        from ..text.inflection import decline

        forms = tuple(dict.fromkeys(form for _, form in decline(name) if form != name))
    return forms


def _entry(table: str, row: Mapping[str, str]) -> Entry:
    if table == "organisations":
        return Entry(
            table, row["name"], row["kind"], row["id"], country=row.get("country") or None, parent=row.get("parent") or None
        )
    return Entry(
        table,
        row["name"],
        row["kind"],
        row["id"],
        kato=row["kato"] or None,
        geonames=int(row["geonames"]) if row["geonames"] else None,
        country=row["country"] or None,
        within=row["within"] or None,
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        population=int(row["population"] or 0),
    )


@functools.cache
def gazetteer(own: tuple[Path, ...] = ()) -> Gazetteer:
    """Returns the tree of the shipped names and the caller's (read on the first call)."""
    return Gazetteer(own)
