"""Who acts by the words of a clause, or of those before it that it leans on (SPEC §10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from ..text.inflection import nominative
from ..text.morphology import forms
from ..text.rules import Chain
from .clauses import Clause, Clauses
from .doers import Doers, Role
from .frames import frames
from .offices import Common, Named
from .phrases import Phrases
from .statement import Statement
from .syntax import best_form, listed, told
from .voices import Voices

_NEAR = 3  # sentences back in a paragraph in which the doer of a verb without a subject may stand
CLAUSES = 12  # clauses of a sentence that are looked through
_RANKS: dict[Role, int] = {"executor": 0, "told": 1, "doer": 2, "owner": 3}


@dataclass(frozen=True, slots=True)
class _Held:
    """A body in a clause and what it has to do with its predicate."""

    role: Role
    body: Named


class Acting:
    """Reads who acts in the clauses of one text."""

    def __init__(self, chain: Chain, clauses: Clauses, phrases: Phrases, voices: Voices) -> None:
        self.chain, self.clauses, self.phrases, self.voices = chain, clauses, phrases, voices
        self.tokens = chain.tokens
        self.doers = Doers(chain, phrases, voices.organisations)
        self._lines = [n for n, (a, b) in enumerate(self.tokens.lines) for _ in range(a, b)]

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
            found = (self._joined(clause) if is_common(found) else None) or found
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
        span = self.doers.subject(clause) or self._pronoun_behind(clause, verb)
        if span is None and best_form(self.tokens.lowers[verb]).pos in ("VERB", "PRTS", "ADJS"):
            behind = self.phrases.object(verb + 1, min(verb + 4, clause.last), "nomn")
            heads = (i for i in range(*behind) if self.phrases.is_noun(i)) if behind is not None else ()
            span = behind if any(best_form(self.tokens.lowers[i]).case == "nomn" for i in heads) else None
        return None if span is None else self._meant(span, clause, "nomn", alone=alone)

    def _joined(self, clause: Clause) -> Named | None:
        """The body that a common noun behind «и» is told with («поручил Минэкологии и акиматам убрать …»)."""
        if self.tokens.lowers[clause.first] not in listed("plus"):
            return None
        before = self.doers.named(max(0, clause.first - 30), clause.first)
        beside = bool(before) and before[-1].last == clause.first and "datv" in self.doers.cases(before[-1])
        return before[-1] if beside else None

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
            led = i > clause.first and self.tokens.lowers[i - 1] in listed("agent-prepositions")  # «у нее в планах»
            if form.pos == "NPRO" and (led or form.case == "datv") and (form.person, form.number) == ("3per", "sing"):
                return i, i + 1
        return None

    def _pronoun_behind(self, clause: Clause, verb: int) -> tuple[int, int] | None:
        """The pronoun that stands behind its verb («чистит она 900 километров»)."""
        form = best_form(self.tokens.lowers[verb + 1]) if verb + 1 < clause.last else None
        is_it = form is not None and form.pos == "NPRO" and form.case == "nomn" and form.person == "3per"
        return (verb + 1, verb + 2) if is_it else None

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
        """The body that «задача ведомства», «планы фабрики» speak of."""
        if not self.doers.is_noun_cue(clause) or not self.doers.has_own_cue(clause):
            return None
        for at in range(clause.first + 1, (clause.cue_token or clause.first) + 2):
            form = best_form(self.tokens.lowers[at]) if at < clause.last and self.doers.is_aim(at - 1) else None
            owner = form is not None and form.lemma in listed("body-noun") | listed("plant")
            if form is not None and owner and form.case == "gent" and at not in self.phrases.names:
                return self.voices.pointed(form.lemma, at)
        return None

    def _meant(self, span: tuple[int, int], clause: Clause, case: str, *, alone: bool) -> Named | None:
        """The body that a phrase means: a pronoun's, a common noun's, a post's; or the phrase itself where it acts."""
        lowers = self.tokens.lowers
        if best_form(lowers[span[0]]).pos == "NPRO":
            third = best_form(lowers[span[0]]).person == "3per" and not alone
            found = self._before(clause, pronoun=True) if third else None
            return found if found is not None and self._agrees(span[0], found) else None
        head = next(
            (i for i in range(*span) if best_form(lowers[i]).pos == "NOUN" and i not in self.phrases.barred), None
        )
        if head is None or head in self.phrases.names or self._is_quoted(head, clause):
            return None
        if lowers[head] in listed("by-means") and not {*lowers[span[0] - 1 : head]}.isdisjoint(listed("possessive")):
            return self._before(clause, pronoun=True)  # «ее силами»
        if best_form(lowers[head - 1]).lemma in listed("our") and head > clause.first:
            return self.voices.body_behind(clause)
        form = next((f for f in forms(lowers[head]) if f.pos == "NOUN" and f.case == case), best_form(lowers[head]))
        person, office = self.voices.post_of(span[0], span[1] + 1)
        if person:
            return office
        is_post, office = self.voices.titled(head, span[1] + 1)
        if is_post and (office is not None or form.number == "sing"):
            return office
        points = form.lemma in listed("body-noun") | listed("firm") | listed("firm-role") | listed("plant")
        whole = form.lemma in listed("whole-firm") and lowers[head + 1 : span[1]] == [told("of-firms")]
        if points and form.number == "sing" and (span[1] == head + 1 or whole or case != "nomn"):
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
            acts = is_post or form.lemma in listed("body-noun")
        return Common(*span, self._told(span, case), "") if acts else None

    def _agrees(self, pronoun: int, body: Named) -> bool:
        """Whether «он», «она» or «оно» can stand for a body, by the gender of its noun as it is named."""
        said = (best_form(self.tokens.lowers[i]) for i in range(body.first, body.last))
        noun = next((f for f in said if f.pos == "NOUN" and f.lemma in listed("body-noun")), None)
        gender = best_form(self.tokens.lowers[pronoun]).gender
        return noun is None or not gender or noun.gender == gender

    def _is_quoted(self, head: int, clause: Clause) -> bool:
        """Whether a noun stands inside the quotation marks of a name («программа «Ауыл аманаты»»)."""
        marks = next((w for w in reversed(self.tokens.words[max(clause.first, head - 6) : head]) if w in "«»"), "")
        return marks == "«" and "»" in self.tokens.words[head : head + 8]

    def _told(self, span: tuple[int, int], case: str) -> str:
        """A common noun's phrase in the nominative, a sentence's capital made small."""
        text = self.phrases.text(span)
        return self.phrases.uncapitalised(span, text if case == "nomn" else nominative(text))

    # clauses and sentences before
    def _before(self, clause: Clause, *, pronoun: bool = False) -> Named | None:
        """Who acts in the clauses before, of the sentence and, for a singular verb, of up to three before it."""
        plural = best_form(self.tokens.lowers[self.doers.verb(clause)]).number == "plur"
        joined = self.tokens.lowers[clause.first] in listed("and")  # «… ориентируется на 5%, а к 2029 году удвоит …»
        for other in reversed([c for c in self.clauses.of(clause.sentence) if c.last <= clause.first][-CLAUSES:]):
            passive = self.doers.is_passive(other)
            found = self._own(other, alone=True) if not passive else None
            if found is None and (other.predicate is None or (joined and passive)):
                found = self.doers.opening(other)
            elif found is None and not passive and (joined or not self.doers.is_telling(other)):
                found = self._subject_of(other)  # «ведомство получит 5 млрд и отремонтирует 3 школы»
            if plural and not (is_common(found) or self._is_plural([other])):
                continue  # «Парламент решил: оклады повысят»
            if found is not None:
                return found
        if plural and not pronoun:
            return None
        named = self.doers.named(self.tokens.sentences[clause.sentence][0], clause.first) if pronoun else ()
        if not plural and len({o.id for o in named}) == 1:
            return named[0]  # «Работа возложена на КТЖ: она должна …»
        line = self._lines[clause.sentence]
        for sentence in range(clause.sentence - 1, max(self.tokens.lines[line][0], clause.sentence - _NEAR) - 1, -1):
            told = self.clauses.of(sentence)[:CLAUSES]
            active = (c for c in told if not self.doers.is_passive(c))
            found = next((f for c in active if (f := self._own(c, alone=True)) is not None), None)
            if plural and (not is_common(found) or not self._is_plural(told)):
                return None  # «центры заняты этим. Они …»
            named = self.doers.named(*self.tokens.sentences[sentence]) if found is None and pronoun else ()
            if len({o.id for o in named}) == 1 and not any(self._has_plain_subject(c) for c in told):
                return named[0]  # «Подрядчиком стало ТОО. Оно должно …», not «Завод куплен холдингом. Он …»
            if found is not None:
                return found
        return None

    def _is_plural(self, clauses: Sequence[Clause]) -> bool:
        """Whether a verb of the clauses stands in the plural."""
        return any(best_form(self.tokens.lowers[self.doers.verb(c)]).number == "plur" for c in clauses)

    def _has_plain_subject(self, clause: Clause) -> bool:
        """Whether the subject of a clause is a common noun of one thing («завод принадлежит холдингу»)."""
        span = self.doers.subject(clause) if clause.predicate is not None else None
        head = next((i for i in range(*span) if self.phrases.is_noun(i)), None) if span is not None else None
        return head is not None and head not in self.phrases.names

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


def is_common(found: Named | None) -> TypeGuard[Common]:
    """Whether an actor is but a common noun, not the body of a post."""
    return isinstance(found, Common) and not found.id
