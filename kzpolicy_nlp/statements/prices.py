"""The price of what becomes dearer or costs so much: «нефть подешевела» → «цена нефти» (SPEC §10 `indicator`)."""

from __future__ import annotations

from ..text.inflection import in_case
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .frames import Frame, frames
from .measured import Measured
from .phrases import Phrases
from .senses import widened
from .syntax import best_form, listed, told

Span = tuple[int, int]


class Prices:
    """Names what the prices of one text are of."""

    def __init__(self, chain: Chain, phrases: Phrases, measured: Measured) -> None:
        self.chain, self.tokens, self.phrases, self.measured = chain, chain.tokens, phrases, measured

    def of(
        self, value: Value, slot: str, clause: Clause, frame: Frame | None, at: int | None
    ) -> tuple[str, Span] | None:
        """Returns the price («нефть подешевела вдвое», «тонна стоит 14 500 тенге») and the tokens of what it is of."""
        lowers = self.tokens.lowers
        lemma = "" if at is None else best_form(lowers[at]).lemma
        if frames().get(lemma) is None and frame is not None and frame.compares:
            lemma = next(iter(listed("dearer"))) if lemma in listed("dear") else lemma
        costs = value.money and lemma in listed("costing") and slot in ("none", "in")
        in_price = any(
            lowers[i] in listed("in") and lowers[i + 1] in listed("in-price")
            for i in range(clause.first, clause.last - 1)
        )
        if not (costs or lemma in listed("dearer") or in_price):
            return None
        chunk = self.measured.chunk(value.first, clause)
        span = self.phrases.subject(widened(clause, chunk), value.first) or self.phrases.subject(clause, clause.last)
        if span is None or span[0] in self.phrases.names:
            return None
        head = next((i for i in range(*span) if self.phrases.is_noun(i)), span[0])
        form = best_form(lowers[head])
        if form.lemma in listed("price") or form.lemma in listed("spending") or "currency" in self.chain.tags(head):
            return None
        if costs and form.animacy != "anim" and form.lemma not in listed("measure-noun"):
            return None
        name = self.phrases.named(span)
        return f"{told('price')} {in_case(name, 'gent')}", span
