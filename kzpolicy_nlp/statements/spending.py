"""What a sum is for: «на ремонт дорог» → «ремонт дорог», «выплатит ветеранам» → «выплаты ветеранам» (SPEC §10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .frames import Frame, nominals
from .phrases import Phrases
from .syntax import best_form, listed

Span = tuple[int, int]


class Spent(Protocol):
    """A statement made before, as far as a sum may go back to what it was for."""

    @property
    def value(self) -> Value: ...
    @property
    def indicator(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def target(self) -> bool: ...


class Spending:
    """Names what the sums of one text are for."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases

    def of(
        self, value: Value, clause: Clause, frame: Frame | None, at: int | None, before: Sequence[Spent]
    ) -> tuple[str, Span | None] | None:
        """Returns the purpose of a sum, or the noun of what is done with it, and the tokens it rests on."""
        purpose = self.governed(value, clause, listed("purpose"), "accs", "gent")
        if purpose is not None:
            if before and best_form(self.tokens.lowers[purpose[0]]).lemma in listed("this"):
                return before[-1].indicator or self.phrases.named(purpose), purpose  # «на эти цели»
            series = self.phrases.series(purpose, clause.last)
            return self.phrases.named(series), series
        if frame is None or at is None or frame.noun:
            return None
        nominal = nominals().get(best_form(self.tokens.lowers[at]).lemma)
        if nominal is None:
            return None
        if frame.kind in ("get", "make"):
            inflow = self.phrases.object(value.last, clause.last, "gent")
            if inflow is not None:
                return f"{nominal} {self.phrases.text(inflow)}", inflow
        inner = self.governed(value, clause, listed("in"), "accs") if frame.kind == "spend" else None
        if inner is not None:
            preposition = self.tokens.lowers[inner[0] - 1]
            return f"{nominal} {preposition} {self.phrases.text(inner)}", inner
        recipient = self.phrases.object(value.last, clause.last, "datv") or self.phrases.recipient(clause, value.first)
        if recipient is not None:
            return f"{nominal} {self.phrases.uncapitalised(recipient, self.phrases.text(recipient))}", recipient
        if frame.kind == "get" and not clause.passive and at < value.first:
            taken = self.phrases.object(at + 1, value.first, "accs")  # «получили господдержку на 120 млрд»
            if taken is not None:
                return self.phrases.named(taken), taken
            if "tran" in best_form(self.tokens.lowers[at]).marks:
                return nominal, (at, at + 1)  # «суд взыскал с компании 2 млрд»
        if frame.kind != "spend" and not frame.incoming:
            return None
        last = before[-1] if before else None
        near = last is not None and clause.sentence - self.tokens.sentence_of[last.value.first] <= 2
        if last is not None and near and last.kind == "allocation" and last.target and last.indicator:
            return last.indicator, None
        if clause.passive and self.phrases.subject(clause, clause.last) is not None:
            return None
        return nominal, (at, at + 1)

    def _is_amount(self, span: Span) -> bool:
        """Whether a phrase only leads to the sum («на общую сумму») or opens an adverbial («в течение года»)."""
        lemmas = {best_form(self.tokens.lowers[i]).lemma for i in range(*span)}
        return bool(lemmas & listed("amount-noun")) or best_form(self.tokens.lowers[span[0]]).lemma in listed(
            "adverbial"
        )

    def governed(self, value: Value, clause: Clause, prepositions: frozenset[str], *cases: str) -> Span | None:
        """Returns the phrase behind one of the prepositions: behind the value, before it in its row, then elsewhere."""
        lowers, words = self.tokens.lowers, self.tokens.words
        comma = behind = value.last
        while behind < clause.last and words[behind] not in (":", ";") and not self._is_number(behind):
            behind += 1
            comma = behind if "," not in words[value.last : behind] else comma
        row = value.first
        while row > clause.first and not (words[row - 1] in (",", ";") and self._has_number(clause.first, row)):
            row -= 1
        after, before = range(value.last, comma), range(row, value.first)
        for i in (*after, *before, *range(comma, behind), *range(clause.first, row), *range(behind, clause.last)):
            if lowers[i] in prepositions and i + 1 < clause.last:
                wanted = ("gent",) if lowers[i] in listed("meant-for") else cases
                span = self.phrases.object(i + 1, clause.last, *wanted)
                if span is not None and not self._is_amount(span):
                    return span
        return None

    def _is_number(self, token: int) -> bool:
        return self.chain.atoms[self.chain.at[token]].number is not None

    def _has_number(self, first: int, last: int) -> bool:
        return any(self._is_number(i) for i in range(first, last))
