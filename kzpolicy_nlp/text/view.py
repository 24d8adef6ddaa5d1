"""A clean view of the caller's text that never moves an offset (SPEC §0)."""

from __future__ import annotations

import re
from bisect import bisect_left

from ..errors import InputError
from .data import words

#: Characters that are dropped: soft hyphen, zero-width marks, stray combining accents.
_DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300\u0301\u0302\u0304\u0307"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = dict.fromkeys("\u201c\u201e\u201f\u201d\u2033\u02ba", '"') | dict.fromkeys(
    "\u2018\u2019\u201a\u201b\u02bc\u02b9", "'"
)
_ONE_TO_ONE = (
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_DASHES, "-")
    | _QUOTES
    | {"\u0451": "\u0435", "\u0401": "\u0415", "\r": "\n"}
)
_UNPLAIN = re.compile(f"[{''.join(_ONE_TO_ONE)}]")
_DELETED = re.compile(f"[{_DROPPED}]|(?<=[\u0438\u0418])\u0306|(?<=[\u0435\u0415])\u0308")
_MAY_BE_DELETED = re.compile(f"[{_DROPPED}\u0306\u0308]")
_BREVE = {"\u0438": "\u0439", "\u0418": "\u0419"}
_MIXED = re.compile(r"(?<![^\W\d_])(?=[^\W\d_]*[A-Za-z])(?=[^\W\d_]*[\u0400-\u04ff])[^\W\d_]+")
_MAY_BE_MIXED = re.compile(r"[A-Za-z](?:(?<=[^\W\d_A-Za-z].)|(?=[^\W\d_A-Za-z]))")  # rare, and quickly looked for
_GLUED = re.compile("[A-Za-z]{2,}[\u0400-\u04ff]{2,}|[\u0400-\u04ff]{2,}[A-Za-z]{2,}")  # two words, a space lost
_SURROGATE = re.compile("[\ud800-\udfff]")


class View:
    """The cleaned text and the way back: `text[view.original(i)]` is where `clean[i]` came from.

    Spaces, dashes, quotes and ё are made plain and look-alike letters of the other script put right, one character
    for one; only soft hyphens, zero-width marks and combining accents are dropped, and only then is a map kept.
    """

    __slots__ = ("_map", "clean", "text")

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise InputError(f"the text must be a str, got {type(text).__name__}; decode bytes before extracting")
        lone = _SURROGATE.search(text)
        if lone:
            raise InputError(
                f"the text has a lone surrogate at position {lone.start()}; decode it with errors='replace'"
            )
        self.text = text
        self._map: list[int] | None = None
        kept = text
        if _MAY_BE_DELETED.search(text) and _DELETED.search(text):
            kept = self._delete(text)
        self.clean = _settle_scripts(_UNPLAIN.sub(lambda m: _ONE_TO_ONE[m.group()], kept))

    def _delete(self, text: str) -> str:
        pieces: list[str] = []
        places: list[int] = []
        last = 0
        for m in _DELETED.finditer(text):
            piece = text[last : m.start()]
            if m.group() == "\u0306" and piece:
                piece = piece[:-1] + _BREVE[piece[-1]]
            pieces.append(piece)
            places.extend(range(last, m.start()))
            last = m.end()
        pieces.append(text[last:])
        places.extend(range(last, len(text)))
        self._map = places
        return "".join(pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns the caller's offsets of `clean[start:end]` (not empty)."""
        if self._map is None:
            return start, end
        return self._map[start], self._map[end - 1] + 1

    def spans(self, starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
        """Returns the caller's offsets of many pieces of `clean`, as `span` does of one."""
        places = zip(starts, ends, strict=True)
        return list(places) if self._map is None else [self.span(*place) for place in places]

    def inward(self, start: int) -> int:
        """Returns the place in `clean` of an offset of the caller's."""
        return start if self._map is None else bisect_left(self._map, start)


def _settle_scripts(text: str) -> str:
    """Puts look-alike letters right, word by word: «Tокаев» with a Latin T, «ІТ» in Cyrillic letters."""
    table = words("lookalikes")
    to_cyrillic: dict[str, str] = table["to_cyrillic"]
    to_latin: dict[str, str] = table["to_latin"]
    kazakh = table["kazakh"]

    def settle(m: re.Match[str]) -> str:
        word = m.group()
        if _GLUED.fullmatch(word):
            return word
        latin = [c for c in word if c.isascii()]
        cyrillic = [c for c in word if not c.isascii()]
        can_be_cyrillic = all(c in to_cyrillic for c in latin)
        can_be_latin = all(c in to_latin for c in cyrillic)
        if can_be_latin and (not can_be_cyrillic or all(c in kazakh for c in cyrillic)):
            return "".join(to_latin.get(c, c) for c in word)
        if can_be_cyrillic:
            return "".join(to_cyrillic.get(c, c) for c in word)
        return word

    if _MAY_BE_MIXED.search(text):
        text = _MIXED.sub(settle, text)
    return _known_words().sub(lambda m: table["words"][m.group()], text)


def _known_words() -> re.Pattern[str]:
    global _KNOWN
    if _KNOWN is None:
        listed = sorted(words("lookalikes")["words"], key=len, reverse=True)
        _KNOWN = re.compile(r"\b(?:" + "|".join(map(re.escape, listed)) + r")(?![^\W\d_])")
    return _KNOWN


_KNOWN: re.Pattern[str] | None = None
