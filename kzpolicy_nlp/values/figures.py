"""Figures as they are written, token by token: «1 500», «1.500.000», «XIV», and adjectives with a number inside."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..records import Bound
from ..text.data import words

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
DOTTED_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)")
DOTTED_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5][05]")
GROUPED = re.compile(
    r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:'\d{3})+(?:[.,]\d+)?"
    r"|\d{1,3}\.\d{3},\d+|\d{1,3},\d{3}\.\d+"
)
GROUP = re.compile(r"\d{3}(?:[.,]\d+)?")
_DECIMAL = re.compile(r"(\d+)([.,])(\d+)")
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
#: More figures than a sum can have; longer rows are codes and accounts.
LONGEST = 18


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written. `scaled`: a scale word was said; `words`: in letters; `digits`: figures alone."""

    amount: float
    amount_max: float | None = None
    bound: Bound = "exact"
    scaled: bool = False
    words: bool = False
    digits: str = ""
    ordinal: bool = False
    suffix: str = ""

    @property
    def is_integer(self) -> bool:
        """Whether both ends are whole."""
        return self.amount == int(self.amount) and (self.amount_max is None or self.amount_max == int(self.amount_max))


def tidy(value: float) -> float:
    """Returns the value without the dust of binary fractions («1,1 трлн» is 1.1e12)."""
    return float(f"{value:.12g}") if abs(value) < 1e12 else float(f"{value:.15g}")


def read_figures(word: str, *, measured: bool = False, decimal: bool = False) -> float | None:
    """Returns the value of figures: «1500», «3,5», «1.500.000», «1'500»; None if they are no number.

    A mark before three last figures is ambiguous: «1.500 тенге» groups thousands, «1.125 млрд» is a fraction. A dot
    groups before a currency (`measured`) or a nought at the end, a comma before two noughts; neither does where a scale
    or a percent sign follows (`decimal`) or the number starts with a nought.
    """
    if len(word) > LONGEST + 6 or not word.isascii():
        return None
    if word.isdigit():
        return float(word) if len(word) <= LONGEST else None
    if GROUPED.fullmatch(word):
        mark = re.sub(r"\d", "", word)
        if mark[0] == ".":
            return float(word.replace(".", "").replace(",", "."))
        if mark[0] == ",":
            return float(word.replace(",", ""))
        return float(word.replace("'", "").replace(",", "."))
    m = _DECIMAL.fullmatch(word)
    if m is None:
        return None
    whole, mark, rest = m.groups()
    if len(rest) == 3 and len(whole) <= 3 and whole[0] != "0" and not decimal:
        groups = measured or rest[-1] == "0" if mark == "." else rest.endswith("00")
        if groups:
            return float(whole + rest)
    return float(f"{whole}.{rest}")


def read_roman(word: str) -> float | None:
    """Returns the value of a Roman numeral up to XXXIX, or None."""
    if len(word) > 7:
        return None
    alike: dict[str, str] = words("compounds")["roman"]
    latin = "".join(alike.get(c, c) for c in word)
    if not _ROMAN.fullmatch(latin):
        return None
    total = 0
    for a, b in zip(latin, [*latin[1:], " "], strict=True):
        value = _ROMAN_VALUES[a]
        total += -value if b != " " and _ROMAN_VALUES[b] > value else value
    return float(total)


@functools.lru_cache(maxsize=4096)
def split_compound(word: str) -> tuple[float, str] | None:
    """Splits an adjective with a numeral before its stem: «двадцатипятипроцентный» → 25, «процентный»; else None."""
    prefixes, firsts = _prefixes()
    if word[:3] not in firsts or len(word) < 8:
        return None
    value, rest, least = 0.0, word, 1000.0
    while rest:
        found = next((rest[:n] for n in range(min(len(rest), 12), 2, -1) if rest[:n] in prefixes), None)
        if found is None:
            break
        part = prefixes[found]
        if part >= least:
            return None
        value, rest, least = value + part, rest[len(found) :], 10.0 if part >= 20 else 1.0
        if part >= 100:
            least = 100.0
    return (value, rest) if value and rest else None


@functools.lru_cache(maxsize=1 << 14)
def may_begin(lower: str) -> bool:
    """Whether a word that no table knows can be a Roman figure, «два-три» or an adjective with a number inside."""
    return lower[0] in _roman_letters() or "-" in lower or lower[:3] in _prefixes()[1]


@functools.cache
def _roman_letters() -> frozenset[str]:
    alike: dict[str, str] = words("compounds")["roman"]
    return frozenset(c.lower() for c in ("I", "V", "X", *alike))


@functools.cache
def _prefixes() -> tuple[dict[str, float], frozenset[str]]:
    table: dict[str, float] = words("compounds")["prefixes"]
    return table, frozenset(p[:3] for p in table)
