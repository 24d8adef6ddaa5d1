"""What is counted, put before its number in the genitive: «аварийных школ осталось 68», «трехсменных – 103»."""

from __future__ import annotations

from ..text.rules import Chain
from .phrases import Phrases
from .syntax import best_form, listed

_FAINT = 0.03  # a reading that still forbids the other («стороны» is no genitive alone)


class Partitives:
    """Finds the genitives that open the stretches of one text."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.tokens, self.phrases = chain.tokens, phrases

    def of(self, first: int, before: int) -> tuple[int, int] | None:
        """Returns the genitive that opens a stretch and is counted behind («аварийных школ осталось 68»)."""
        i = first
        while i < before and (self.tokens.lowers[i] in listed("and") or not self.tokens.words[i][0].isalpha()):
            i += 1
        start = i
        while i < before and self.phrases.is_adjective(i):
            i += 1
        if i >= before or not self.phrases.is_noun(i) or i in self.phrases.names or self.tokens.words[i].isupper():
            return None
        cases = {f.case for f in self.phrases.readings(i) if f.pos == "NOUN" and f.score >= _FAINT}
        if "gent" not in cases or "nomn" in cases or not all(self.phrases.has_case(j, "gent") for j in range(start, i)):
            return None
        end = self.phrases.extend(i, before)
        behind = best_form(self.tokens.lowers[end]).pos if end < before and self.tokens.words[end].isalpha() else ""
        if (
            end < before
            and behind not in ("VERB", "PRTS", "INFN", "ADVB", "PREP", "")
            and end not in self.phrases.barred
        ):
            return None
        return start, end

    def of_kind(self, first: int, before: int) -> tuple[int, int] | None:
        """Returns the adjectives that open a stretch in the genitive without a noun («трехсменных осталось 133»)."""
        end = first
        while end < before and self.phrases.is_adjective(end) and self.phrases.has_case(end, "gent"):
            end += 1
        alone = end < before and best_form(self.tokens.lowers[end]).pos in ("VERB", "PRTS")
        return (first, end) if end > first and (alone or self.tokens.words[end] == "-") else None
