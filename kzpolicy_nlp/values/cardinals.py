"""Cardinals and their scales, read atom by atom (SPEC §2): «1 трлн 300 млрд», «двадцать пять», «2,5 тыс.»."""

from __future__ import annotations

from typing import Any

from ..text.data import words
from ..text.lexicon import Entry
from ..text.morphology import forms
from ..text.rules import Atom
from ..text.tokens import Tokens
from .figures import GROUP, LONGEST, Number, read_figures, tidy

NOTHING: dict[str, Entry] = {}


class Atoms:
    """The atoms and what one can ask of them."""

    def __init__(self, tokens: Tokens, atoms: list[Atom]) -> None:
        self.tokens, self.atoms = tokens, atoms
        self.count = len(atoms)

    def same(self, i: int, j: int) -> bool:
        of = self.tokens.sentence_of
        return j < self.count and of[self.atoms[i].first] == of[self.atoms[j].first]

    def glued(self, i: int) -> bool:
        return i < self.count and self.tokens.glued(self.atoms[i].first)

    def word(self, i: int) -> str:
        return self.tokens.words[self.atoms[i].first] if i < self.count else ""

    def has(self, i: int, tag: str) -> bool:
        return i < self.count and tag in self.atoms[i].tags

    def value(self, i: int, tag: str, name: str = "value") -> float:
        return float(self.atoms[i].entry(tag)[name])

    def field(self, i: int, tag: str, name: str) -> Any:
        return self.atoms[i].entry(tag).get(name)

    def joined(self, first: int, last: int, tags: set[str], number: Number | None = None) -> Atom:
        """The atoms `first … last - 1` as one."""
        return Atom(self.atoms[first].first, self.atoms[last - 1].last, frozenset(tags), NOTHING, number)


