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
_ASCII = re.compile("[A-Za-z]")
_LONG = 3  # words from which on a name may begin with a small letter
_SHORT = 5  # letters up to which capitals make an abbreviation
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
Raw = tuple[Entry, str, bool, bool, bool, bool, bool, str]  # an entry, a form as it is written, then a Form's fields


class Gazetteer:
    """The tree of names. The branch below a first word grows when a text first holds that word."""

    def __init__(self, own: Sequence[Path] = ()) -> None:
        self._root: Node = {}
        self._seeds: dict[str, list[Raw]] = {}
        self._prefixes: dict[str, Entry | None] = {}
        self.by_id: dict[str, Entry] = {}
        small = words("names")["cue"]["small"]["lemmas"]
        self._small = frozenset(form for lemma in small for form in lexeme(lemma))
        self._small_start: str = words("names")["small"]["starts"]
        stored: dict[tuple[str, str, str], tuple[str, ...]] = {}
        for row in rows("forms"):
            forms = tuple(row["forms"].split("|")) if row["forms"] else ()
            stored[row["table"], row["id"], row["name"]] = forms
        self._add("organisations", rows("organisations"), stored)
        self._add("places", rows("places"), stored)
        for path in own:
            listed = list(rows(path))
            self._add("places" if listed and "kato" in listed[0] else "organisations", listed, {})

    def _add(
        self, table: str, listed: Iterable[Mapping[str, str]], stored: Mapping[tuple[str, str, str], tuple[str, ...]]
    ) -> None:
        seeds = self._seeds
        for raw in _forms(table, listed, stored):
            self.by_id.setdefault(raw[0].id, raw[0])
            seeds.setdefault(_first_key(raw[1]), []).append(raw)

    def _branch(self, key: str) -> Node | None:
        """The tree below a first word."""
        node: Node | None = self._root.get(key)
        if node is None and key in self._seeds:
            node = {}
            for entry, text, exact, quoted, unsure, adjective, nominative, keeps in self._seeds[key]:
                parts = tuple(word for word in pieces(text) if word not in QUOTES)
                place = node
                for word in parts[1:]:
                    place = place.setdefault(level(word.lower()), {})
                place[_END] = (
                    *place.get(_END, ()),
                    Form(entry, parts, exact, quoted, unsure, adjective, nominative, keeps),
                )
            self._root[key] = node
        return node

    def lookup(self, phrase: str) -> Entry | None:
        """Returns the body that a phrase names, however it is quoted."""
        node = self._find(phrase)
        forms: tuple[Form, ...] = node.get(_END, ()) if node else ()
        return next((form.entry for form in forms if form.entry.table == "organisations"), None)

    def begins_with(self, phrase: str) -> Entry | None:
        """Returns the body with the shortest name that begins with these words."""
        if phrase not in self._prefixes:
            node = self._find(phrase)
            forms = sorted(_below(node), key=lambda form: len(form.words)) if node else []
            self._prefixes[phrase] = forms[0].entry if forms else None
        return self._prefixes[phrase]

    def _find(self, phrase: str) -> Node | None:
        keys = [level(word.lower()) for word in pieces(phrase) if word not in QUOTES]
        node = self._branch(keys[0]) if keys else None
        for key in keys[1:]:
            node = node.get(key) if node is not None else None
        return node

    def scan(self, tokens: Tokens) -> list[Hit]:
        """Returns the names in the text, in order, none overlapping; a name never crosses a sentence."""
        branch, seeds, spelled = self._branch, self._seeds, tokens.words
        kept = [i for i, word in enumerate(spelled) if word not in QUOTES]
        keys = [level(tokens.lowers[i]) for i in kept]
        sentence_of = tokens.sentence_of
        hits: list[Hit] = []
        at, count = 0, len(kept)
        while at < count:
            if keys[at] not in seeds:
                at += 1
                continue
            node: Node | None = branch(keys[at])
            sentence = sentence_of[kept[at]]
            best: Hit | None = None
            end, step = at + 1, at + 1
            while node is not None:
                forms = node.get(_END)
                if forms is not None:
                    written = [spelled[i] for i in kept[at:step]]
                    fitting = tuple(form for form in forms if self._fits(form, written))
                    if fitting:
                        best = Hit(kept[at], kept[step - 1] + 1, fitting)
                        end = step
                if step >= count or sentence_of[kept[step]] != sentence:
                    break
                node = node.get(keys[step])
                step += 1
            if best is not None:
                hits.append(best)
            at = end
        return hits

    def _fits(self, form: Form, written: Sequence[str]) -> bool:
        """Says whether the letters of the text are those that the form wants."""
        if form.is_exact:
            return tuple(written) == form.words
        head = form.words[0].lower()
        may_be_small = head in self._small or head.startswith(self._small_start) or len(written) > _LONG
        return all(
            have[0].isupper() or not want[0].isupper() or (not place and may_be_small)
            for place, (have, want) in enumerate(zip(written, form.words, strict=True))
        )


def _below(node: Node) -> Iterator[Form]:
    """Every form of a body in a branch."""
    branches = [node]
    while branches:
        for key, inner in branches.pop().items():
            if key == _END:
                yield from (form for form in inner if form.entry.table == "organisations")
            else:
                branches.append(inner)


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


def _first_key(text: str) -> str:
    """The look-up key of a form's first word."""
    word = text.split(" ", 1)[0]
    if not word.isalpha() or (not word.isascii() and _ASCII.search(word)):
        word = next((piece for piece in pieces(word) if piece not in QUOTES), word)
    return level(word.lower())


def _forms(
    table: str, listed: Iterable[Mapping[str, str]], stored: Mapping[tuple[str, str, str], tuple[str, ...]]
) -> Iterator[Raw]:
    for row in listed:
        try:
            entry = _entry(table, row)
        except (KeyError, ValueError) as error:
            raise DataError(f"{table}: the row {row.get('name')!r} lacks or misspells {error}") from None
        unsure = row.get("ambiguous", "").split("|")
        keep = row.get("keep", "").split("|")
        others = row["names"] if table == "places" else row["short"]
        for name in dict.fromkeys([row["name"], *others.split("|")]):
            if name:
                keeps = name if name in keep else ""
                quoted = name[0] == "«" and name[-1] == "»"
                exact = len(name) < _SHORT and name.isupper()
                yield entry, name, exact, quoted, name in unsure, False, True, keeps
                for text in _cases(table, row["id"], name, stored):
                    yield entry, text, exact, quoted, name in unsure, False, False, keeps
        for name in filter(None, row.get("abbreviations", "").split("|")):
            yield entry, name, True, False, False, False, True, ""
        if row.get("adjective"):
            name = row["adjective"]
            for text in (name, *_cases("adjectives", row["id"], name, stored)):
                yield entry, text, False, False, False, True, text == name, ""


def _cases(table: str, key: str, name: str, stored: Mapping[tuple[str, str, str], tuple[str, ...]]) -> tuple[str, ...]:
    forms = stored.get((table, key, name.replace("\u0451", "\u0435").replace("\u0401", "\u0415")))
    if forms is None:
        from ..text.inflection import decline

        forms = tuple(dict.fromkeys(form for _, form in decline(name) if form != name))
    return forms


def _entry(table: str, row: Mapping[str, str]) -> Entry:
    if table == "organisations":
        country, parent = row.get("country") or None, row.get("parent") or None
        return Entry(table, row["name"], row["kind"], row["id"], country=country, parent=parent)
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
