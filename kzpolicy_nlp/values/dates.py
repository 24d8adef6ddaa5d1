"""Time expressions: what stands in the text, with what governs it; not yet settled to days (SPEC §5)."""

from __future__ import annotations

from dataclasses import replace

from ..text.morphology import forms
from ..text.rules import Atom, Chain, RuleBook
from . import listed_dates, pointing_dates, recurring_dates, relative_dates, years  # their rules register themselves
from .calendar_dates import UNITS, Reading
from .date_parts import DIVIDED, PARTS, RANGES, WITH_YEAR, may_be_year
from .periods import Governor, Piece, TimeExpr

__all__ = ["find_dates", "listed_dates", "pointing_dates", "recurring_dates", "relative_dates", "years"]

_GOVERNORS: tuple[Governor, ...] = (
    "until", "since", "through", "within", "during", "after", "in", "onto", "results", "as_of", "dated", "compared",
)  # fmt: skip
_JOINTS = frozenset({"comma", "and", "dash", "slash"})
_LEFT_OUT = frozenset({"entire", "quote", "period_noun"})
_PLACING = frozenset({"in", "until", "since", "onto", "during", "within", "through", "results", "as_of", "compared"})
_ROW = 24  # tokens that may stand between two years of a row
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def fold(chain: Chain, book: RuleBook[Reading]) -> Chain:
    """The chain with each mention that a book finds as one atom, whose `number` is its reading."""
    atoms: list[Atom] = []
    done = 0
    at = chain.at
    for found, made in book.find(chain):
        begin, end = at[found.first], at[found.last - 1] + 1
        if begin < done:
            continue
        atoms.extend(chain.atoms[done:begin])
        whole = made if made.rule else replace(made, rule=found.rule.name)
        atoms.append(Atom(found.first, found.last, whole.tags, {}, whole))
        done = end
    if not done:
        return chain
    atoms.extend(chain.atoms[done:])
    return Chain(chain.tokens, atoms)


def find_dates(chain: Chain) -> list[TimeExpr]:
    """Returns the time expressions of a text in its order, not overlapping; nothing is settled to days yet.

    Args:
        chain: The text's atoms with its numbers read.
    """
    chain = _compounds(chain)
    for book in (UNITS, WITH_YEAR, DIVIDED, PARTS, RANGES):
        chain = fold(chain, book)
    return _share_years(_Walk(chain).found)


def _compounds(chain: Chain) -> Chain:
    """Reads «январе-сентябре» and «III-IV», one token each, as runs of months and quarters."""
    from ..text.lexicon import lexicon

    words, atoms, known = chain.tokens.lowers, chain.atoms, lexicon().forms
    changed: list[Atom] | None = None
    for i, atom in enumerate(atoms):
        if atom.tags or atom.last - atom.first != 1 or "-" not in words[atom.first]:
            continue
        rows = [known.get(half, {}).get("ordinal") for half in words[atom.first].split("-")]
        if len(rows) == 2 and rows[0] and rows[1] and 0 < rows[0]["value"] < rows[1]["value"] < 5:
            changed = changed or list(atoms)
            pair = (int(rows[0]["value"]), int(rows[1]["value"]))
            changed[i] = Atom(atom.first, atom.last, frozenset({"compound_quarters"}), {}, pair)
            continue
        quarters = [_QUARTERS.get(half, 0) for half in words[atom.first].split("-")]
        if len(quarters) == 2 and 0 < quarters[0] < quarters[1]:
            changed = changed or list(atoms)
            changed[i] = Atom(atom.first, atom.last, frozenset({"compound_quarters"}), {}, tuple(quarters))
            continue
        halves = [known.get(half, {}).get("month") for half in words[atom.first].split("-")]
        if len(halves) == 2 and halves[0] and halves[1] and halves[0]["value"] < halves[1]["value"]:
            changed = changed or list(atoms)
            months = (halves[0]["value"], halves[1]["value"])
            changed[i] = Atom(atom.first, atom.last, frozenset({"compound_months"}), {}, months)
    return Chain(chain.tokens, changed) if changed else chain


