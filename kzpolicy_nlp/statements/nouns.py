"""What makes a noun phrase and how far it reaches: agreement and order alone, no tree."""

from __future__ import annotations

from collections.abc import Set

from ..text.morphology import Form, forms
from ..text.rules import Chain
from .syntax import best_form, listed

_LONGEST = 16
_ODD = 0.1  # the weight of a reading below which it is none («ставка» of «ставок»)
_ADJECTIVAL = frozenset({"ADJF", "PRTF"})


class Nouns:
    """The noun phrases of a chain, told word by word.

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
        if "bound" in self.chain.tags(token) and token + 1 in self.barred and self._is_bound(token):
            return False  # «часть урожая, порядка 140 тыс. тонн»
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
        if word.lower() in listed("indeclinable") or ("accs" in cases and word.lower() in listed("thing")):
            return True
        if self.readings(token)[0].pos == "UNKN":
            return cases != ("ablt",)  # a foreign word is no means
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
            if attached and lowers[i] in listed("plus") and i + 1 < limit and self._is_of_group(i, head):
                end = i = i + 2  # «торговля между Казахстаном и Узбекистаном»
                continue
            if (
                attached
                and lowers[i] in listed("attaching")
                and i + 1 < limit
                and (self._goes_on(i + 1, limit, any_case=True) or self._is_substantive_at(i + 1, limit))
            ):
                i += 1
                follow = i
                while follow < limit and (
                    self.is_adjective(follow) or self._is_of_adjective(follow) or self._joins_adjectives(follow)
                ):
                    follow += 1
                if follow > i and (follow == limit or not self.is_noun(follow)):
                    end = i = follow  # «расходы на одного учащегося»
                    continue
                if follow < limit and self.is_noun(follow):
                    lemma = best_form(lowers[follow]).lemma
                    taking = listed("conditional") | listed("from")  # «при норме 1 700», «с охватом 28 тысяч человек»
                    measured = lowers[i - 1] in taking and follow + 1 in self.barred
                    sized = lemma in listed("size") and self.has_case(follow, "ablt")  # «с объемом инвестиций $185 млн»
                    measured = measured or (lowers[i - 1] in listed("from") and sized)
                    told = lemma not in listed("no-tail") or (follow > i and lemma in listed("state"))
                    told = told and not (follow == i and self.chain.tags(follow) & {"time_unit", "duration"})
                    if told and not measured:
                        end = i = follow + 1
                        continue
            break
        return end

    def _is_of_group(self, joint: int, head: int) -> bool:
        """Whether «и» joins two nouns of one case behind a preposition, a case other than the nominative."""
        first, other = joint - 1, joint + 1
        if first - 1 <= head or self.tokens.lowers[first - 1] not in listed("attaching") or not self.is_noun(other):
            return False
        cases = {f.case for f in self.readings(other) if f.pos == "NOUN" and f.score >= _ODD}
        return "nomn" not in cases and any(f.case in cases for f in self.readings(first) if f.score >= _ODD)

    def _is_substantive_at(self, i: int, limit: int) -> bool:
        """Whether adjectives that end in one that stands for a noun follow («на одного учащегося»)."""
        first = i
        while i < limit and self.is_adjective(i):
            i += 1
        return i > first + 1 and self._is_substantive(i - 1, limit)

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
        if self.tokens.lowers[i] in listed("indeclinable"):
            return True
        return self.is_noun(i) and sum(f.score for f in self.readings(i) if f.case in cases) >= _ODD

    def _is_of_adjective(self, i: int) -> bool:
        """Whether an adverb belongs to the adjective behind it («социально значимые»)."""
        if i + 1 >= len(self.tokens) or i in self.barred or not self.is_adjective(i + 1):
            return False
        word = self.tokens.lowers[i]
        return best_form(word).pos == "ADVB" and word not in listed("now") | listed("today") | listed("degree")

    def _joins_adjectives(self, i: int) -> bool:
        """Whether «и» stands between two adjectives («в хорошем и удовлетворительном состоянии»)."""
        if self.tokens.lowers[i] not in listed("plus") or i + 1 >= len(self.tokens):
            return False
        return self.is_adjective(i - 1) and self.is_adjective(i + 1)

    def _goes_on(self, i: int, limit: int, *, any_case: bool = False) -> bool:
        while i < limit and (self.is_adjective(i) or self._is_of_adjective(i) or self._joins_adjectives(i)):
            i += 1
        return i < limit and self.is_noun(i) and (any_case or self.has_case(i, "gent"))

    def start(self, head: int, floor: int) -> int:
        """Returns where the phrase of a head begins: its adjectives."""
        i = head
        while i > floor and self.is_adjective(i - 1):
            i -= 1
        return i

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

    def text(self, span: tuple[int, int]) -> str:
        """Returns the clean text of a span of tokens."""
        return self.tokens.view.clean[self.tokens.starts[span[0]] : self.tokens.ends[span[1] - 1]]
