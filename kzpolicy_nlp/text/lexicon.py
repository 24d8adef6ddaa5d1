"""The words of `words/*.toml`: one look-up a token gives its classes.

An entry of a table is a word of the domain with its tag and values:

    [million]
    tag = "scale"
    value = 1e6
    lemmas = ["миллион"]          # declined into every form
    spelled = ["млн", "mln"]      # taken as they are; may be phrases: "кв. м"

A table may name its tag once, at its head. The forms of lemmas come from the generated `words/lexemes.tsv`; a lemma
that is missing there is declined when the table is loaded, so that a new line works at once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import DataError
from . import morphology
from .data import rows, words

#: The tables of `words/` that make up the lexicon.
TABLES = ("numbers", "currencies", "iso_currencies", "units", "time", "bounds", "cues")
SIGNS = {
    ",": "comma",
    ".": "dot",
    "-": "dash",
    ":": "colon",
    ";": "semicolon",
    "(": "open",
    ")": "close",
    "«": "quote",
    "»": "quote",
    '"': "quote",
    "/": "slash",
    "+": "plus",
    "~": "tilde",
    "№": "number_sign",
    "%": "percent_sign",
    "…": "dots",
    "'": "apostrophe",
}
_FIELDS = {"tag", "lemmas", "spelled", "examples"}
_PART = re.compile(r"\d+|[°º]?[^\W\d_]+(?:[-·∙⋅•][^\W\d_]+)*|[^\w\s]|\w")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the domain: its tag, its key in the table and its values."""

    key: str
    tag: str
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Returns a value of the entry, or the default."""
        return self.values.get(name, default)


class Lexicon:
    """Every form and phrase of the tables: `forms[form]` and `phrases[first word]` give entries by tag."""

    def __init__(self, tables: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        self.forms: dict[str, dict[str, Entry]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], dict[str, Entry]]]] = {}
        self.entries: dict[str, dict[str, Entry]] = {}
        for name, table in tables:
            for entry, lemmas, spelled in _entries(name, table):
                self.entries.setdefault(entry.tag, {})[entry.key] = entry
                alone = {entry.tag: entry}  # what all forms share that no other entry has
                for lemma in lemmas:
                    for form in lexeme(lemma):
                        self._put(form, alone)
                for form in spelled:
                    self._put(form.lower().replace("ё", "е"), alone)
        for listed in self.phrases.values():
            listed.sort(key=lambda p: -len(p[0]))
        classes = {tags: frozenset(tags) for tags in dict.fromkeys(map(tuple, self.forms.values()))}
        self.readings: dict[str, tuple[frozenset[str], Mapping[str, Entry]]] = {
            form: (classes[tuple(entries)], entries) for form, entries in self.forms.items()
        }
        for sign, name in SIGNS.items():
            entries = self.forms.get(sign, {})
            self.readings[sign] = (frozenset((*entries, name)), entries)

    def _put(self, form: str, alone: dict[str, Entry]) -> None:
        parts = (form,) if form.isalpha() else tuple(_PART.findall(form))
        if len(parts) == 1:
            known = self.forms.get(form)
            self.forms[form] = alone if known is None else known | alone | known
            return
        listed = self.phrases.setdefault(parts[0], [])
        for place, (words_of, known) in enumerate(listed):
            if words_of == parts:
                listed[place] = parts, known | alone | known
                return
        listed.append((parts, alone))


def _entries(name: str, table: Mapping[str, Any]) -> Iterator[tuple[Entry, list[str], list[str]]]:
    common = table.get("tag")
    for key, raw in table.items():
        if not isinstance(raw, dict):
            continue
        tag = raw.get("tag", common)
        if tag is None:
            raise DataError(f"words/{name}.toml: [{key}] has no tag, and the table names none at its head")
        values = {k: v for k, v in raw.items() if k not in _FIELDS}
        lemmas, spelled = raw.get("lemmas", []), raw.get("spelled", [])
        if not lemmas and not spelled:
            raise DataError(f"words/{name}.toml: [{key}] names no word: give lemmas or spelled")
        yield Entry(key, tag, values), lemmas, spelled


@functools.cache
def lexicon() -> Lexicon:
    """Returns the process's lexicon (the tables are read on the first call)."""
    return Lexicon((name, words(name)) for name in TABLES)


@functools.cache
def _stored() -> dict[str, tuple[str, ...]]:
    return {row["lemma"]: tuple(row["forms"].split("|")) for row in rows("lexemes")}


def lexeme(lemma: str) -> tuple[str, ...]:
    """Returns every form of a lemma or of a phrase whose words agree («процентный пункт»), lower-case, «е» for «ё»."""
    return _stored().get(lemma) or declined(lemma)


def declined(lemma: str) -> tuple[str, ...]:
    """Returns the forms of a lemma; of a phrase, its adjectives and first noun in every case and number."""
    parts = lemma.lower().split()
    if len(parts) == 1:
        found = {f.replace("ё", "е") for f in morphology.lexeme(parts[0])}
        return tuple(sorted(found | {parts[0].replace("ё", "е")}))
    return tuple(sorted(f.replace("ё", "е") for f in morphology.phrase_forms(parts)))
