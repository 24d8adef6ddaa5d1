"""What stands around a number: its bound, its sentence, brackets, and what tells that nothing is counted behind it."""

from __future__ import annotations

import functools
from dataclasses import replace

from ..records import Bound
from ..text.data import words
from ..text.lexicon import SIGNS, lexicon
from ..text.morphology import forms
from ..text.rules import Atom, Chain
from ..text.tokens import Tokens
from .figures import Number, tidy
from .value import Spanned, Value

#: How far to the left a word of change can govern a «до», in atoms.
_REACH = 14
#: Atoms that a time or a place before a dash may have.
_ITEMS = 8  # lines of a list back to a unit
_ROW = 9
#: Parts of speech that end a number's phrase: nothing is counted.
_STOPS = frozenset({"PREP", "CONJ", "VERB", "INFN", "PRCL", "ADVB", "COMP", "PRTS", "GRND", "PRED", "ADJS"})
_SIGNS = frozenset({"comma", "dot", "close", "semicolon", "colon", "dash", "quote", "open", "slash", "dots"})


class Context:
    """The chain of a text and what one can ask about the neighbours of an atom, by its index."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.atoms = chain.atoms
        self.tokens = chain.tokens
        self.count = len(chain.atoms)
        self._of = chain.tokens.sentence_of
        self.depth = _depths(chain.atoms, self._of)
        self.period, self.line = _periods(chain.tokens)

    def has(self, i: int, *tags: str) -> bool:
        """Whether atom i exists and has one of the tags."""
        return 0 <= i < self.count and not self.atoms[i].tags.isdisjoint(tags)

    def word(self, i: int) -> str:
        """The atom's last word, lower-case."""
        return self.tokens.lowers[self.atoms[i].last - 1] if 0 <= i < self.count else ""

    def same(self, i: int, j: int) -> bool:
        """Whether both atoms exist and stand in one sentence."""
        return (
            0 <= i < self.count
            and 0 <= j < self.count
            and self._of[self.atoms[i].first] == self._of[self.atoms[j].first]
        )

    def glued(self, i: int) -> bool:
        """Whether atom i stands right behind the one before it."""
        return 0 < i < self.count and self.tokens.glued(self.atoms[i].first)

    def numbers(self) -> list[int]:
        """The atoms that are cardinals."""
        return [i for i, a in enumerate(self.atoms) if "number" in a.tags]

    def number(self, i: int) -> Number:
        """The number of an atom that has one."""
        found = self.atoms[i].number
        assert isinstance(found, Number)
        return found

    def back(self, value: Spanned, i: int) -> int | None:
        """How many full stops lie between a value and atom i behind it; None if a line break does, but in one list."""
        here, there = self._of[self.atoms[i].first], self._of[value.first]
        if 0 < self.line[here] - self.line[there] <= _ITEMS and self._are_items(self.line[there], self.line[here]):
            return 1  # «– Алматы – 247 тыс. человек;¶– Астана – 842 тыс.»
        return None if self.line[here] != self.line[there] else self.period[here] - self.period[there]

    def _are_items(self, first: int, last: int) -> bool:
        """Whether each line before another ends as an item of a list does."""
        lines, sentences, words = self.tokens.lines, self.tokens.sentences, self.tokens.words
        return all(words[sentences[lines[n][1] - 1][1] - 1] == ";" for n in range(first, last))

    def scale_of(self, value: Value) -> float:
        """The largest scale that was said with a value, that it took from another, or that it can have."""
        atom, known = self.atoms[value.number], lexicon().forms
        if not self.number(value.number).scaled and self.number(value.number).amount:
            return value.amount / self.number(value.number).amount
        entries = [known.get(self.tokens.lowers[t], {}).get("scale") for t in range(atom.first, atom.last)]
        said = max((float(e["value"]) for e in entries if e is not None), default=0.0)
        return said or next((s for s in (1e12, 1e9, 1e6, 1e3) if abs(value.amount) >= s), 1.0)

    def is_of_scale(self, i: int, value: Value) -> bool:
        """Whether number i can be told in the scale of a value: «6 318 млн тенге, местный бюджет – 1 918»."""
        return abs(self.number(i).amount) < 1000 or abs(value.amount) >= 1000 * self.scale_of(value)

    def stops(self, i: int) -> bool:
        """Whether the phrase of the number before atom i is at its end there: a sign, a verb, a preposition, …"""
        if not self.same(i - 1, i) or self.atoms[i].tags & _SIGNS:
            return True
        return self.is_small(i) or self.is_ago(i)

    def is_ago(self, i: int) -> bool:
        """Whether a time in the instrumental stands there («годом ранее»): it belongs to no number before it."""
        if not self.has(i, "duration", "time_unit"):
            return False
        if (self.word(i), self.word(i + 1)) in _year_before():
            return True
        return any(f.case == "ablt" and f.number == "sing" for f in forms(self.word(i))[:2])

    def is_before_that(self, value: Value) -> bool:
        """Whether a length only says how long before or after something else was («двумя годами ранее»)."""
        tokens = self.tokens
        behind = tokens.lowers[value.last] if value.last < len(tokens) else ""
        return behind in _earlier() and any(f.case == "ablt" for f in forms(tokens.lowers[value.last - 1])[:3])

    def is_small(self, i: int) -> bool:
        """Whether the word is a verb, preposition, conjunction, adverb or their like."""
        word = self.word(i)
        return bool(word) and word[-1].isalpha() and forms(word)[0].pos in _STOPS

    def opens_row(self, i: int) -> bool:
        """Whether only a time, a place or an aim stands before the dash of number i («У соседей – 3,3»)."""
        j = i - 1
        while self.same(j, i) and self.has(j, "bound", "filler"):
            j -= 1
        if not self.same(j, i) or not self.has(j, "dash") or not (self.stops(i + 1) and self._is_end(i + 1)):
            return False
        first = self.chain.at[self.tokens.sentences[self._of[self.atoms[i].first]][0]]
        while self.has(first, "and"):
            first += 1
        if j - first > _ROW or any(self.has(k, "number") and not self.has(k, "year") for k in range(first, j)):
            return False
        words = [self.word(k) for k in range(first, j)]
        if any(w[-1:].isalpha() and forms(w)[0].pos in ("VERB", "PRTS", "INFN") for w in words):
            return False
        return self.has(first, "cue") or (bool(words) and forms(words[0])[0].pos in ("PREP", "ADVB"))

    def _is_end(self, i: int) -> bool:
        return not self.same(i - 1, i) or self.has(i, "comma", "dot", "semicolon", "quote")

    # bounds

    def bound(self, i: int) -> Bound:
        """The bound of the number at atom i, from its own words or those before it (SPEC §2)."""
        own = self.number(i).bound
        if own != "exact":
            return own
        at = self.bound_at(i)
        if at is None:
            return "exact"
        entry = self.atoms[at].entry("bound")
        if entry.get("opens"):
            if self.number(i).amount_max is not None or self.has(at - 1, "unit", "number", "currency"):
                return "exact"
            return "at_least"
        if entry.get("place") and not self.same(at - 1, at):
            return "exact"
        if entry.get("to") and (self._is_level(at) or self.number(i).amount_max is not None):
            return "exact"
        found: Bound = entry["bound"]
        return found

    def bound_of_word(self, i: int) -> Bound:
        """The bound of a word that is a value by itself: «более чем вдвое»."""
        at = self.bound_at(i)
        entry = None if at is None else self.atoms[at].entry("bound")
        return "exact" if entry is None or entry.get("opens") or entry.get("to") else entry["bound"]

    def bound_at(self, i: int) -> int | None:
        """The atom of the bound before number i («более чем в два раза»: two words may stand between), or None."""
        at = i - 1
        for _ in range(3):
            if not self.same(at, i):
                return None
            if self.has(at, "bound"):
                return at
            if not self.has(at, "filler", "value_preposition", "open_sign", "currency_sign"):
                return None
            at -= 1
        return None

    def _is_level(self, at: int) -> bool:
        """Whether the «до» at an atom names the level aimed at: «довести до 5», «с 3 до 5»."""
        levels = _levels()
        for i in range(at - 1, max(-1, at - 1 - _REACH), -1):
            if not self.same(i, at) or self.atoms[i].tags & {"semicolon"}:
                return False
            if self.has(i, "since") and self.has(
                i + 1, "number", "currency_sign", "which", "bound", "pointing", "year"
            ):
                return True
            if self.has(i, "onto") and self.has(i + 1, "number") and self.has(i + 2, "unit", "currency"):
                return True
            word = self.word(i)
            if len(word) > 3 and word[0].isalpha() and not self.atoms[i].tags & {"number", "unit", "currency", "month"}:
                for form in forms(word)[:3]:
                    if form.lemma in levels:
                        return True
        return False

    def is_changed(self, i: int, reach: int = _REACH) -> bool:
        """Whether a word of change or of reaching stands to the left of atom i, not far, in its sentence."""
        levels = _levels()
        for j in range(i - 1, max(-1, i - 1 - reach), -1):
            if not self.same(i, j):
                return False
            word = self.word(j)
            if len(word) > 3 and word[0].isalpha() and any(f.lemma in levels for f in forms(word)[:3]):
                return True
        return False

    def is_done(self, i: int) -> bool:
        """Whether a verb stands right before number i and nothing behind it («вместо 12 школ сдали 9»)."""
        if self.has(i, "lone_one", "year") or not self._is_end(i + 1):
            return False
        at = i - 1
        while self.same(at, i) and self.has(at, "bound", "filler") and at > i - 3:
            at -= 1
        if not self.same(at, i):
            return False
        first = forms(self.word(at) or "-")[0]
        return first.pos in ("VERB", "PRTS", "INFN") and first.lemma in _doings()

    # numbers that share what is said once

    def next_value(self, i: int, values: dict[int, Value]) -> Value | None:
        """The value whose number comes next behind the bare number i, joined to it: «5, 7 и 9 млрд», «с 26 до 34%»."""
        j = i + 1
        joined = False
        for _ in range(4):
            if not self.same(i, j):
                return None
            if j in values:
                said_again = values[j].unit in ("percent", "share") and self._is_or(j - 1)
                return values[j] if joined and not said_again else None
            atom = self.atoms[j]
            if "number" in atom.tags or not self._joins(j) or ("bound" in atom.tags and self.has(j - 1, "dash")):
                return None
            joined = (
                joined or bool(atom.tags & {"comma", "and", "dash", "semicolon", "out_of", "compared"}) or self.is_to(j)
            )
            j += 1
        return None

    def _is_or(self, j: int) -> bool:
        """Whether «, или» ends at atom j: what follows says the same in another unit («312, или 91,8%»)."""
        while self.has(j, "bound", "filler"):
            j -= 1
        return self.has(j - 1, "comma") and self.word(j) in words("syntax")["or"]["words"]

    def _joins(self, j: int) -> bool:
        tags = self.atoms[j].tags
        return bool(tags & {"comma", "and", "bound", "filler", "dash", "out_of", "compared", "value_preposition"})

    def is_unit(self, i: int) -> bool:
        """Whether the atom is a unit as it is spelled: «кВ» is one, «кв» (квартал) is not; «в», «с» never are."""
        if self.has(i, "value_preposition", "in", "since"):
            return False
        if not self.has(i, "unit"):
            return True
        cased = self.atoms[i].entry("unit").get("cased")
        return cased is None or self.tokens.words[self.atoms[i].first] == cased

    def is_to(self, i: int) -> bool:
        """Whether the atom is «до»."""
        return self.has(i, "bound") and bool(self.atoms[i].entry("bound").get("to"))