class _Walk:
    """Goes over the folded chain: what governs each time, and whether a weak one counts."""

    def __init__(self, chain: Chain) -> None:
        self.chain, self.atoms, self.tokens = chain, chain.atoms, chain.tokens
        self.found: list[TimeExpr] = []
        accepted = -2
        for i, atom in enumerate(self.atoms):
            if "name_year" in atom.tags:
                self._name(atom)
                continue
            if "t_time" not in atom.tags:
                continue
            governor, opening = self._governor(i)
            listed = False
            if governor is None and accepted == i - 2 and self.atoms[i - 1].tags & _JOINTS and self._same(i, i - 2):
                governor, opening, listed = self.found[-1].governor, atom.first, True
            if governor is None and not listed and self._goes_on(i):
                governor, opening, listed = self.found[-1].governor, atom.first, True
            if not self._counts(i, governor, listed):
                if not self._named_by(i):
                    continue
                self.found.append(TimeExpr(atom.first, atom.last, atom.number.meaning, rule="year_of_name", name=True))
                continue
            self.found.append(
                TimeExpr(
                    atom.first, atom.last, atom.number.meaning, governor, opening, rule=atom.number.rule, listed=listed
                )
            )
            accepted = i

    def _goes_on(self, i: int) -> bool:
        """Whether a bare year goes on a row of years with something between («на 2026 (15), 2027 (16)»)."""
        atom = self.atoms[i]
        if (
            not self.found
            or not atom.tags >= {"t_year", "t_weak"}
            or not self._has(i - 1, i, "comma", "and", "semicolon")
        ):
            return False
        before = self.found[-1]
        here, there = atom.number.meaning, before.meaning
        near = self.tokens.sentence_of[before.first] == self.tokens.sentence_of[atom.first]
        if not (near and atom.first - before.last < _ROW and isinstance(there, Piece) and there.precision == "year"):
            return False
        if there.year is None or not there.year < here.year <= there.year + 5:
            return False
        return self._has(i + 1, i, "dash", "colon", "open", "close", "dot", "comma") or not self._same(i, i + 1)

    def _same(self, i: int, j: int) -> bool:
        of = self.tokens.sentence_of
        return 0 <= j < len(self.atoms) and of[self.atoms[i].first] == of[self.atoms[j].first]

    def _has(self, i: int, of: int, *tags: str) -> bool:
        return self._same(of, i) and bool(self.atoms[i].tags & set(tags))

    def _name(self, atom: Atom) -> None:
        """A year within a name («ЭКСПО-2017»), but not in an address of the web."""
        tokens = self.tokens
        for i in (atom.last, atom.first - 3):
            if 0 <= i < len(tokens) and tokens.words[i] in "/_" and (tokens.glued(i) or i < atom.first):
                return
        meaning = Piece((1, 1), (12, 31), "year", year=int(atom.number.amount))
        self.found.append(TimeExpr(atom.first, atom.last, meaning, opening=atom.first, rule="year_in_name", name=True))

    def _governor(self, i: int) -> tuple[Governor, int]:
        """The class of the preposition before an atom, and its first token."""
        first = self.atoms[i].first
        j = i - 1
        while self._same(i, j) and self.atoms[j].tags & _LEFT_OUT and i - j < 4:
            j -= 1
        if self._has(j, i, "hour_word") and self._has(j - 1, i, "number", "clock"):
            j -= 2
        if not self._same(i, j):
            return None, first
        tags = self.atoms[j].tags
        for governor in _GOVERNORS:
            if governor == "after" and "after" in tags and self._has(j - 1, i, "not_before"):
                return "since", self.atoms[j - 1].first
            if governor in tags:
                if self._has(j - 1, i, "than") and governor in ("in", "onto", "during", "results", "as_of", "since"):
                    return "compared", self.atoms[j].first
                return governor, self.atoms[j].first
        if self._has(j, i, "after_event"):
            return "since", self.atoms[j].first
        if self.atoms[i].number.tags & {"t_year", "t_pointing", "t_dated", "t_unit"}:
            for back in range(2, 5):
                if self._has(i - back, i, "compared"):
                    return "compared", first
                if self._has(i - back, i, "comma", "t_time"):
                    break
        return None, first

    def _counts(self, i: int, governor: Governor, listed: bool) -> bool:
        """Whether an atom of time counts; only a weak one has to show it."""
        tags = self.atoms[i].tags
        if "t_weak" not in tags:
            return True
        placed = governor in _PLACING
        if "t_elliptic" in tags:
            before = self.found[-1] if self.found else None
            if before is None or before.precision != "year":
                return False
            return self.tokens.sentence_of[before.first] == self.tokens.sentence_of[self.atoms[i].first]
        if "t_year" in tags or "t_years" in tags:
            return self._year_counts(i, placed, listed)
        if "t_month" in tags:
            return placed or listed or governor == "dated" or self._lists_on(i)
        if "t_weekday" in tags:
            return governor in ("in", "since", "until", "onto") and not self._genitive(i + 1, i)
        if "t_season" in tags:
            if governor == "until" and self._has(i - 2, i, "preparing"):
                return False
            word = self.tokens.lowers[self.atoms[i].first]
            return governor in ("until", "since", "during", "within", "results") or self._adverbial(word) or listed
        if "t_holiday" in tags:
            return governor in ("until", "since", "in", "onto")
        if "t_count" in tags:
            return governor == "results" and not self._has(i + 1, i, "after_event", "dated")
        if "t_quarter" in tags:
            return placed and not self._has(i + 1, i, "unit")
        return "t_number" in tags and governor in ("until", "since", "in")

    def _adverbial(self, word: str) -> bool:
        return any(f.case == "ablt" for f in forms(word))

    def _lists_on(self, i: int) -> bool:
        """Whether a list goes on with a time of the same kind that is no longer weak."""
        kind = self.atoms[i].tags & {"t_year", "t_years", "t_month", "t_day"}
        for j in range(i + 1, i + 12, 2):
            if not (self._has(j, i, *_JOINTS) and self._has(j + 1, i, *kind)):
                return False
            if "t_weak" not in self.atoms[j + 1].tags:
                return True
        return False

    def _year_counts(self, i: int, placed: bool, listed: bool) -> bool:
        if self._lists_on(i):
            return True
        if not may_be_year(self.chain, i):
            return False
        if placed or listed or "t_row" in self.atoms[i].tags:
            return True
        if self._has(i - 1, i, "open") and (self._has(i + 1, i, "close", "comma", "dash") or not self._same(i, i + 1)):
            return True
        starts = not self._same(i, i - 1) or self._has(i - 1, i, "colon", "semicolon")
        behind = i + 4 if self._has(i + 1, i, "open") and self._has(i + 3, i, "close") else i + 1  # «2018 (факт) – 29»
        return starts and self._has(behind, i, "dash", "colon")

    def _genitive(self, j: int, i: int) -> bool:
        """Whether the next word may be a noun that belongs to this one, or is counted by it."""
        if not self._same(i, j):
            return False
        word = self.tokens.lowers[self.atoms[j].first]
        return word[0].isalpha() and any(f.case == "gent" and f.pos == "NOUN" for f in forms(word)[:1])

    def _named_by(self, i: int) -> bool:
        """Whether a year ends a name in Latin letters, outside quotes («Agro Day 2016»), or a copyright mark's."""
        atom = self.atoms[i]
        if not atom.tags >= {"t_year", "t_weak"} or not self._same(i, i - 1) or not may_be_year(self.chain, i):
            return False
        before = self.tokens.words[self.atoms[i - 1].first].lstrip("\N{COPYRIGHT SIGN}")
        if not before:
            return True
        latin = before[0].isascii() and before[0].isupper() and before.isalpha() and len(before) > 1
        return latin and not self._has(i + 1, i, "quote") and not self._has(i - 1, i, "record")


def _share_years(found: list[TimeExpr]) -> list[TimeExpr]:
    """Gives the year that the last item of a list names to the items before it («в мае и июне 2024 года»)."""
    for i in range(len(found) - 2, -1, -1):
        here, after = found[i], found[i + 1]
        if (
            after.listed
            and isinstance(here.meaning, Piece)
            and isinstance(after.meaning, Piece)
            and here.meaning.is_open
            and not after.meaning.is_open
            and here.meaning.precision != "year"
            and after.meaning.precision != "year"
        ):
            meaning = replace(here.meaning, year=after.meaning.year, shift=after.meaning.shift)
            found[i] = replace(here, meaning=meaning)
    return found
