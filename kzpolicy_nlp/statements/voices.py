"""Whose words they are: the speaker of a statement, and the body that «we» stands for (SPEC §10)."""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ..text.rules import Chain
from .clauses import Clause
from .offices import BACK, Body, Named, Offices, Person
from .syntax import best_form, listed

_REACH = 60  # tokens that an attribution may stand away from its quotation
_SPEECH = 200  # tokens of speech that one pair of quotation marks in a sentence holds


class Voices(Offices):
    """Finds the bodies and persons behind the statements of one text."""

    def __init__(
        self, chain: Chain, organisations: Sequence[Body], persons: Sequence[Person], places: Sequence[Body] = ()
    ) -> None:
        super().__init__(chain, organisations, persons, places)
        self._line_of = [n for n, (a, b) in enumerate(self.tokens.lines) for _ in range(a, b)]
        self._quotes = self._quotations()

    def body_behind(self, clause: Clause) -> Named | None:
        """Returns the body that «we» of a clause are: the speaker's, else the text's own."""
        speaker = self._person(clause)
        told = self._body_of(speaker) if speaker is not None else self._source(clause) or self._of_speaking_post(clause)
        return told or self.own_body()

    def _of_speaking_post(self, clause: Clause) -> Named | None:
        """The body of the post that says a quotation («Купили 5 судов», – сказал глава ведомства)."""
        last = min(self.tokens.sentences[clause.sentence][1], clause.first + _SPEECH)
        closing = next((i for i in range(clause.first, last) if self.tokens.words[i] == "»"), last)
        last = min(last, closing + _REACH // 3)
        said = any(best_form(w).lemma in listed("say") for w in self.tokens.lowers[closing:last] if len(w) > 3)
        bodies = (self.titled(i, last)[1] for i in range(closing, last) if said)
        return next((b for b in bodies if b is not None), None)

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
            found = found or self._put_in(begin, end)
        return found or self._labelled(clause, first) or self._answering(clause.sentence)

    def _put_in(self, begin: int, end: int) -> Person | None:
        """The person named between the dashes that part a quotation («Мы рады, – директор Саматов встает. – …»)."""
        words_of = self.tokens.words
        for person in self.persons[bisect_left(self._person_starts, begin) : bisect_left(self._person_starts, end)]:
            at = next(
                (i for i in range(person.first - 1, max(begin, person.first - 5), -1) if words_of[i] == "-"), None
            )
            if at is not None and words_of[at - 1][0] in ",.!?…" and "-" in words_of[person.last : person.last + 20]:
                return person
        return None

    def _labelled(self, clause: Clause, first: int) -> Person | None:
        """The person before a colon in the sentence («Директор Саматов: «Построим …»»)."""
        at = bisect_left(self._person_starts, clause.last) - 1
        person = self.persons[at] if at >= 0 and self.persons[at].first >= first else None
        named = person is not None and self.tokens.words[person.last : person.last + 1] == [":"]
        return person if named else None

    def is_direct(self, clause: Clause) -> bool:
        """Whether a clause is somebody's own words: an answer, or a stretch in quotes that a person says."""
        if not self.is_answer(clause.sentence) and not self._is_quoted(clause):
            return False
        return self._person(clause) is not None or self._of_speaking_post(clause) is not None

    def _is_quoted(self, clause: Clause) -> bool:
        """Whether a clause stands in the quotation marks of speech («Построили 5 школ», – сказал он)."""
        at = bisect_right(self._quotes, (clause.first, len(self.tokens))) - 1
        if at >= 0 and self._quotes[at][1] > clause.first:
            return True
        words_of, (first, last) = self.tokens.words, self.tokens.sentences[clause.sentence]
        first, last = max(first, clause.first - _SPEECH), min(last, clause.first + _SPEECH)
        opening = next((i for i in range(clause.first, first - 1, -1) if words_of[i] in "«»"), None)
        if opening is None or words_of[opening] != "«" or (opening > first and words_of[opening - 1] not in ":-,"):
            return False
        closing = next((i for i in range(clause.first, last) if words_of[i] == "»"), last)
        return all(w in ",-." for w in words_of[closing + 1 : closing + 2])

    def asked_body(self, sentence: int) -> Named | None:
        """Returns the body that «you» of a question are in an interview: that of the person who answers."""
        line = self._line_of[sentence]
        if self._answering(sentence) is not None or line + 1 >= len(self.tokens.lines):
            return None
        person = self._answering(self.tokens.lines[line + 1][0])
        return None if person is None else self._body_of(person)

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
        found = self._answered_lines()
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

    def _answered_lines(self) -> set[int]:
        """The lines behind lines that only ask, where a text has two or more of these («Сколько?¶В мае купим 5»)."""
        last = len(self.tokens.lines) - 1
        asking = [n for n, (a, b) in enumerate(self.tokens.lines) if b - a <= 3 and self._asks(a, b)]
        if len(asking) < 2:
            return set()
        return {n + 1 for n in asking if n < last and n + 1 not in asking}

    def _asks(self, first: int, last: int) -> bool:
        """Whether the last of some sentences ends as a question, quotes and signs of bold type let by."""
        begin, end = self.tokens.sentences[first][0], self.tokens.sentences[last - 1][1]
        while end > begin and self.tokens.words[end - 1] in ("*", "**", "»", '"', "_"):
            end -= 1
        return end > begin and self.tokens.words[end - 1].startswith("?")

    @functools.cached_property
    def _host(self) -> Person | None:
        """The first person who is named with a body: who answers in an interview."""
        return next((p for p in self.persons if self._body_near(p) is not None), None)

    def _source(self, clause: Clause) -> Body | None:
        """The body that the clause, or else its sentence, names as the one that says so («по прогнозу ЕАБР»)."""
        first, last = self.tokens.sentences[clause.sentence]
        own = next((o for o in self._named(clause.first, clause.last) if self._tells(o, first, last)), None)
        named = self._named(first, last)[:BACK] if own is None else ()
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
            back = reversed(self.persons[max(0, at - BACK) : at])
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
