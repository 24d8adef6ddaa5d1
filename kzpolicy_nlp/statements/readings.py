"""Whether a value is aimed at or was reached (SPEC §10)."""

from __future__ import annotations

from ..text.morphology import forms
from ..values.value import Value
from .asides import Timed
from .clauses import Clause
from .governed import Governed
from .periods import Periods
from .senses import Sense, Senses
from .syntax import best_form, listed


class Readings:
    """Reads the senses of one text's values."""

    def __init__(self, senses: Senses, periods: Periods) -> None:
        self.senses, self.periods = senses, periods
        self.chain, self.tokens = senses.chain, senses.tokens
        self.governed = Governed(senses, periods)

    def is_ahead(self, sense: Sense, value: Value) -> bool | None:
        """Whether the value is aimed at (True), holds or was reached (False), or says neither (None)."""
        clause, said, frame = sense.clause, sense.said, sense.frame
        counted = value.first > 0 and self.tokens.lowers[value.first - 1] in listed("counted-pronoun")
        if clause.predicate is None and counted:
            return False  # «(на 1 июня их 512)»
        if self.periods.is_apart_of_today(value, clause):
            return False
        timed = self.periods.of(value, clause)
        deadline = timed is not None and timed.role == "deadline"
        if frame is not None and frame.noun and frame.kind in ("make", "spend") and self._approved(said):
            return True
        if deadline and value.money and self._approved(said):
            return True  # «одобрили бюджет на грядущий год с дефицитом 60 млрд»
        if frame is not None and frame.noun and sense.token is not None and self._is_spoken_of(sense.token, clause):
            return False
        changed = frame is not None and (frame.kind, sense.slot) in (("change", "to"), ("keep", "amount"))
        if changed and self._changes_plan(clause):
            return True
        if said.tense == "past" and not said.modal and not self._is_ordered(said):
            if self._is_still_to_come(value, said):
                return True
            if frame is None or (frame.kind != "spend" and not (frame.noun and self._is_provided(said))):
                return False
            elsewhere = said.passive and timed is None and self.periods.has_deadline(said, of_others=frame.budget)
            if self._is_laid_by(sense, value, timed):
                return True
            return (said.passive or frame.budget) and (deadline or elsewhere)
        if said.tense == "past" and said.cue is not None and said.cue.get("kind") == "forecast":
            return False
        if said.modal or said.tense == "future" or self._is_ordered(said):
            label = self.periods.label(value)  # «до 2030 года построим 40 школ, в прошлом году – 12»
            return label is None or label.role != "past" or said.predicate is None or label.first < said.predicate
        aim = any(self.governed.is_aim(i) for i in range(clause.first, value.first))
        if said.tense == "present":
            if self._is_laid_down(said):
                return True
            if aim and not deadline:
                aim = any(
                    self.governed.is_aim(i) and not self._is_estimate(i) for i in range(clause.first, value.first)
                )
            under_way = frame is not None and (frame.under_way or (frame.works and frame.noun and self._goes_on(said)))
            habit = any(w in listed("habit") for w in self.tokens.lowers[said.first : said.last])
            if aim or (under_way and not habit and sense.slot in ("none", "dash")):
                return True  # «ведется строительство 12 школ», but not «ежегодно строится 15 млн кв. метров»
            if self.tokens.lowers[sense.slot_token] in listed("now"):
                return False
            if value.money and frame is not None and frame.kind == "spend" and self._is_of_both(said):
                return True  # «инвестирует 900 млрд тенге»
            governs = deadline or (sense.is_item and timed is None and self.periods.has_deadline(said))
            governs = governs or (timed is not None and self.periods.starts_ahead(timed))
            if (
                governs
                and value.money
                and frame is not None
                and frame.kind == "reach"
                and self.governed.names_spending(sense)
            ):
                return True  # «объем финансирования на 2025 год составляет 12 млрд тенге»
            return governs and frame is not None and frame.kind in ("change", "spend", "make", "get")
        if timed is not None and self.periods.starts_ahead(timed):
            return True
        if timed is None and said.tense is None and self.governed.is_planned_work(sense, value):
            return True
        if aim or (deadline and not self._is_afterthought(sense, value, timed)):
            return True
        past = timed is not None and timed.role == "past"
        if sense.is_item and self.periods.listed_past(clause):
            return False
        if not past and (
            self.periods.listed_deadline(clause) or (sense.slot == "to" and self.periods.carried_deadline(clause))
        ):
            return True
        if (
            frame is None
            and timed is None
            and sense.slot in ("dash", "colon")
            and not self.governed.is_equated(sense, value)
        ):
            return None
        return False

    def _is_estimate(self, i: int) -> bool:
        """Whether a cue says only whose figure it is («по оценке министерства, недостает 500 инженеров»)."""
        atom = self.chain.atoms[self.chain.at[i]]
        estimate = best_form(self.tokens.lowers[atom.last - 1]).lemma in listed("estimate")
        return estimate and self.tokens.lowers[atom.first] in listed("by")

    def _is_still_to_come(self, value: Value, clause: Clause) -> bool:
        """Whether a deadline says when more will be done («сдано 4 школы, до конца года – еще две»)."""
        label = self.periods.label(value)
        if label is None or label.role != "deadline" or clause.predicate is None or label.first < clause.predicate:
            return False
        before = self.periods.value_before(value)
        return (before is not None and clause.predicate < before.first < label.first) or not listed("more").isdisjoint(
            self.tokens.lowers[label.last : value.first]
        )

    def _goes_on(self, clause: Clause) -> bool:
        """Whether the predicate says that work is under way («ведется», «идет», «завершается»)."""
        told = clause.predicate
        return told is not None and best_form(self.tokens.lowers[told]).lemma in listed("going-on")

    def _is_laid_by(self, sense: Sense, value: Value, timed: Timed | None) -> bool:
        """Whether a plan lays down what is provided («программой предусмотрено 12 школ»), or it is for what is to come.

        The last: «в 2025 году построим 40 школ, на это заложено 90 млрд тенге».
        """
        clause, said = sense.clause, sense.said
        if not self._is_provided(said) or (timed is not None and timed.role == "past"):
            return False
        lowers = self.tokens.lowers[said.first : value.first]
        if any(w in listed("was") for w in lowers):
            return False
        if self.periods.titled or any(best_form(w).lemma in listed("plan-title") for w in lowers if w.isalpha()):
            return True
        i = next((n for n, w in enumerate(lowers[:4]) if w in listed("purpose")), len(lowers))
        if not any(w in listed("event") or best_form(w).lemma in listed("this") for w in lowers[i + 1 : i + 2]):
            return False
        return self.periods.has_deadline(said) or self.periods.hands_on(clause)

    def _changes_plan(self, clause: Clause) -> bool:
        """Whether what is changed is itself a plan or a forecast («прогноз роста снижен до 4,3%»)."""
        if clause.predicate is None:
            return False
        phrases, told = self.senses.phrases, clause.predicate
        changed = phrases.object(told + 1, min(told + 4, clause.last), "accs") or phrases.subject(clause, told)
        head = clause.first if changed is None else next((i for i in range(*changed) if phrases.is_noun(i)), told)
        return phrases.is_noun(head) and self.governed.is_aim(head) and phrases.has_case(head, "nomn", "accs")

    def _is_afterthought(self, sense: Sense, value: Value, timed: Timed | None) -> bool:
        """Whether a time behind a comma only follows a verbless value («доход – 5 млрд тенге, 2020 г.»)."""
        if sense.frame is not None or timed is None or timed.first < value.last:
            return False
        return "," in self.tokens.words[value.last : timed.first]

    def _is_laid_down(self, clause: Clause) -> bool:
        """Whether an order lays down what a clause says («установить, что лимит долга составляет …»)."""
        if clause.subordinate not in listed("that") or clause.first < 2:
            return False
        before = self.senses.clauses.at(clause.first - 1)
        return before.sentence == clause.sentence and before.modal and before.tense is None

    def _is_of_both(self, clause: Clause) -> bool:
        """Whether the predicate may be a present and a future, and nothing says that it holds now."""
        if clause.predicate is None or any(w in listed("now") for w in self.tokens.lowers[clause.first : clause.last]):
            return False
        tenses = {f.tense for f in forms(self.tokens.lowers[clause.predicate]) if f.pos == "VERB"}
        return {"pres", "futr"} <= tenses

    def _is_spoken_of(self, token: int, clause: Clause) -> bool:
        """Whether a noun of change is what is told («сообщил о снижении бюджета на 5 млн»)."""
        before = self.tokens.lowers[max(clause.first, token - 8) : token]
        if not any(w in listed("about") for w in before) or any(
            self.governed.is_aim(i) for i in range(clause.first, token)
        ):
            return False
        return self.senses.phrases.has_case(token, "loct")

    def _is_provided(self, clause: Clause) -> bool:
        """Whether the predicate is of a budget or a plan («предусмотрено строительство 12 школ»)."""
        frame = None if clause.predicate is None else self.senses.frame_at(clause.predicate)
        return frame is not None and frame.budget

    def _is_ordered(self, clause: Clause) -> bool:
        return clause.cue is not None and not clause.cue.get("noun", False) and clause.cue.get("kind") is not None

    def _approved(self, clause: Clause) -> bool:
        return any("approval" in self.chain.tags(i) for i in range(clause.first, clause.last))
