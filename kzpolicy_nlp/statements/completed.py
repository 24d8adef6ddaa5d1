"""What a bare noun is of, where the sentence before says it: «направлено на закуп» → «закуп продукции» (SPEC §10)."""

from __future__ import annotations

from ..text.derivation import participle
from ..text.inflection import in_case, in_plural
from ..text.rules import Chain
from ..values.value import Value
from .counted import Counted
from .frames import deeds, frames, nominal
from .phrases import Phrases
from .progress import of_plan
from .questions import Name, Question, Said
from .senses import PARTS
from .syntax import best_form, listed, told


class Completed:
    """Completes the indicators of one text that are one word each."""

    def __init__(self, chain: Chain, phrases: Phrases, counts: Counted) -> None:
        self.chain, self.tokens, self.phrases, self.counts = chain, chain.tokens, phrases, counts

    def of(self, found: Name, asked: Question) -> Name:
        """Returns a name with what it is of, taken from the statement before; a name that needs none as it is."""
        name, span = found
        if not name or " " in name or not self._needs_more(name):
            return found
        value = asked.value
        if value.unit in PARTS and self._spends(asked):
            return f"{name} {told('of-means')}", span  # «выделено 32 млрд тенге, освоено 99%»
        things = self._counted(value) if value.rule in ("carried_unit", "said_before") and value.head is None else ""
        if things and not value.money and value.unit not in PARTS and things != value.unit:
            return f"{name} {things}", span  # «построено 19 школ, намечено возведение еще 23»
        last = asked.before[-1] if asked.before else None
        relational = best_form(name.lower()).lemma in listed("relational")
        if not relational or last is None or last.value.money or last.mode in ("delta", "factor"):
            return found
        if asked.clause.sentence - self.tokens.sentence_of[last.value.first] > 1:
            return found
        thing = self._thing(last)
        return (f"{name} {thing}", span) if thing else found

    def _needs_more(self, name: str) -> bool:
        """Whether a noun says what is done or had, and not to what."""
        lemma = best_form(name.lower()).lemma
        frame = frames().get(lemma)
        return name in deeds() or lemma in listed("relational") or (frame is not None and frame.noun)

    def _spends(self, asked: Question) -> bool:
        last = asked.before[-1] if asked.before else None
        near = last is not None and last.value.money and last.clause.sentence == asked.clause.sentence
        return near and asked.frame is not None and asked.frame.kind == "spend"

    def _thing(self, last: Said) -> str:
        """Returns, in the genitive, what the statement before was of."""
        words = (last.indicator or "").split(" ")
        if words[0] in deeds() and len(words) == 1:
            return ""
        words = words[2:] if words[:2] == [told("fulfilment"), told("of-plan")] else words
        if not words:
            return ""
        if last.value.head is not None and last.value.unit not in PARTS and not last.value.money:
            return self._counted(last.value)
        if len(words) > 1 and (words[0] in deeds() or words[0] == told("share")):
            words = words[1:]
        else:
            words = in_case(" ".join(words), "gent").split(" ")
        end = next((i for i, w in enumerate(words) if i and w in listed("prepositions")), len(words))
        return " ".join(words[:end]).rstrip(",")

    def _counted(self, value: Value) -> str:
        return in_plural(value.unit or "", "gent")

    def of_plan(self, asked: Question) -> Name | None:
        """How far a plan is done («отгружено 5 млн тонн угля, или 61 процент от плана»)."""
        last = asked.before[-1] if asked.before else None
        beside = last is not None and last.clause.sentence == asked.clause.sentence
        name = of_plan(self.tokens, asked.value, last.indicator if beside and last is not None else None)
        return None if name is None else (name, None)

    def remaining(self, asked: Question) -> Name | None:
        """Where those are whose noun is not said again («одобрили 17 тыс. заявок, еще 2 тыс. на рассмотрении»)."""
        value, last = asked.value, asked.before[-1] if asked.before else None
        if value.head is not None or value.money or value.unit in PARTS or not value.unit:
            return None
        if value.rule != "carried_unit" and not self._is_of_them(value):
            return None
        at = asked.clause.predicate
        if last is None or last.value.unit != value.unit or at is None:
            return None
        form = best_form(self.tokens.lowers[at])
        if form.pos == "VERB" and form.tense == "past" and "intr" in form.marks and at != last.clause.predicate:
            did = participle(self.tokens.lowers[at])  # «родилось 245 тысяч детей, умерло 98»
            if did is not None and form.lemma in listed("vital"):
                return did, (at, at + 1)
        if not (self.counts.is_there(asked.clause) or self._is_of_them(value)):
            return None
        told_of = self.counts.relatives.of(value, asked.clause, (value.first, value.last))
        return (in_plural(value.unit or "", "nomn") + told_of, None) if told_of else None

    def _is_of_them(self, value: Value) -> bool:
        """Whether «из них», «из которых» stands right before a count («из них 2 467 расположены в селах»)."""
        lowers, i = self.tokens.lowers, value.first - 2
        if i < 0 or lowers[i] not in listed("out-of"):
            return False
        form = best_form(lowers[i + 1])
        return form.pos == "NPRO" or form.lemma in listed("which")

    def paid_back(self, asked: Question) -> Name | None:
        """What is collected or paid off of the debt said before («взыскано 215 миллионов»)."""
        at, last = asked.clause.predicate, asked.before[-1] if asked.before else None
        if not asked.value.money or at is None or last is None or not last.value.money or not last.indicator:
            return None
        lemma = best_form(self.tokens.lowers[at]).lemma
        head = best_form(last.indicator.split(" ")[0]).lemma
        if lemma not in listed("repaying") or head not in listed("debt"):
            return None
        if self.phrases.object(asked.value.last, asked.clause.last, "gent") or self.phrases.subject(asked.clause, at):
            return None
        doing = nominal(lemma)
        return None if doing is None else (f"{doing.split(' ')[0]} {in_case(last.indicator, 'gent')}", None)
