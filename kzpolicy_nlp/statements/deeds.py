"""What the predicate of a clause says of who does it: whether somebody decides, is told, or nobody is named."""

from __future__ import annotations

from ..text.rules import Chain
from .clauses import Clause
from .frames import frames
from .phrases import Phrases
from .syntax import best_form, listed

_SAID = frozenset({"VERB", "PRTS", "PRTF"})


class Deeds:
    """Reads the predicates of the clauses of one text."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases
        self._verbs: dict[tuple[int, int], frozenset[str]] = {}

    def _is_allowed(self, clause: Clause) -> bool:
        """Whether something is allowed or asked of somebody («разрешено», «предложено»)."""
        forms_of = (best_form(w) for w in self.tokens.lowers[clause.first : clause.last] if len(w) > 5)
        return any(f.pos == "PRTS" and f.lemma in listed("telling") and f.gender == "neut" for f in forms_of)

    def is_addressed(self, clause: Clause) -> bool:
        """Whether a cue of a clause speaks to somebody: an order, a need, a task with an infinitive."""
        if clause.cue is None or not (clause.cue.get("noun") or self.is_noun_cue(clause)):
            return clause.cue is not None and bool(clause.cue.get("addressed"))
        said = clause.predicate
        return (
            clause.cue.get("kind") == "goal" and said is not None and best_form(self.tokens.lowers[said]).pos == "INFN"
        )

    def _is_personal(self, cue: int) -> bool:
        """Whether a cue is a word with a subject of its own («поручило», «должно», «обязан»)."""
        form = best_form(self.tokens.lowers[cue])
        bound = form.pos == "PRTS" and (form.number == "plur" or form.gender in ("masc", "femn"))
        return bound or (form.pos in ("VERB", "ADJS") and self._agrees_active(cue))

    def _agrees_active(self, cue: int) -> bool:
        """Whether a cue is a verb with a subject of its own («поручило», «должно»), not «предстоит» or «требуется»."""
        form = best_form(self.tokens.lowers[cue])
        return form.person != "1per" and not (form.person == "3per" and "intr" in form.marks)

    def subject(self, clause: Clause) -> tuple[int, int] | None:
        """The nominative phrase before the verb of a clause that agrees with it in number, or a pronoun."""
        verb = self.verb(clause)
        span = self.phrases.subject(clause, verb)
        if span is None or best_form(self.tokens.lowers[span[0]]).pos == "NPRO":
            return span
        if self.tokens.words[span[1] : span[1] + 1] == [":"]:
            return None  # «Е. Сатаев: За сезон отгрузили 5 тонн»
        head = next((i for i in range(*span) if self.phrases.is_noun(i)), None)
        form = best_form(self.tokens.lowers[head]) if head is not None else None
        number = best_form(self.tokens.lowers[verb]).number
        numbers = {f.number for f in self.phrases.readings(head) if f.case == "nomn"} if head is not None else set()
        opens = head == self._first_word(clause) and number == "plur" and "plur" in numbers  # «Нацкомпании передадут»
        if head is None or form is None or (head not in self.phrases.names and form.case != "nomn" and not opens):
            return None
        if not number or not numbers or number in numbers:
            return span
        alone = span[1] == span[0] + 1 and not any(w in listed("join") for w in self.tokens.lowers[span[1] : verb])
        return span if number == "plur" and not alone else None  # «КТЖ и KEGOC построили», not «часть сделали»

    def verb(self, clause: Clause) -> int:
        """The finite word of a clause: its cue or its predicate."""
        if self.has_own_cue(clause) and not self.is_noun_cue(clause):
            return clause.cue_token or clause.first
        return self._finite(clause) if self.has_own_cue(clause) else clause.predicate or clause.first

    def is_noun_cue(self, clause: Clause) -> bool:
        """Returns whether a cue of a clause is a noun («задача», «в планах»)."""
        if clause.cue is None or clause.cue_token is None:
            return False
        return bool(clause.cue.get("noun")) or best_form(self.tokens.lowers[clause.cue_token]).pos == "NOUN"

    def decides(self, clause: Clause) -> bool:
        """Whether the subject of a clause does itself what is said, and does not tell, expect, get or grow."""
        if self.is_telling(clause):
            return False
        for i in (clause.predicate, clause.cue_token if self.has_own_cue(clause) else None):
            form = best_form(self.tokens.lowers[i]) if i is not None else None
            frame = frames().get(form.lemma) if form is not None and form.pos in _SAID else None
            if frame is not None and (frame.incoming or not frame.decides):
                return False
        return True

    def is_telling(self, clause: Clause) -> bool:
        """Whether the subject of a clause tells others what to do or expects it («Нацбанк ждет», «МВФ советует»)."""
        if clause.cue is not None and clause.cue.get("noun") and clause.cue.get("kind") == "forecast":
            return True
        return self.says(clause, "telling") or self.says(clause, "expecting")

    def says(self, clause: Clause, kind: str) -> bool:
        """Returns whether a verb of a clause is one of a class."""
        lemmas = self._verbs.get((clause.first, clause.last))
        if lemmas is None:
            told = (best_form(w) for w in self.tokens.lowers[clause.first : clause.last] if len(w) > 3 and w.isalpha())
            lemmas = self._verbs[clause.first, clause.last] = frozenset(f.lemma for f in told if f.pos == "VERB")
        return not lemmas.isdisjoint(listed(kind))

    def is_passive(self, clause: Clause) -> bool:
        """Whether the subject of a clause is what something is done to («строится», not «обязуется», «клянется»)."""
        if self.has_own_cue(clause) and self.is_impersonal_cue(clause):
            return True
        if clause.predicate is not None and best_form(self.tokens.lowers[clause.predicate]).pos == "INFN":
            return clause.passive and best_form(self.tokens.lowers[self._finite(clause)]).lemma in listed("impersonal")
        return clause.passive and best_form(self.tokens.lowers[self._finite(clause)]).lemma not in listed("reflexive")

    def is_impersonal_cue(self, clause: Clause) -> bool:
        """Whether a clause is planned by nobody («планируется», «намечено»)."""
        form = best_form(self.tokens.lowers[self.verb(clause)])
        said = clause.predicate
        if said is not None and said != self.verb(clause) and best_form(self.tokens.lowers[said]).pos != "INFN":
            return False  # «планируется, что оператор установит»
        return form.lemma in listed("impersonal") and (form.pos == "PRTS" or "intr" in form.marks)

    def _finite(self, clause: Clause) -> int:
        """The first verb of a clause, or its predicate."""
        span = range(clause.first, clause.last)
        found = (i for i in span if len(self.tokens.lowers[i]) > 3 and best_form(self.tokens.lowers[i]).pos == "VERB")
        return next(found, clause.predicate or clause.first)

    def has_own_cue(self, clause: Clause) -> bool:
        return clause.cue_token is not None and clause.first <= clause.cue_token < clause.last

    def is_bare(self, clause: Clause) -> bool:
        """Whether a clause is an infinitive that stands alone: an order."""
        wished = clause.subordinate in listed("in-order")  # «чтобы Минздрав закупил»
        return clause.modal and clause.tense is None and not wished and not self.has_own_cue(clause)

    def is_impersonal(self, clause: Clause) -> bool:
        """Whether the verb stands in the plural with nobody named who does it («планируют», «намерены»)."""
        own = self.has_own_cue(clause) and not self.is_noun_cue(clause)
        told = clause.cue_token if own else self._finite(clause)
        if told is None or self.is_passive(clause) or not self.decides(clause):
            return False
        form = best_form(self.tokens.lowers[told])
        plural = form.number == "plur" and form.pos in ("VERB", "ADJS", "PRTS") and form.person in ("", "3per")
        return plural and self.phrases.subject(clause, told) is None

    def _first_word(self, clause: Clause) -> int:
        return next((i for i in range(clause.first, clause.last) if self.tokens.words[i][0].isalpha()), clause.first)

    def has_subject(self, clause: Clause) -> bool:
        """Whether a noun in the nominative stands before the predicate."""
        span = self.subject(clause)
        if span is None or best_form(self.tokens.lowers[span[0]]).pos == "NPRO":
            return False
        return not self._is_changed(clause, span)

    def _is_changed(self, clause: Clause, span: tuple[int, int]) -> bool:
        """Whether what stands before a verb of change is its object («…, а число павильонов доведет до 70»)."""
        verb, joined = self.verb(clause), self.tokens.lowers[clause.first] in listed("and")
        form, head = best_form(self.tokens.lowers[verb]), best_form(self.tokens.lowers[span[0]])
        frame = frames().get(form.lemma)
        if not joined or frame is None or frame.kind != "change" or "tran" not in form.marks or form.pos != "VERB":
            return False
        bare = self.phrases.object(verb + 1, clause.last, "accs") is None
        return bare and head.animacy != "anim" and self.phrases.has_case(span[0], "accs")

    def is_given(self, clause: Clause) -> bool:
        """Whether a clause says to whom something is given («лесникам передали», «нам дали»)."""
        told = (i for i in range(clause.first, clause.predicate or clause.first) if self.tokens.words[i].isalpha())
        forms_of = (best_form(self.tokens.lowers[i]) for i in told if self.tokens.lowers[i - 1] not in listed("by"))
        return any(f.case == "datv" and (f.pos == "NPRO" or f.animacy == "anim") for f in forms_of)
