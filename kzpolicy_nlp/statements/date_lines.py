"""The date that a text gives itself: its date line, a dateline of its agency, a label, «сегодня» with a day (SPEC §0).

Only a day with its year counts, and only where it stands as a text's own date does: a wrong date is worse than none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ..text.rules import Chain
from ..values.calendar import Interval
from ..values.periods import Fixed, Piece, TimeExpr
from ..values.settling import Setting, settle

_TOP, _BOTTOM = 6, 4  # lines at either end in which a date line may stand
_SAID = 12  # sentences in which «сегодня, 2 сентября 2024 года» dates the text
_PLACE = 4  # words of a place before a date
_LONG = 30  # tokens of a line that is only a date line
_EARLIEST = 1991
_BREAKS = frozenset(",.|-/()[]•·")


def find_date(exprs: Sequence[TimeExpr], chain: Chain) -> dt.date | None:
    """Returns the day that a text says it is of, or None where it doesn't or where that is not sure.

    Args:
        exprs: What `find_dates` found, in text order.
        chain: The text's atoms.
    """
    return _Finder(exprs, chain).find()


class _Finder:
    def __init__(self, exprs: Sequence[TimeExpr], chain: Chain) -> None:
        self.chain, self.tokens = chain, chain.tokens
        self.line_of = [n for n, (first, last) in enumerate(self.tokens.lines) for _ in range(first, last)]
        self.days = [(e, day) for e in exprs if (day := _day(e)) is not None and day.year >= _EARLIEST]

    def find(self) -> dt.date | None:
        labelled: dict[bool, dt.date] = {}
        top: list[dt.date] = []
        bottom: list[dt.date] = []
        said: list[dt.date] = []
        count = len(self.tokens.lines)
        for expr, day in self.days:
            sentence = self.tokens.sentence_of[expr.first]
            line = self.line_of[sentence]
            high, low = line < _TOP, line >= count - _BOTTOM
            later = self._label(expr) if high or low else None
            if later is not None:
                labelled.setdefault(later, day)
            elif high and (self._is_alone(expr, line) or self._opens_news(expr, line)):
                top.append(day)
            elif low and self._is_alone(expr, line):
                bottom.append(day)
            elif sentence < _SAID and self._is_today(expr):
                said.append(day)
        if False in labelled:
            return labelled[False]
        for found in (top, said, bottom):
            if found:
                return found[0] if len(set(found)) == 1 else None  # several may be a list of links
        return labelled.get(True)

    def _line(self, line: int) -> tuple[int, int]:
        first, last = self.tokens.lines[line]
        return self.tokens.sentences[first][0], self.tokens.sentences[last - 1][1]

    def _label(self, expr: TimeExpr) -> bool | None:
        """Whether a label («Опубликовано: …») stands before a day, and whether it says a later change."""
        i = expr.opening - 1
        while i >= 0 and self.tokens.words[i] in ":-|" and expr.opening - i < 3:
            i -= 1
        atom = self.chain.atoms[self.chain.at[i]] if i >= 0 else None
        if atom is None or "date_label" not in atom.tags or (i == expr.opening - 1 and expr.governor is not None):
            return None
        first = self._line(self.line_of[self.tokens.sentence_of[expr.first]])[0]
        if atom.first > first and self.tokens.words[atom.first - 1].isalpha():
            return None
        return bool(atom.entry("date_label").get("later"))

    def _is_alone(self, expr: TimeExpr, line: int) -> bool:
        """Whether a line holds nothing but a day, a clock, a weekday, a place and a number."""
        first, last = self._line(line)
        if last - first > _LONG or expr.governor not in (None, "dated"):
            return False
        if expr.governor == "dated":
            return "document" in self.chain.tags(first) and self._is_number(expr.last, last)
        if not self._is_place(first, expr.first) and not self._ends_title(expr, last):
            return False
        i = expr.last
        while i < last and self._is_passed(i):
            i += 1
        return (
            i == last
            or self._is_number(i, last)
            or (self.tokens.words[i - 1] in ",|" and self._is_place(i, last, end=True))
        )

    def _ends_title(self, expr: TimeExpr, last: int) -> bool:
        """Whether a day in figures and a clock end a line («… впервые за два года 09.12.2016 10:30»)."""
        clock = expr.last + ("comma" in self.chain.tags(expr.last))
        if expr.rule != "day_in_figures" or "clock" not in self.chain.tags(clock):
            return False
        return self.chain.atoms[self.chain.at[clock]].last == last

    def _is_passed(self, i: int) -> bool:
        """Whether a token belongs to a clock, a weekday or the punctuation around a date."""
        if self.chain.tags(i) & {"record", "number_sign"}:
            return False
        if not self.tokens.words[i].isalnum() or self.chain.tags(i) & {"clock", "weekday"}:
            return True
        zone = self.tokens.words[i].isascii() and "clock" in self.chain.tags(i - 1) | self.chain.tags(i + 1)
        return zone or ("in" in self.chain.tags(i) and "clock" in self.chain.tags(i + 1))

    def _is_number(self, i: int, last: int) -> bool:
        """Whether all that is left is the number of a document, or nothing."""
        while i < last and self.tokens.words[i] in ",.":
            i += 1
        return i == last or (bool(self.chain.tags(i) & {"record", "number_sign"}) and last - i <= 8)

    def _is_place(self, first: int, last: int, *, end: bool = False) -> bool:
        """Whether only a place, a clock or a weekday stands there, parted from the date."""
        if last - first > _LONG:
            return False
        words, count = self.tokens.words, 0
        town = False
        for i in range(first, last):
            word = words[i]
            if word in _BREAKS or self.chain.tags(i) & {"clock", "weekday", "quote"} or not word.isalnum():
                continue
            if "record" in self.chain.tags(i):
                return False
            if "town_short" in self.chain.tags(i) and i + 1 < last and (words[i + 1] == "." or len(word) > 3):
                town = True
                continue
            if not word[0].isupper() or (len(word) == 1 and words[i + 1 : i + 2] != ["."]):
                return False
            count += 1
        if count > _PLACE:
            return False
        if count and ":" in words[first:last]:
            return False
        return end or not count or town or words[last - 1] in _BREAKS

    def _opens_news(self, expr: TimeExpr, line: int) -> bool:
        """Whether a day is part of an agency's dateline: «АСТАНА, 2 сентября 2024 г. /ИА/.», «02.09.2024, 10:15 …»."""
        first, last = self._line(line)
        if expr.governor is not None or not self._is_place(first, expr.first):
            return False
        i = expr.last
        if i >= last:
            return True
        place = any(word.isalpha() for word in self.tokens.words[first : expr.first])
        clock = any("clock" in self.chain.tags(j) for j in (expr.first - 1, expr.first - 2, i, i + 1))
        if clock and (self.tokens.words[i] in ",|" or "clock" in self.chain.tags(i) or expr.first - first <= 2):
            return True
        sign = self.tokens.words[i]
        if not place:
            return sign == "." and not self.tokens.glued(i + 1)
        if sign == ".":
            return self._is_upper(i + 1)
        return sign in ("/", "(", "[") or (sign == "-" and not self.tokens.glued(i))

    def _is_upper(self, i: int) -> bool:
        word = self.tokens.words[i] if i < len(self.tokens) else ""
        return not word or not word[0].isalpha() or word[0].isupper()

    def _is_today(self, expr: TimeExpr) -> bool:
        """Whether it is said of a day that it is today («сегодня, 2 сентября 2024 года,»)."""
        for i in (expr.first, expr.first - 1, expr.first - 2):
            atom = self.chain.atoms[self.chain.at[i]] if i >= 0 else None
            if atom is not None and "day_word" in atom.tags:
                return bool(atom.entry("day_word")["shift"] == 0)
        return False


def _day(expr: TimeExpr) -> dt.date | None:
    """The day that an expression names with its year, or None."""
    meaning = expr.meaning
    if expr.name or expr.listed:
        return None
    if isinstance(meaning, Piece) and (meaning.year is None or meaning.precision != "day"):
        return None
    if not isinstance(meaning, (Fixed, Piece)):
        return None
    span: Interval | None = settle(meaning, Setting())
    return span.last if span is not None and span.first == span.last else None
