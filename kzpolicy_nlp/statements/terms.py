"""What rules grant, things cost and objects hold: figures that say no level and no deed (SPEC §10 «Neither»)."""

from __future__ import annotations

from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .periods import Periods
from .phrases import Phrases
from .senses import PARTS, TIMES, Sense
from .syntax import best_form, listed


class Terms:
    """Tells the terms, prices and sizes of one text."""

    def __init__(self, chain: Chain, periods: Periods, phrases: Phrases) -> None:
        self.chain, self.tokens, self.periods, self.phrases = chain, chain.tokens, periods, phrases

    def holds(self, value: Value, sense: Sense) -> bool:
        """Whether a value is a term of a rule, a price that no time is named for, or the size of one object."""
        if sense.slot == "by" and value.unit in listed("norm-unit"):
            return True  # «пособия по 36 МРП»
        if sense.slot == "in" and value.head is not None:
            return best_form(self.tokens.lowers[value.head]).lemma in listed("turn")  # «работают в три смены»
        if self._took(value, sense) or self._is_limit(value, sense) or self._is_listed_term(value, sense):
            return True
        if self._was_planned(value, sense):
            return True
        if self.periods.of(value, sense.clause) is not None or self._is_of_now(sense.clause):
            return False
        return self._is_granted(value, sense) or self._is_price(value, sense) or self._is_of_one_object(value, sense)

    def _is_of_now(self, clause: Clause) -> bool:
        return any(w in listed("now") for w in self.tokens.lowers[clause.first : clause.last])

    def _lemma(self, sense: Sense) -> str:
        return "" if sense.token is None else best_form(self.tokens.lowers[sense.token]).lemma

    def _took(self, value: Value, sense: Sense) -> bool:
        """Whether a length is only what something took («ремонт занял восемь месяцев»)."""
        return value.unit in TIMES and sense.said.tense == "past" and self._lemma(sense) in listed("taking-time")

    def _was_planned(self, value: Value, sense: Sense) -> bool:
        """Whether it is what a plan of the past was («…, хотя план был 150 тысяч», «по плану было 150 тысяч»)."""
        at = sense.clause.predicate
        if sense.said.tense != "past" or at is None or value.first < at or sense.slot not in ("none", "amount"):
            return False
        lowers, level = self.tokens.lowers, sense.frame is not None and sense.frame.name == "amount-to"
        if not level and best_form(lowers[at]).lemma not in listed("being"):
            return False
        for i in range(sense.clause.first, at):
            if best_form(lowers[i]).lemma in listed("old-plan"):
                return i == sense.clause.first or lowers[i - 1] not in listed("prepositions") - listed("by")
        return False

    def _is_granted(self, value: Value, sense: Sense) -> bool:
        """Whether a rule grants so much: «возмещается 25% затрат», «выдаются гранты до 5 млн тенге»."""
        frame, said = sense.frame, sense.said
        if value.unit in listed("norm-unit") and said.tense != "future" and self._is_in_size(value, sense):
            return True  # «гранты в размере до 400 МРП получили 890 человек»
        if said.predicate is not None and best_form(self.tokens.lowers[said.predicate]).lemma in listed("subject-to"):
            return value.money or value.unit in PARTS  # «возмещению подлежит не более 40% стоимости»
        if frame is None or said.tense != "present" or said.modal or said.cue is not None:
            return False
        if value.money and (sense.slot == "to" or (sense.slot == "amount" and self._is_in_size(value, sense))):
            return frame.kind in ("make", "spend", "get")
        return value.unit in PARTS and self._lemma(sense) in listed("granting")

    def _is_in_size(self, value: Value, sense: Sense) -> bool:
        """Whether «в размере» leads to the value, a bound between."""
        near = range(max(sense.clause.first, value.first - 3), value.first)
        return any(self.tokens.lowers[i] in listed("in-size") for i in near)

    def _is_price(self, value: Value, sense: Sense) -> bool:
        """Whether a thing or a service costs so much («проезд стоит 120 тенге»), and no litre or ton of goods."""
        if sense.said.tense != "present" or self._lemma(sense) not in listed("costing"):
            return False
        if value.per in TIMES:
            return False  # «льготы обходятся казне в 1,8 трлн тенге в год»
        span = self.phrases.subject(sense.clause, value.first)
        return span is None or "unit" not in self.chain.tags(span[0])

    def _is_of_one_object(self, value: Value, sense: Sense) -> bool:
        """Whether a predicate or a dash gives the size of one thing («мощность завода составляет 200 тыс. тонн»)."""
        frame = sense.frame
        told = sense.slot == "dash" if frame is None else frame.name == "amount-to"
        if sense.said.tense == "past" or not told:
            return False
        span = self.phrases.subject(sense.clause, value.first)
        nouns = [best_form(self.tokens.lowers[i]) for i in range(*span) if self.phrases.is_noun(i)] if span else []
        if not nouns or nouns[0].lemma not in listed("size") - listed("stock"):
            return False
        return any(form.lemma in listed("object") and form.number == "sing" for form in nouns[1:])

    def _is_limit(self, value: Value, sense: Sense) -> bool:
        """Whether it is a most, a least or a first sum of a loan («максимальная сумма займа – 36 млн»)."""
        if sense.said.tense in ("past", "future") or sense.said.modal:
            return False
        span = self.phrases.subject(sense.clause, value.first)
        if span is None:
            return False
        forms = [best_form(self.tokens.lowers[i]) for i in range(*span)]
        noun = next((f.lemma for f in forms if f.pos == "NOUN"), "")
        if self.periods.of(value, sense.clause) is not None and noun not in listed("loan-noun"):
            return False
        return noun in listed("term-noun") | listed("loan-noun") and any(
            f.lemma in listed("term-adjective") for f in forms
        )

    def _is_listed_term(self, value: Value, sense: Sense) -> bool:
        """Whether the list opener names terms and not results («Условия: …», «Требования к заемщикам: …»)."""
        opener = self.periods.layout.opener(sense.clause.sentence)
        if opener is not None:
            first, last = self.tokens.sentences[opener]
            return self._names_terms(max(first, last - 8), last - 1)
        words, sentence = self.tokens.words, sense.clause.sentence
        first, last = self.tokens.sentences[sentence][0], value.first
        for _ in range(8):  # items of one line, a semicolon behind each
            colon = next((i for i in range(max(first, last - 60), last) if words[i] == ":"), None)
            if colon is not None:
                return self._names_terms(max(first, colon - 4), colon)
            if sentence == 0 or words[first - 1] != ";":
                return False
            sentence -= 1
            first, last = self.tokens.sentences[sentence]
        return False

    def _names_terms(self, first: int, last: int) -> bool:
        return any(best_form(w).lemma in listed("terms") for w in self.tokens.lowers[first:last] if len(w) > 4)
