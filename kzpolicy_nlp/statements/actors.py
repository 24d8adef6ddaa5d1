"""Who is to do it, or did it: the actor of a statement (SPEC §10)."""

from __future__ import annotations

import itertools

from ..text.rules import Chain
from .acting import CLAUSES, Acting, is_common
from .clauses import Clause, Clauses
from .frames import frames
from .layout import ABOVE
from .offices import Named
from .periods import Periods
from .phrases import Phrases
from .statement import Statement
from .syntax import best_form, listed
from .voices import Voices


class Actors(Acting):
    """Finds the actors of the statements of one text."""

    def __init__(self, chain: Chain, clauses: Clauses, phrases: Phrases, periods: Periods, voices: Voices) -> None:
        super().__init__(chain, clauses, phrases, voices)
        self.periods = periods

    def of(self, statement: Statement) -> Named | None:
        """Returns the body that is to act: whom a clause orders, its subject, whose task it names.

        Where the clause names none: for «мы» the speaker's body; for a verb without a subject the doer of the clause
        or sentence before; for an order that stands alone the one before it, the list opener's, the executor's that
        is named behind it, or the company's whose plan the text is.
        """
        found = self._of(statement)
        return None if not statement.target and self._is_crowd(found) else found

    def _is_crowd(self, found: Named | None) -> bool:
        """Whether an actor is but people or a place, which says of a fact no more than its indicator («дилеры»)."""
        if not is_common(found):
            return False
        heads = (best_form(w) for w in self.tokens.lowers[found.first : found.last])
        head = next((f for f in heads if f.pos == "NOUN"), None)
        return head is None or head.lemma not in listed("body-noun") | listed("polity")

    def _of(self, statement: Statement) -> Named | None:
        clause = statement.said
        if not statement.target and (clause.points_ahead or self._is_compared(statement)):
            return None  # «удвоить число фирм (сейчас их 410)»
        found = self._own(clause, statement) or self._gapped(clause, statement)
        if found is not None:
            return found
        if clause.plural_we or self._is_ours(clause):
            return None if self.doers.is_telling(clause) else self.voices.body_behind(clause)
        if self._is_yours(clause):
            return self.voices.asked_body(clause.sentence)
        if self._is_own_deed(clause, statement):
            return self.voices.body_behind(clause)
        if self._is_elided(clause):
            return self.voices.body_behind(clause) if self._goes_on_ours(clause) else self._before(clause)
        if clause.tense is not None and not clause.modal:
            return None
        if not statement.target or (self.doers.has_subject(clause) and not self.doers.is_bare(clause)):
            return None
        return self._handed(clause, statement)

    def _is_ours(self, clause: Clause) -> bool:
        """Whether a task or a plan is the speaker's own («нам предстоит», «наша цель», an answer's «план – 40»)."""
        lowers, cue = self.tokens.lowers, clause.cue_token or clause.first
        if any(w in listed("by-us") for w in lowers[clause.first : clause.last]):
            return True
        if clause.cue is None or not self.doers.has_own_cue(clause):
            return False
        near = lowers[max(clause.first, cue - 3) : cue]
        if clause.cue.get("noun"):
            ours = any(best_form(w).lemma in listed("our") for w in near) or self._is_plan_told(clause, cue)
            return ours and not self.doers.is_telling(clause)
        return any(w in listed("to-us") for w in lowers[clause.first : clause.predicate or clause.last])

    def _is_plan_told(self, clause: Clause, cue: int) -> bool:
        """Whether an answer tells a plan that it says to be nobody else's («План на этот год – 40 вагонов»)."""
        behind = self.tokens.lowers[cue + 1] if cue + 1 < clause.last else ""
        bare = behind in listed("onto") or behind == "-"
        return bare and clause.cue is not None and clause.cue.get("kind") == "goal" and self._in_answer(clause)

    def _in_answer(self, clause: Clause) -> bool:
        return self.voices.is_answer(clause.sentence) and self.voices.asked_body(clause.sentence) is None

    def _is_yours(self, clause: Clause) -> bool:
        """Whether a question says «you» of the one who is asked («ваша задача – посадить …»)."""
        words_of = self.tokens.lowers[clause.first : clause.last]
        return any(w in listed("you") or best_form(w).lemma in listed("your") for w in words_of if len(w) > 1) or (
            clause.predicate is not None and best_form(self.tokens.lowers[self.doers.verb(clause)]).person == "2per"
        )

    def _is_compared(self, statement: Statement) -> bool:
        """Whether a value only compares what is said before («… добыла 5 млн тонн, что на 3% больше»)."""
        clause = statement.said
        frame = frames().get(best_form(self.tokens.lowers[clause.predicate]).lemma) if clause.predicate else None
        bare = statement.value.money and self.tokens.lowers[statement.value.first - 1] not in listed("onto")
        return statement.mode in ("delta", "factor") and not bare and (frame is None or frame.kind != "change")

    def _is_elided(self, clause: Clause) -> bool:
        """Whether a verb has no subject beside it but one in mind («Построит 5 школ», «намерена закупить»)."""
        if clause.tense is None or self.doers.is_passive(clause) or not self.doers.decides(clause):
            return False
        form = best_form(self.tokens.lowers[self.doers.verb(clause)])
        framed = (form.lemma in frames() and "intr" not in form.marks) or (
            self.doers.has_own_cue(clause) and form.gender != "neut"
        )  # not «удалось»
        personal = form.number == "sing" and framed and form.pos in ("VERB", "PRTS", "ADJS")
        addressed = self.doers.has_own_cue(clause) and clause.cue is not None and bool(clause.cue.get("addressed"))
        if not personal and form.number != "plur":
            return False
        if (
            (addressed and form.person == "3per")
            or self.doers.is_impersonal_cue(clause)
            or self.doers.has_subject(clause)
        ):
            return False
        return not any("nomn" in self.doers.cases(o) for o in self.doers.named(self.doers.verb(clause), clause.last))

    def _goes_on_ours(self, clause: Clause) -> bool:
        """Whether a plural goes on with the «we» of the clause before («мы купили суда, а к лету намерены …»)."""
        before = [c for c in self.clauses.of(clause.sentence) if c.last <= clause.first and c.predicate is not None]
        form = best_form(self.tokens.lowers[self.doers.verb(clause)])
        if form.pos == "ADJS" and form.number == "plur" and not before and self.voices.is_direct(clause):
            return True  # «– До конца года намерены собрать 2 100 машин»
        if not before or not before[-1].plural_we or self.doers.is_telling(before[-1]):
            return False
        plural = all(best_form(self.tokens.lowers[self.doers.verb(c)]).number == "plur" for c in (clause, before[-1]))
        return plural and self.doers.subject(clause) is None

    def _gapped(self, clause: Clause, statement: Statement) -> Named | None:
        """The body that a dash parts from the value in a clause without a verb, where the clause before has a doer."""
        body = self._before_dash(clause, statement) if clause.predicate is None else None
        before = [c for c in self.clauses.of(clause.sentence) if c.last <= clause.first][-1:] if body else ()
        return body if before and self._own(before[0]) is not None else None

    def _handed(self, clause: Clause, statement: Statement) -> Named | None:
        """Who acts where an order or an item names nobody: who did in the clauses before and in the list opener."""
        before = [c for c in self.clauses.of(clause.sentence) if c.last <= clause.first]
        if self._is_aim(clause) and clause.tense is None and clause.sentence:
            before = [*self.clauses.of(clause.sentence - 1), *before]  # «… задача хаба. Цель – открытие …»
        opener = self.periods.layout.opener(clause.sentence) if statement.target else None
        if opener is not None:
            before = [*self.clauses.of(opener), *before]
        for other in reversed(before[-CLAUSES:]):
            plain = other.cue is None and other.predicate is not None
            found = self._own(other, told_only=plain and clause.modal and not self.doers.says(other, "in-charge"))
            if found is not None:
                return found
            ours = (other.plural_we and not plain) or self._is_ours(other)
            if ours and not self.doers.is_telling(other):
                return self.voices.body_behind(other)
            if plain and other.tense is not None and not other.modal:
                break
        row = statement.mode == "count" and statement.clause.predicate is None and self._is_row(statement.clause)
        behind = self._executor_cell(clause) if row else self._executor_behind(clause)
        return behind or self._impersonal_plan(clause) or self._plan_owner(clause, row=row)

    def _is_aim(self, clause: Clause) -> bool:
        """Whether a clause sets a task («Задачи: создать …»), not only for one («на эти цели выделить»)."""
        return self.doers.is_noun_cue(clause) and self.tokens.lowers[clause.first] not in listed("prepositions")

    def _executor_behind(self, clause: Clause) -> Named | None:
        """The body that the sentence behind names as the executor («… Исполнитель – Минздрав.»)."""
        if not self.doers.is_bare(clause) and clause.predicate is not None:
            return None
        for body in self.doers.named(clause.first, self.tokens.sentences[clause.sentence][1]):
            behind = self.tokens.words[body.last : body.last + 1]
            if self.tokens.words[body.first - 1] == "(" and behind in ([","], [")"], [";"]):
                return body  # «… 22 пунктов (акимат области, IV квартал)»
        last = min(
            clause.sentence + 3, self.tokens.lines[self._lines[clause.sentence]][1] + 1, len(self.tokens.sentences)
        )
        for sentence in range(clause.sentence + 1, last):
            first, end = self.tokens.sentences[sentence]
            opening = self.tokens.lowers[first]
            if opening in listed("executor") or best_form(opening).lemma in listed("executor"):
                return next(iter(self.doers.named(first, end)), None)
        return None

    def _impersonal_plan(self, clause: Clause) -> Named | None:
        """The company of the sentence before, for a plan without a person («Вложить в него предполагается 5 млрд»)."""
        if (
            self.doers.is_noun_cue(clause)
            or not (clause.modal and self.doers.has_own_cue(clause) and clause.cue and not clause.cue.get("addressed"))
            or self._lines[clause.sentence] != self._lines[clause.sentence - 1]
        ):
            return None
        told = [c for c in self.clauses.of(clause.sentence - 1)[-CLAUSES:] if not self.doers.is_passive(c)]
        found = next((f for c in reversed(told) if (f := self._own(c)) is not None), None)
        return found if getattr(found, "kind", "") in listed("firm-kind") else None

    def _plan_owner(self, clause: Clause, *, row: bool) -> Named | None:
        """The company whose plan or report the text is, for its orders to itself."""
        own = self._headed(clause) or self.voices.titled_body()
        ordered = self.doers.is_bare(clause) or self._is_aim(clause)
        return own if own is not None and (row or (ordered and clause.modal)) else None

    def _headed(self, clause: Clause) -> Named | None:
        """The body that the nearest heading above names and nothing else («Министерство юстиции¶Задачи¶1. …»)."""
        line = self._lines[clause.sentence]
        for above in range(line - 1, max(-1, line - ABOVE), -1):
            if not self.periods.layout.is_heading(above) or self.periods.layout.is_item(above):
                continue
            opens, closes = self.tokens.lines[above]
            first, last = self.tokens.sentences[opens][0], self.tokens.sentences[closes - 1][1]
            body = next(iter(self.doers.named(first, last)), None)
            beside = (*range(first, body.first), *range(body.last, last)) if body is not None else ()
            if body is not None and not any(self.tokens.words[i][0].isalpha() for i in beside):
                return body
        return None

    def _is_row(self, clause: Clause) -> bool:
        """Whether a clause is a row of a table."""
        return "|" in self.tokens.words[clause.first : clause.last]

    def _executor_cell(self, clause: Clause) -> Named | None:
        """The common noun that fills a cell behind the first of a row («| ремонт дорог | 20 км | акиматы |»)."""
        bars = [i for i in range(clause.first, clause.last) if self.tokens.words[i] == "|"]
        cells = [(a + 1, b) for a, b in itertools.pairwise((clause.first - 1, *bars, clause.last)) if b > a + 1]
        for first, last in cells[1:]:
            opens = best_form(self.tokens.lowers[first])
            if opens.lemma in listed("body-noun") and opens.case == "nomn":
                return self._meant((first, last), clause, "datv", alone=True)
        return None

    def _is_own_deed(self, clause: Clause, statement: Statement) -> bool:
        """Whether a speaker says «построили» of the own body: a plural without a subject in direct speech."""
        if clause.tense != "past" or self.doers.is_passive(clause) or clause.modal or not self.doers.decides(clause):
            return False
        told = self.voices.is_direct(clause) or self._is_our_line(clause)
        if not told or self.doers.has_subject(clause) or self.doers.is_given(clause):
            return False
        verb = self.doers.verb(clause)
        form = best_form(self.tokens.lowers[verb])
        done = form.lemma in frames() or 0 < statement.value.first - verb <= 4  # not «бедой 43% назвали цены»
        if form.number != "plur" or not done:
            return False
        before = (c for c in self.clauses.of(clause.sentence) if c.last <= clause.first)
        return not any(self.doers.has_subject(c) and not c.plural_we for c in before)

    def _is_our_line(self, clause: Clause) -> bool:
        """Whether the sentence or the one before it in the paragraph says «we»."""
        before = max(clause.sentence - 1, self.tokens.lines[self._lines[clause.sentence]][0])
        first, last = self.tokens.sentences[before][0], self.tokens.sentences[clause.sentence][1]
        return any(w in listed("we") for w in self.tokens.lowers[first:last])