def scaled_like(number: Number, value: Value) -> tuple[float, float | None]:
    """The ends of a number that takes the scale of a value it stands with: «с 9,1 до 21,6 млн» → 9.1e6."""
    if number.scaled or not value.scaled:
        return number.amount, number.amount_max
    scale = next((s for s in (1e15, 1e12, 1e9, 1e6, 1e3) if abs(value.amount) >= s), 1.0)
    if number.amount >= 1000 or number.amount * scale > 500 * abs(value.amount):
        return number.amount, number.amount_max
    return tidy(number.amount * scale), None if number.amount_max is None else tidy(number.amount_max * scale)


def moved(value: Value, **changes: object) -> Value:
    """The value with some fields changed."""
    return replace(value, **changes)  # type: ignore[arg-type]


def _periods(tokens: Tokens) -> tuple[list[int], list[int]]:
    """The number of each sentence's period and of its line; a semicolon ends a sentence but no period."""
    period, line = [], []
    count = 0
    for number, (first, last) in enumerate(tokens.lines):
        for sentence in range(first, last):
            period.append(count)
            line.append(number)
            count += SIGNS.get(tokens.words[tokens.sentences[sentence][1] - 1]) != "semicolon"
        count += 1
    return period, line


def _depths(atoms: list[Atom], sentence_of: list[int]) -> list[int]:
    """How many brackets are open at each atom, counted anew in each sentence."""
    depths, depth, sentence = [], 0, -1
    for atom in atoms:
        if sentence_of[atom.first] != sentence:
            depth, sentence = 0, sentence_of[atom.first]
        if "close" in atom.tags:
            depth = max(0, depth - 1)
        depths.append(depth)
        if "open" in atom.tags:
            depth += 1
    return depths


@functools.cache
def _doings() -> frozenset[str]:
    """The verbs of making, spending and getting."""
    groups = (raw for raw in words("frames").values() if raw["class"] in ("make", "spend", "get"))
    return frozenset(w for raw in groups for line in raw["says"] for w in line.get("verbs", "").split())


@functools.cache
def _year_before() -> frozenset[tuple[str, str]]:
    return frozenset((a, b) for a, b in words("syntax")["year-before"]["pairs"])


@functools.cache
def _earlier() -> frozenset[str]:
    """The words behind a length of time before or after another."""
    return frozenset(words("syntax")["earlier"]["words"])


@functools.cache
def _levels() -> frozenset[str]:
    """The lemmas of change and of reaching: behind them «до X» is a level (SPEC §2)."""
    found: set[str] = set()
    for raw in words("frames").values():
        if raw.get("class") in ("change", "reach"):
            found.update(w for line in raw["says"] for key in ("verbs", "noun") for w in line.get(key, "").split())
    return frozenset(found)
