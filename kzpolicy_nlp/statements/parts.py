"""What a part of the value before is: «40 школ, из них 12 – в селах», «в том числе на питание – 15 млрд» (SPEC §10)."""

from __future__ import annotations

from ..text.inflection import in_case, nominative
from ..text.morphology import forms
from ..text.paradigms import CASES
from ..text.rules import Chain
from ..values.value import Value
from .frames import deeds, frames
from .gaps import Gaps
from .phrases import Phrases
from .senses import PARTS
from .syntax import best_form, listed, told

Span = tuple[int, int]


class Parts:
    """Names the parts that one text tells apart."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases
        self.gaps = Gaps(chain, phrases)

    def of(self, value: Value, after: int, whole: str) -> str:
        """Returns the name of a part of `whole`; `after` is the first token behind the value before."""
        words = whole.split(" ")
        deed = words[0] if words[0] in deeds() and len(words) > 1 else ""
        if deed and words[1] == told("with") and words[2:3] and words[2] in deeds():
            deed = " ".join(words[:3])  # «спасение и эвакуация людей»
        if value.head is not None and value.unit not in PARTS:
            thing = self.phrases.text((value.head, self.phrases.extend(value.head, len(self.tokens), attached=False)))
            begin = value.head
            while begin > value.first and self.phrases.is_adjective(begin - 1):
                begin -= 1
            thing = self.phrases.text((begin, value.head)) + " " + thing if begin < value.head else thing
            if deed and best_form(self.tokens.lowers[value.head]).case == "gent":
                return f"{deed} {thing}"
            several = not deed and self.phrases.has_case(value.head, "gent") and _is_plural(words[0].rstrip(","))
            return (
                nominative(thing) if several else whole
            )  # «в школах 4,1 млн детей, в том числе 390 тысяч первоклассников»
        found = self._behind(value) or self._ahead(value, after)
        if found is None:
            return whole
        first, end = found
        text = self.phrases.text(found)
        governed = self.tokens.lowers[first] in listed("prepositions")
        kind = [f for f in self.phrases.readings(first) if self.phrases.is_adjective(first) and first + 1 == end]
        if value.unit in PARTS and any((f.case, f.number) == ("gent", "sing") for f in kind):
            return self.gaps.of_kind(whole, text) or whole  # «рост экспорта – 12%, в том числе несырьевого – 18%»
        if value.unit in PARTS and governed and self._is_rate(whole):
            return f"{whole} {text}"  # «прирост составил 18%, в том числе в сельском хозяйстве – 31%»
        if value.unit in PARTS:
            return self._share(text, governed, whole)
        if governed and value.money and self.tokens.lowers[first] in listed("purpose"):
            return nominative(self.phrases.text((first + 1, end)))
        if governed:
            return f"{whole} {text}"
        if all(self.phrases.is_adjective(i) for i in range(first, end)):
            return self._of_kind(text, deed, whole)
        if best_form(self.tokens.lowers[end - 1]).lemma in listed("attribute") and self.phrases.has_case(
            end - 1, "gent"
        ):
            return f"{whole} {text}"  # «отремонтировано 143 км дорог, из них 61 – местного значения»
        if deed and all(self.phrases.has_case(i, "gent") for i in (first, end - 1)):
            return f"{deed} {text}"
        return nominative(text)

    def _of_kind(self, adjective: str, deed: str, whole: str) -> str:
        """«300 школ, из них 50 – сельские»: the adjective put before what is counted."""
        if not deed:
            told = nominative(adjective)
            return f"{told} {whole}" if _is_plural(whole.split(" ")[0]) or _agrees(told, whole) else whole
        declined = in_case(nominative(adjective), "gent")
        return f"{deed} {declined}{whole[len(deed) :]}"

    def _is_rate(self, name: str) -> bool:
        """Whether a name is of what percents measure, so that a part has one of its own and is no share."""
        lemma = best_form(name.split(" ")[0].lower()).lemma
        frame = frames().get(lemma)
        return lemma in listed("rate") - {told("share")} or (frame is not None and frame.kind == "change")

    def _share(self, text: str, governed: bool, whole: str) -> str:
        inner = whole.partition(f" {told('within')} ")[2] if whole.startswith(told("share")) else ""
        whole = inner or whole
        if governed:
            return f"{told('share')} {_declined(whole, 'gent')} {text}"
        return f"{told('share')} {_declined(text, 'gent')} {told('within')} {_declined(whole, 'loct')}"

    def _behind(self, value: Value) -> Span | None:
        """Returns what stands behind the value and its dash."""
        limit = self.tokens.sentences[self.tokens.sentence_of[value.first]][1]
        at = value.last
        if at + 1 < limit and self.tokens.lowers[at] in listed("out-of"):
            at += 2  # «27 из них – в Алматы»
        if at < limit and self.tokens.words[at] == "-":
            return self._phrase(at + 1, limit)
        if at < limit and value.head is None and self.phrases.is_adjective(at):
            while at < limit and self.phrases.is_adjective(at) and self.phrases.has_case(at, "gent"):
                at += 1
            alone = at == limit or not self.phrases.is_noun(at)  # «из них 120 тысяч постоянных»
            return (value.last, at) if alone and at > value.last else None
        beside = listed("in") | listed("onto") | listed("out-of") | listed("meant-for")
        return self._phrase(at, limit) if at < limit and self.tokens.lowers[at] in beside else None

    def _ahead(self, value: Value, after: int) -> Span | None:
        """Returns what stands between «в том числе», «из них» and the value."""
        end = value.first
        while end > after and (self.tokens.words[end - 1] == "-" or "bound" in self.chain.tags(end - 1)):
            end -= 1
        marks = (i for i in range(end - 1, after - 1, -1) if self._marks(i))
        first = next(marks, end) + 1
        found = self._phrase(first, end) if first < end else None
        return found if found is not None and found[1] == end else None

    def _marks(self, i: int) -> bool:
        form = best_form(self.tokens.lowers[i])
        return self.tokens.lowers[i] in listed("part-of") or form.lemma in listed("which") or form.pos == "NPRO"

    def _phrase(self, first: int, limit: int) -> Span | None:
        """Returns the phrase at a token, with its preposition; adjectives alone count too."""
        if first >= limit:
            return None
        begin = first + (self.tokens.lowers[first] in listed("prepositions"))
        span = self.phrases.object(begin, limit, *CASES) if begin < limit else None
        if span is not None and span[0] == begin:
            if best_form(self.tokens.lowers[span[1] - 1]).lemma in listed("no-tail"):
                return None
            end = span[1]
            while begin > first and end < limit and self.tokens.lowers[end] in listed("by"):  # «по городу Павлодару»
                follow = self.phrases.object(end + 1, limit, "datv")
                if follow is None or follow[0] != end + 1:
                    break
                end = follow[1]
            return first, end
        end = begin
        while end < limit and self.phrases.is_adjective(end):
            end += 1
        return (first, end) if end > begin and begin == first else None


def _is_plural(word: str) -> bool:
    return any((f.number, f.case) == ("plur", "nomn") for f in forms(word.lower()))


def _agrees(adjective: str, whole: str) -> bool:
    """Whether an adjective agrees with the head of a nominative phrase («внешний» with «государственный долг»)."""
    head = next((f for w in whole.split() for f in forms(w.lower())[:2] if f.pos == "NOUN" and f.case == "nomn"), None)
    kinds = (
        f for f in forms(adjective.lower()) if f.pos in ("ADJF", "PRTF") and (f.case, f.number) == ("nomn", "sing")
    )
    return head is not None and head.number == "sing" and any(f.gender == head.gender for f in kinds)


def _declined(text: str, case: str) -> str:
    return in_case(nominative(text), case)
