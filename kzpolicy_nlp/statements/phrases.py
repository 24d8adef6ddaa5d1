"""Noun phrases around a predicate: its subject, its object, what a noun governs."""

from __future__ import annotations

from collections.abc import Set

from ..text.inflection import nominative
from ..text.morphology import Form
from ..text.rules import Chain
from .clauses import Clause
from .nouns import Nouns
from .syntax import best_form, listed

_FEW = 4  # words of a phrase that its participle is told with
_RARE = 0.15  # the weight of a reading that a phrase may still be taken for


class Phrases(Nouns):
    """Finds noun phrases in a chain."""

    def __init__(
        self,
        chain: Chain,
        barred: frozenset[int],
        names: frozenset[int] = frozenset(),
        asides: Set[int] = frozenset(),
    ) -> None:
        super().__init__(chain, barred, names, asides)
        self._found_in: dict[tuple[int, int], str] = {}  # the case in which a phrase was looked for

    def whole(self, head: int, floor: int, limit: int) -> tuple[int, int]:
        """Returns the phrase of a noun with its adjectives."""
        span = self.start(head, floor), self.extend(head, limit)
        governed = span[0] > floor and self.tokens.lowers[span[0] - 1] in listed("prepositions")
        if span[0] < head and not governed and self.has_case(head, "nomn"):
            self._found_in[span] = "nomn"  # «налоговые поступления – 98 млрд»
        return span

    def subject(self, clause: Clause, before: int) -> tuple[int, int] | None:
        """Returns the nominative phrase of a clause that stands nearest before a token, one no preposition governs.

        A pronoun («он», «она») counts as one; a name gives way to a common noun.
        """
        return self._ungoverned(clause, before, "nomn") or self._hidden(clause, before)

    def _hidden(self, clause: Clause, before: int) -> tuple[int, int] | None:
        """Returns the subject that looks like a genitive of the group before it («за счет реформ потери снижены»)."""
        at = clause.predicate
        if (
            at is None
            or not clause.first < at < before
            or self.tokens.lowers[clause.first] not in listed("prepositions")
        ):
            return None
        verb = best_form(self.tokens.lowers[at])
        if verb.pos not in ("VERB", "PRTS") or verb.person in ("1per", "2per") or "impr" in verb.marks:
            return None
        for head in range(at - 1, clause.first + 1, -1):
            word = self.tokens.words[head]
            if word in (",", ";", ":", ")"):
                return None
            if not self.is_noun(head) or head in self.names or not word.islower() or self._in_cue(head):
                continue
            governed = self.tokens.lowers[self.start(head, clause.first) - 1] in listed("prepositions")
            agrees = any(
                f.case == "nomn" and f.number == verb.number and verb.gender in ("", f.gender) and f.score >= _RARE
                for f in self.readings(head)
                if f.pos == "NOUN"
            )
            if agrees and not governed and self.start(head, clause.first) > clause.first + 1:
                span = self.start(head, clause.first), self.extend(head, at)
                self._found_in[span] = "nomn"
                return span
        return None

    def fronted(self, clause: Clause, before: int) -> tuple[int, int] | None:
        """Returns the object that stands before its verb («долю МСБ мы доведем …»)."""
        found = self._ungoverned(clause, before, "accs")
        return None if found is None or best_form(self.tokens.lowers[found[0]]).pos == "NPRO" else found

    def instrumental(self, clause: Clause, before: int) -> tuple[int, int] | None:
        """Returns what somebody becomes («плательщиками станут …»)."""
        at = clause.predicate
        ahead = self._ungoverned(clause, at, "ablt") if at is not None and clause.first < at < before else None
        return ahead or self._ungoverned(clause, before, "ablt")

    def recipient(self, clause: Clause, before: int) -> tuple[int, int] | None:
        """Returns whom something is given («потребителям будет возвращено …»)."""
        return self._ungoverned(clause, before, "datv")

    def participial(self, end: int) -> int:
        """Returns the end of a participle's phrase behind a comma at `end` («сумма, подлежащая возврату населению»)."""
        words, lowers = self.tokens.words, self.tokens.lowers
        limit = self.tokens.sentences[self.tokens.sentence_of[end - 1]][1]
        if end + 1 >= limit or words[end] != "," or best_form(lowers[end + 1]).pos != "PRTF":
            return end
        i, length = end + 1, 0
        while i < limit and length < 9 and words[i] not in (",", ".", ";", ":") and i not in self.barred:
            if best_form(lowers[i]).pos in ("VERB", "INFN", "PRTS"):
                return end
            length += i not in self.names or i - 1 not in self.names  # a name counts as one word
            i += 1
        return i if i < limit and words[i] == "," else end

    def _ungoverned(self, clause: Clause, before: int, case: str) -> tuple[int, int] | None:
        lowers = self.tokens.lowers
        found: tuple[int, int] | None = None
        i = clause.first
        governed = False
        while i < before:
            if self.tokens.words[i] == "(" and (close := self._closing(i, before)) is not None:
                i = close + 1
            elif self.tokens.words[i] == "," and (behind := self.participial(i)) > i:
                i = behind  # «доля населения, имеющего доступ к воде, составляет …»
            elif i in self.barred or i in self.asides or not self.tokens.words[i][0].isalpha() or self._is_bound(i):
                governed = False
                i += 1
            elif lowers[i] in listed("prepositions"):
                governed = True
                i += 1
            elif self.is_adjective(i) or self._is_of_adjective(i):
                i += 1
            elif self.is_noun(i) and self.chain.tags(i) & {"time_unit", "duration"} and self._is_numbered(i):
                governed = False
                i += 1  # «детей от трех до шести лет», «который год»
            elif self.is_noun(i):
                end = self.extend(i, before)
                if not governed and self.has_case(i, case) and not self._in_cue(i) and not self.is_base(i):
                    weak = i in self.names or (case == "accs" and best_form(lowers[i]).lemma in listed("body-noun"))
                    if found is None or not weak:  # «дефицит врачей управление рассчитывает сократить»
                        found = self.start(i, clause.first), end
                governed = False
                i = self._route_end(end, before)
            else:
                if case == "nomn" and best_form(lowers[i]).pos == "NPRO" and self.has_case(i, case) and not governed:
                    found = (i, i + 1)
                lasting = lowers[i] in listed("possessive") or best_form(lowers[i]).pos == "PRCL" or self._is_this(i)
                governed = governed and lasting  # «за это же время»
                i += 1
        if found is not None:
            self._found_in[found] = case
        return found

    def _is_numbered(self, i: int) -> bool:
        if i > 0 and best_form(self.tokens.lowers[i - 1]).lemma in listed("which"):
            return True
        return i > 0 and self.chain.atoms[self.chain.at[i - 1]].number is not None

    def _is_this(self, i: int) -> bool:
        """Whether «это» belongs to the noun behind it («за это время»)."""
        if i + 2 < len(self.tokens) and best_form(self.tokens.lowers[i + 1]).pos == "PRCL":
            return self._agrees_with(i, i + 2)
        return i + 1 < len(self.tokens) and self._agrees_with(i, i + 1)

    def _agrees_with(self, i: int, noun: int) -> bool:
        if not self.is_noun(noun):
            return False
        follow = {(f.gender, f.number, f.case) for f in self.readings(noun) if f.pos == "NOUN"}
        return any(f.pos == "ADJF" and (f.gender, f.number, f.case) in follow for f in self.readings(i))

    def _route_end(self, end: int, before: int) -> int:
        """Returns the end of a route that a name opens («на участке Астана – Щучинск»)."""
        while end + 1 < before and self.tokens.words[end] == "-" and {end - 1, end + 1} <= self.names:
            end += 2
        return end

    def is_base(self, i: int) -> bool:
        """Whether an abbreviation stands behind a percentage («2,7% ВВП»)."""
        if not self.tokens.words[i].isupper() or "unit" not in self.chain.tags(i - 1):
            return False
        return bool(self.chain.atoms[self.chain.at[i - 1]].entry("unit").get("unit") == "percent")

    def _closing(self, opening: int, before: int) -> int | None:
        """Returns the bracket that closes one before a token."""
        words = self.tokens.words
        return next((i for i in range(opening + 1, min(opening + 30, before)) if words[i] == ")"), None)

    def opening(self, first: int, before: int) -> tuple[int, int] | None:
        """Returns the noun phrase that a stretch opens with, if it is nominative («Доля сетей …, %: 2011 – 58»)."""
        head = first
        while head < before and (self.is_adjective(head) or not self.tokens.words[head][0].isalpha()):
            head += 1
        if head == before or not self.is_noun(head) or not self.has_case(head, "nomn"):
            return None
        span = self.start(head, first), self.extend(head, before)
        self._found_in[span] = "nomn"
        return span

    def last(self, first: int, before: int) -> tuple[int, int] | None:
        """Returns the last noun phrase before a token."""
        found = self.each(first, before)
        return found[-1] if found else None

    def each(self, first: int, before: int) -> list[tuple[int, int]]:
        """Returns the noun phrases of a stretch, one after the other."""
        i, found = first, []
        while i < before:
            if self.is_noun(i) and not self._in_cue(i):
                end = self.extend(i, before)
                found.append((self.start(i, first), end))
                i = end
            else:
                i += 1
        return found

    def object(self, after: int, limit: int, *cases: str) -> tuple[int, int] | None:
        """Returns the first phrase in one of the cases behind a token, with no preposition before it."""
        lowers = self.tokens.lowers
        i = after
        while i < limit:
            word = self.tokens.words[i]
            if self._is_bound(i) and lowers[i] not in listed("prepositions"):
                i += 1
                continue
            if lowers[i] in listed("prepositions") and (behind := self._behind_time(i, limit)) is not None:
                i = behind  # «довести за пять лет долю МСБ до 40%»
                continue
            if i in self.barred or lowers[i] in listed("prepositions"):
                return None
            if not word[0].isalpha():
                if word in '«"':
                    i += 1
                    continue
                return None
            if self.is_noun(i):
                case = next((c for c in cases if self.has_case(i, c)), None)
                if case is None:
                    return None
                span = self.start(i, after), self.extend(i, limit)
                self._found_in[span] = case
                return span
            people = best_form(lowers[i]).pos == "PRTF" or best_form(lowers[i]).lemma in listed("substantive")
            people = people and self._is_substantive(i, limit)
            if people and "gent" in cases and ("gent", "plur") in {(f.case, f.number) for f in self.readings(i)}:
                return self.start(i, after), i + 1  # «80% опрошенных»
            i += 1
        return None

    def shared(self, after: int, limit: int) -> str | None:
        """Returns adjectives whose noun the next of a row says: «89% республиканских и 81% местных автодорог»."""
        end = after
        while end < limit and self.is_adjective(end) and self.has_case(end, "gent"):
            end += 1
        i = end + 1
        joins = after < end < limit and (self.tokens.words[end] == "," or self.tokens.lowers[end] in listed("plus"))
        if not joins or i >= limit or i not in self.barred:
            return None
        while i < limit and (best_form(self.tokens.lowers[i]).pos != "NOUN" or self.chain.tags(i) & {"unit", "scale"}):
            if not (i in self.barred or self.is_adjective(i)):
                return None
            i += 1
        if i >= limit or not self.has_case(i, "gent"):
            return None
        return f"{self.text((after, end))} {self.text((i, max(self.extend(i, limit), i + 1)))}"

    def _behind_time(self, preposition: int, limit: int) -> int | None:
        """Returns the token behind a time and its preposition, or None where no time stands there."""
        i = preposition + 1
        while i < limit and i in self.barred:
            i += 1
        timed = i > preposition + 1 and self.chain.tags(i - 1) & {"time_unit", "duration", "year", "year_word", "month"}
        return i if timed and i < limit else None

    def named(self, span: tuple[int, int]) -> str:
        """Returns a phrase in the nominative with its participle, a sentence's capital made small."""
        while span[1] - span[0] > 1 and best_form(self.tokens.lowers[span[0]]).lemma in listed("this"):
            case = self._found_in.get(span)
            span = span[0] + 1, span[1]  # «этот срок»
            if case is not None:
                self._found_in[span] = case
        most = best_form(self.tokens.lowers[span[0]]).lemma in listed("most")
        if most and span[1] - span[0] > 2 and self.is_adjective(span[0] + 1):
            rest = self.text((span[0] + 2, span[1]))  # «самый высокий уровень безработицы»
            return rest if self._is_nominative(span) else nominative(rest)
        text = self.text(span)
        if not self._is_nominative(span):
            mass = self._found_in.get(span) == "gent" and self.is_mass(span)
            text = nominative(text, number="sing" if mass else "")
        end = self.participial(span[1])
        if end > span[1] and span[1] - span[0] <= _FEW:
            text += self.text((span[1], end))
        return self.uncapitalised(span, text)

    def is_mass(self, span: tuple[int, int]) -> bool:
        """Whether a genitive is rather a singular («меди» of «1 млн тонн меди»)."""
        head = next((i for i in range(*span) if self.is_noun(i)), span[0])
        cases = [(f.case, f.number) for f in self.readings(head) if f.pos == "NOUN"]
        return ("gent", "sing") in cases and ("gent", "plur") not in cases

    def uncapitalised(self, span: tuple[int, int], text: str) -> str:
        """Returns a text of a phrase without the capital that the opening of a sentence or quotation gives it."""
        word = self.tokens.words[span[0]]
        first = self.tokens.sentences[self.tokens.sentence_of[span[0]]][0]
        opens = all(not w[0].isalpha() for w in self.tokens.words[first : span[0]])
        quoted = span[0] > 0 and self.tokens.words[span[0] - 1] in ("«", '"')
        if (opens or quoted) and span[0] not in self.names and (word[1:].islower() or not word[1:]):
            text = text[0].lower() + text[1:]
        return text

    def _is_nominative(self, span: tuple[int, int]) -> bool:
        """Whether a phrase was found in the nominative or in an accusative of the same form."""
        if self._found_in.get(span, "gent") not in ("nomn", "accs"):
            return False
        head = next((i for i in range(*span) if self.is_noun(i)), None)
        if head is None or not any(self._agree(span[0], head, f) for f in self.readings(head) if f.case == "nomn"):
            return False
        direct = sum(f.score for f in self.readings(head) if f.case in ("nomn", "accs"))
        return head > span[0] or direct >= _RARE  # «инфляции» is rather a genitive

    def _agree(self, first: int, head: int, form: Form) -> bool:
        """Whether the adjectives before a head agree with one reading of it."""
        return all(
            any(
                f.case == form.case and f.number == form.number and (f.number == "plur" or f.gender == form.gender)
                for f in self.readings(i)
            )
            for i in range(first, head)
            if self.is_adjective(i)
        )

    def _in_cue(self, token: int) -> bool:
        return "cue" in self.chain.tags(token)
