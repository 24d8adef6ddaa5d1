"""What is counted, put before its number in the genitive: «аварийных школ осталось 68», «трехсменных – 103»."""

from __future__ import annotations

from ..text.inflection import nominative
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
        i = self._behind_group(first, before)
        passed = listed("and") | listed("now") | listed("today")  # «сегодня таких хозяйств 20 тысяч»
        while i < before and (self.tokens.lowers[i] in passed or not self.tokens.words[i][0].isalpha()):
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
        while end > i + 1 and not self.phrases.has_case(end - 1, "gent") and not self._is_attached(i, end):
            end -= 1
        while end > i + 1 and self.phrases.is_adjective(end - 1):
            end -= 1
        told = self.phrases.participial(end)
        if told > end:
            return (start, end) if told + 1 < before else None
        behind = best_form(self.tokens.lowers[end]).pos if end < before and self.tokens.words[end].isalpha() else ""
        if (
            end < before
            and behind not in ("VERB", "PRTS", "INFN", "ADVB", "PREP", "")
            and end not in self.phrases.barred
        ):
            return None
        return start, end

    def _is_attached(self, head: int, end: int) -> bool:
        return any(self.tokens.lowers[j] in listed("attaching") for j in range(head + 1, end))

    def _behind_group(self, first: int, before: int) -> int:
        """Returns where a stretch goes on behind the group of a preposition («до пандемии | гостей было 8 млн»)."""
        lowers, words = self.tokens.lowers, self.tokens.words
        if first >= before or lowers[first] not in listed("prepositions"):
            return first
        i = first + 1
        while i < before and self.phrases.is_adjective(i):
            i += 1
        if i >= before or not self.phrases.is_noun(i):
            return first
        if lowers[first] in listed("purpose") and not self.phrases.has_case(i, "loct"):
            return first  # «на ремонт дорог направлено 350 млрд»
        for begin in range(i + 1, min(i + 4, before)):
            follow = begin
            while follow < before and self.phrases.is_adjective(follow):
                follow += 1
            counted = follow + 1 < before and self.phrases.is_noun(follow) and words[follow].islower()
            plural = counted and any((f.case, f.number) == ("gent", "plur") for f in self.phrases.readings(follow))
            verb = best_form(lowers[follow + 1]) if plural else None
            if verb is not None and verb.pos in ("VERB", "PRTS") and verb.gender == "neut":
                return begin
            if not counted:
                break
        return first

    def ends_participle(self, first: int, chunk: int) -> bool:
        """Whether a stretch between commas opens with a noun and goes on with its participle's phrase."""
        comma = next((i for i in range(first, chunk) if self.tokens.words[i] == ","), None)
        return comma is not None and comma > first and comma < self.phrases.participial(comma) == chunk - 1

    def tail(self, span: tuple[int, int]) -> str:
        """Returns the participle's phrase behind a genitive («пастбищ, изъятых у владельцев, …»), in the nominative."""
        end = self.phrases.participial(span[1])
        if end == span[1]:
            return ""
        rest = f" {self.phrases.text((span[1] + 2, end))}" if end > span[1] + 2 else ""
        return f", {nominative(self.tokens.lowers[span[1] + 1])}{rest}"

    def of_kind(self, first: int, before: int, case: str = "gent") -> tuple[int, int] | None:
        """Returns the adjectives that open a stretch in the genitive without a noun («трехсменных осталось 133»)."""
        end = first
        while end < before and self.phrases.is_adjective(end) and self.phrases.has_case(end, case):
            end += 1
        alone = end < before and best_form(self.tokens.lowers[end]).pos in ("VERB", "PRTS")
        return (first, end) if end > first and (alone or self.tokens.words[end] == "-") else None
