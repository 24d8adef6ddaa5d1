"""How far something is done: «бюджет освоен на 45%» → «освоение бюджета» (SPEC §10 `indicator`)."""

from __future__ import annotations

from ..text.inflection import in_case
from ..text.rules import Chain
from ..text.tokens import Tokens
from ..values.value import Value
from .clauses import Clause
from .frames import Frame, nominal
from .phrases import Phrases
from .senses import PARTS
from .syntax import best_form, listed, told

Span = tuple[int, int]


def of_plan(tokens: Tokens, value: Value, done: str | None) -> str | None:
    """Returns how far a plan is done («отгружено 5 млн тонн, или 61 процент от плана»); `done`: what was done."""
    lowers, i = tokens.lowers, value.last
    i += i < len(lowers) and lowers[i] in listed("part-prepositions") | listed("till")
    if value.unit not in PARTS or i >= len(lowers) or best_form(lowers[i]).lemma not in listed("old-plan"):
        return None
    behind = f" {in_case(done, 'gent')}" if done else ""
    return f"{told('fulfilment')} {told('of-plan')}{behind}"


class Progress:
    """Names what the percentages of one text are done of."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.tokens, self.phrases = chain.tokens, phrases

    def of(self, value: Value, slot: str, clause: Clause, frame: Frame | None) -> tuple[str, Span] | None:
        """Returns the noun of what is done, with its object and means, and the object's tokens."""
        at = clause.predicate
        if value.unit not in PARTS or slot != "onto" or at is None:
            return None
        form = best_form(self.tokens.lowers[at])
        doing = nominal(form.lemma) if form.pos == "PRTS" else None
        planned = at > clause.first and best_form(self.tokens.lowers[at - 1]).lemma in listed("old-plan")
        if form.pos == "PRTS" and planned and doing is None:
            return f"{told('fulfilment')} {told('of-plan')}", (at - 1, at)  # «план исполнен на 103,7%»
        if doing is None or (frame is not None and frame.kind not in ("make", "reach", "spend")):
            return None
        span = self.phrases.subject(clause, at) or self.phrases.object(at + 1, value.first, "nomn")
        if span is None and at > clause.first and self.phrases.is_noun(at - 1):
            span = at - 1, at  # «план», which alone is a cue
        if span is None or best_form(self.tokens.lowers[span[0]]).pos == "NPRO":
            return None
        name = self.phrases.named(span)
        means = self.phrases.object(at + 1, value.first, "ablt")
        behind = "" if means is None else f" {self.phrases.text(means)}"
        return f"{doing.split(' ')[0]} {in_case(name, 'gent')}{behind}", span
