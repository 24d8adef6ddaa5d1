"""The tense that bears on a time: that of its clause, of a participle before it, or of a clause that it hangs on."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..text.lexicon import lexicon
from ..text.morphology import Form, forms
from ..text.rules import Chain
from ..values.periods import TimeExpr
from ..values.settling import Way
from .clauses import Clause, Clauses


@dataclass(frozen=True, slots=True)
class Sense:
    """What the clause around a time says of it: its tense, and whether it speaks of what is to come."""

    tense: str | None
    ahead: bool
    has_predicate: bool

    @property
    def way(self) -> Way:
        if self.ahead:
            return "on"
        return "back" if self.tense == "past" else None


SILENT = Sense(None, False, False)


class Tenses:
    """Finds what the words around a time say of its tense."""

    def __init__(self, chain: Chain, clauses: Clauses) -> None:
        self.chain, self.tokens, self.clauses = chain, chain.tokens, clauses

    def of(self, expr: TimeExpr) -> Sense:
        """The tense that bears on an expression: of a participle before it, of its clause, of one near it."""
        own = self._participle(expr)
        if own is not None:
            return own
        clause = self.clauses.at(expr.first)
        sentence = self.tokens.sentence_of[expr.first]
        if clause.predicate is not None:
            if self._is_quoted_before(expr, clause.predicate):
                for sense in self._neighbours(sentence, clause.first):
                    return sense
            return self._of_clause(clause)
        for sense in self._neighbours(sentence, expr.first):
            return sense
        back = sentence - 1
        while back >= 0 and sentence - back <= 8 and not self._opens(back):
            back -= 1
        if back >= 0 and self._opens(back) and (sentence - back == 1 or self._is_item(sentence)):
            for sense in self._neighbours(back, self.tokens.sentences[back][1]):
                return sense
        return SILENT

    def _is_quoted_before(self, expr: TimeExpr, predicate: int) -> bool:
        """Whether the predicate only says who spoke the words before it («… до 2020 года» - сообщил он)."""
        if not 0 < predicate - expr.last <= 6:
            return False
        between = [self.chain.tags(i) for i in range(expr.last, predicate)]
        return any("quote" in tags for tags in between) and any("dash" in tags for tags in between)

    def _opens(self, sentence: int) -> bool:
        return self.tokens.words[self.tokens.sentences[sentence][1] - 1] == ":"

    def _is_item(self, sentence: int) -> bool:
        first, last = self.tokens.sentences[sentence]
        word = self.tokens.words[first]
        return not word.isalpha() or word[0].islower() or self.tokens.words[last - 1] == ";"

    def _neighbours(self, sentence: int, token: int) -> list[Sense]:
        """The senses of a sentence's clauses with a predicate: those before the token first, the nearest first."""
        clauses = [c for c in self.clauses.of(sentence) if c.predicate is not None]
        before = [c for c in clauses if c.first < token]
        after = [c for c in clauses if c.first >= token]
        return [self._of_clause(c) for c in (*reversed(before), *after)]

    def _of_clause(self, clause: Clause) -> Sense:
        return Sense(clause.tense, clause.points_ahead, True)

    def _participle(self, expr: TimeExpr) -> Sense | None:
        """What a participle right before the expression says («запущенном в 2016 году»)."""
        first = self.tokens.sentences[self.tokens.sentence_of[expr.first]][0]
        for i in range(expr.opening - 1, max(first, expr.opening - 3) - 1, -1):
            word = self.tokens.lowers[i]
            if not word.isalpha():
                return None
            form = _participle(word)
            if form is None:
                continue
            if "planned" in lexicon().forms.get(word, {}):
                return Sense(None, True, True)
            if form.tense == "past":
                return Sense("past", False, True)
            return None
        return None

    def is_perfective(self, expr: TimeExpr) -> bool:
        """Whether the predicate of an expression's clause is perfective."""
        predicate = self.clauses.at(expr.first).predicate
        if predicate is None:
            return False
        return any(f.aspect == "perf" for f in forms(self.tokens.lowers[predicate])[:2])


@functools.lru_cache(maxsize=1 << 14)
def _participle(word: str) -> Form | None:
    """The reading of a word as a full participle, where that is a likely one."""
    for form in forms(word)[:2]:
        if form.pos == "PRTF":
            return form
    return None
