"""Whose words they are: the speaker of a statement, and the body that «we» stands for (SPEC §10)."""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..names.gazetteer import gazetteer
from ..text.data import words
from ..text.inflection import nominative
from ..text.rules import Chain
from .clauses import Clause
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
class Common:
    """An actor that is no name."""

    first: int
    last: int
    name: str
    id: str


_UNKNOWN = Common(0, 0, "", "")


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
        organisations: Sequence[Body],
        persons: Sequence[Person],
    ) -> None:
        self.chain = chain
        self.tokens = chain.tokens
        self._body: Named | None = _UNKNOWN
        self.organisations, self.persons = list(organisations), list(persons)
        self._starts = [o.first for o in self.organisations]
        self._bodies: dict[str, Named | None] = {}
        self._line_of = [n for n, (a, b) in enumerate(self.tokens.lines) for _ in range(a, b)]
        self._person_starts = [p.first for p in self.persons]
        self._quotes = self._quotations()

    # the body behind a voice

    def body_behind(self, clause: Clause) -> Named | None:
        """Returns the body that «we» of a clause are: the speaker's, else the text's own."""
        speaker = self._person(clause)
        return (self._body_of(speaker) if speaker is not None else self._source(clause)) or self.own_body()

    def own_body(self) -> Named | None:
        """Returns the body that speaks in a text: that of the first person named with one, or of the title, or the one
        named most, where the text names it twice as often as any other.
        """
        if self._body is _UNKNOWN:
            beside = next((b for p in self.persons if (b := self._body_near(p)) is not None), None)
            self._body = beside or self._titled() or self._most_named()
        return self._body

    def _titled(self) -> Named | None:
        """The one body that the title names."""
        title = self.tokens.sentences[self.tokens.lines[0][1] - 1][1] if self.tokens.lines else 0
        named = [o for o in self.organisations if o.first < title and o.kind not in listed("audience-kind")]
        return named[0] if len({o.id for o in named}) == 1 else None

    def _most_named(self) -> Named | None:
        often = Counter(o.id for o in self.organisations if o.kind in listed("firm-kind")).most_common(2)
        near = self.tokens.sentences[min(2, len(self.tokens.sentences) - 1)][1] if self.organisations else 0
        alone = len({o.id for o in self.organisations}) == 1 and self.organisations[0].first < near
        if not often or (not alone and often[0][1] < 2 * (often[1][1] if len(often) > 1 else 1)):
            return None
        return next(o for o in self.organisations if o.id == often[0][0])

    def titled_body(self) -> Named | None:
        """Returns the company that the title names alone: whose plan or report the text is."""
        found = self._titled()
        return found if getattr(found, "kind", "") in listed("firm-kind") else None

    def of_office(self, noun: str, tail: Sequence[str], before: int) -> Named | None:
        """Returns the body of a post: «министерство», «акимат» with what follows the post, or the one named before."""
        entry = gazetteer().lookup(" ".join([noun, *tail])) if tail else None
        if entry is not None:
            return Common(before, before + 1, entry.name, entry.id)
        at = bisect_left(self._starts, before)
        kinds = [o for o in reversed(self.organisations[max(0, at - _BACK) : at]) if noun in o.name.lower()]
        return kinds[0] if kinds else None

    def pointed(self, kind: str, before: int) -> Named | None:
        """Returns the body named before that a common noun points back to («компания», «ведомство», «банк»)."""
        found = self._named_before(kind, before)
        if found is not None:
            return found
        posted = self.last_office(before) if kind in listed("office") else None
        if posted is not None:
            return posted
        return self.own_body() if kind in listed("own-body-noun") else None

    def _named_before(self, kind: str, before: int) -> Body | None:
        """The last body before a token that a common noun may stand for."""
        at = bisect_left(self._starts, before)
        for organisation in reversed(self.organisations[max(0, at - _BACK) : at]):
            if (
                kind in organisation.name.lower()
                or (kind in listed("firm") and organisation.kind in listed("business-kind"))
                or (kind in listed("office") and organisation.kind in listed("office-kind"))
                or (kind in listed("regulator") and organisation.kind in listed("regulator-kind"))
                or (kind in listed("learned") and organisation.kind == "university")
            ):
                return organisation
        return None

    def last_office(self, before: int) -> Named | None:
        """Returns the body of the post that was named last («Министр … сообщил. Ведомство …»)."""
        at = bisect_left(self._person_starts, before)
        return next((b for p in reversed(self.persons[max(0, at - _BACK) : at]) if (b := self._body_of(p))), None)

    def _body_of(self, person: Person) -> Named | None:
        """The body named beside one of the mentions of a person, or that of the person's post."""
        if person.id not in self._bodies:
            mentions = [p for p in self.persons if p.id == person.id]
            self._bodies[person.id] = next((b for p in mentions if (b := self._body_near(p)) is not None), None)
        return self._bodies[person.id]

    def _body_near(self, person: Person) -> Named | None:
        """The body of one mention of a person: the post's, if the post names it, that beside it, or the post's."""
        named = self._of_post(person)
        return named if isinstance(named, Common) else self._beside(person) or named

    def _of_post(self, person: Person) -> Named | None:
        """The body of a person's post: the ministry of a minister, the akimat of an akim."""
        words_of = (person.role or "").lower().split()
        for i, word in enumerate(words_of):
            body = words("names")["linking"]["posts"].get(nominative(word))
            if body is not None:
                return self.of_office(body, words_of[i + 1 :], person.first)
            lemma = best_form(word).lemma
            if i and lemma in listed("body-noun") and person.first:  # «директор банка»
                return self._named_before(lemma, person.first)
        return None

    def _beside(self, person: Person) -> Named | None:
        """The body that stands beside a person («председатель правления ЕАБР Николай Подгузов»)."""
        first, last = self.tokens.sentences[self.tokens.sentence_of[person.first]]
        for organisation in self._named(first, last):
            if organisation.kind in listed("audience-kind"):
                continue
            if -2 <= person.first - organisation.last <= 3:
                return organisation
            between = self.tokens.lowers[person.last : organisation.first]
            near = -2 <= organisation.first - person.last <= 8 and ":" not in between
            near = near and all(best_form(w).pos != "VERB" for w in between if len(w) > 3)
            if near and not (between and between[-1] in listed("prepositions")):
                return organisation
        return None

    def _named(self, first: int, last: int) -> Sequence[Body]:
        """The bodies that begin among the tokens."""
        return self.organisations[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    # speaker

    def speaker(self, clause: Clause) -> Named | None:
        """Returns whose words a clause is: a person's, or the body's that is named as the source."""
        return self._person(clause) or self._source(clause)

    def _person(self, clause: Clause) -> Person | None:
        """The person to whom the sentence, or the quotation around it, is attributed, or who speaks the whole line."""
        first, last = self.tokens.sentences[clause.sentence]
        found = self._attributed(first, last)
        if found is not None:
            return found
        at = bisect_right(self._quotes, (clause.first, len(self.tokens))) - 1
        if at >= 0 and self._quotes[at][1] > clause.first:
            begin, end = self._quotes[at]
            after = self._attributed(end, min(end + _REACH, len(self.tokens)), one_sentence=True)
            found = after or self._attributed(max(0, begin - _REACH // 2), begin, backwards=True)
        return found or self._labelled(clause, first) or self._answering(clause.sentence)

    def _labelled(self, clause: Clause, first: int) -> Person | None:
        """The person before a colon in the sentence («Директор Саматов: «Построим …»»)."""
        at = bisect_left(self._person_starts, clause.last) - 1
        person = self.persons[at] if at >= 0 and self.persons[at].first >= first else None
        named = person is not None and self.tokens.words[person.last : person.last + 1] == [":"]
        return person if named else None

    def post_of(self, first: int, last: int) -> tuple[bool, Named | None]:
        """Returns whether a person is named among the tokens, and the body of the person's post."""
        at = bisect_left(self._person_starts, first)
        if at < len(self.persons) and self.persons[at].first < last:
            return True, self._body_of(self.persons[at])
        return False, None

    def is_answer(self, sentence: int) -> bool:
        """Whether a sentence stands in somebody's answer, or behind a dash."""
        first = self.tokens.sentences[self.tokens.lines[self._line_of[sentence]][0]][0]
        return self.tokens.words[first] == "-" or self._answering(sentence) is not None

    def _answering(self, sentence: int) -> Person | None:
        """The person who speaks a line of an interview: whom its label names, or who is asked in the line before."""
        line = self._line_of[sentence]
        first = self.tokens.sentences[self.tokens.lines[line][0]][0]
        at, opens = bisect_left(self._person_starts, first), self.tokens.words[first] in ("-", "«", '"')
        if at < len(self.persons) and self.persons[at].first <= first + 2:
            person = self.persons[at]
            if self.tokens.words[person.last : person.last + 1] == [":"]:
                return person
        above = self.tokens.lines[line - 1] if line else None
        if above and self.tokens.words[self.tokens.sentences[above[1] - 1][1] - 1] == ":":  # «Глава банка Омаров:¶– …»
            begin = self.tokens.sentences[above[0]][0]
            return self.persons[at - 1] if at and self.persons[at - 1].first >= begin and opens else None
        return self._host if line in self._answers else None

    @functools.cached_property
    def _answers(self) -> frozenset[int]:
        """The lines that answer in an interview: behind a question's dash, or with a label («Ответ.»)."""
        found: set[int] = set()
        asked = answered = False
        for line, (a, b) in enumerate(self.tokens.lines):
            first, end = self.tokens.sentences[a][0], self.tokens.sentences[b - 1][1] - 1
            if any(w in listed("answer") for w in self.tokens.lowers[first : first + 4]):
                found.add(line)
            elif self.tokens.words[first] == "-":
                if asked and not self.tokens.words[end].startswith("?"):
                    found.add(line)
                    asked, answered = False, True
                else:
                    asked = answered or any(w.startswith("?") for w in self.tokens.words[first : end + 1])
        return frozenset(found)

    @functools.cached_property
    def _host(self) -> Person | None:
        """The first person who is named with a body: who answers in an interview."""
        return next((p for p in self.persons if self._body_near(p) is not None), None)

    def _source(self, clause: Clause) -> Body | None:
        """The body that the clause, or else its sentence, names as the one that says so («по прогнозу ЕАБР»)."""
        first, last = self.tokens.sentences[clause.sentence]
        own = next((o for o in self._named(clause.first, clause.last) if self._tells(o, first, last)), None)
        named = self._named(first, last)[:_BACK] if own is None else ()
        return own or next((o for o in named if self._tells(o, first, last)), None)

    def _tells(self, body: Body, first: int, last: int) -> bool:
        """Whether a body is named as a source: behind «по данным», before a colon, beside a verb of saying."""
        lowers = self.tokens.lowers
        for i in range(body.first - 1, max(first, body.first - 5) - 1, -1):
            form = best_form(lowers[i])
            if form.lemma in listed("report"):
                return any(w in listed("according") for w in lowers[max(first, i - 2) : i])
            if form.pos not in ("NOUN", "ADJF", "UNKN") or not lowers[i].isalpha():
                break
        if body.first <= first + 1 and self.tokens.words[body.last : body.last + 1] == [":"]:
            return True
        before = lowers[body.first - 1] if body.first > first else ""
        if before in listed("prepositions") and before not in listed("in"):
            return False
        near = (*range(body.last, min(last, body.last + 3)), *range(max(first, body.first - 4), body.first))
        for i in near:
            form = best_form(lowers[i])
            if form.pos == "VERB" and (
                form.lemma in listed("say") or form.lemma in listed("expecting") or form.lemma in listed("advising")
            ):
                return before not in listed("in") or form.number == "plur"
        return False

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
            around = self.tokens.lowers[max(begin, i - 3) : min(end, i + 4)]
            at = bisect_left(self._person_starts, i)
            if any(w in listed("he") for w in around):
                return self.persons[at - 1] if at else None
            posts = {best_form(w).lemma for w in around if len(w) > 3 and best_form(w).animacy == "anim"}
            back = reversed(self.persons[max(0, at - _BACK) : at])
            return next((p for p in back if posts & set((p.role or "").lower().split())), None)
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
