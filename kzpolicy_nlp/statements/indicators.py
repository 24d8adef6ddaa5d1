"""What a value measures, as a nominative noun phrase (SPEC §10 `indicator`)."""

from __future__ import annotations

import functools
from typing import Any

from ..text.data import words
from ..text.inflection import nominative
from ..text.morphology import analyzer
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause, _words, best_form
from .frames import Frame
from .phrases import Phrases
from .senses import Sense, widened

Span = tuple[int, int]


@functools.cache
def _nominals() -> dict[str, str]:
    return dict(words("nominals")["of"])


class Indicators:
    """Finds the indicator of a value by the government of its frame."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases

    def of(self, value: Value, sense: Sense, mode: str, before: list[Any]) -> tuple[str | None, Span | None]:
        """Returns the indicator and its tokens, resolved if it stands for one before."""
        clause, frame, at = sense.clause, sense.frame, sense.token
        if at is not None and not clause.first <= at < clause.last:
            frame, at = None, None
        span = self._span(value, clause, frame, at, mode)
        if span is None:
            counted = self._counted(value, frame, at) if mode == "count" or value.head is not None else None
            if counted is not None:
                return counted
            return (before[-1].indicator, None) if before and self._continues(before[-1], clause) else (None, None)
        if self._is_stand_in(span) and before:
            return before[-1].indicator, span
        return nominative(self.phrases.text(span)), span

    def _continues(self, last: Any, clause: Clause) -> bool:
        return clause.sentence - self.tokens.sentence_of[last.value.first] <= 1

    def _is_stand_in(self, span: Span) -> bool:
        lemmas = [best_form(w).lemma for w in self.tokens.lowers[span[0] : span[1]]]
        if len(lemmas) == 1:
            return best_form(self.tokens.lowers[span[0]]).pos == "NPRO"
        return len(lemmas) == 2 and lemmas[0] in _words()["this"] and lemmas[1] in _words()["stand-in"]

    def _span(self, value: Value, clause: Clause, frame: Frame | None, at: int | None, mode: str) -> Span | None:
        phrases = self.phrases
        if value.money and (frame is None or frame.kind in ("spend", "make", "get")):
            purpose = self._purpose(value, clause)
            if purpose is not None:
                return purpose
        if mode == "count" and value.head is not None:
            return None
        if frame is not None and at is not None and frame.noun:
            own = phrases.object(at + 1, value.first if at < value.first else clause.last, "gent")
            return own or (at, phrases.extend(at, value.first if at < value.first else clause.last))
        chunk = self._chunk(value.first, clause)
        if chunk > clause.first:
            local = phrases.subject(widened(clause, chunk), value.first)
            if local is not None and not self._is_frame_word(local, at):
                return local
        if frame is not None and at is not None and self._is_transitive(clause, at):
            own = phrases.object(at + 1, value.first if at < value.first else clause.last, "accs", "nomn", "gent")
            if own is not None:
                return own
        found = phrases.subject(clause, value.first)
        if found is not None:
            return found
        if at is not None:
            behind = phrases.object(max(at + 1, value.last), clause.last, "nomn", "accs")
            if behind is not None:
                return behind
        if not value.money and value.head is None:
            return phrases.object(value.last, clause.last, "gent")
        return None

    def _is_frame_word(self, span: Span, at: int | None) -> bool:
        return at is not None and span[0] <= at < span[1]

    def _is_transitive(self, clause: Clause, at: int) -> bool:
        form = best_form(self.tokens.lowers[at])
        return form.pos in ("INFN", "VERB", "GRND") and "tran" in form.marks

    def _chunk(self, token: int, clause: Clause) -> int:
        """Returns where the stretch between commas begins that holds a token."""
        i = token
        while i > clause.first and self.tokens.words[i - 1] not in (",", ";", ":"):
            i -= 1
        return i

    def _purpose(self, value: Value, clause: Clause) -> Span | None:
        """«на ремонт дорог», «для строительства школ»: what a sum is given for."""
        lowers = self.tokens.lowers
        for i in (*range(value.last, clause.last), *range(clause.first, value.first)):
            if lowers[i] in _words()["purpose"] and i + 1 < clause.last:
                span = self.phrases.object(i + 1, clause.last, "accs", "gent", "nomn")
                if span is not None:
                    return span
        return None

    def _counted(self, value: Value, frame: Frame | None, at: int | None) -> tuple[str, Span] | None:
        """The thing counted, with the noun of what is done to it: «построить 300 школ» → «строительство школ»."""
        head = value.head
        if head is None:
            return None
        limit = self.tokens.sentences[self.tokens.sentence_of[head]][1]
        end = max(self.phrases.extend(head, limit), head + 1)
        begin = head
        while begin > value.first and (self.phrases.chain.atoms[self.chain.at[begin - 1]].number is None):
            begin -= 1
        span = (begin, end)
        genitive = self._genitive(span, head)
        if frame is not None and at is not None and frame.kind == "make":
            if frame.noun:
                return f"{best_form(self.tokens.lowers[at]).lemma} {genitive}", span
            nominal = _nominals().get(best_form(self.tokens.lowers[at]).lemma)
            if nominal:
                return f"{nominal} {genitive}", span
        return nominative(genitive), span

    def _genitive(self, span: Span, head: int) -> str:
        """The counted phrase in the genitive plural («2 новых типа» → «новых типов»)."""
        text = self.phrases.text
        word = self.tokens.words[head]
        parse = next((p for p in analyzer().parse(word) if p.tag.POS == "NOUN"), None)
        plural = parse.inflect({"plur", "gent"}) if parse is not None and parse.tag.number == "sing" else None
        left = text((span[0], head)) + " " if head > span[0] else ""
        right = " " + text((head + 1, span[1])) if span[1] > head + 1 else ""
        return f"{left}{plural.word if plural else word}{right}"
