"""Every name that the lists know, in every case, found in one scan of the text.

The names of `words/places.tsv` and `words/organisations.tsv` and of the caller's own lists stand in one tree of
tokens; the longest one that fits is found. Small letters, Kazakh letters and quotes are levelled before the look-up;
afterwards each form says how it must be written: abbreviations to the letter, names with their capitals.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..text.data import text_of, words
from ..text.lexicon import lexeme
from ..text.tokens import Tokens
from .lists import QUOTES, TABLES, Entry, Line, Row, digest, entry_of, fold, lines_of, pieces, plain, read_list

__all__ = ["Entry", "Form", "Gazetteer", "Hit", "gazetteer"]
_HEAD = 400  # characters of forms.tsv in which the digest stands
_LONG = 3  # words from which on a name may begin with a small letter
_SHORT = 5  # letters up to which capitals make an abbreviation
_PLAIN = re.compile("[\u0400-\u04ff -]+")  # words, which nothing but spaces need cut
_END = ""  # the key of a node under which its forms lie; no token is empty


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
    """The tree of names. The branch below a first word grows when a text first holds that word."""

    def __init__(self, own: Sequence[Path] = ()) -> None:
        self._root: Node = {}
        self._lines: list[str] = []
        self._numbers: dict[str, str] = {}  # by a first word the lines of forms.tsv, as first_words.tsv tells them
        self._planted: dict[str, list[Line]] = {}  # what was declined here
        self._prefixes: dict[str, Entry | None] = {}
        self._rows: dict[tuple[str, str], Row | str] = {}
        self._entries: dict[tuple[str, str], Entry] = {}
        self._headers: dict[str, list[str]] = {}
        small = words("names")["cue"]["small"]["lemmas"]
        self._small = frozenset(form for lemma in small for form in lexeme(lemma))
        self._countries = frozenset(
            form for lemma in words("names")["cue"]["country"]["lemmas"] for form in lexeme(lemma)
        )
        self._small_start: str = words("names")["small"]["starts"]
        for path in own:
            self._add_own(path)
        for table in TABLES:
            self._add_rows(table)
        self._add_lines()

    def _add_own(self, path: Path) -> None:
        """Adds a caller's list; its entries come before the shipped ones."""
        table, listed = read_list(path)
        for row in listed:
            self._rows.setdefault((table, row["id"]), row)
            for line in lines_of(table, row):
                self._plant(line)

    def _add_rows(self, table: str) -> None:
        """Adds the rows of a shipped list, which are cut into fields when a text needs them."""
        text = text_of(f"{table}.tsv")
        rows = (line for line in text.split("\n") if line and line[0] != "#")
        self._headers[table] = header = next(rows).split("\t")
        column = header.index("id")
        for line in rows:
            self._rows.setdefault((table, line.split("\t", column + 1)[column]), line)

    def _add_lines(self) -> None:
        """Adds the forms of the shipped names: those of forms.tsv, or declined where it is stale."""
        text = text_of("forms.tsv")
        if f" {digest()}\n" in text[:_HEAD]:
            self._lines = text.split("\n")
            firsts = (line.partition("\t") for line in text_of("first_words.tsv").split("\n"))
            self._numbers = {word: numbers for word, _, numbers in firsts if numbers[:1].isdigit()}
            return
        for table in TABLES:
            for (of, _), row in list(self._rows.items()):
                if of == table and isinstance(row, str):
                    for made in lines_of(table, dict(zip(self._headers[table], row.split("\t"), strict=True))):
                        self._plant(made)

    def _plant(self, line: Line) -> None:
        for key in line.keys:
            self._planted.setdefault(key, []).append(line)

    def _row(self, table: str, key: str) -> Row:
        row = self._rows[table, key]
        if isinstance(row, str):
            row = self._rows[table, key] = dict(zip(self._headers[table], row.split("\t"), strict=True))
        return row

    def _entry(self, table: str, key: str) -> Entry:
        entry = self._entries.get((table, key))
        if entry is None:
            entry = self._entries[table, key] = entry_of(table, self._row(table, key))
        return entry

    def entry(self, key: str) -> Entry | None:
        """Returns the body or the place with an id."""
        return next((self._entry(table, key) for table in TABLES if (table, key) in self._rows), None)

    def entries(self) -> Iterator[Entry]:
        """Yields everything that the lists hold."""
        for table, key in self._rows:
            yield self._entry(table, key)

    def _branch(self, key: str) -> Node | None:
        """The tree below a first word."""
        node: Node | None = self._root.get(key)
        if node is None and (key in self._numbers or key in self._planted):
            node = {}
            stored = [self._lines[int(number)] for number in self._numbers.get(key, "").split()]
            for line in (*self._planted.get(key, ()), *stored):
                for form, parts in self._forms(line, key):
                    place = node
                    for part in parts[1:]:
                        place = place.setdefault(part, {})
                    place[_END] = (*place.get(_END, ()), form)
            self._root[key] = node
        return node

    def _forms(self, line: str | Line, first: str) -> Iterator[tuple[Form, list[str]]]:
        """The forms of a name that begin with a word, with what its row says of it, and the keys of their words."""
        if isinstance(line, str):
            table, key, sort, name, listed = line.split("\t")
            forms = tuple(listed.split("|")) if listed else ()
        else:
            table, key, sort, name, _, forms = line
        row, entry = self._row(table, key), self._entry(table, key)
        is_name = sort == "name"
        unsure = is_name and name in plain(row.get("ambiguous", "")).split("|")
        keeps = name if is_name and name in plain(row.get("keep", "")).split("|") else ""
        quoted = is_name and name[0] == "«" and name[-1] == "»"
        exact = sort == "abbreviation" or (is_name and len(name) < _SHORT and name.isupper())
        for text in (name, *forms):
            keys = level(text.lower()).split(" ")
            if _PLAIN.fullmatch(text):
                parts = text.split(" ")
            else:
                parts = [word for word in pieces(text) if word not in QUOTES]
                keys = [level(word.lower()) for word in parts]
            if keys[0] == first:
                yield Form(entry, tuple(parts), exact, quoted, unsure, sort == "adjective", text == name, keeps), keys

    def lookup(self, phrase: str) -> Entry | None:
        """Returns the body that a phrase names, however it is quoted."""
        node = self._find(phrase)
        forms: tuple[Form, ...] = node.get(_END, ()) if node else ()
        return next((form.entry for form in forms if form.entry.table == "organisations"), None)

    def is_nominative(self, phrase: str) -> bool | None:
        """Returns whether a phrase is the nominative of a listed body's name; None: it is a form of none."""
        node = self._find(phrase)
        found = [form for form in (node or {}).get(_END, ()) if form.entry.table == "organisations"]
        return any(form.is_nominative for form in found) if found else None

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
        branch, numbers, planted, spelled = self._branch, self._numbers, self._planted, tokens.words
        kept = [i for i, word in enumerate(spelled) if word not in QUOTES]
        keys = [level(tokens.lowers[i]) for i in kept]
        sentence_of = tokens.sentence_of
        hits: list[Hit] = []
        at, count = 0, len(kept)
        while at < count:
            if keys[at] not in numbers and keys[at] not in planted:
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
            have[0].isupper()
            or not want[0].isupper()
            or (not place and may_be_small)
            or (place > 0 and have in self._countries)  # «Чеченской республике»
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


@functools.lru_cache(maxsize=1 << 16)
def level(word: str) -> str:
    """Returns a small-letter word with Kazakh letters as Russian ones («қазына» → «казына»)."""
    return word.translate(_fold())


_fold = functools.cache(fold)


def gazetteer(own: tuple[Path, ...] = ()) -> Gazetteer:
    """Returns the tree of the shipped names and the caller's (read on the first call)."""
    return _read(own)


_read = functools.cache(Gazetteer)  # by its one argument: a default left out would be another key
