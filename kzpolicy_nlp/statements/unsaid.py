"""Values that no statement is made of: sizes, thresholds, denied, asked and supposed ones (SPEC §10 «Neither»)."""

from __future__ import annotations

from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause, Clauses
from .frames import Frame
from .periods import Periods
from .phrases import Phrases
from .senses import PARTS, Sense, Senses
from .syntax import best_form, listed
from .terms import Terms

_FAR = 50  # tokens between a proposal, its value and what turns it down


class Unsaid:
    """Tells the values of one text that are neither targets nor facts."""

    def __init__(self, chain: Chain, clauses: Clauses, senses: Senses, periods: Periods, phrases: Phrases) -> None:
        self.chain, self.tokens, self.clauses = chain, chain.tokens, clauses
        self.senses, self.periods, self.phrases = senses, periods, phrases
        self.terms = Terms(chain, periods, phrases)

    def holds(self, value: Value, sense: Sense) -> bool:
        """Whether a value is only a size, a base, a threshold or a comparison."""
        slot, at, clause = sense.slot, sense.slot_token, sense.clause
        lowers = self.tokens.lowers
        if clause.participial and (sense.frame is None or not self._tells(sense.frame, clause)):
            return True
        if slot != "open" and self.is_bracketed(value):
            return True
        allowed = any("permission" in self.chain.tags(i) for i in range(clause.first, value.first))
        if allowed and sense.frame is not None and sense.frame.kind == "get":
            return True
        if self._is_unsaid(value, sense) or self.terms.holds(value, sense):
            return True
        if slot == "against" or self._is_condition(value):
            return True
        if slot == "amount" and value.unit in listed("norm-unit") and sense.said.tense != "future":
            return True  # «компенсация в размере 100 МРП»: what a rule grants
        if slot == "by" and (value.per is not None or self._is_size(at - 1)):
            return True  # «по 27 тысяч тенге за тонну»: a price; «три пункта емкостью по 60 тыс. тонн»
        if value.head is not None and lowers[value.first - 1] in listed("these") and value.first > clause.first:
            return True  # «по этим двум видам субсидий»
        if slot == "out-of":
            return at == 0 or best_form(lowers[at - 1]).lemma not in listed("group")
        if slot in ("none", "amount") and at < value.first:
            form = best_form(lowers[at])
            if (
                form.lemma in listed("rate-noun")
                and value.unit in PARTS
                and at > 0
                and lowers[at - 1] in listed("at-rate")
            ):
                return True  # «микрокредиты по ставке 2,5%»
            if form.lemma in listed("rank-noun") and at > 0 and lowers[at - 1] in listed("in"):
                return True  # «войти в число 30 развитых стран»
            leads = listed("in") | (listed("onto") if form.lemma in listed("amount-noun") else frozenset())
            amounts = slot == "amount" and at > 0 and lowers[at - 1] in leads  # «инвестиции в объеме 5 млрд»
            priced = lowers[at] in listed("in-price") and lowers[at - 1] in listed("in")  # «прибавили в цене 11%»
            if form.lemma in listed("size") and form.pos == "NOUN" and not amounts and not priced:
                extent = at > 0 and lowers[at - 1] in listed("onto")  # «работы на площади 556 тысяч гектаров»
                return not (extent and sense.frame is not None and sense.frame.kind in ("make", "spend", "exist"))
            budgeted = value.money and form.lemma in listed("limit")
            if (
                slot == "none"
                and form.pos == "NOUN"
                and not budgeted
                and not self.senses.is_ranked(sense.clause, at)
                and (self._is_attribute(at) or self._hangs(value, at, sense))
            ):
                return True
        near = range(max(clause.first, value.first - 6), value.first)
        told = clause.predicate  # «население старше 65 лет составляет 1,9 млн»
        near = range(told, value.first) if told is not None and near.start <= told < value.first else near
        if any("condition" in self.chain.tags(i) for i in near):
            return True
        return any("deny" in self.chain.tags(i) for i in range(clause.first, value.first))

    def _is_size(self, i: int) -> bool:
        """Whether a noun of size stands in the instrumental («емкостью»)."""
        form = best_form(self.tokens.lowers[i])
        return form.lemma in listed("size") and form.case == "ablt"

    def _tells(self, frame: Frame, clause: Clause) -> bool:
        """Whether a participle tells a level or a deed, and no mere attribute («завод, дающий 2 млн тонн»)."""
        return frame.kind in ("change", "reach", "keep") or clause.tense == "past"

    def _is_condition(self, value: Value) -> bool:
        """Whether «при» governs the value, or the noun that it measures («при цене нефти $70»)."""
        i = self.senses.before(value.first)
        lowers = self.tokens.lowers
        while i > value.first - 5 and i >= 0:
            if not (self.phrases.is_noun(i) or self.phrases.is_adjective(i) or lowers[i] in listed("in")):
                break
            i -= 1
        return i >= 0 and lowers[i] in listed("conditional") and i + 1 < value.first

    def _is_unsaid(self, value: Value, sense: Sense) -> bool:
        """Whether the clause denies the value, asks for it or only supposes it."""
        said, frame = sense.said, sense.frame
        lowers = self.tokens.lowers
        first, last = self.tokens.sentences[said.sentence]
        if self.tokens.words[last - 1] == "?" and any(w in listed("whether") for w in lowers[first:last]):
            return True
        if said.subordinate in listed("if"):
            return True
        if said.tense == "past" and any(w in listed("would") for w in lowers[said.first : said.last]):
            return True
        if self._is_rejected(value, said.sentence):
            return True
        if said.negated and any(
            best_form(w).lemma in listed("planned") for w in lowers[max(said.first, value.first - 3) : value.first]
        ):
            return True  # «обещанных 300 мест не появилось»
        told = "" if said.predicate is None or said.passive else best_form(lowers[said.predicate]).lemma
        if frame is None and value.unit not in PARTS and told in listed("say"):
            return True  # «доложили семь министров»
        refused = any("refusal" in self.chain.tags(i) for i in range(said.first, said.last))
        if refused and frame is not None and frame.noun:
            return True
        if not said.negated or frame is None:
            return False
        if said.predicate is not None and value.last <= said.predicate and frame.kind == "exist":
            return False  # «147 аулов не имеют водопровода»
        past = said.tense == "past" and said.predicate is not None and said.predicate < value.first
        if past and value.bound == "exact" and best_form(lowers[said.predicate or 0]).pos == "PRTS":
            return False  # «не освоено 2,6 млрд тенге»
        ahead = said.modal or said.tense == "future" or said.cue is not None
        limited = value.bound != "exact" or frame.name == "exceed"
        return frame.kind in ("make", "spend", "get", "exist") or (frame.kind == "change" and ahead and not limited)

    def _is_rejected(self, value: Value, sentence: int) -> bool:
        """Whether the sentence turns down a proposal before it («предложение снизить тариф на 10% не поддержали»)."""
        first, last = self.tokens.sentences[sentence]
        first, last = max(first, value.first - _FAR), min(last, value.last + _FAR)
        lowers = self.tokens.lowers
        if not any(best_form(w).lemma in listed("proposal") for w in lowers[first : value.first] if len(w) > 3):
            return False
        for i in range(value.last, last):
            lemma = best_form(lowers[i]).lemma if len(lowers[i]) > 4 else ""
            if lemma in listed("rejecting") or (lemma in listed("supporting") and lowers[i - 1] in listed("not")):
                return True
        return False

    def is_bracketed(self, value: Value, *, at_dash: bool = True) -> bool:
        """Whether a value stands inside brackets (`at_dash`: behind a label that is no time)."""
        words = self.tokens.words
        for i in range(value.first - 1, max(value.first - 16, -1), -1):
            if words[i] == ")":
                return False
            if words[i] == "(" and not at_dash:
                return True
            if words[i] == "(":
                timed = self.periods.of(value, self.clauses.at(value.first))
                close = next((j for j in range(value.last, min(value.last + 16, len(words))) if words[j] == ")"), -1)
                inside = timed is not None and i < timed.first < close
                slot, dash = self.senses.slot(value)
                return slot == "dash" and not inside and self.tokens.lowers[dash - 1] not in listed("today")
        return False

    def _is_attribute(self, at: int) -> bool:
        """Whether a noun that a preposition governs takes the value as its size («с купоном 19%»)."""
        i = at - 1
        while i >= 0 and self.phrases.is_adjective(i):
            i -= 1
        return i >= 0 and self.tokens.lowers[i] in listed("from") and self.phrases.has_case(at, "ablt")

    def _hangs(self, value: Value, at: int, sense: Sense) -> bool:
        """Whether a count in words hangs on a noun that is no frame («для финансирования трех проектов»)."""
        if at == sense.token or not self.tokens.words[value.first][0].isalpha():
            return False
        cases = {f.case for f in self.phrases.readings(value.first) if f.pos in ("NUMR", "NOUN", "ADJF")}
        return bool(cases) and "nomn" not in cases and "gent" in cases

    def is_norm(self, value: Value) -> bool:
        """Whether «не более» or «не менее» makes a present value a norm of a rule, no fact."""
        i = value.first - 1
        if i <= 0 or "bound" not in self.chain.tags(i) or self.senses.frame_at(i) is not None:
            return False
        return self.tokens.lowers[self.chain.atoms[self.chain.at[i]].first] in listed("not")