class Cardinals(Atoms):
    """Reads one cardinal: «1 трлн 300 млрд», «двадцать пять», «2,5 тыс.»."""

    def cardinal(self, i: int, *, nested: bool = False) -> tuple[Number, int] | None:
        """Reads groups of falling scale and adds them up; a scale alone counts once («тысяча двести»)."""
        total, smallest, end = 0.0, float("inf"), i
        scaled = words = False
        digits = suffix = ""
        lone = self._lone_scale(i)
        if lone is not None:
            total, end = lone
            smallest, scaled, words = self.value(i, "scale"), True, True
        while end == i or self.same(i, end):
            group = self.group(end)
            if group is None:
                break
            value, after, group_words, group_digits, group_suffix = group
            repeated = self._in_brackets(after, value, group_words) if end == i and not nested else None
            after = repeated or after
            scale = self.scale(after) if self.same(i, after) else None
            unit = scale[0] if scale else 1.0
            if end > i and not self._adds(end, value, unit, smallest, after, group_words == words):
                break
            if end > i and value * unit >= smallest:
                break
            total += value * unit
            words = group_words
            digits = group_digits if end == i and not scale else ""
            suffix = group_suffix
            end = scale[1] if scale else after
            scaled = scaled or scale is not None
            smallest = unit
            if unit == 1.0:
                break
        if end == i:
            return None
        if words and not nested:
            end = self._in_brackets(end, tidy(total), words) or end
        return Number(tidy(total), scaled=scaled, words=words, digits=digits, suffix=suffix), end

    def _adds(self, i: int, value: float, unit: float, smallest: float, after: int, alike: bool) -> bool:
        """Whether the group at i goes on with the number before it («2 млн 500 тыс.», «2 тыс. 500 тенге»)."""
        if unit >= smallest:
            return False
        if unit > 1.0:
            return True
        if self.word(i)[:1].isdigit():
            measured = self.has(after, "currency") or self.has(after, "minor") or self.has(after, "unit")
            whole = value == int(value) and not self.has(i - 1, "comma")
            return whole and (measured or (smallest == 1e3 and len(self.word(i)) == 3 and after == i + 1))
        return alike

    def group(self, i: int) -> tuple[float, int, bool, str, str] | None:
        """Reads figures, or number words under a thousand: value, end, in words, figures, ending («-ти»)."""
        word = self.word(i)
        if word[:1].isdigit():
            return self._figures(i, word)
        if not self.has(i, "cardinal"):
            return None
        value, end, least = 0.0, i, float("inf")
        while self.same(i, end) and self.has(end, "cardinal"):
            part = self.value(end, "cardinal")
            rank = 1 if part < 10 else 10 if part < 20 else 11 if part < 100 else 100
            if end > i and (rank >= least or part in (1.5, 0) or (rank == 10 and least == 11)):
                break
            value += part
            least = rank
            end += 1
            if part % 1 or part > 900:
                break
        value, end = self._part(i, value, end)
        return value, end, True, "", ""

    def _part(self, i: int, value: float, end: int) -> tuple[float, int]:
        """Reads on: «две целых пять десятых», «один и три десятых», «два с половиной»."""
        if not self.same(i, end):
            return value, end
        if self.has(end, "and_a_half"):
            return value + self.value(end, "and_a_half"), end + 1
        begin = end + 1 if self.has(end, "whole") else end
        if begin == end and not self.has(end, "and"):
            return value, end
        if self.has(begin, "and"):
            begin += 1
        if not self.same(i, begin) or not self.has(begin, "cardinal"):
            return value, end
        below, at = 0.0, begin
        while at < begin + 2 and self.has(at, "cardinal"):
            below += self.value(at, "cardinal")
            at += 1
        if self.same(i, at) and self.has(at, "denominator"):
            return value + below * self.value(at, "denominator"), at + 1
        return value, end

    def _figures(self, i: int, word: str) -> tuple[float, int, bool, str, str] | None:
        end = i + 1
        measured = self.has(end, "currency") or self.has(i - 1, "currency_sign")
        value = read_figures(word, measured=measured, decimal=self.has(end, "scale") or self.has(end, "percent_sign"))
        if value is None:
            return None
        digits = word
        if word.isdigit() and len(word) <= 3 and (word[0] != "0"):
            after = self._thousands(i, end)
            if after is not None:
                end, digits = after
                value = float(digits.replace(",", "."))
        suffix = ""
        if self.has(end, "dash") and self.glued(end) and self.glued(end + 1):
            counts = self.has(end + 1, "either_ending") and (
                self.field(end + 1, "either_ending", "counts")
                and value < 1900
                and not (value >= 20 and value % 10 == 0 and value < 100)
            )
            if self.has(end + 1, "count_ending") or counts:
                suffix, end = self.word(end + 1).lower(), end + 2
            elif (self.has(end + 1, "row_ending") or self.has(end + 1, "either_ending")) and not self.has(
                end + 1, "scale"
            ):
                return None
        elif self.has(end, "and_a_half") or self.has(end, "whole"):
            value, end = self._part(i, value, end)
        return value, end, False, digits, suffix

    def _thousands(self, i: int, end: int) -> tuple[int, str] | None:
        """Reads the next groups of three figures: «1 500 000,5», «1'500»; their end and all the figures."""
        tokens, digits = self.tokens, self.word(i)
        start = end
        while self.same(i, end) and len(digits) < LONGEST and digits.isdigit():
            if self.has(end, "apostrophe") and self.glued(end) and self.glued(end + 1):
                at = end + 1
            elif tokens.starts[self.atoms[end].first] - tokens.ends[self.atoms[end].first - 1] == 1:
                at = end
            else:
                break
            word = self.word(at)
            if not GROUP.fullmatch(word) or not self.same(i, at):
                break
            digits += word.replace(".", ",")
            end = at + 1
        return (end, digits) if end > start else None

    def scale(self, i: int) -> tuple[float, int] | None:
        """Reads «млн.», «тысяч», «сотен тысяч»: its value and end."""
        if not self.has(i, "scale"):
            return None
        value, end = self.value(i, "scale"), i + 1
        letter = len(self.word(i)) == 1
        if letter and not (self.has(end, "dot") and self.has(end + 1, "currency")):
            return None
        if self.has(end, "dot") and self.glued(end) and self.same(i, end + 1):
            end += 1
        if self.same(i, end) and self.has(end, "scale") and self.value(end, "scale") > value:
            further = self.scale(end)
            if further is not None:
                return value * further[0], further[1]
        return value, end

    def _lone_scale(self, i: int) -> tuple[float, int] | None:
        """Reads «миллион человек», «более тысячи», «сотня тысяч»: a scale alone, in the singular."""
        if not self.has(i, "scale"):
            return None
        word = self.word(i).lower()
        after_bound = i > 0 and ("bound" in self.atoms[i - 1].tags or self._takes_genitive(i - 1))
        if word not in (self.field(i, "scale", "lone") or ()) and not (
            after_bound and word in (self.field(i, "scale", "lone_after_bound") or ())
        ):
            return None
        scale = self.scale(i)
        if scale is None:
            return None
        value, end = scale
        if self.has(end, "and_a_half"):
            return value * (1 + self.value(end, "and_a_half")), end + 1
        return value, end

    def _takes_genitive(self, i: int) -> bool:
        """Whether the word is a verb whose object stands in the genitive («достигнет миллиарда долларов»)."""
        word = self.word(i).lower()
        return len(word) > 4 and word.isalpha() and forms(word)[0].lemma in words("syntax")["with-genitive"]["words"]

    def _in_brackets(self, i: int, value: float, in_words: bool) -> int | None:
        """Returns the end of «(двенадцать)» that repeats the number before it, or None."""
        if not self.has(i, "open") or not self.same(i, i + 1) or self.word(i + 1)[:1].isdigit() != in_words:
            return None
        inside = self.cardinal(i + 1, nested=True)
        if inside is None or inside[0].amount != value or not self.has(inside[1], "close"):
            return None
        return inside[1] + 1
