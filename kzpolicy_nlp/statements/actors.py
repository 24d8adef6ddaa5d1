"""Who is to do it, or did it: the actor of a statement (SPEC §10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..text.data import words
from ..text.inflection import nominative
from ..text.morphology import forms
from ..text.rules import Chain
from .clauses import Clause, Clauses
from .doers import Doers, Role
from .frames import frames
from .periods import Periods
from .phrases import Phrases
from .statement import Statement
from .syntax import best_form, listed
from .voices import Common, Named, Voices

_NEAR = 3  # sentences back in a paragraph in which the doer of a verb without a subject may stand
_CLAUSES = 12  # clauses of a sentence that are looked through
_RANKS: dict[Role, int] = {"executor": 0, "told": 1, "doer": 2, "owner": 3}


@dataclass(frozen=True, slots=True)
class _Held:
    """A body in a clause and what it has to do with its predicate."""

    role: Role
    body: Named


class Actors:
    """Finds the actors of the statements of one text."""

    def __init__(self, chain: Chain, clauses: Clauses, phrases: Phrases, periods: Periods, voices: Voices) -> None:
        self.chain, self.clauses, self.phrases, self.periods, self.voices = chain, clauses, phrases, periods, voices
        self.tokens = chain.tokens
        self.doers = Doers(chain, phrases, voices.organisations)
        self._lines = [n for n, (a, b) in enumerate(self.tokens.lines) for _ in range(a, b)]

    def of(self, statement: Statement) -> Named | None:
        """Returns the body that is to act: whom a clause orders, its subject, whose task it names.

        Where the clause names none: for «мы» the speaker's body; for a verb without a subject the doer of the clause
        or sentence before; for an order that stands alone the one before it, the list opener's, the executor's that
        is named behind it, or the company's whose plan the text is.
        """
        clause = statement.said
        if not statement.target and (clause.points_ahead or self._is_compared(statement)):
            return None  # «удвоить число фирм (сейчас их 410)»
        found = self._own(clause, statement) or self._gapped(clause, statement)
        if found is not None:
            return found
        if clause.plural_we or self._is_ours(clause):
            return None if self.doers.is_telling(clause) else self.voices.body_behind(clause)
        if self._is_answer(clause):
            return self.voices.own_body()
        if self._is_elided(clause):
            return self._before(clause)
        if clause.tense is not None and not clause.modal:
            return None
        if not statement.target or self.doers.has_subject(clause):
            return None
        return self._handed(clause, statement)

    def _is_ours(self, clause: Clause) -> bool:
        """Whether a task or a plan is the speaker's own («нам предстоит», «наша цель»)."""
        if clause.cue is None or not self.doers.has_own_cue(clause):
            return False
        lowers, cue = self.tokens.lowers, clause.cue_token or clause.first
        near = lowers[max(clause.first, cue - 3) : cue]
        if clause.cue.get("noun"):
            return any(best_form(w).lemma in listed("our") for w in near) and not self.doers.is_telling(clause)
        return any(w in listed("to-us") for w in lowers[clause.first : clause.predicate or clause.last])

    def _is_compared(self, statement: Statement) -> bool:
        """Whether a value only compares what is said before («… добыла 5 млн тонн, что на 3% больше»)."""
        clause = statement.said
        frame = frames().get(best_form(self.tokens.lowers[clause.predicate]).lemma) if clause.predicate else None
        bare = statement.value.money and self.tokens.lowers[statement.value.first - 1] not in listed("onto")
        return statement.mode in ("delta", "factor") and not bare and (frame is None or frame.kind != "change")

    # one clause

    def _own(
        self, clause: Clause, statement: Statement | None = None, *, told_only: bool = False, alone: bool = False
    ) -> Named | None:
        """Returns the body that acts in a clause, by what its words say.

        `told_only` looks for the one who is told alone; `alone` asks nothing of the clauses before for a pronoun.
        """
        found = None if told_only else self._relative(clause)
        if found is not None:
            return found
        held: list[_Held] = []
        for organisation in self.doers.named(clause.first, clause.last):
            role = self.doers.role(organisation, clause)
            if role is not None and not (
                role == "owner" and statement and self._is_past_value(organisation, statement)
            ):
                held.append(_Held(role, organisation))
        if told_only:
            held = [h for h in held if h.role in ("executor", "told")]
        best = min(held, key=lambda h: _RANKS[h.role], default=None)
        if best is not None and best.role in ("executor", "told", "doer"):
            return (self._before_dash(clause, statement) if statement is not None else None) or best.body
        common = None if told_only else self._common(clause, alone=alone)
        return common if common is not None or best is None else best.body

    def _is_past_value(self, body: Named, statement: Statement) -> bool:
        """Whether the value stands before its «owner», who has the next one («…; средства компании – 5 млрд»)."""
        clause = statement.said
        return clause.predicate is None and statement.value.first < body.first

    def _relative(self, clause: Clause) -> Named | None:
        """The body before a relative clause or participle that says what it does («АО «…», которое построит»)."""
        opens = clause.first
        while opens < clause.last and not self.tokens.words[opens][0].isalpha():
            opens += 1
        if opens >= clause.last:
            return None
        form = best_form(self.tokens.lowers[opens])
        cases = {f.case for f in forms(self.tokens.lowers[opens])} if form.lemma in listed("which") else set()
        told = "datv" in cases and clause.cue is not None and bool(clause.cue.get("addressed"))
        does = "nomn" in cases or (clause.participial and clause.predicate == opens)
        if not told and (not does or self.doers.is_passive(clause) or not self.doers.decides(clause)):
            return None
        before = self.doers.named(max(0, opens - 30), opens)
        return next((o for o in before if 0 <= opens - o.last <= 3), None)

    # common nouns

    def _common(self, clause: Clause, *, alone: bool) -> Named | None:
        """A common noun or pronoun that acts («инвесторы вложат»): the body that it points back to, else itself."""
        if clause.predicate is None:
            opens = self.tokens.words[clause.last - 1] == ":"
            told = self.phrases.recipient(clause, clause.last) if opens else None
            return None if told is None else self._meant(told, clause, "datv", alone=True)  # «Акимам областей:»
        if self.doers.is_addressed(clause) or self.doers.is_bare(clause):
            told = self._pronoun_told(clause) or self.phrases.recipient(clause, clause.predicate)
            found = self._dashed(clause) if told is None else self._meant(told, clause, "datv", alone=alone)
            if found is not None:
                return found
        if self.doers.is_bare(clause) or not self.doers.decides(clause):
            return None
        if self.doers.is_passive(clause):
            by = self.phrases.instrumental(clause, clause.last)
            return None if by is None else self._meant(by, clause, "ablt", alone=alone)
        inside = self._place_of_plan(clause) or self._owner_of_aim(clause)
        if inside is not None:
            return inside
        verb = self.doers.verb(clause)
        span = self.doers.subject(clause)
        if span is None and best_form(self.tokens.lowers[verb]).pos in ("VERB", "PRTS", "ADJS"):
            behind = self.phrases.object(verb + 1, min(verb + 4, clause.last), "nomn")
            heads = (i for i in range(*behind) if self.phrases.is_noun(i)) if behind is not None else ()
            span = behind if any(best_form(self.tokens.lowers[i]).case == "nomn" for i in heads) else None
        return None if span is None else self._meant(span, clause, "nomn", alone=alone)

    def _dashed(self, clause: Clause) -> Named | None:
        """The body that a dash parts from its infinitive («КТЖ – закупить 50 вагонов», «акимам – найти 5 млрд»)."""
        dash = clause.first - 1
        if dash < 1 or self.tokens.words[dash] != "-" or self.doers.has_own_cue(clause):
            return None
        before = self.doers.named(max(0, dash - 12), dash)
        if before and before[-1].last == dash and "datv" in self.doers.cases(before[-1]):
            return before[-1]
        near = (i for i in range(max(0, dash - 6), dash) if self.phrases.is_noun(i))
        head = next((i for i in near if best_form(self.tokens.lowers[i]).case == "datv"), None)
        return None if head is None else self._meant((head, dash), clause, "datv", alone=True)

    def _pronoun_told(self, clause: Clause) -> tuple[int, int] | None:
        """The pronoun that says whom an order or a need speaks to («ей предстоит докупить»)."""
        for i in range(clause.first, clause.predicate or clause.first):
            form = best_form(self.tokens.lowers[i])
            if form.pos == "NPRO" and form.case == "datv" and form.person == "3per" and form.number == "sing":
                return i, i + 1
        return None

    def _place_of_plan(self, clause: Clause) -> Named | None:
        """The body that «в ведомстве намерены» speaks of."""
        if not self.doers.is_impersonal(clause):
            return None
        for i in range(clause.first + 1, self.doers.verb(clause)):
            if self.tokens.lowers[i - 1] in listed("in") and i not in self.phrases.names:
                lemma = best_form(self.tokens.lowers[i]).lemma
                if lemma in listed("body-noun"):
                    return self.voices.pointed(lemma, i)
        return None

    def _owner_of_aim(self, clause: Clause) -> Named | None:
        """The body that «задача ведомства», «план компании» speak of."""
        at = (clause.cue_token or 0) + 1
        if not self.doers.is_noun_cue(clause) or not self.doers.has_own_cue(clause) or at >= clause.last:
            return None
        form = best_form(self.tokens.lowers[at])
        owned = form.case == "gent" and form.lemma in listed("body-noun") and at not in self.phrases.names
        ahead = clause.cue is not None and clause.cue.get("kind") == "goal"
        return self.voices.pointed(form.lemma, at) if owned and ahead else None

    def _meant(self, span: tuple[int, int], clause: Clause, case: str, *, alone: bool) -> Named | None:
        """The body that a phrase means: a pronoun's, a common noun's, a post's; or the phrase itself where it acts."""
        lowers = self.tokens.lowers
        if best_form(lowers[span[0]]).pos == "NPRO":
            return (
                self._before(clause, pronoun=True)
                if best_form(lowers[span[0]]).person == "3per" and not alone
                else None
            )
        head = next(
            (i for i in range(*span) if best_form(lowers[i]).pos == "NOUN" and i not in self.phrases.barred), None
        )
        if head is None or head in self.phrases.names or self._is_quoted(head, clause):
            return None
        form = next((f for f in forms(lowers[head]) if f.pos == "NOUN" and f.case == case), best_form(lowers[head]))
        person, office = self.voices.post_of(span[0], span[1] + 1)
        if person:
            return office
        post = words("names")["linking"]["posts"].get(form.lemma)
        if post is not None:
            found = self.voices.of_office(post, self.tokens.words[head + 1 : span[1]], head)
            if found is not None or form.number == "sing":
                return found
        if form.lemma in listed("body-noun") and (span[1] == head + 1 or case != "nomn"):
            back = self.voices.pointed(form.lemma, head)
            if back is not None:
                return back
        lemma = best_form(lowers[clause.predicate]).lemma if clause.predicate is not None else ""
        frame = frames().get(lemma)
        spends = (frame is not None and frame.kind == "spend") or lemma in listed("giving")
        acts = form.animacy == "anim" or form.lemma in listed("body-noun") | listed("agent")
        acts = acts and (spends or form.lemma not in listed("purse"))
        if case == "ablt":
            acts = False
        if case == "datv":
            acts = post is not None or form.lemma in listed("body-noun")
        return Common(*span, self._told(span, case), "") if acts else None

    def _is_quoted(self, head: int, clause: Clause) -> bool:
        """Whether a noun stands inside the quotation marks of a name («программа «Ауыл аманаты»»)."""
        marks = next((w for w in reversed(self.tokens.words[max(clause.first, head - 6) : head]) if w in "«»"), "")
        return marks == "«" and "»" in self.tokens.words[head : head + 8]

    def _told(self, span: tuple[int, int], case: str) -> str:
        """A common noun's phrase in the nominative, a sentence's capital made small."""
        text = self.phrases.text(span)
        return self.phrases.uncapitalised(span, text if case == "nomn" else nominative(text))

    # clauses and sentences before

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

    def _before(self, clause: Clause, *, pronoun: bool = False) -> Named | None:
        """Who acts in the clauses before, of the sentence and, for a singular verb, of up to three before it."""
        plural = best_form(self.tokens.lowers[self.doers.verb(clause)]).number == "plur"
        for other in reversed([c for c in self.clauses.of(clause.sentence) if c.last <= clause.first][-_CLAUSES:]):
            found = self._own(other, alone=True) if not self.doers.is_passive(other) else None
            if found is None and other.predicate is None:
                found = self.doers.opening(other)
            elif found is None and not self.doers.is_passive(other) and not self.doers.is_telling(other):
                found = self._subject_of(other)  # «ведомство получит 5 млрд и отремонтирует 3 школы»
            if plural and not (isinstance(found, Common) or self._is_plural([other])):
                continue  # «Парламент решил: оклады повысят»
            if found is not None:
                return found
        if plural and not pronoun:
            return None
        line = self._lines[clause.sentence]
        for sentence in range(clause.sentence - 1, max(self.tokens.lines[line][0], clause.sentence - _NEAR) - 1, -1):
            told = self.clauses.of(sentence)[:_CLAUSES]
            active = (c for c in told if not self.doers.is_passive(c))
            found = next((f for c in active if (f := self._own(c, alone=True)) is not None), None)
            if plural and (not isinstance(found, Common) or not self._is_plural(told)):
                return None  # «центры заняты этим. Они …»
            named = self.doers.named(*self.tokens.sentences[sentence]) if found is None and pronoun else ()
            if len({o.id for o in named}) == 1:
                return named[0]  # «Подрядчиком стало ТОО. Оно должно …»
            if found is not None:
                return found
        return None

    def _is_plural(self, clauses: Sequence[Clause]) -> bool:
        """Whether a verb of the clauses stands in the plural."""
        return any(best_form(self.tokens.lowers[self.doers.verb(c)]).number == "plur" for c in clauses)

    def _subject_of(self, clause: Clause) -> Named | None:
        """The body that is the subject of a clause, whatever its verb says."""
        held = self.doers.named(clause.first, clause.last)
        found = next((o for o in held if self.doers.role(o, clause, loose=True) == "doer"), None)
        span = self.doers.subject(clause) if found is None and clause.predicate is not None else None
        return found if span is None else self._meant(span, clause, "nomn", alone=True)

    def _before_dash(self, clause: Clause, statement: Statement) -> Named | None:
        """The body that a dash parts from the value («КТЖ купит 5 вагонов, KEGOC – 3 крана»)."""
        near = self.doers.named(max(clause.first, statement.value.first - 12), statement.value.first)
        body = near[-1] if near else None
        if body is None or not 1 <= statement.value.first - body.last <= 4 or self.tokens.words[body.last] != "-":
            return None
        return body if {"nomn", "datv"} & self.doers.cases(body) else None

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
        for other in reversed(before[-_CLAUSES:]):
            plain = other.cue is None and other.predicate is not None
            found = self._own(other, told_only=plain and clause.modal and not self.doers.says(other, "in-charge"))
            if found is not None:
                return found
            if other.plural_we and not plain and not self.doers.is_telling(other):
                return self.voices.body_behind(other)
            if plain and other.tense is not None and not other.modal:
                break
        row = statement.mode == "count" and statement.clause.predicate is None and self._is_row(statement.clause)
        return self._executor_behind(clause) or self._impersonal_plan(clause) or self._plan_owner(clause, row=row)

    def _is_aim(self, clause: Clause) -> bool:
        """Whether a clause sets a task («Задачи: создать …»), not only for one («на эти цели выделить»)."""
        return self.doers.is_noun_cue(clause) and self.tokens.lowers[clause.first] not in listed("prepositions")

    def _executor_behind(self, clause: Clause) -> Named | None:
        """The body that the sentence behind names as the executor («… Исполнитель – Минздрав.»)."""
        if not self.doers.is_bare(clause) and clause.predicate is not None:
            return None
        for body in self.doers.named(clause.first, self.tokens.sentences[clause.sentence][1]):
            if self.tokens.words[body.first - 1] == "(" and self.tokens.words[body.last] in (",", ")", ";"):
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
        told = [c for c in self.clauses.of(clause.sentence - 1)[-_CLAUSES:] if not self.doers.is_passive(c)]
        found = next((f for c in reversed(told) if (f := self._own(c)) is not None), None)
        return found if getattr(found, "kind", "") in listed("firm-kind") else None

    def _plan_owner(self, clause: Clause, *, row: bool) -> Named | None:
        """The company whose plan or report the text is, for its orders to itself."""
        own = self.voices.titled_body()
        ordered = self.doers.is_bare(clause) or self._is_aim(clause)
        return own if own is not None and (row or (ordered and clause.modal)) else None

    def _is_row(self, clause: Clause) -> bool:
        """Whether a clause is a row of a table."""
        return "|" in self.tokens.words[clause.first : clause.last]

    def _is_answer(self, clause: Clause) -> bool:
        """Whether a speaker says «построили» of the own body: a plural without a subject in an answer."""
        if clause.tense != "past" or self.doers.is_passive(clause) or clause.modal or not self.doers.decides(clause):
            return False
        if not self.voices.is_answer(clause.sentence) or self.doers.has_subject(clause):
            return False
        return best_form(self.tokens.lowers[self.doers.verb(clause)]).number == "plur"
