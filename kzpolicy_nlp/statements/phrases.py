"""Noun phrases around a predicate: its subject, its object, what a noun governs. No tree: agreement and order alone."""

from __future__ import annotations

from collections.abc import Set

from ..text.inflection import nominative
from ..text.morphology import Form, forms
from ..text.rules import Chain
from .clauses import Clause
from .syntax import best_form, listed

_LONGEST = 16
_RARE = 0.15  # the weight of a reading that a phrase may still be taken for
ODD = 0.1  # and below which it is none («ставка» of «ставок»)
_ADJECTIVAL = frozenset({"ADJF", "PRTF"})
_FUNCTION = frozenset({"CONJ", "PREP", "PRCL", "VERB", "INFN", "PRTS", "GRND", "ADVB", "NPRO", "PRED", "COMP", "INTJ"})


class Phrases:
    """Finds noun phrases in a chain.

    `barred` are tokens that no phrase may hold (dates and values), `names` those of names, `asides` those of
    attributions between commas.
    """

    def __init__(
        self,
        chain: Chain,
        barred: frozenset[int],
        names: frozenset[int] = frozenset(),
        asides: Set[int] = frozenset(),
    ) -> None:
        self.chain, self.tokens, self.barred, self.names, self.asides = chain, chain.tokens, barred, names, asides
        self._found_in: dict[tuple[int, int], str] = {}  # the case in which a phrase was looked for

    def readings(self, token: int) -> tuple[Form, ...]:
        """The readings of a token's word."""
        return forms(self.tokens.lowers[token])

    def is_noun(self, token: int) -> bool:
        """Whether the token can head a noun phrase: a noun, an abbreviation or a Latin word."""
        word = self.tokens.words[token]
        if token in self.barred or not word[0].isalpha() or "scale" in self.chain.tags(token):
            return False
        if len(word) == 1 and word.islower():
            return False  # «в 2023-м»
        if word.isascii() or (word.isupper() and len(word) > 1):
            return True
        pos = best_form(word.lower()).pos
        measured = "unit" in self.chain.tags(token - 1) or "counted" in self.chain.tags(token)
        if pos == "VERB" and measured:  # «3 млн тонн стали», «300 сел»
            return any(f.pos == "NOUN" and f.case == "gent" for f in self.readings(token))
        return pos in ("NOUN", "UNKN")

    def is_adjective(self, token: int) -> bool:
        """Whether the token is a full adjective, a participle or a pronoun that agrees."""
        word = self.tokens.words[token]
        if token in self.barred or not word[0].isalpha() or self.tokens.lowers[token] in listed("degree"):
            return False
        return best_form(word.lower()).pos in _ADJECTIVAL

    def has_case(self, token: int, *cases: str) -> bool:
        """Whether a reading of the token's word is in one of the cases (words without cases are in all)."""
        word = self.tokens.words[token]
        if word.isascii() or (word.isupper() and len(word) > 1):
            return True
        if "accs" in cases and word.lower() in listed("thing"):
            return True
        if self.readings(token)[0].pos == "UNKN":
            return True
        return any(f.case in cases for f in self.readings(token) if f.pos in ("NOUN", "ADJF", "PRTF", "UNKN", "NPRO"))

    def extend(self, head: int, limit: int, *, attached: bool = True) -> int:
        """Returns the end of a head's phrase: genitives, quoted names, `attached` prepositional groups."""
        words, lowers = self.tokens.words, self.tokens.lowers
        end, i = head + 1, head + 1
        limit = min(limit, head + _LONGEST)
        while i < limit and i not in self.barred and not self._is_bound(i):
            word = words[i]
            if word in '«"':
                close = next((j for j in range(i + 1, min(limit, i + 10)) if words[j] in '»"'), None)
                if close is None:
                    break
                end = i = close + 1
                continue
            if self.is_adjective(i):
                if self._is_substantive(i, limit):
                    end = i + 1
                i += 1
                continue
            if best_form(lowers[i]).lemma in listed("size") and best_form(lowers[i]).case == "ablt":
                break
            if words[i][0].isalpha() and (self._is_dependent(i) or (self.is_noun(i) and self._is_apposed(i))):
                end = i = i + 1
                continue
            if i + 1 < limit and self._is_of_adjective(i):
                i += 1  # «социально значимых»
                continue
            if lowers[i] in listed("and") and i + 1 < limit and self._goes_on(i + 1, limit):
                i += 1
                continue
            if (
                attached
                and lowers[i] in listed("attaching")
                and i + 1 < limit
                and self._goes_on(i + 1, limit, any_case=True)
            ):
                i += 1
                follow = i
                while follow < limit and (self.is_adjective(follow) or self._is_of_adjective(follow)):
                    follow += 1
                if follow < limit and self.is_noun(follow) and best_form(lowers[follow]).lemma not in listed("no-tail"):
                    end = i = follow + 1
                    continue
            break
        return end

    def _is_substantive(self, i: int, limit: int) -> bool:
        """Whether an adjective or participle stands for a noun («количество занятых»)."""
        follows = i + 1 < limit and i + 1 not in self.barred and (self.is_noun(i + 1) or self.is_adjective(i + 1))
        return not follows and self.has_case(i, "gent")

    def _is_apposed(self, i: int) -> bool:
        """Whether a name stands undeclined behind its noun («Республики Казахстан», «проекта Актогай»)."""
        if i in self.names and i - 1 in self.names:
            return True
        return self.tokens.words[i][0].isupper() and best_form(self.tokens.lowers[i - 1]).lemma in listed("apposing")

    def _is_dependent(self, i: int) -> bool:
        """Whether a noun hangs on the phrase before it; a body in the dative is rather an actor."""
        word = self.tokens.words[i]
        if i in self.names and word[0].isupper() and not self.has_case(i, "gent"):
            return False
        if i - 1 in self.names and i not in self.names and word.islower():
            return False  # «в Алматы цены выросли»
        if best_form(self.tokens.lowers[i]).pos not in ("NOUN", "UNKN") and not word.isascii() and not word.isupper():
            lower = self.tokens.lowers[i]
            genitive = any(f.pos == "NOUN" and f.case == "gent" for f in self.readings(i))
            return len(word) > 2 and genitive and lower not in listed("prepositions")
        if word.isascii() or word.isupper():
            return self.is_noun(i)
        cases = ("gent", "datv", "ablt")
        return self.is_noun(i) and sum(f.score for f in self.readings(i) if f.case in cases) >= ODD

    def _is_of_adjective(self, i: int) -> bool:
        """Whether an adverb belongs to the adjective behind it («социально значимые»)."""
        if i + 1 >= len(self.tokens) or i in self.barred or not self.is_adjective(i + 1):
            return False
        word = self.tokens.lowers[i]
        return best_form(word).pos == "ADVB" and word not in listed("now") | listed("today") | listed("degree")

    def _goes_on(self, i: int, limit: int, *, any_case: bool = False) -> bool:
        while i < limit and (self.is_adjective(i) or self._is_of_adjective(i)):
            i += 1
        return i < limit and self.is_noun(i) and (any_case or self.has_case(i, "gent"))

    def start(self, head: int, floor: int) -> int:
        """Returns where the phrase of a head begins: its adjectives."""
        i = head
        while i > floor and self.is_adjective(i - 1):
            i -= 1
        return i

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
        return self._ungoverned(clause, before, "ablt")

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
            elif i in self.barred or i in self.asides or not self.tokens.words[i][0].isalpha() or self._is_bound(i):
                governed = False
                i += 1
            elif lowers[i] in listed("prepositions"):
                governed = True
                i += 1
            elif self.is_adjective(i) or self._is_of_adjective(i):
                i += 1
            elif self.is_noun(i):
                end = self.extend(i, before)
                if not governed and self.has_case(i, case) and not self._in_cue(i) and not self._is_base(i):
                    named = i in self.names
                    if found is None or not named:
                        found = self.start(i, clause.first), end
                governed = False
                i = end
            else:
                if case == "nomn" and best_form(lowers[i]).pos == "NPRO" and self.has_case(i, case) and not governed:
                    found = (i, i + 1)
                governed = governed and lowers[i] in listed("possessive")
                i += 1
        if found is not None:
            self._found_in[found] = case
        return found

    def _is_base(self, i: int) -> bool:
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

    def _is_bound(self, token: int) -> bool:
        """Whether a token is a bound («не более»), not the noun that looks like one («минимум оборота»)."""
        atom = self.chain.atoms[self.chain.at[token]]
        if "bound" not in atom.tags:
            return False
        follow = token + 1
        if self.tokens.lowers[token] in listed("attaching") and atom.last == follow and self._is_word(follow):
            return False  # «смертность от туберкулеза»
        while follow < len(self.tokens) and self.is_adjective(follow):
            follow += 1
        alone = atom.last - atom.first == 1 and best_form(self.tokens.lowers[token]).pos == "NOUN"
        return not (alone and follow < len(self.tokens) and self.is_noun(follow) and self.has_case(follow, "gent"))

    def _is_word(self, token: int) -> bool:
        """Whether a token is a word and none of a value, a time or a bound."""
        if token >= len(self.tokens) or token in self.barred or not self.tokens.words[token][0].isalpha():
            return False
        return "bound" not in self.chain.tags(token)

    def object(self, after: int, limit: int, *cases: str) -> tuple[int, int] | None:
        """Returns the first phrase in one of the cases behind a token, with no preposition before it."""
        lowers = self.tokens.lowers
        i = after
        while i < limit:
            word = self.tokens.words[i]
            if self._is_bound(i) and lowers[i] not in listed("prepositions"):
                i += 1
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
            i += 1
        return None

    def named(self, span: tuple[int, int]) -> str:
        """Returns a phrase in the nominative with its participle, a sentence's capital made small."""
        text = self.text(span)
        if not self._is_nominative(span):
            text = nominative(text)
        end = self.participial(span[1])
        if end > span[1] and span[1] - span[0] <= 2:
            text += self.text((span[1], end))
        return self.uncapitalised(span, text)

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

    def text(self, span: tuple[int, int]) -> str:
        """Returns the clean text of a span of tokens."""
        return self.tokens.view.clean[self.tokens.starts[span[0]] : self.tokens.ends[span[1] - 1]]
