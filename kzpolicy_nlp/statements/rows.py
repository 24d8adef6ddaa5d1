"""Rows under a heading that says what they are of: «Добыча нефти по компаниям: … – 27 млн тонн» (SPEC §10)."""

from __future__ import annotations

from ..text.inflection import in_case, nominative
from ..text.rules import Chain
from ..values.value import Value
from .layout import Layout
from .phrases import Phrases
from .syntax import best_form, listed

Span = tuple[int, int]
_LONGEST = 8  # tokens of a row's label


class Rows:
    """Names what the rows of one text measure."""

    def __init__(self, chain: Chain, phrases: Phrases, layout: Layout) -> None:
        self.chain, self.tokens, self.phrases, self.layout = chain, chain.tokens, phrases, layout

    def of(self, value: Value, dash: int) -> tuple[str, Span] | None:
        """Returns the measure of the heading with the row's label, and the label; None where no heading groups rows.

        Args:
            dash: the token between the label and the value.
        """
        sentence = self.tokens.sentence_of[value.first]
        first = self.tokens.sentences[sentence][0]
        label = dash
        while label > first and self.tokens.words[label - 1] not in (",", ";", ":"):
            label -= 1
        while label < dash and not self.tokens.words[label][0].isalpha():
            label += 1
        inside = (i for i in range(label - 1, first, -1) if self.tokens.words[i] == ":")
        colon = next(inside, None)
        if colon is None:
            opener = self.layout.opener(sentence)
            if opener is None:
                return None
            first, last = self.tokens.sentences[opener]
            colon = last - 1
        if not 0 < dash - label <= _LONGEST or any(i in self.phrases.barred for i in range(label, dash)):
            return None
        head = self._head(first, colon)
        if head is None:
            return None
        measure, group = head
        return f"{measure} {self._whose((label, dash), group)}", (label, dash)

    def _head(self, first: int, colon: int) -> tuple[str, int] | None:
        """Returns the measure of a heading and the noun its rows are grouped by («по регионам»)."""
        lowers = self.tokens.lowers
        for i in range(first + 1, colon - 1):
            noun = i + 1
            while noun < colon and self.phrases.is_adjective(noun):
                noun += 1
            grouped = lowers[i] in listed("grouped-by") and noun < colon
            form = best_form(lowers[noun]) if grouped else None
            if form is None or form.lemma not in listed("row-group") or form.number != "plur":
                continue
            span = self.phrases.opening(first, i)
            return None if span is None else (self.phrases.named(span), noun)
        return None

    def _whose(self, label: Span, group: int) -> str:
        """Returns a row's label in the genitive, with the noun of its group where it is but an adjective."""
        text = self.phrases.text(label)
        if not all(self.phrases.is_adjective(i) for i in range(*label)):
            return in_case(nominative(text) if label[0] not in self.phrases.names else text, "gent")
        noun = best_form(self.tokens.lowers[group]).lemma
        return in_case(f"{text} {noun}", "gent")
