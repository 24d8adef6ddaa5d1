"""What stands for something said before: «его», «этот показатель», a head named again alone (SPEC §10 `indicator`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..text.inflection import in_case, in_plural, nominative
from ..text.morphology import Form, forms
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .frames import Frame
from .phrases import Phrases
from .syntax import best_form, listed

Span = tuple[int, int]
_FAR = 40  # tokens back to what was counted


class Before(Protocol):
    """A statement made before, as far as a pronoun may go back to it."""

    @property
    def value(self) -> Value: ...
    @property
    def indicator(self) -> str | None: ...


class Asked(Protocol):
    """A value whose indicator is asked for; `frame` stands at token `at` of the value's own clause."""

    @property
    def before(self) -> Sequence[Before]: ...
    @property
    def clause(self) -> Clause: ...
    @property
    def frame(self) -> Frame | None: ...
    @property
    def at(self) -> int | None: ...


class StandIns:
    """Resolves what, in the indicators of one text, stands for something said before."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases

    def possessed(self, span: Span, asked: Asked) -> str | None:
        """Returns the owner behind «его», «их» put in: «их число» → «число аулов»; of a change the owner alone."""
        if span[1] - span[0] == 2 and best_form(self.tokens.lowers[span[1] - 1]).lemma in listed("which"):
            floor, last = self.tokens.sentences[asked.clause.sentence][0], asked.before[-1] if asked.before else None
            several = best_form(self.tokens.lowers[span[1] - 1]).number == "plur"
            if several and last is not None and last.value.head is not None and last.value.head >= floor:
                things = in_plural(last.value.unit or "", "gent")  # «84 завода по переработке, загруженность которых …»
                return f"{nominative(self.tokens.lowers[span[0]])} {things}"
            named = self.phrases.last(floor, span[0])
            owner = None if named is None else nominative(self.phrases.text(named))
            if owner is None:
                return None
            return f"{nominative(self.tokens.lowers[span[0]])} {in_case(owner, 'gent')}"
        at = span[0] if self.tokens.lowers[span[0]] in listed("possessive") else span[0] - 1
        if at < 0 or self.tokens.lowers[at] not in listed("possessive"):
            return None
        owner = self._antecedent(at, asked)
        if owner is None:
            return None
        owner = owner.partition(", ")[0]
        head = max(at + 1, span[0])
        if asked.frame is not None and asked.frame.noun and head == asked.at:
            return owner
        genitive = in_case(owner, "gent")
        first, _, counted = owner.partition(" ")
        if counted and self.tokens.lowers[at] in listed("possessive-plural") and first in listed("number-noun"):
            genitive = counted  # «число резидентов …, а их доход»
        rest = f" {self.phrases.text((head + 1, span[1]))}" if span[1] > head + 1 else ""
        return f"{nominative(self.tokens.lowers[head])} {genitive}{rest}"

    def meant(self, span: Span, asked: Asked) -> str | None:
        """Returns what «он», «она», «они» stand for: the nearest phrase before that agrees."""
        form = best_form(self.tokens.lowers[span[0]])
        word = self._possessive(form)
        return None if word is None or span[1] - span[0] > 1 else self._antecedent(span[0], asked, word)

    def completed(self, name: str, span: Span, asked: Asked) -> str:
        """Returns a name with what a pronoun behind its preposition stands for («инвестиции в него»)."""
        lowers, at = self.tokens.lowers, span[1]
        place = at < asked.clause.last and lowers[at] in listed("in") | listed("onto")
        if at + 1 >= asked.clause.last or not place:
            return name
        form = best_form(lowers[at + 1])
        word = self._possessive(form)
        thing = None if word is None else self._antecedent(span[0], asked, word)
        if thing is None:
            return name
        cases = {f.case for f in forms(lowers[at + 1])}
        case = "loct" if "loct" in cases else "accs"
        return f"{name} {lowers[at]} {in_case(thing, case)}"

    def _possessive(self, form: Form) -> str | None:
        """Returns «его», «ее» or «их» for a pronoun of the third person."""
        if form.pos != "NPRO" or form.person != "3per":
            return None
        key = "possessive-plural" if form.number == "plur" else f"possessive-{form.gender}"
        return next(iter(listed(key))) if form.number == "plur" or form.gender else None

    def _antecedent(self, pronoun: int, asked: Asked, word: str = "") -> str | None:
        """What «его», «ее», «их» points back to: the indicator before, or the nearest phrase that agrees."""
        word, sentence = word or self.tokens.lowers[pronoun], asked.clause.sentence
        last = asked.before[-1] if asked.before else None
        near = last is not None and sentence - self.tokens.sentence_of[last.value.first] <= 1
        said = last.indicator if last is not None and near else None
        first = self.tokens.sentences[sentence][0]
        owns = self.tokens.lowers[pronoun] == word  # «его» may be a body's, «он составил» is rather none
        found = self._counted(word, first, pronoun) or self._agreeing(word, first, pronoun, names=owns)
        if found is None and said and self._agrees(word, nominative(said).lower()):
            return said
        begin = self.tokens.sentences[max(sentence - 1, 0)][0]
        return found or self._agreeing(word, begin, first, names=owns) or said

    def _counted(self, pronoun: str, first: int, before: int) -> str | None:
        """Returns what was counted last in a stretch, for «их» («проверить 40 предприятий и уменьшить их число»)."""
        if pronoun not in listed("possessive-plural"):
            return None
        for i in range(before - 1, max(first, before - _FAR), -1):
            if self.phrases.is_noun(i):
                return None
            form = best_form(self.tokens.lowers[i])
            tags = self.chain.tags(i)
            plain = not tags & {"unit", "currency", "time_unit", "month", "scale", "counted", "number"}
            if i in self.phrases.barred and form.pos == "NOUN" and form.number == "plur" and plain:
                begin = i
                while begin > first and self.tokens.words[begin - 1].isalpha() and begin - 1 in self.phrases.barred:
                    if best_form(self.tokens.lowers[begin - 1]).pos not in ("ADJF", "PRTF"):
                        break
                    begin -= 1
                return nominative(self.phrases.text((begin, i + 1)))
        return None

    def _agreeing(self, pronoun: str, first: int, before: int, *, names: bool = True) -> str | None:
        """Returns the last phrase of a stretch that a pronoun agrees with: by its head, or its last noun."""
        for begin, end in reversed(self.phrases.each(first, before)):
            if not names and (begin in self.phrases.names or self.tokens.lowers[begin - 1] in listed("prepositions")):
                continue
            heads = [i for i in range(begin, end) if self.phrases.is_noun(i) and not self.tokens.words[i].isupper()]
            for head in dict.fromkeys((*heads[:1], *heads[-1:])):
                if self._agrees(pronoun, self.tokens.lowers[head]):
                    found = self.phrases.start(head, begin), end
                    number = "plur" if pronoun in listed("possessive-plural") else ""
                    return nominative(self.phrases.uncapitalised(found, self.phrases.text(found)), number=number)
        return None

    def _agrees(self, pronoun: str, phrase: str) -> bool:
        """Whether a phrase's first noun has a reading, and not too rare a one, of the pronoun's number and gender."""
        head = next((w for w in phrase.split() if best_form(w).pos == "NOUN"), "")
        return any(
            pronoun in listed("possessive-plural" if f.number == "plur" else f"possessive-{f.gender}")
            for f in forms(head)
            if f.pos == "NOUN" and f.score >= 0.1 and f.gender
        )

    def owner(self, chunk: int) -> str:
        """Returns whose a bare noun of a row is, if a name stands alone before it («ТОО «…», доход – 112 млрд»)."""
        names, i = self.phrases.names, chunk - 1
        if i < 1 or self.tokens.words[i] != "," or i - 1 not in names:
            return ""
        first = i - 1
        while first - 1 in names:
            first -= 1
        text = self.phrases.text((first, i))
        return " " + in_case(text, "gent")

    def repeated(self, span: Span, before: Sequence[Before]) -> str | None:
        """Returns the full name of an indicator named again by its head alone («ставка» after «ставка взносов»)."""
        if span[1] - span[0] > 1:
            return None
        lemma = best_form(self.tokens.lowers[span[0]]).lemma
        for said in reversed(before[-4:]):
            first = (said.indicator or "").split(" ")[0]
            if " " in (said.indicator or "") and best_form(first.lower()).lemma == lemma:
                return str(said.indicator)
        return None

    def _is_bare(self, behind: int) -> bool:
        """Whether nothing behind a noun tells it apart («сумма подлежащих возврату средств»)."""
        words, lowers = self.tokens.words, self.tokens.lowers
        if behind >= len(words) or words[behind] == "," or lowers[behind] in listed("prepositions"):
            return False
        return not self.phrases.is_adjective(behind)

    def holds(self, span: Span) -> bool:
        """Whether a phrase stands for what was measured before («он», «этот показатель»)."""
        lemmas = [best_form(w).lemma for w in self.tokens.lowers[span[0] : span[1]]]
        before = best_form(self.tokens.lowers[span[0] - 1]).lemma if span[0] else ""
        if len(lemmas) == 1 and lemmas[0] in listed("stand-in") and before in listed("this"):
            return True  # «доведем это число до 41 тысячи»
        if len(lemmas) == 1:
            return best_form(self.tokens.lowers[span[0]]).pos == "NPRO" or (
                lemmas[0] in listed("bare-stand-in") and self._is_bare(span[1])
            )
        if len(lemmas) != 2 or lemmas[1] not in listed("stand-in"):
            return False
        return lemmas[0] in listed("this") or lemmas[1] in listed("reference")
