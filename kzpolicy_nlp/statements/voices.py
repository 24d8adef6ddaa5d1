"""Who is to do it and whose words they are: the actor and the speaker of a statement (SPEC §10)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..names.gazetteer import gazetteer
from ..text.data import words
from ..text.inflection import nominative
from ..text.morphology import forms
from ..text.rules import Chain
from .clauses import Clause, Clauses
from .periods import Periods
from .phrases import Phrases
from .syntax import best_form, listed

_REACH = 60  # tokens that an attribution may stand away from its quotation
_BACK = 40  # bodies back that «компания», «ведомство» may point


class Named(Protocol):
    """A name in tokens."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Common:
    """An actor that is no name."""

    first: int
    last: int
    name: str
    id: str


_UNKNOWN = _Common(0, 0, "", "")


class Person(Named, Protocol):
    """A person and the post named beside it."""

    @property
    def role(self) -> str | None: ...


class Body(Named, Protocol):
    """A named body and its kind («ministry», «company»)."""

    @property
    def kind(self) -> str: ...


class Voices:
    """Finds the bodies and persons behind the statements of one text."""

    def __init__(
        self,
        chain: Chain,
        clauses: Clauses,
        phrases: Phrases,
        periods: Periods,
        organisations: Sequence[Body],
        persons: Sequence[Person],
    ) -> None:
        self.chain, self.clauses, self.phrases, self.periods = chain, clauses, phrases, periods
        self.tokens = chain.tokens
        self._body: Named | None = _UNKNOWN
        self.organisations, self.persons = list(organisations), list(persons)
        self._starts = [o.first for o in self.organisations]
        self._bodies: dict[str, Named | None] = {}
        self._openings = {first for first, _ in self.tokens.lines}
        self._person_starts = [p.first for p in self.persons]
        self._quotes = self._quotations()

    # actor

    def actor(self, clause: Clause, *, ahead: bool = True) -> Named | None:
        """Returns the body that is to act: the subject of a clause, whom it orders, whose task it names.

        An impersonal plan («предполагается вложить») goes back to who acts in the sentence before; what is no plan
        (`ahead` is false) to a subject that its verb shares alone.
        """
        found = self._actor(clause, ahead=ahead)
        if found is None and clause.modal and clause.cue is not None and not self._is_first(clause.sentence):
            told = [c for c in self.clauses.of(clause.sentence - 1) if not c.passive]
            found = next((f for c in reversed(told) if (f := self._agent(c) or self._common(c)) is not None), None)
        return found

    def _is_first(self, sentence: int) -> bool:
        """Whether a sentence opens its line."""
        return sentence == 0 or sentence in self._openings

    def _actor(self, clause: Clause, *, ahead: bool) -> Named | None:
        found = self._agent(clause) or self._common(clause)
        if found is not None:
            return found
        if clause.plural_we:
            speaker = self.speaker(clause)
            return (self._body_of(speaker) if speaker is not None else None) or self._own_body()
        if clause.tense is not None and not clause.modal and self._has_subject(clause):
            return None
        before = [c for c in self.clauses.of(clause.sentence) if c.last <= clause.first]
        if clause.cue is not None and clause.cue.get("noun") and clause.tense is None and clause.sentence:
            before = [*self.clauses.of(clause.sentence - 1), *before]  # «… задача хаба. Цель – открытие …»
        opener = self.periods.opener(clause.sentence) if ahead else None
        if opener is not None:
            before = [*self.clauses.of(opener), *before]
        bare = clause.tense is not None and not clause.passive and not self._has_subject(clause)
        for other in reversed(before):
            shared = bare and not other.passive and other.sentence == clause.sentence
            if not (ahead or shared):
                break
            found = self._agent(other, ordered_only=other.cue is None and other.predicate is not None and not shared)
            found = found or (self._common(other) if clause.modal or other.predicate is None or shared else None)
            if found is not None:
                return found
            if shared and not self._has_subject(other):
                continue
            if other.tense is not None and not other.modal and other.cue is None:
                break
        return None

    def _body_of(self, person: Person) -> Named | None:
        """The body named beside one of the mentions of a person, or that of the person's post."""
        if person.id not in self._bodies:
            mentions = [p for p in self.persons if p.id == person.id]
            found = next((b for p in mentions if (b := self._beside(p)) is not None), None)
            found = found or next((b for p in mentions if (b := self._of_post(p)) is not None), None)
            self._bodies[person.id] = found
        return self._bodies[person.id]

    def _of_post(self, person: Person) -> Named | None:
        """The body of a post: the ministry of a minister, the akimat of an akim."""
        words_of = (person.role or "").lower().split()
        for i, word in enumerate(words_of[:-1]):
            body = words("names")["linking"]["posts"].get(nominative(word))
            if body is not None:
                entry = gazetteer().lookup(" ".join([body, *words_of[i + 1 :]]))
                return None if entry is None else _Common(person.first, person.last, entry.name, entry.id)
        return None

    def _beside(self, person: Person) -> Named | None:
        """The body that stands beside a person («председатель правления ЕАБР Николай Подгузов»)."""
        first, last = self.tokens.sentences[self.tokens.sentence_of[person.first]]
        for organisation in self._named(first, last):
            if -2 <= person.first - organisation.last <= 3 or -2 <= organisation.first - person.last <= 8:
                return organisation
        return None

    def _own_body(self) -> Named | None:
        """The body that «we» speak for: that of the title, of the first person named with one, or the one named most.

        The last only where the text names it twice as often as any other.
        """
        if self._body is _UNKNOWN:
            title = self.tokens.sentences[self.tokens.lines[0][1] - 1][1] if self.tokens.lines else 0
            named = [o for o in self.organisations if o.first < title]
            beside = next((b for p in self.persons if (b := self._beside(p) or self._of_post(p)) is not None), None)
            often = Counter(o.id for o in self.organisations).most_common(2)
            if beside is not None:
                self._body = beside
            elif len({o.id for o in named}) == 1:
                self._body = named[0]
            elif often and (len(often) == 1 or often[0][1] >= 2 * often[1][1]):
                self._body = next(o for o in self.organisations if o.id == often[0][0])
            else:
                self._body = None
        return None if self._body is _UNKNOWN else self._body

    def _common(self, clause: Clause) -> Named | None:
        """A common noun that acts («инвесторы вложат»): the body that it points back to, else itself."""
        if clause.predicate is None or clause.passive:
            return None
        span = self.phrases.subject(clause, clause.predicate)
        span = span or self.phrases.object(clause.predicate + 1, min(clause.predicate + 4, clause.last), "nomn")
        if span is None:
            return None
        head = next((i for i in range(*span) if best_form(self.tokens.lowers[i]).pos == "NOUN"), None)
        if head is None or head in self.phrases.names:
            return None
        form = best_form(self.tokens.lowers[head])
        if form.lemma in listed("body-noun"):
            kind = form.lemma
            at = bisect_left(self._starts, head)
            for organisation in reversed(self.organisations[max(0, at - _BACK) : at]):
                if kind in organisation.name.lower() or (
                    kind in listed("firm") and organisation.kind in listed("firm-kind")
                ):
                    return organisation
            own = self._own_body()
            if own is not None and form.lemma in listed("own-body-noun"):
                return own
        if form.animacy == "anim" or form.lemma in listed("agent") or form.lemma in listed("body-noun"):
            return _Common(*span, self._told(span), "")
        return None

    def _agent(self, clause: Clause, *, ordered_only: bool = False) -> Named | None:
        for organisation in self._named(clause.first, clause.last):
            if organisation.kind == "media" or self._is_source(organisation):
                continue
            case = self._case(organisation)
            left = organisation.first - 1
            word = self.tokens.lowers[left] if left >= clause.first else ""
            if "cue" in self.chain.tags(left) and left >= clause.first and self._is_aim(left):
                return organisation
            if left >= clause.first and best_form(word).lemma in listed("owned") and "gent" in case:
                return organisation
            if word in listed("before"):
                cued = any("cue" in self.chain.tags(i) for i in range(organisation.last, clause.last))
                if cued and word in listed("agent-prepositions"):
                    return organisation
                if word in listed("in") and self._is_impersonal(clause) and not ordered_only:
                    return organisation  # «в Минэнерго планируют построить»
                continue
            ordered = bool(clause.cue.get("addressed")) if clause.cue is not None else clause.modal
            if "datv" in case and ordered:
                return organisation
            if "ablt" in case and clause.passive and not ordered_only:
                return organisation
            hangs = "gent" in case and self._hangs(left, clause)
            if "nomn" in case and not ordered_only and not hangs and not clause.passive:
                return organisation
        return None

    def _named(self, first: int, last: int) -> Sequence[Body]:
        """The bodies that begin among the tokens."""
        return self.organisations[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def _is_source(self, name: Named) -> bool:
        """Whether a name behind a dash ends its sentence: whose words it is («… вырастет на 6% – КазАвтоПром»)."""
        first, last = self.tokens.sentences[self.tokens.sentence_of[name.first]]
        ends = all(not w[0].isalnum() for w in self.tokens.words[name.last : last])
        return ends and name.first > first and self.tokens.words[name.first - 1] == "-"

    def _is_impersonal(self, clause: Clause) -> bool:
        """Whether the verb stands in the plural with nobody named who does it («планируют», «намерены»)."""
        told = clause.cue_token if clause.cue_token is not None else clause.predicate
        if told is None or clause.passive:
            return False
        form = best_form(self.tokens.lowers[told])
        plural = form.number == "plur" and form.pos in ("VERB", "ADJS") and form.person in ("", "3per")
        return plural and self.phrases.subject(clause, told) is None

    def _case(self, name: Named) -> frozenset[str]:
        """The cases that the head word of a name can be in."""
        for i in range(name.first, name.last):
            if best_form(self.tokens.lowers[i]).pos in ("NOUN", "UNKN") and self.tokens.words[i][0].isalpha():
                word = self.tokens.words[i]
                if word.isascii() or (word.isupper() and len(word) > 1):
                    return (
                        frozenset(("nomn", "gent", "datv")) if self._is_ordered(name) else frozenset(("nomn", "gent"))
                    )
                return frozenset(f.case for f in forms(self.tokens.lowers[i]) if f.pos in ("NOUN", "UNKN"))
        return frozenset()

    def _is_ordered(self, name: Named) -> bool:
        return name.first > 0 and "cue" in self.chain.tags(name.first - 1)

    def _hangs(self, left: int, clause: Clause) -> bool:
        """Whether the name hangs on a noun before it («глава Минфина»)."""
        if left < clause.first or not self.tokens.lowers[left].isalpha() or left in self.phrases.barred:
            return False
        if self.tokens.lowers[left] in listed("plus") and left - 1 not in self.phrases.names:
            return False
        while left > clause.first and (
            self.phrases.is_adjective(left) or left in self.phrases.names or self.tokens.lowers[left] in listed("plus")
        ):
            left -= 1  # «добычи ОМГ и ЭМГ»
        if best_form(self.tokens.lowers[left]).lemma in listed("body-noun"):
            return False  # «компания Qarmet»
        return self.phrases.is_noun(left) and self.tokens.lowers[left].isalpha()

    def _told(self, span: tuple[int, int]) -> str:
        """A common noun's phrase in the nominative, a sentence's capital made small."""
        return self.phrases.uncapitalised(span, nominative(self.phrases.text(span)))

    def _has_subject(self, clause: Clause) -> bool:
        return any(
            best_form(w).pos == "NOUN" and best_form(w).case == "nomn"
            for w in self.tokens.lowers[clause.first : clause.predicate or clause.first]
            if w.isalpha()
        )

    def _is_aim(self, i: int) -> bool:
        entry = self.chain.atoms[self.chain.at[i]].entry("cue")
        return bool(entry.get("noun")) and entry.get("kind") == "goal"

    # speaker

    def speaker(self, clause: Clause) -> Person | None:
        """Returns the person to whom the sentence, or the quotation around it, is attributed."""
        first, last = self.tokens.sentences[clause.sentence]
        found = self._attributed(first, last)
        if found is not None:
            return found
        at = bisect_right(self._quotes, (clause.first, len(self.tokens))) - 1
        if at < 0 or self._quotes[at][1] <= clause.first:
            return None
        begin, end = self._quotes[at]
        after = self._attributed(end, min(end + _REACH, len(self.tokens)), one_sentence=True)
        return after or self._attributed(max(0, begin - _REACH // 2), begin, backwards=True)

    def _attributed(
        self, first: int, last: int, *, one_sentence: bool = False, backwards: bool = False
    ) -> Person | None:
        """Returns the person beside a verb of saying among the tokens; «он» is the person named last."""
        of = self.tokens.sentence_of
        for i in reversed(range(first, last)) if backwards else range(first, last):
            if one_sentence and of[i] > of[first] + 1:
                return None
            word = self.tokens.lowers[i]
            if len(word) < 4 or best_form(word).lemma not in listed("say"):
                continue
            begin, end = self.tokens.sentences[of[i]]
            near = [p for p in self.persons if begin <= p.first < end]
            if near:
                return min(near, key=lambda p: abs(p.first - i))
            if any(w in listed("he") for w in self.tokens.lowers[max(begin, i - 3) : min(end, i + 4)]):
                at = bisect_left(self._person_starts, i)
                return self.persons[at - 1] if at else None
        return None

    def _quotations(self) -> list[tuple[int, int]]:
        """The stretches between quotation marks that hold a sentence or more."""
        found, opened = [], -1
        for i, word in enumerate(self.tokens.words):
            if word == "«":
                opened = i if opened < 0 else opened
            elif word == "»" and opened >= 0:
                if i - opened > 12:
                    found.append((opened, i + 1))
                opened = -1
            elif word == '"':
                if opened < 0:
                    opened = i
                else:
                    if i - opened > 12:
                        found.append((opened, i + 1))
                    opened = -1
        return found
