"""What so many become: «плательщиками станут 19 тыс. субъектов», «платными станут четыре участка» (SPEC §10)."""

from __future__ import annotations

from ..text.inflection import in_plural, nominative
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .frames import Frame
from .partitives import Partitives
from .phrases import Phrases
from .syntax import best_form, listed, told

Span = tuple[int, int]


class Becoming:
    """Names what the things of one text become."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.tokens, self.phrases, self.partitives = chain.tokens, phrases, Partitives(chain, phrases)

    def of(self, value: Value, clause: Clause, frame: Frame | None, at: int | None) -> tuple[str, Span] | None:
        """Returns what the things counted become, or the means that stay so («неосвоенными остались 164 млн тенге»)."""
        if frame is not None and frame.name == "become" and value.money and at is not None:
            kind = self.partitives.of_kind(clause.first, at + 1, "ablt")
            return None if kind is None else (f"{nominative(self.phrases.text(kind).lower())} {told('means')}", kind)
        if frame is None or not frame.becomes or value.head is None:
            return None
        before = value.first if at is None or at <= clause.first else min(at, value.first)
        behind = self.phrases.object(value.last, clause.last, "ablt")
        if behind is not None and self._is_size(behind):
            behind = None  # «… станут четыре участка общей протяженностью 469 км»
        span = behind or self.phrases.instrumental(clause, before)
        return self._of_kind(value, clause, before) if span is None else (self.phrases.named(span), span)

    def _is_size(self, span: Span) -> bool:
        head = next((i for i in range(*span) if self.phrases.is_noun(i)), span[0])
        return best_form(self.tokens.lowers[head]).lemma in listed("size")

    def _of_kind(self, value: Value, clause: Clause, before: int) -> tuple[str, Span] | None:
        """An adjective alone says of what kind they become («платными станут четыре участка»)."""
        first = before
        while first > clause.first and self.phrases.is_adjective(first - 1):
            first -= 1
        kind = self.partitives.of_kind(first, before + 1, "ablt")
        things = in_plural(value.unit or "", "nomn")
        if kind is None or not things:
            return None
        return f"{nominative(self.phrases.text(kind).lower())} {things}", kind
