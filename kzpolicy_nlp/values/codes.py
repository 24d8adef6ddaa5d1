"""Figures that are no cardinals: dates, times of day, names and codes with figures, simple fractions."""

from __future__ import annotations

from ..text.rules import Atom
from .cardinals import Cardinals
from .figures import DOTTED_CLOCK, DOTTED_DATE, GROUPED, ISO_DATE, Number, read_figures


class Codes(Cardinals):
    """Reads the figures that count nothing, before cardinals are tried."""

    def special(self, i: int, word: str) -> tuple[Atom, int] | None:
        if ISO_DATE.fullmatch(word):
            return self.joined(i, i + 1, {"iso_date"}), i + 1
        if DOTTED_DATE.fullmatch(word) and not GROUPED.fullmatch(word):
            return self.joined(i, i + 1, {"dotted_date"}), i + 1
        if (
            self.has(i + 1, "colon")
            and self.glued(i + 1)
            and self.glued(i + 2)
            and self.word(i + 2)[:2].isdigit()
            and len(word) <= 2
            and len(self.word(i + 2)) == 2
        ):
            return self.joined(i, i + 3, {"clock"}), i + 3
        if self._is_dotted_clock(i, word):
            return self.joined(i, i + 1, {"clock"}), i + 1
        return self._figure_name(i, word) or self._slashed(i, word)

    def _is_dotted_clock(self, i: int, word: str) -> bool:
        """Whether «9.00» is a time of day: before «часов», or from one to another."""
        if not DOTTED_CLOCK.fullmatch(word):
            return False
        if self.has(i + 1, "hours"):
            return True
        if self.has(i + 1, "dash") or self.to(i + 1):
            return DOTTED_CLOCK.fullmatch(self.word(i + 2)) is not None and self.has(i - 1, "since")
        return (
            (self.to(i - 1) or self.has(i - 1, "dash"))
            and DOTTED_CLOCK.fullmatch(self.word(i - 2)) is not None
            and (self.has(i - 3, "since"))
        )

    def _figure_name(self, i: int, word: str) -> tuple[Atom, int] | None:
        """Reads figures that name a thing: «Covid-19», «G20», «7-20-25», «Аи-92/93»."""
        end = i + 1
        while self.glued_sign(end, "dash") and self.word(end + 1).isdigit() and end < i + 12:
            end += 2
        if end > i + 3:
            return self.joined(i, end, {"name_number"}, Number(read_figures(word) or 0.0, digits=word)), end
        if self.glued(i + 1) and not self.atoms[i + 1].tags and word.isdigit():
            after = self.word(i + 1)
            if after[0].isalpha() and (after.isupper() or after[0].isascii()):
                return self.joined(i, i + 1, {"name_number"}, Number(read_figures(word) or 0.0, digits=word)), i + 1
        if not self.glued(i) or i == 0:
            return None
        before, deeper = self.word(i - 1), self.word(i - 2) if i > 1 else ""
        word_before = before[-1].isalpha() and not (before.islower() and not before.isascii())
        in_name = word_before or (before == "-" and self.glued(i - 1) and deeper[-1:].isalpha())
        if not in_name or self._is_sign(i):
            return None
        tags = {"name_number"}
        if word.isdigit() and len(word) == 4 and 1900 <= int(word) <= 2100:
            tags.add("name_year")
        return self.joined(i, i + 1, tags, Number(read_figures(word) or 0.0, digits=word)), i + 1

    def _is_sign(self, i: int) -> bool:
        """Whether the letters glued before figures are a currency's («KZT5 bn», «Т64 млн»)."""
        sign = self.has(i - 1, "currency_code") or self.has(i - 1, "currency_sign")
        return sign or (self.has(i - 1, "scaled_sign") and (self.has(i + 1, "scale")))

    def glued_sign(self, i: int, tag: str) -> bool:
        return self.has(i, tag) and self.glued(i) and self.glued(i + 1)

    def _slashed(self, i: int, word: str) -> tuple[Atom, int] | None:
        """Reads «1/3», a fraction; two figures with a slash that are none («24/7», «2025/26») stay apart."""
        if not self.glued_sign(i + 1, "slash") or not word.isdigit() or not self.word(i + 2).isdigit():
            return None
        below = self.word(i + 2)
        if (self.glued(i) and not self.has(i - 1, "open")) or len(word) > 1 or len(below) > 2:
            return None
        if self.glued(i + 3) and self.atoms[i + 3].tags & {"slash", "dash"}:
            return None
        if not 0 < int(word) < int(below) <= 10:
            return None
        return self.joined(i, i + 3, {"fraction"}, Number(int(word) / int(below), digits=word)), i + 3

    def to(self, i: int) -> bool:
        return self.has(i, "bound") and bool(self.field(i, "bound", "to"))
