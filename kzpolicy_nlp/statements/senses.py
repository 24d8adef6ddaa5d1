"""What the words around a value say of it: its frame, what governs it, whether it lies ahead (SPEC §10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..text.morphology import forms
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause, Clauses
from .frames import Frame, comparative, frames
from .periods import Periods
from .phrases import Phrases
from .syntax import best_form, listed

PARTS = frozenset({"percent", "share", "percentage_point"})
TIMES = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})
_ROW = 40  # values that one preposition may govern in a row
_SLOTS = ("to", "onto", "from", "in", "out-of", "by", "against", "till")
_FRAME_POS = frozenset({"VERB", "INFN", "PRTS", "PRTF", "GRND", "NOUN", "COMP"})


@dataclass(frozen=True, slots=True)
class Sense:
    """The frame that governs a value and the word it is said by; `slot` is the preposition or sign before the value.

    `clause` is the value's own, `said` the one whose predicate holds for it: for a list item without a verb the
    opener's.
    """

    frame: Frame | None
    token: int | None
    slot: str  # to, onto, from, in, by, dash, colon, open, amount, own, none, …
    slot_token: int
    clause: Clause
    said: Clause
    is_item: bool = False


class Senses:
    """Reads the senses of one text's values."""

    def __init__(
        self, chain: Chain, clauses: Clauses, periods: Periods, phrases: Phrases, values: Sequence[Value]
    ) -> None:
        self.chain, self.clauses, self.periods, self.phrases = chain, clauses, periods, phrases
        self.tokens = chain.tokens
        self._ending = {v.last: v for v in values}
        self._last: tuple[Value, Sense] | None = None

    def of(self, value: Value) -> Sense:
        """Returns the sense of a value; in a row of counts («5 школ, 3 сада») each is governed as the first."""
        sense = self._of(value)
        if self._last is not None and value.head is not None:
            before, said = self._last
            noun = said.frame is not None and said.frame.noun  # «строительство 96 км дорог и 12 мостов»
            noun = (
                noun
                and said.frame is not None
                and said.frame.kind == "make"
                and (sense.token or -1) < (said.token or 0)
            )
            if (
                said.clause is sense.clause
                and (noun or (sense.frame is None and before.head is not None))
                and sense.slot == "none"
                and said.frame is not None
            ):
                sense = replace(sense, frame=said.frame, token=said.token)
        sense = self._gone_on(value, sense)
        self._last = (value, sense)
        return sense

    def _gone_on(self, value: Value, sense: Sense) -> Sense:
        """The sense of a value whose verb the sentence before says («ВВП вырос на 3%. Промышленность – на 4%»)."""
        if sense.frame is not None and sense.frame.kind == "reach" and sense.slot == "onto":
            return self._changed(sense)
        if self._last is None or sense.frame is not None or sense.said.predicate is not None:
            return sense
        before, last = self._last
        dash = self.before(sense.slot_token)
        if sense.slot not in ("onto", "to") or last.frame is None or last.frame.kind != "change" or last.frame.noun:
            return sense
        apart = sense.clause.sentence - self.tokens.sentence_of[before.first]
        if dash < 0 or self.tokens.words[dash] != "-" or apart not in (0, 1) or not _are_alike(before, value):
            return sense
        return replace(sense, frame=last.frame, token=last.token, said=last.said)

    def _changed(self, sense: Sense) -> Sense:
        """«Поголовье овец выросло на 7% и составило 24 млн, лошадей – на 9%»: the change goes on, not the level."""
        dash, first = self.before(sense.slot_token), self.tokens.sentences[sense.clause.sentence][0]
        if dash < 0 or self.tokens.words[dash] != "-" or sense.token is None or (sense.frame and sense.frame.onto):
            return sense
        for i in range(sense.token - 1, first - 1, -1):
            frame = self.frame_at(i)
            if frame is not None and not frame.noun:
                return replace(sense, frame=frame, token=i) if frame.kind == "change" else sense
        return sense

    def _of(self, value: Value) -> Sense:
        clause = self.clauses.at(value.first)
        slot, at = self.slot(value)
        frame, token = self._frame(value, clause, slot)
        if slot == "dash" and frame is not None and token is not None and self._is_told_apart(value, frame, token, at):
            frame, token = None, None
        said, is_item = clause, False
        if clause.predicate is None:
            opener = self.periods.layout.opener(clause.sentence)
            if opener is not None:
                said = self._last_said(opener, clause)
                is_item = True
                if frame is None and said is not clause and said.predicate is not None:
                    frame = self.frame_at(said.predicate)
                    token = said.predicate if frame is not None else None
        before, last = (None, None) if self._last is None else self._last
        goes_on = last is not None and last.token == token and last.slot != "open" and _are_alike(before, value)
        other = before is not None and before.head is not None and before.unit != value.unit
        if slot == "dash" and token is not None and last is not None and goes_on and not other:
            slot = last.slot  # «промышленность прибавила 8,4%, строительство – 22,9»
        return Sense(frame, token, slot, at, clause, said, is_item)

    def _is_told_apart(self, value: Value, frame: Frame, token: int, dash: int) -> bool:
        """Whether a dash and not the verb before says a share («выпустили облигации: их доля – 13,7%»)."""
        if frame.noun or value.unit not in PARTS or frame.kind in ("change", "reach", "keep"):
            return False
        chunk = dash
        while chunk > token and self.tokens.words[chunk - 1] not in (",", ";", ":"):
            chunk -= 1
        return chunk > token and self.phrases.subject(widened(self.clauses.at(dash), chunk), dash) is not None

    def _last_said(self, opener: int, clause: Clause) -> Clause:
        made = [c for c in self.clauses.of(opener) if c.predicate is not None]
        return made[-1] if made else clause

    # what governs a value

    def slot(self, value: Value) -> tuple[str, int]:
        """Returns what governs a value, and the token it stands at (the value's first where nothing does)."""
        for _ in range(_ROW):
            i = self.before(value.first)
            if i < 0:
                return "none", value.first
            previous = self._ending.get(i) if i == value.first - 1 and self.tokens.lowers[i] in listed("join") else None
            if previous is None or (previous.money, previous.unit) != (value.money, value.unit):
                return self._governor(i, measured=value.money or (value.head is None and value.unit != "times"))
            value = previous  # «на 900 и 1200 мест»: the second is governed as the first
        return "none", value.first

    def _governor(self, i: int, *, measured: bool = False) -> tuple[str, int]:
        first = i
        while first > 0 and first > i - 3 and self._is_attribute(first):
            first -= 1
        if first < i and self.tokens.lowers[first] in listed("prepositions"):
            i = first  # «вместо запланированных 5%»
        word = self.tokens.lowers[i]
        if word == "-" and not self.tokens.glued(i):
            return "dash", i
        if word in (":", "("):
            return ("colon" if word == ":" else "open"), i
        form = best_form(word)
        if form.lemma in listed("amount-noun") and form.pos == "NOUN":
            led = i > 0 and self.tokens.lowers[i - 1] in listed("onto") | listed("in")  # «вышли на объем 5 млн тонн»
            if form.case != "nomn" or led:
                return "amount", i
        if word in listed("in") and i > 0 and best_form(self.tokens.lowers[i - 1]).lemma in listed("amount-noun"):
            return "amount", i - 1  # «отметки в 23 процента»
        if measured and word in listed("in") and i > 0 and self._is_sum(i - 1):
            return "amount", i - 1  # «выручка в 118 млрд»
        for name in _SLOTS:
            if word in listed(name):
                return name, i
        return ("other" if word in listed("prepositions") else "none"), i

    def _is_attribute(self, i: int) -> bool:
        """Whether an adjective may stand between a preposition and its value, unlike «из которых»."""
        return self.phrases.is_adjective(i) and best_form(self.tokens.lowers[i]).lemma not in listed("which")

    def _is_sum(self, i: int) -> bool:
        """Whether a noun in the nominative or accusative, and no verb, takes a value with «в» («расходы в 5 млрд»)."""
        return (
            self.phrases.is_noun(i)
            and i not in self.phrases.names
            and self.phrases.has_case(i, "nomn", "accs")
            and self.frame_at(i) is None
        )

    def is_ranked(self, clause: Clause, score: int | None = None) -> bool:
        """Whether a clause tells a rank, by the score at a token («заняла третью строчку с показателем 14 тыс.»)."""
        if score is not None and best_form(self.tokens.lowers[score]).lemma not in listed("score"):
            return False
        words = self.tokens.lowers[clause.first : min(clause.last, clause.first + 40)]
        return any(len(w) > 4 and best_form(w).lemma in listed("rank") for w in words)

    def before(self, token: int) -> int:
        """Returns the token before a value, bounds and adverbs of degree passed over (-1: none in the sentence)."""
        floor = self.tokens.sentences[self.tokens.sentence_of[token]][0]
        degree = listed("degree")
        i = token - 1
        while i >= floor:
            atom = self.chain.atoms[self.chain.at[i]]
            if "bound" in atom.tags and not atom.entry("bound").get("to") and self.frame_at(i) is None:
                i = atom.first - 1
            elif self.tokens.lowers[i] in degree:
                i -= 1
            else:
                return i
        return -1

    def frame_at(self, i: int) -> Frame | None:
        """Returns the frame of a token's word, unless it stands inside a name."""
        word = self.tokens.lowers[i]
        if len(word) < 3 or not word.isalpha() or i in self.phrases.names:
            return None
        form = best_form(word)
        if form.pos not in _FRAME_POS:
            return None
        if form.pos == "COMP":
            return comparative(form.lemma)
        atom = self.chain.atoms[self.chain.at[i]]
        if "cue" in atom.tags and atom.last - atom.first > 1:
            return None  # «поставил цель: 5 млн тонн»
        frame = frames().get(form.lemma)
        if frame is None or frame.noun != (form.pos == "NOUN"):
            return None
        if form.pos == "VERB" and i > 0 and self.clauses.is_rather_noun(i):
            return None
        return frame

    def _frame(self, value: Value, clause: Clause, slot: str) -> tuple[Frame | None, int | None]:
        """Returns the frame word of a value: its own, the nearest verb before it, or a noun that fits better."""
        for i in range(value.first, value.last):
            frame = self.frame_at(i)
            if frame is not None and frame.factor is not None:
                return frame, i
        if (slot in ("onto", "in") or value.unit == "times") and value.last < clause.last:  # «на четверть больше»
            behind = self.tokens.lowers[value.last]
            compared = next((f.lemma for f in forms(behind) if f.pos == "COMP"), behind)
            frame = comparative(compared)
            if frame is not None:
                return frame, value.last
        noun: tuple[Frame, int] | None = None
        for i in range(value.first - 1, clause.first - 1, -1):
            frame = self.frame_at(i)
            if frame is None and slot in ("onto", "in") and value.first - i <= 6:
                higher = next((f.lemma for f in forms(self.tokens.lowers[i]) if f.pos == "COMP"), "")
                above = comparative(higher)
                if above is not None and self._is_compared(i, value):
                    return above, i  # «цены выше прошлогодних на 14%»
            if frame is None or self._is_auxiliary(i, clause):
                continue
            pos = best_form(self.tokens.lowers[i]).pos
            if pos == "NOUN":
                if noun is None and self._noun_fits(frame, i, value, slot):
                    noun = (frame, i)
            elif pos == "PRTF":
                told = clause.predicate not in (None, i) and self.frame_at(clause.predicate or 0) is not None
                beside = value.first - i <= 1 and slot == "none" and not told  # not «оставшиеся 8 школ сдадим»
                if beside or (clause.participial and i == clause.predicate):
                    return frame, i
            elif pos == "COMP":
                if slot in ("onto", "in") and self._is_compared(i, value):
                    return frame, i
            elif noun is not None and (frame.kind not in ("reach", "keep") or noun[1] > i):
                return noun
            else:
                return frame, i
        if noun is not None:
            return noun
        if clause.predicate is not None and clause.predicate >= value.last:
            frame = self.frame_at(clause.predicate)
            if frame is not None:
                return frame, clause.predicate
        for i in range(value.last, clause.last):
            frame = self.frame_at(i)
            if frame is None or frame.noun or self._is_auxiliary(i, clause):
                continue
            pos = best_form(self.tokens.lowers[i]).pos
            if pos == "COMP":
                if slot in ("onto", "in") and i - value.last <= 1:
                    return frame, i
            elif pos != "PRTF" or (i - value.last <= 1 and "past" in best_form(self.tokens.lowers[i]).marks):
                return frame, i
        return None, None

    def _is_auxiliary(self, i: int, clause: Clause) -> bool:
        """Whether «быть» only helps another predicate («были отмечены 10 компаний»)."""
        if clause.cue_token == i and clause.predicate not in (None, i):
            return True  # «Нацбанку придется держать ставку не ниже 14%»
        if clause.predicate in (None, i) or best_form(self.tokens.lowers[i]).lemma not in listed("be"):
            return False
        return best_form(self.tokens.lowers[clause.predicate or 0]).pos in ("PRTS", "INFN")

    def _noun_fits(self, frame: Frame, i: int, value: Value, slot: str) -> bool:
        """Whether a noun governs the value as its complement, rather than being the subject or object of a verb."""
        near = value.first - i
        if self._is_tail(i):
            return False
        told = self.clauses.at(i).predicate if value.money and slot == "none" and self._is_purpose(i) else None
        if told is not None and self.frame_at(told) is not None:
            return False  # «выделить на удешевление перевозок 5 млрд тенге»
        if frame.kind == "change":
            if slot in ("to", "onto", "in") or (value.unit == "times" and slot in ("in", "none")):
                return self._reaches(i, value.first)
            return slot == "none" and near <= 2 and self._reaches(i, value.first)
        if frame.kind in ("make", "spend", "get", "exist"):
            if slot == "dash" and value.unit in PARTS and frame.kind == "make":
                return False  # «промышленность прибавила 8,4%, строительство – 22,9»
            if slot == "dash" and any("number" in self.chain.tags(j) for j in range(i + 1, value.first)):
                return False  # «затраты – 6 712 млн; дефицит – 980 млн»
            if value.unit == "times" or (frame.kind == "spend" and not value.money):
                return False
            if slot == "dash" and value.money and self._is_purpose(i):
                return False  # «на ремонт дорог выделят 5 млрд, на строительство школ – 7 млрд»
            if slot == "amount" and frame.kind in ("make", "spend", "get"):
                onto = self.tokens.lowers[self.slot(value)[1] - 1] in listed("onto")  # «выдача займов на сумму 5 млрд»
                return (frame.kind != "make" or (value.money and onto)) and self._reaches(i, value.first)
            return (slot == "none" and self._near(i, value.first)) or (slot == "dash" and self._reaches(i, value.first))
        return slot == "none" and near <= 2

    def _is_compared(self, i: int, value: Value) -> bool:
        """Whether only what it is compared with stands behind a comparative («дешевле готового как минимум на 15%»)."""
        at = self.slot(value)[1]
        between = range(i + 1, at)
        plain = not any(self.tokens.words[j] in ",;:-" or "number" in self.chain.tags(j) for j in between)
        return len(between) <= 4 and plain and self._reaches(i, at)

    def _near(self, i: int, end: int) -> bool:
        """Whether only bounds, degree words and times stand between a noun and the value it governs."""
        if self.before(end) == i or end - i <= 2:
            return True
        between = range(i + 1, end)
        passed = self.phrases.barred | self.phrases.names
        return all(j in passed or self.tokens.lowers[j] in listed("prepositions") for j in between)

    def _reaches(self, i: int, end: int) -> bool:
        """Whether no verb stands between a noun and the value."""
        return not any(
            best_form(w).pos in ("VERB", "INFN", "PRTS")
            for w in self.tokens.lowers[i + 1 : end]
            if len(w) > 3 and w.isalpha()
        )

    def _is_purpose(self, i: int) -> bool:
        """Whether «на» or «для» governs a noun."""
        while i > 0 and self.phrases.is_adjective(i - 1):
            i -= 1
        return i > 0 and self.tokens.lowers[i - 1] in listed("purpose")

    def _is_tail(self, i: int) -> bool:
        """Whether a noun hangs on the noun before it («темп роста», «объем производства»)."""
        if i == 0 or not self.phrases.has_case(i, "gent"):
            return False
        previous = i - 1
        while previous > 0 and self.phrases.is_adjective(previous):
            previous -= 1
        form = best_form(self.tokens.lowers[previous])
        if (
            self.tokens.lowers[previous] in listed("plus")
            and previous > 0
            and self.phrases.has_case(previous - 1, "gent")
        ):
            return self._is_tail(previous - 1)  # «показатель для исчисления пособий и иных выплат»
        return form.pos == "NOUN" and self.tokens.words[previous].isalpha() and "cue" not in self.chain.tags(previous)


def _are_alike(before: Value | None, value: Value) -> bool:
    return before is not None and before.money == value.money and (before.unit in PARTS) == (value.unit in PARTS)


def widened(clause: Clause, first: int) -> Clause:
    """Returns the clause from another first token on."""
    return replace(clause, first=first)
